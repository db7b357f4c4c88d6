/* Words near a string, by their deletes (`symspell_index.py`). */

#include <stdlib.h>
#include <string.h>

#include "native.h"

enum { PREFIX = 7 };  /* PREFIX_LENGTH in symspell_index.py */

/* Letters of words, one after the other in UTF-8, and where each word starts. */
typedef struct {
    const uint8_t *letters, *zipf;
    const uint32_t *starts, *buckets, *entries;
    uint32_t mask;
} Index;

static int32_t decoded(const uint8_t *from, const uint8_t *end, uint32_t *to) {
    int32_t n = 0;
    while (from < end && n < LONGEST_STRING) {
        uint32_t c = *from++;
        if (c >= 0x80) {
            int more = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : 1;
            c &= 0x3F >> more;
            while (more-- && from < end) c = c << 6 | (*from++ & 0x3F);
        }
        to[n++] = c;
    }
    return n;
}

static int32_t encoded(const uint32_t *from, int32_t n, uint8_t *to) {
    uint8_t *start = to;
    for (int32_t k = 0; k < n; k++) {
        uint32_t c = from[k];
        if (c < 0x80) *to++ = (uint8_t)c;
        else if (c < 0x800) *to++ = (uint8_t)(0xC0 | c >> 6), *to++ = 0x80 | (c & 0x3F);
        else if (c < 0x10000)
            *to++ = (uint8_t)(0xE0 | c >> 12), *to++ = 0x80 | (c >> 6 & 0x3F), *to++ = 0x80 | (c & 0x3F);
        else
            *to++ = (uint8_t)(0xF0 | c >> 18), *to++ = 0x80 | (c >> 12 & 0x3F), *to++ = 0x80 | (c >> 6 & 0x3F),
            *to++ = 0x80 | (c & 0x3F);
    }
    return (int32_t)(to - start);
}

/* zlib's CRC-32, bit by bit: the strings have seven letters at most. */
static uint32_t crc32_of(const uint8_t *bytes, int32_t n) {
    static const uint32_t NIBBLE[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
        0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    };
    uint32_t crc = 0xffffffffu;
    for (int32_t k = 0; k < n; k++) {
        crc ^= bytes[k];
        crc = crc >> 4 ^ NIBBLE[crc & 15];
        crc = crc >> 4 ^ NIBBLE[crc & 15];
    }
    return ~crc;
}

/* The numbers of words that share a delete, each once: a growing hash set that keeps the order of arrival. */
typedef struct {
    uint32_t *numbers, *slots, count, mask;
} Met;

static int grown(Met *met, uint32_t size) {
    uint32_t *slots = calloc(size, sizeof *slots), *numbers = realloc(met->numbers, size / 2 * sizeof *numbers);
    if (numbers) met->numbers = numbers;
    if (!slots || !numbers) return free(slots), 0;
    free(met->slots);
    met->slots = slots, met->mask = size - 1;
    for (uint32_t k = 0; k < met->count; k++) {
        uint32_t slot = met->numbers[k] * 2654435761u & met->mask;
        while (slots[slot]) slot = (slot + 1) & met->mask;
        slots[slot] = k + 1;
    }
    return 1;
}

static int add(Met *met, uint32_t number) {
    if (met->count >= (met->mask + 1) / 2 && !grown(met, 2 * (met->mask + 1))) return 0;
    uint32_t slot = number * 2654435761u & met->mask;
    for (; met->slots[slot]; slot = (slot + 1) & met->mask)
        if (met->numbers[met->slots[slot] - 1] == number) return 1;
    met->numbers[met->count++] = number;
    met->slots[slot] = met->count;
    return 1;
}

static int met_by(const Index *index, const uint32_t *delete, int32_t n, Met *met) {
    uint8_t bytes[4 * PREFIX];
    uint32_t bucket = crc32_of(bytes, encoded(delete, n, bytes)) & index->mask;
    for (uint32_t k = index->buckets[bucket]; k < index->buckets[bucket + 1]; k++)
        if (!add(met, index->entries[k])) return 0;
    return 1;
}

/* All words that share a delete of at most `distance` letters with this prefix; `from`: letters before it stay. */
static int all_met(const Index *index, const uint32_t *prefix, int32_t n, int32_t from, int32_t distance, Met *met) {
    if (!met_by(index, prefix, n, met)) return 0;
    if (!distance) return 1;
    for (int32_t gone = from; gone < n; gone++) {
        uint32_t rest[PREFIX];
        memcpy(rest, prefix, (size_t)gone * sizeof *rest);
        memcpy(rest + gone, prefix + gone + 1, (size_t)(n - gone - 1) * sizeof *rest);
        if (!all_met(index, rest, n - 1, gone, distance - 1, met)) return 0;
    }
    return 1;
}

/* A word near another, and how it ranks: the lower the score, the likelier. */
typedef struct {
    double score;
    uint32_t number, apart;
} Neighbour;

/* Whether one neighbour comes before another: by score, then the commoner, the nearer, the first by its letters. */
static int before(const Index *index, const Neighbour *a, const Neighbour *b) {
    if (a->score != b->score) return a->score < b->score;
    if (index->zipf[a->number] != index->zipf[b->number]) return index->zipf[a->number] > index->zipf[b->number];
    if (a->apart != b->apart) return a->apart < b->apart;
    const uint32_t *starts = index->starts;
    uint32_t n = starts[a->number + 1] - starts[a->number], m = starts[b->number + 1] - starts[b->number];
    int order = memcmp(index->letters + starts[a->number], index->letters + starts[b->number], n < m ? n : m);
    return order ? order < 0 : n < m;
}

/* The likeliest words within `distance` of a word, at most `room`, likeliest first, when an edit costs `edit` nats and
   `nats` are in a zipf of `steps` levels.  Returns how many, or -1 without memory. */
SHOWN int32_t symspell_near(const Index *index, const uint32_t *word, int32_t n, int32_t distance, double edit,
                            double nats, double steps, Neighbour *nearest, int32_t room) {
    Met met = {NULL, NULL, 0, 0};
    Pattern pattern;
    pattern_of(&pattern, word, n);
    int32_t prefix = n < PREFIX ? n : PREFIX, found = -1;
    if (grown(&met, 1024) && all_met(index, word, prefix, 0, distance, &met)) {
        found = 0;
        for (uint32_t k = 0; k < met.count; k++) {
            uint32_t other[LONGEST_STRING], number = met.numbers[k];
            const uint8_t *from = index->letters + index->starts[number], *end = index->letters + index->starts[number + 1];
            double worth = nats * (index->zipf[number] / steps);
            int32_t most = distance;  /* farther away it would come after the last one that there is room for */
            if (found == room)
                while (most >= 0 && edit * most - worth > nearest[room - 1].score) most--;
            if (most < 0 || end - from < n - most) continue;  /* it has no more letters than bytes */
            int32_t by = osa(&pattern, other, decoded(from, end, other), most);
            if (by > most) continue;
            Neighbour it = {edit * by - worth, number, (uint32_t)by};
            if (found == room && !before(index, &it, nearest + room - 1)) continue;
            int32_t at = found < room ? found++ : room - 1;
            for (; at && before(index, &it, nearest + at - 1); at--) nearest[at] = nearest[at - 1];
            nearest[at] = it;
        }
    }
    free(met.numbers);
    free(met.slots);
    return found;
}
