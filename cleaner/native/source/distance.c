/* Edit distances of short strings. */

#include <string.h>

#include "native.h"

void pattern_of(Pattern *pattern, const uint32_t *word, int32_t n) {
    pattern->letters = word, pattern->n = n;
    memset(pattern->places, 0, sizeof pattern->places);
    for (int32_t i = 0; i < n && i < 64; i++)
        if (word[i] < PLAIN) pattern->places[word[i]] |= (uint64_t)1 << i;
}

/* Where a letter stands in the pattern, a bit for each place. */
static uint64_t places_of(const Pattern *pattern, uint32_t letter) {
    if (letter < PLAIN) return pattern->places[letter];
    uint64_t places = 0;
    for (int32_t i = 0; i < pattern->n; i++)
        if (pattern->letters[i] == letter) places |= (uint64_t)1 << i;
    return places;
}

/* A column of the table of distances is kept as two sets of bits, the places where it rises and where it falls (Hyyro
   2003, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances"). */
int32_t osa(const Pattern *pattern, const uint32_t *other, int32_t m, int32_t most) {
    int32_t n = pattern->n, distance = n;
    if (n > m + most || m > n + most) return most + 1;
    if (!n) return m;
    uint64_t rises = ~(uint64_t)0, falls = 0, zero = 0, before = 0, last = (uint64_t)1 << (n - 1);
    for (int32_t j = 0; j < m; j++) {
        uint64_t here = places_of(pattern, other[j]);
        uint64_t swapped = ((~zero & here) << 1) & before;
        zero = (((here & rises) + rises) ^ rises) | here | falls | swapped;
        uint64_t up = falls | ~(zero | rises), down = zero & rises;
        distance += (up & last) != 0;
        distance -= (down & last) != 0;
        if (distance - (m - 1 - j) > most) return most + 1;
        up = up << 1 | 1, down <<= 1;
        rises = down | ~(zero | up);
        falls = up & zero;
        before = here;
    }
    return distance <= most ? distance : most + 1;
}
