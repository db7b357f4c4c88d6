/* The trigram model and the search through a sentence's hypotheses (`language_model.py`, `decoder.py`, `rivals.py`). */

#include <stdlib.h>
#include <string.h>

#include "native.h"

enum { BOUNDARY = 1 };  /* the number of the word that ends a sentence */

/* The arrays of a mapped model, and how its steps are read. */
typedef struct {
    const uint8_t *p1, *b1, *p2, *b2, *p3;
    const uint32_t *follow1, *follow2;
    const uint16_t *w2, *w3;
    double steps, backoff_steps, backoff_top;
} Model;

/* The place of the first of `list[low, high)` that is at least `word`. */
static uint32_t bisect_left(const uint16_t *list, uint32_t word, uint32_t low, uint32_t high) {
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (list[middle] < word) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* Pairs of words that one search has looked up; where two want one slot, the last has it.  The many ways through a
   sentence share few pairs, and each look-up goes through memory that is far apart. */
enum { PAIRS = 1024, NO_PAIR = -1, UNASKED = -2 };
typedef struct {
    uint32_t a, b;
    int64_t place;
} Pair;

static void forget(Pair *pairs) {
    for (int k = 0; k < PAIRS; k++) pairs[k].place = UNASKED;
}

/* The place of a pair of words in the model, or `NO_PAIR`. */
static int64_t pair_of(const Model *m, Pair *pairs, uint32_t a, uint32_t b) {
    Pair *it = pairs + ((a * 2654435761u ^ b * 2246822519u) >> 22);
    if (it->place == UNASKED || it->a != a || it->b != b) {
        uint32_t end = m->follow1[a + 1], at = bisect_left(m->w2, b, m->follow1[a], end);
        *it = (Pair){a, b, at < end && m->w2[at] == b ? (int64_t)at : NO_PAIR};
    }
    return it->place;
}

/* ln P(c | a b). */
static double logp(const Model *m, Pair *pairs, uint32_t a, uint32_t b, uint32_t c) {
    double back = 0.0;
    if (b != BOUNDARY) {
        int64_t pair = pair_of(m, pairs, a, b);
        if (pair != NO_PAIR) {
            uint32_t end = m->follow2[pair + 1], triple = bisect_left(m->w3, c, m->follow2[pair], end);
            if (triple < end && m->w3[triple] == c) return -(double)m->p3[triple] / m->steps;
            back = m->backoff_top - m->b2[pair] / m->backoff_steps;
        }
    }
    int64_t pair = pair_of(m, pairs, b, c);
    if (pair != NO_PAIR) return back - m->p2[pair] / m->steps;
    return back + m->backoff_top - m->b1[b] / m->backoff_steps - m->p1[c] / m->steps;
}

/* A way to a place: its last two words, its score, the edge that came last and the way before it. */
typedef struct {
    uint32_t a, b;
    double score;
    int32_t edge, before;
} Way;

/* The ways that reach one place, in the order in which their states were first met. */
typedef struct {
    int32_t *ways, count, room;
} Place;

/* All that one search holds; `failed`: there was no memory. */
typedef struct {
    Way *ways;
    int32_t count, room;
    Place *places;
    int failed;
} Search;

static int32_t kept(Search *search, Way way) {
    if (search->count == search->room) {
        int32_t room = 2 * search->room + 64;
        Way *ways = realloc(search->ways, (size_t)room * sizeof *ways);
        if (!ways) return search->failed = 1, 0;
        search->ways = ways, search->room = room;
    }
    search->ways[search->count] = way;
    return search->count++;
}

/* Keep a way to a place if it is the first with its last two words, or better than the one before. */
static void reach(Search *search, Place *place, Way way) {
    for (int32_t k = 0; k < place->count; k++) {
        Way *known = search->ways + place->ways[k];
        if (known->a == way.a && known->b == way.b) {
            if (known->score < way.score) place->ways[k] = kept(search, way);
            return;
        }
    }
    if (place->count == place->room) {
        int32_t room = 2 * place->room + 8, *ways = realloc(place->ways, (size_t)room * sizeof *ways);
        if (!ways) { search->failed = 1; return; }
        place->ways = ways, place->room = room;
    }
    place->ways[place->count++] = kept(search, way);
}

/* Leave the `beam` best ways of a place, best first; of equals the one met first is first. */
static void prune(const Search *search, Place *place, int32_t beam) {
    for (int32_t k = 1; k < place->count; k++) {
        int32_t way = place->ways[k], at = k;
        for (; at && search->ways[place->ways[at - 1]].score < search->ways[way].score; at--)
            place->ways[at] = place->ways[at - 1];
        place->ways[at] = way;
    }
    place->count = beam;
}

/* A lattice: the edges that begin at token `i` are `edges_end[i - 1]` to `edges_end[i]`, an edge's words are
   `words_end[e - 1]` to `words_end[e]`.  `worth` is what an edge scores before the language model has seen it, `own` the
   part that stays when its cost is set aside; `changes`: it changes the text. */
typedef struct {
    int32_t length, beam;
    const int32_t *edges_end, *spans, *words_end;
    const uint32_t *words;
    const double *worth, *own;
    const uint8_t *changes;
} Lattice;

static int32_t first_edge(const Lattice *it, int32_t i) { return i ? it->edges_end[i - 1] : 0; }

static int32_t first_word(const Lattice *it, int32_t e) { return e ? it->words_end[e - 1] : 0; }

static void step(const Model *model, Pair *pairs, const Lattice *it, Search *search, int32_t i) {
    int32_t first = first_edge(it, i), last = it->edges_end[i];
    Place *place = search->places + i;
    if (place->count > it->beam) prune(search, place, it->beam);
    int sure = place->count == 1 && last - first == 1;  /* there is one way only, so its score does not matter */
    for (int32_t k = 0; k < place->count && !search->failed; k++) {
        int32_t before = place->ways[k];
        Way from = search->ways[before];
        for (int32_t e = first; e < last; e++) {
            Way way = {from.a, from.b, sure ? from.score : from.score + it->worth[e], e, before};
            for (int32_t w = first_word(it, e); w < it->words_end[e]; w++) {
                if (!sure) way.score += logp(model, pairs, way.a, way.b, it->words[w]);
                way.a = way.b, way.b = it->words[w];
            }
            if (way.b == BOUNDARY) way.a = BOUNDARY;
            reach(search, place + it->spans[e], way);
        }
    }
}

/* The likeliest path: for each token the edge that begins there, or -1.  Returns 0 if there was no memory. */
static int decode(const Model *model, Pair *pairs, const Lattice *lattice, int32_t *chosen) {
    Search search = {NULL, 0, 0, calloc((size_t)lattice->length + 1, sizeof(Place)), 0};
    if (!search.places) return 0;
    reach(&search, search.places, (Way){BOUNDARY, BOUNDARY, 0.0, -1, -1});
    for (int32_t i = 0; i < lattice->length && !search.failed; i++) step(model, pairs, lattice, &search, i);
    Place *end = search.places + lattice->length;
    if (!search.failed) {
        int32_t best = end->ways[0], at = lattice->length;
        for (int32_t k = 1; k < end->count; k++)
            if (search.ways[best].score < search.ways[end->ways[k]].score) best = end->ways[k];
        memset(chosen, -1, (size_t)lattice->length * sizeof *chosen);
        for (; search.ways[best].edge >= 0; best = search.ways[best].before) {
            at -= lattice->spans[search.ways[best].edge];
            chosen[at] = search.ways[best].edge;
        }
    }
    for (int32_t i = 0; i <= lattice->length; i++) free(search.places[i].ways);
    free(search.places);
    free(search.ways);
    return !search.failed;
}

/* The words of the likeliest path after two boundaries, and where in them each token's words begin. */
typedef struct {
    uint32_t *words;
    int32_t *starts, count;
} Stream;

/* ln P of some edges' words, one after the other, each with the two words before it. */
typedef struct {
    const Model *model;
    Pair *pairs;
    const Lattice *lattice;
    uint32_t a, b;
    double context, own;
} Reading;

static void read_word(Reading *it, uint32_t word) {
    it->context += logp(it->model, it->pairs, it->a, it->b, word);
    it->a = it->b, it->b = word;
}

static void read_edge(Reading *it, int32_t e) {
    for (int32_t w = first_word(it->lattice, e); w < it->lattice->words_end[e]; w++)
        read_word(it, it->lattice->words[w]);
    it->own += it->lattice->own[e];
}

/* The score of an edge at token `i` and of the tokens after it up to `end` as they stand, then of the next two words. */
static double scored(const Model *model, Pair *pairs, const Lattice *lattice, const Stream *stream, int32_t i,
                     int32_t edge, int32_t end) {
    const uint32_t *before = stream->words + stream->starts[i] - 2;
    Reading it = {model, pairs, lattice, before[0], before[1], 0.0, 0.0};
    read_edge(&it, edge);
    for (int32_t j = i + lattice->spans[edge]; j < end; j++) read_edge(&it, first_edge(lattice, j));
    for (int32_t k = stream->starts[end]; k < stream->starts[end] + 2 && k < stream->count; k++)
        read_word(&it, stream->words[k]);
    return it.context + it.own;
}

/* What each hypothesis at a token gains over leaving the text alone (`DecodedSentence` in `rivals.py`). */
static void weigh(const Model *model, Pair *pairs, const Lattice *lattice, const Stream *stream,
                  const int32_t *chosen, int32_t i, double *gains) {
    int32_t first = first_edge(lattice, i), last = lattice->edges_end[i], whole = first;
    for (int32_t e = last - 1; e >= first; e--)
        if (!lattice->changes[e] && lattice->spans[e] == 2) whole = e;  /* two halves of a broken word */
    double alone = 0.0;  /* the score of leaving all alone up to the token before `known` */
    int32_t known = -1;
    for (int32_t e = first; e < last; e++) {
        int32_t end = i + lattice->spans[e];
        if (!lattice->changes[e]) continue;
        while (end < lattice->length && chosen[end] < 0) end++;  /* the path joins more tokens: those stay as they are */
        if (end != known) alone = scored(model, pairs, lattice, stream, i, end - i > 1 ? whole : first, end), known = end;
        gains[e] = scored(model, pairs, lattice, stream, i, e, end) - alone;
    }
}

/* The likeliest path, and the gains of the hypotheses at each token where an edge of the path begins.  Returns 0 if
   there was no memory. */
SHOWN int32_t trigram_read(const Model *model, const Lattice *lattice, int32_t *chosen, double *gains) {
    int32_t edges = lattice->edges_end[lattice->length - 1], words = lattice->words_end[edges - 1];
    Stream stream = {malloc(((size_t)words + 2) * sizeof(uint32_t)),
                     malloc(((size_t)lattice->length + 1) * sizeof(int32_t)), 2};
    Pair pairs[PAIRS];
    forget(pairs);
    int done = stream.words && stream.starts && decode(model, pairs, lattice, chosen);
    if (done) {
        stream.words[0] = stream.words[1] = BOUNDARY;
        for (int32_t i = 0; i < lattice->length; i++) {
            stream.starts[i] = stream.count;
            if (chosen[i] < 0) continue;
            for (int32_t w = first_word(lattice, chosen[i]); w < lattice->words_end[chosen[i]]; w++)
                stream.words[stream.count++] = lattice->words[w];
        }
        stream.starts[lattice->length] = stream.count;
        for (int32_t i = 0; i < lattice->length; i++)
            if (chosen[i] >= 0) weigh(model, pairs, lattice, &stream, chosen, i, gains);
    }
    free(stream.words);
    free(stream.starts);
    return done;
}
