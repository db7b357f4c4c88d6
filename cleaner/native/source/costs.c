/* The error model's cost of a word (`cleaner/spelling/error_model.py`). */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "native.h"

#define CHUNK 3    /* the longest chunk on either side */
#define ALIGNED 4  /* longer stretches are not aligned */

typedef struct {
    uint32_t read[CHUNK], printed[CHUNK];  /* filled up with zeros */
    double cost;
} Confusion;

typedef struct {
    double other, added, lost, garbled, hopeless;  /* as in error_model.py */
    uint32_t mask;
    Confusion *slots;  /* a hash table; an empty slot has a cost below zero */
} Costs;

static uint32_t slot_of(const uint32_t *key) {
    uint32_t hash = 2166136261u;
    for (int k = 0; k < 2 * CHUNK; k++) hash = (hash ^ key[k]) * 16777619u, hash ^= hash >> 13;
    return hash;
}

/* A table of `count` confusions; NULL without memory. */
SHOWN Costs *costs_new(const Confusion *confusions, int32_t count, double other, double added, double lost,
                       double garbled, double hopeless) {
    Costs *made = malloc(sizeof *made);
    uint32_t size = 64;
    while (size < 2u * (uint32_t)count) size *= 2;
    Confusion *slots = made ? malloc(size * sizeof *slots) : NULL;
    if (!slots) return free(made), NULL;
    *made = (Costs){other, added, lost, garbled, hopeless, size - 1, slots};
    for (uint32_t k = 0; k < size; k++) slots[k].cost = -1.0;
    for (int32_t k = 0; k < count; k++) {
        uint32_t slot = slot_of(confusions[k].read) & made->mask;
        while (slots[slot].cost >= 0) slot = (slot + 1) & made->mask;
        slots[slot] = confusions[k];
    }
    return made;
}

SHOWN void costs_free(Costs *costs) {
    free(costs->slots);
    free(costs);
}

/* The cost of one confusion, or `otherwise` if the table does not hold it. */
static double known(const Costs *costs, const uint32_t *read, int32_t n, const uint32_t *printed, int32_t m,
                    double otherwise) {
    uint32_t key[2 * CHUNK] = {0};
    memcpy(key, read, (size_t)n * sizeof *key);
    memcpy(key + CHUNK, printed, (size_t)m * sizeof *key);
    for (uint32_t slot = slot_of(key) & costs->mask; costs->slots[slot].cost >= 0; slot = (slot + 1) & costs->mask)
        if (!memcmp(costs->slots[slot].read, key, sizeof key)) return costs->slots[slot].cost;
    return otherwise;
}

static void lower(double *to, double cost) {
    if (cost < *to) *to = cost;
}

/* The cheapest cut of two stretches into chunks: `best[i][j]` covers the first `i` and `j` letters. */
static double cheapest(const Costs *costs, const uint32_t *read, int32_t n, const uint32_t *printed, int32_t m) {
    int32_t longer = n > m ? n : m;
    if (longer > ALIGNED) return costs->garbled * longer;
    if (n <= 1 && m <= 1) return known(costs, read, n, printed, m, n && m ? costs->other : n ? costs->added : costs->lost);
    double best[ALIGNED + 1][ALIGNED + 1];
    for (int32_t i = 0; i <= n; i++)
        for (int32_t j = 0; j <= m; j++) best[i][j] = INFINITY;
    best[0][0] = 0.0;
    for (int32_t i = 0; i <= n; i++)
        for (int32_t j = 0; j <= m; j++) {
            double here = best[i][j];
            if (here > costs->hopeless) continue;
            const uint32_t *a = read + i, *b = printed + j;
            if (j < m) lower(&best[i][j + 1], here + known(costs, a, 0, b, 1, costs->lost));
            if (i < n) lower(&best[i + 1][j], here + known(costs, a, 1, b, 0, costs->added));
            if (i < n && j < m)
                lower(&best[i + 1][j + 1], *a == *b ? here : here + known(costs, a, 1, b, 1, costs->other));
            for (int32_t k = 0; k <= CHUNK && i + k <= n; k++)
                for (int32_t l = k > 1 ? 0 : 2; l <= CHUNK && j + l <= m; l++)
                    lower(&best[i + k][j + l], here + known(costs, a, k, b, l, INFINITY));
        }
    return best[n][m];
}

/* The cost of one word: of the stretches in which it differs from the other, by a least number of edits.

   Of several alignments rapidfuzz's is taken, which goes from the end: a letter of `read` that is not printed first,
   then a letter that is not read, then one for another. */
static double cost(const Costs *costs, const uint32_t *read, int32_t n, const uint32_t *printed, int32_t m) {
    while (n && m && read[0] == printed[0]) read++, printed++, n--, m--;
    while (n && m && read[n - 1] == printed[m - 1]) n--, m--;
    if (!n && !m) return 0.0;
    if (!n || !m) return cheapest(costs, read, n, printed, m);
    uint8_t far[LONGEST_STRING + 1][LONGEST_STRING + 1];
    for (int32_t j = 0; j <= m; j++) far[0][j] = (uint8_t)j;
    for (int32_t i = 1; i <= n; i++) {
        far[i][0] = (uint8_t)i;
        for (int32_t j = 1; j <= m; j++) {
            uint8_t by = far[i - 1][j - 1] + (read[i - 1] != printed[j - 1]);
            if (far[i - 1][j] + 1 < by) by = far[i - 1][j] + 1;
            if (far[i][j - 1] + 1 < by) by = far[i][j - 1] + 1;
            far[i][j] = by;
        }
    }
    /* the stretches, last first: each `[start, end)` of both */
    int32_t stretches[LONGEST_STRING][4], count = 0, i = n, j = m;
    int open = 0;
    while (i || j) {
        int32_t to_i = i, to_j = j;
        if (i && (!j || far[i][j] == far[i - 1][j] + 1)) i--;
        else if (j && (!i || (j > 1 && far[i][j - 1] + 1 == far[i - 1][j - 1]))) j--;
        else i--, j--;
        if (to_i - i == 1 && to_j - j == 1 && read[i] == printed[j]) {
            open = 0;
            continue;
        }
        if (!open) stretches[count][1] = to_i, stretches[count][3] = to_j, count++, open = 1;
        stretches[count - 1][0] = i, stretches[count - 1][2] = j;
    }
    double total = 0.0;
    while (count--) {
        int32_t *s = stretches[count];
        total += cheapest(costs, read + s[0], s[1] - s[0], printed + s[2], s[3] - s[2]);
    }
    return total;
}

/* The cost of reading one string where each of `count` others was printed; a zero ends each of those. */
SHOWN void costs_of(const Costs *costs, const uint32_t *read, int32_t n, const uint32_t *printed, int32_t count,
                    double *out) {
    for (int32_t k = 0; k < count; k++) {
        int32_t m = 0;
        while (printed[m]) m++;
        out[k] = cost(costs, read, n, printed, m);
        printed += m + 1;
    }
}
