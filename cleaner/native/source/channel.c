/* The common words that may have been read as a string (`cleaner/spelling/channel_search.py`). */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "native.h"

#define CHUNK 3  /* the longest chunk of a confusion */

/* A trie: nodes are beginnings of words, numbered as they are sorted, so that of two the first has the lower number. */
typedef struct {
    uint32_t letter, letters;    /* its last letter; a bit for each letter that may follow, or one like it */
    int32_t parent, word;        /* the word that ends here, or -1 */
    int32_t children, count;     /* where its children stand among all children, in the order of their letters */
    double zipf;                 /* of its commonest word */
} Node;

/* A child of a node: they lie side by side, for following nodes through memory is what the search waits for. */
typedef struct {
    uint32_t letter;
    int32_t node;
} Child;

typedef struct {
    Node *nodes;
    Child *children;
    double *zipf;  /* of each word */
    int32_t count;
} Trie;

/* A confusion: both sides are filled up with zeros, and confusions are sorted by what is read. */
typedef struct {
    uint32_t read[CHUNK], printed[CHUNK];
    double cost;
} Step;

typedef struct {
    const Step *steps;
    int32_t count;
    double other, added, lost;
} Reading;

/* What limits and weighs the search, as in channel_search.py. */
typedef struct {
    int32_t beam, daring, most;
    double farthest, channel, of_beginning, of_word;
} Limits;

static uint32_t bit(uint32_t letter) { return (uint32_t)1 << (letter & 31); }

SHOWN void trie_free(Trie *trie) {
    if (!trie) return;
    free(trie->nodes);
    free(trie->children);
    free(trie->zipf);
    free(trie);
}

/* Lays the children of each node side by side; nodes are sorted, so each parent meets its own in order. */
static void lay_out(Trie *trie) {
    Node *nodes = trie->nodes;
    for (int32_t k = 1; k < trie->count; k++) nodes[nodes[k].parent].count++;
    for (int32_t k = 0, at = 0; k < trie->count; k++) {
        nodes[k].children = at;
        at += nodes[k].count;
        nodes[k].count = 0;
    }
    for (int32_t k = 1; k < trie->count; k++) {
        Node *parent = nodes + nodes[k].parent;
        trie->children[parent->children + parent->count++] = (Child){nodes[k].letter, k};
    }
}

/* The trie of sorted words, each ended by a zero; `letters` is the number of all letters.  NULL without memory. */
SHOWN Trie *trie_new(const uint32_t *words, const double *zipf, int32_t count, int32_t letters) {
    Trie *trie = calloc(1, sizeof *trie);
    if (!trie) return NULL;
    trie->nodes = malloc(((size_t)letters + 1) * sizeof *trie->nodes);
    trie->children = malloc(((size_t)letters + 1) * sizeof *trie->children);
    trie->zipf = malloc(((size_t)count + 1) * sizeof *trie->zipf);
    if (!trie->nodes || !trie->children || !trie->zipf) return trie_free(trie), NULL;
    memcpy(trie->zipf, zipf, (size_t)count * sizeof *zipf);
    Node *nodes = trie->nodes;
    int32_t path[LONGEST_STRING + 1] = {0}, depth = 0;  /* the word before */
    nodes[0] = (Node){0, 0, -1, -1, 0, 0, 0.0};
    trie->count = 1;
    for (int32_t k = 0; k < count; k++) {
        int32_t same = 0;
        while (same < depth && words[same] && nodes[path[same + 1]].letter == words[same]) same++;
        for (depth = same; words[depth]; depth++) {
            int32_t made = trie->count++;
            nodes[made] = (Node){words[depth], 0, path[depth], -1, 0, 0, zipf[k]};
            nodes[path[depth]].letters |= bit(words[depth]);
            path[depth + 1] = made;
        }
        nodes[path[depth]].word = k;
        for (int32_t i = 0; i <= depth; i++)
            if (nodes[path[i]].zipf < zipf[k]) nodes[path[i]].zipf = zipf[k];
        words += depth + 1;
    }
    lay_out(trie);
    return trie;
}

/* The nodes that are reached at a place, each with its least cost: a growing hash table. */
typedef struct {
    int32_t node;
    double cost;
} State;

typedef struct {
    State *states;
    int32_t *slots;
    uint32_t count, mask;
} Reached;

static uint32_t slot_of(const Reached *reached, int32_t node) {
    uint32_t slot = (uint32_t)node * 2654435761u >> 7 & reached->mask;
    while (reached->slots[slot] && reached->states[reached->slots[slot] - 1].node != node) slot = (slot + 1) & reached->mask;
    return slot;
}

static int grown(Reached *reached, uint32_t size) {
    State *states = realloc(reached->states, size / 2 * sizeof *states);
    if (states) reached->states = states;
    int32_t *slots = calloc(size, sizeof *slots);
    if (!states || !slots) return free(slots), 0;
    free(reached->slots);
    reached->slots = slots, reached->mask = size - 1;
    for (uint32_t k = 0; k < reached->count; k++) slots[slot_of(reached, states[k].node)] = (int32_t)k + 1;
    return 1;
}

static int has(const Reached *reached, int32_t node) { return reached->slots[slot_of(reached, node)] != 0; }

static int lower(Reached *reached, int32_t node, double cost, double farthest) {
    if (cost > farthest) return 1;
    uint32_t slot = slot_of(reached, node);
    if (reached->slots[slot]) {
        State *there = reached->states + reached->slots[slot] - 1;
        if (cost < there->cost) there->cost = cost;
        return 1;
    }
    if (reached->count >= (reached->mask + 1) / 2) {
        if (!grown(reached, 2 * (reached->mask + 1))) return 0;
        slot = slot_of(reached, node);
    }
    reached->states[reached->count++] = (State){node, cost};
    reached->slots[slot] = (int32_t)reached->count;
    return 1;
}

static void emptied(Reached *reached) {
    memset(reached->slots, 0, ((size_t)reached->mask + 1) * sizeof *reached->slots);
    reached->count = 0;
}

/* A state, and how it ranks: the lower the score, the likelier; of equal scores the first beginning. */
typedef struct {
    double score, cost;
    int32_t node;
} Ranked;

static int before(const Ranked *a, const Ranked *b) {
    return a->score != b->score ? a->score < b->score : a->node < b->node;
}

/* Puts a state at its place among the likeliest, of which there are `found` and may be `room`. */
static int32_t placed(Ranked *best, int32_t found, int32_t room, Ranked it) {
    if (found == room && !before(&it, best + room - 1)) return found;
    int32_t at = found < room ? found++ : room - 1;
    for (; at && before(&it, best + at - 1); at--) best[at] = best[at - 1];
    best[at] = it;
    return found;
}

static int32_t kept(const Trie *trie, const Reached *reached, const Limits *limits, Ranked *best) {
    int32_t found = 0;
    for (uint32_t k = 0; k < reached->count; k++) {
        State it = reached->states[k];
        double score = limits->channel * it.cost - limits->of_beginning * trie->nodes[it.node].zipf;
        found = placed(best, found, limits->beam, (Ranked){score, it.cost, it.node});
    }
    return found;
}

static int compared(const Step *step, const uint32_t *read) {
    for (int32_t k = 0; k < CHUNK; k++)
        if (step->read[k] != read[k]) return step->read[k] < read[k] ? -1 : 1;
    return 0;
}

/* The first confusion that is read so; `end` is behind the last one. */
static const Step *first(const Reading *reading, const uint32_t *letters, int32_t n, const Step **end) {
    uint32_t read[CHUNK] = {0};
    for (int32_t k = 0; k < n; k++) read[k] = letters[k];
    int32_t low = 0, high = reading->count;
    while (low < high) {
        int32_t middle = (low + high) / 2;
        if (compared(reading->steps + middle, read) < 0) low = middle + 1;
        else high = middle;
    }
    for (high = low; high < reading->count && !compared(reading->steps + high, read); high++) continue;
    *end = reading->steps + high;
    return reading->steps + low;
}

static const Child *first_child(const Trie *trie, int32_t node) {
    return trie->children + trie->nodes[node].children;
}

/* The node that a node becomes by so many letters at most; -1 if there is none. */
static int32_t followed(const Trie *trie, int32_t node, const uint32_t *letters, int32_t n) {
    for (int32_t k = 0; k < n && letters[k]; k++) {
        if (!(trie->nodes[node].letters & bit(letters[k]))) return -1;
        const Child *child = first_child(trie, node), *end = child + trie->nodes[node].count;
        while (child < end && child->letter != letters[k]) child++;
        if (child == end) return -1;
        node = child->node;
    }
    return node;
}

/* Beginnings that are reached only if a printed letter was not read. */
static int letters_lost(const Trie *trie, const Reading *reading, const Limits *limits, const Reached *reached,
                        const Ranked *best, int32_t found, Reached *more) {
    const Step *end, *start = first(reading, NULL, 0, &end);
    for (int32_t k = 0; k < found && k < limits->daring; k++) {
        const Child *child = first_child(trie, best[k].node), *last = child + trie->nodes[best[k].node].count;
        for (; child < last; child++) {
            if (has(reached, child->node)) continue;
            double lost = reading->lost;
            for (const Step *step = start; step < end; step++)
                if (step->printed[0] == child->letter && !step->printed[1]) lost = step->cost;
            if (!lower(more, child->node, best[k].cost + lost, limits->farthest)) return 0;
        }
    }
    return 1;
}

/* The places ahead: `reached[k]` is `k` letters on, and `[start[k], end[k])` are the confusions that read the letters
   up to there. */
typedef struct {
    const uint32_t *read;
    int32_t most;
    Reached *reached[CHUNK + 1];
    const Step *start[CHUNK + 1], *end[CHUNK + 1];
} Ahead;

static Ahead ahead_of(const Reading *reading, Reached *ring, int32_t at, const uint32_t *read, int32_t n) {
    Ahead ahead = {read + at, n - at < CHUNK ? n - at : CHUNK, {NULL}, {NULL}, {NULL}};
    for (int32_t k = 0; k <= CHUNK; k++) ahead.reached[k] = ring + (at + k) % (CHUNK + 1);
    for (int32_t k = 1; k <= ahead.most; k++) ahead.start[k] = first(reading, ahead.read, k, &ahead.end[k]);
    return ahead;
}

/* What a beginning becomes by the letter that is read next, or by a confusion that is read there. */
static int grow(const Trie *trie, const Reading *reading, double farthest, const Ahead *ahead, int32_t node,
                double cost) {
    int32_t longer = followed(trie, node, ahead->read, 1);
    if (longer >= 0 && !lower(ahead->reached[1], longer, cost, farthest)) return 0;
    if (!lower(ahead->reached[1], node, cost + reading->added, farthest)) return 0;
    for (int32_t k = 1; k <= ahead->most; k++)
        for (const Step *step = ahead->start[k]; step < ahead->end[k]; step++) {
            double total = cost + step->cost;
            if (total > farthest || (longer = followed(trie, node, step->printed, CHUNK)) < 0) continue;
            if (!lower(ahead->reached[k], longer, total, farthest)) return 0;
        }
    return 1;
}

static int walk(const Trie *trie, const Reading *reading, const Limits *limits, const uint32_t *read, int32_t n,
                Reached *reached, Reached *more, Ranked *best) {
    if (!lower(reached, 0, 0.0, limits->farthest)) return -1;
    for (int32_t at = 0; at <= n; at++) {
        Ahead ahead = ahead_of(reading, reached, at, read, n);
        int32_t found = kept(trie, ahead.reached[0], limits, best);
        emptied(more);
        if (!letters_lost(trie, reading, limits, ahead.reached[0], best, found, more)) return -1;
        if (at == n) break;
        for (int32_t k = 0; k < found; k++)
            if (!grow(trie, reading, limits->farthest, &ahead, best[k].node, best[k].cost)) return -1;
        for (uint32_t k = 0; k < more->count; k++)
            if (!grow(trie, reading, limits->farthest, &ahead, more->states[k].node, more->states[k].cost)) return -1;
        for (int32_t k = 0; k < found && k < limits->daring; k++) {
            const Child *child = first_child(trie, best[k].node), *last = child + trie->nodes[best[k].node].count;
            for (; child < last; child++)
                if (!lower(ahead.reached[1], child->node, best[k].cost + reading->other, limits->farthest)) return -1;
        }
        emptied(ahead.reached[0]);
    }
    int32_t found = 0;
    const Reached *ends[] = {reached + n % (CHUNK + 1), more};
    for (int32_t e = 0; e < 2; e++)
        for (uint32_t k = 0; k < ends[e]->count; k++) {
            State it = ends[e]->states[k];
            int32_t word = trie->nodes[it.node].word;
            if (word < 0) continue;
            double score = limits->channel * it.cost - limits->of_word * trie->zipf[word];
            found = placed(best, found, limits->most, (Ranked){score, it.cost, word});
        }
    return found;
}

/* The likeliest words that may have been printed where a string was read: their numbers and costs, likeliest first.
   Returns how many, or -1 without memory. */
SHOWN int32_t channel_words(const Trie *trie, const Reading *reading, const Limits *limits, const uint32_t *read,
                            int32_t n, int32_t *words, double *costs) {
    Reached all[CHUNK + 2] = {{NULL, NULL, 0, 0}};  /* a ring of the places ahead; last, what loses a letter */
    int32_t room = limits->beam > limits->most ? limits->beam : limits->most, found = -1, ready = 1;
    Ranked *best = malloc((size_t)room * sizeof *best);
    for (int32_t k = 0; k < CHUNK + 2; k++) ready = ready && grown(all + k, 1024);
    if (best && ready) found = walk(trie, reading, limits, read, n, all, all + CHUNK + 1, best);
    for (int32_t k = 0; k < found; k++) words[k] = best[k].node, costs[k] = best[k].cost;
    for (int32_t k = 0; k < CHUNK + 2; k++) free(all[k].states), free(all[k].slots);
    free(best);
    return found;
}
