/* Words that look like a string in print (`visual_similarity.py`). */

#include <stdlib.h>

#include "native.h"

/* Which of 64 sets a letter belongs to: a word's sets tell cheaply that two words are far apart. */
static uint64_t set_of(uint32_t c) { return (uint64_t)1 << (c & 63); }

/* How many bits are set: pairs are counted, then groups of four, then of eight, and the groups are added up.  The
   compiler's own would be a call, as long as it must not count on a processor that has an instruction for it. */
static int32_t bits(uint64_t set) {
    set -= set >> 1 & 0x5555555555555555u;
    set = (set & 0x3333333333333333u) + (set >> 2 & 0x3333333333333333u);
    return (int32_t)(((set + (set >> 4)) & 0x0f0f0f0f0f0f0f0fu) * 0x0101010101010101u >> 56);
}

/* The sets of `count` words of `size` letters. */
SHOWN void similar_sets(const uint32_t *words, int32_t size, int32_t count, uint64_t *sets) {
    for (int32_t k = 0; k < count; k++) {
        sets[k] = 0;
        for (int32_t i = 0; i < size; i++) sets[k] |= set_of(words[k * size + i]);
    }
}

/* The words of one length in the spelling of their shapes and in their own, one after the other, with their levels. */
typedef struct {
    const uint32_t *shapes, *names;
    const uint64_t *sets;
    const double *levels;
    int32_t size, count;
} Group;

/* How words are ranked, as in visual_similarity.py. */
typedef struct {
    double different, of_shape, of_letter;
    int32_t longer, met, weighed, most;
} Ranking;

/* A similar word: how far its shape is, how it ranks, and its place in its group. */
typedef struct {
    double score;
    const Group *group;
    int32_t place, apart;
} Similar;

static const uint32_t *name_of(const Similar *it) { return it->group->names + (size_t)it->place * it->group->size; }

/* Whether a name comes before another by its letters; no two are equal. */
static int named_before(const Similar *a, const Similar *b) {
    const uint32_t *one = name_of(a), *other = name_of(b);
    for (int32_t k = 0; k < a->group->size && k < b->group->size; k++)
        if (one[k] != other[k]) return one[k] < other[k];
    return a->group->size < b->group->size;
}

static int ranks_before(const Similar *a, const Similar *b, int by_shape) {
    if (a->score != b->score) return a->score < b->score;
    if (by_shape && a->apart != b->apart) return a->apart < b->apart;
    return named_before(a, b);
}

/* Puts a word at its place among the first, of which there are `found` and may be `room`. */
static int32_t ranked(Similar *first, int32_t found, int32_t room, Similar it, int by_shape) {
    if (found == room && !ranks_before(&it, first + room - 1, by_shape)) return found;
    int32_t at = found < room ? found++ : room - 1;
    for (; at && ranks_before(&it, first + at - 1, by_shape); at--) first[at] = first[at - 1];
    first[at] = it;
    return found;
}

/* The words of a group within `most` of a shape, nearest first, at most `room`; of equally near words the first are
   first.  Returns how many. */
static int32_t within(const Group *group, const Pattern *shape, uint64_t own, int32_t most, int32_t room,
                      Similar *nearest) {
    int32_t found = 0, worst = most;  /* a word that is farther than `worst` cannot get in any more */
    for (int32_t k = 0; k < group->count; k++) {
        if (bits(own & ~group->sets[k]) > worst || bits(group->sets[k] & ~own) > worst) continue;
        int32_t by = osa(shape, group->shapes + (size_t)k * group->size, group->size, worst);
        if (by > worst) continue;
        int32_t at = found < room ? found++ : room - 1;
        for (; at && nearest[at - 1].apart > by; at--) nearest[at] = nearest[at - 1];
        nearest[at] = (Similar){0.0, group, k, by};
        if (found == room) worst = nearest[room - 1].apart - 1;
    }
    return found;
}

/* The words that are likeliest to look like a word, given in the spelling of its shape and in its own: the numbers of
   their groups and their places, likeliest first.  Returns how many, or -1 without memory. */
SHOWN int32_t similar_words(const Group *groups, int32_t count, const Ranking *by, const uint32_t *shape,
                            const uint32_t *word, int32_t n, int32_t *numbers, int32_t *places) {
    Pattern shapes, letters;
    pattern_of(&shapes, shape, n);
    pattern_of(&letters, word, n);
    uint64_t own = 0;
    for (int32_t i = 0; i < n; i++) own |= set_of(shape[i]);
    Similar *met = malloc(((size_t)by->met + by->weighed + by->most) * sizeof *met);
    if (!met) return -1;
    Similar *best = met + by->met, *likeliest = best + by->weighed;
    int32_t weighed = 0, found = 0;
    for (const Group *group = groups; group < groups + count; group++) {
        int32_t size = group->size, apart = size < n ? n - size : size - n;
        int32_t cutoff = (int32_t)(by->different * (size < n ? size : n));
        if (cutoff < 2) cutoff = 2;
        if (size < 2 || apart > by->longer || apart > cutoff) continue;
        int32_t near = within(group, &shapes, own, cutoff, by->met, met);
        for (int32_t k = 0; k < near; k++) {
            met[k].score = by->of_shape * met[k].apart - group->levels[met[k].place];
            weighed = ranked(best, weighed, by->weighed, met[k], 1);
        }
    }
    for (int32_t k = 0; k < weighed; k++) {
        Similar it = best[k];
        int32_t edits = osa(&letters, name_of(&it), it.group->size, LONGEST_STRING);
        it.score = by->of_letter * (it.apart + edits) - it.group->levels[it.place];
        found = ranked(likeliest, found, by->most, it, 0);
    }
    for (int32_t k = 0; k < found; k++)
        numbers[k] = (int32_t)(likeliest[k].group - groups), places[k] = likeliest[k].place;
    free(met);
    return found;
}
