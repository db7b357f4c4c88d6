"""Candidate generation: what a string may have been, wherever it stands.

The sources are words within two letters (SymSpell), visually similar words, words within reach of the channel, and two
words run together.  Each candidate has the error model's cost; the language model chooses among them later.  The work
is done once for each distinct string.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from math import inf
from string import ascii_lowercase
from typing import NamedTuple

from cleaner.spelling.error_model import ErrorModel, shape
from cleaner.spelling.storage.bounded_cache import BoundedCache
from cleaner.spelling.visual_similarity import LN10
from cleaner.spelling.word_facts import WordFacts
from cleaner.text.analysis import LONGEST_WORD

#: how many candidates of a string are kept
MOST = 8
#: if a candidate's cost less its ln frequency is at most this, it is so good that no visually similar words are sought
PLAIN = -1.0
#: the same for words within reach of the channel; how many of them are taken, and for strings of which length
SURE, REACHED, REACH_LEAST = -2.5, 12, 4
#: where the print is bad, all letters of a word suffer: beyond `BURST` nats further cost counts only in part
BURST, BURST_RATE = 10.0, 0.5
#: candidates that cost more are dropped
DEAREST = 26.0
#: a known word is doubted only for a cheap candidate that is about as common (at least a tenth)
REAL_WORD_DEAREST, REAL_WORD_RARER = 9.5, 1.0
#: a known word below this zipf (once in 30,000 words) is in a bad scan rather misread than meant: it may cost more
RARE, RARE_DEAREST = 4.5, 15.0
#: the least zipf of a part of a string that is split, by the part's length: short parts are found in any noise
PART = {1: 6.0, 2: 5.2, 3: 4.3}
OTHER_PART = 3.0
#: what a scanner makes of the word I
STROKE = "l"
#: where one part of a split is misread, the least zipf of the other, and the least length of the misread part
BESIDE, MISREAD_PART = 5.3, 4
#: the marks at which tokens are cut, and that a scanner reads for letters
CUTTING = ".,:;'"
#: what a mark between letters costs as a letter that was misread, and as a speck
MARK_FOR_LETTER, MARK_DROPPED = 6.0, 4.0
#: the least zipf and the least length of a word that pieces are joined to
JOINED, JOINED_LEAST = 1.8, 3


class Candidate(NamedTuple):
    """`text` in lower case, a blank where two words are proposed; `cost` in nats; `zipf` of its rarest word."""

    text: str
    cost: float
    zipf: float


class Candidates:
    """Candidates of strings under one error model; those of a string are worked out once."""

    def __init__(self, facts: WordFacts, error_model: ErrorModel) -> None:
        self.facts = facts
        self.lexicon = facts.lexicon
        self.error_model = error_model
        self._misread = BoundedCache(self._of_misread)
        self._nearest = BoundedCache[str, tuple[Candidate, ...]](lambda word: self._ranked(self._near(shape(word))))
        self._real = BoundedCache(self._of_real_word)
        self._joined = BoundedCache(self._of_joined)
        self._cut = BoundedCache(self._of_cut)

    @cached_property
    def _blank(self) -> float:
        """The cost of a blank that was not read."""
        return self.error_model.cost("ab", "a b")

    @cached_property
    def _marks_as_letters(self) -> ErrorModel:
        """The error model, in which a mark that cuts a word is less dear than a letter for another."""
        marks = {(mark, letter): MARK_FOR_LETTER for mark in CUTTING for letter in ascii_lowercase}
        specks = {(mark, ""): MARK_DROPPED for mark in CUTTING}
        return ErrorModel({**marks, **specks, **self.error_model.costs})

    def misread(self, word: str) -> tuple[Candidate, ...]:
        """Of a string that is no word: the likeliest first."""
        return self._misread[word]

    def near(self, word: str) -> tuple[Candidate, ...]:
        """The likeliest of the words within two letters: enough to tell how noisy a text is."""
        return self._nearest[word]

    def real_word(self, word: str) -> tuple[Candidate, ...]:
        """Of a known word: words that a cheap confusion makes of it."""
        return self._real[word]

    def joined(self, pieces: tuple[str, ...], between: str) -> tuple[Candidate, ...]:
        """Of strings that may be one word, with what stands between them."""
        return self._joined[pieces, between]

    def cut(self, word: str) -> tuple[Candidate, ...]:
        """Of a string with marks in it that stand for letters: `Minis.er`."""
        return self._cut[word]

    def _of_misread(self, word: str) -> tuple[Candidate, ...]:
        read, pool = shape(word), list[Candidate]()
        if len(read) <= LONGEST_WORD:
            for source in SOURCES.values():
                pool += source(self, read, pool)
        return self._ranked(pool)

    def _of_real_word(self, word: str) -> tuple[Candidate, ...]:
        read, own = shape(word), self.lexicon.zipf(word)
        dearest, least = RARE_DEAREST if own < RARE else REAL_WORD_DEAREST, own - REAL_WORD_RARER
        near = self.facts.near(read.lower(), 2 if own < RARE or len(word) >= 6 else 1)
        if own < RARE:
            pool = self._with_costs(read, near)
            pool += self._visually_similar(read, pool)
        else:
            pool = self._with_costs(read, [it for it in near if it[1] >= least], dearest)
        plain = read.replace("'", "")
        likely = [c for c in pool if c.zipf >= least and c.cost <= dearest]
        return self._ranked([c for c in likely if c.text.replace("'", "") != plain])[: MOST - 2]

    def _of_joined(self, key: tuple[tuple[str, ...], str]) -> tuple[Candidate, ...]:
        pieces, between = key
        read = "".join(map(shape, pieces))
        parting = (len(pieces) - 1) * (1.0 if "-" in between else self.error_model.cost("a b", "ab"))
        if self.lexicon.knows(read):
            words = [Candidate(read, 0.0, self.lexicon.zipf(read))]
        else:
            words = self._near(read) if JOINED_LEAST <= len(read) <= LONGEST_WORD else []
        return self._ranked([Candidate(c.text, c.cost + parting, c.zipf) for c in words if c.zipf >= JOINED])[:3]

    def _of_cut(self, word: str) -> tuple[Candidate, ...]:
        read, model = shape(word), self._marks_as_letters
        near, reached = self.facts.near(read.lower(), 2), self.lexicon.within_reach(read, model.reading, REACHED)
        costs = model.costs_of(read, [text for text, _ in near])
        found = [Candidate(text, cost, zipf) for (text, zipf), cost in zip(near, costs, strict=True)]
        found += [Candidate(text, cost, self.lexicon.zipf(text)) for text, cost in reached]
        return self._ranked([c for c in found if c.zipf >= JOINED and len(c.text) > len(word) / 2])[:3]

    def _ranked(self, candidates: list[Candidate]) -> tuple[Candidate, ...]:
        best: dict[str, Candidate] = {}
        for c in candidates:
            if c.cost <= DEAREST and (c.text not in best or c.cost < best[c.text].cost):
                best[c.text] = c
        return tuple(sorted(best.values(), key=lambda c: (c.cost - LN10 * c.zipf, c.text))[:MOST])

    def _near(self, read: str, found: Sequence[Candidate] = (), distance: int = 2) -> list[Candidate]:
        """Words within so many letters."""
        return self._with_costs(read, self.facts.near(read.lower(), distance))

    def _visually_similar(self, read: str, found: Sequence[Candidate]) -> list[Candidate]:
        """Visually similar words, unless one of those found so far is good enough."""
        if min((c.cost - LN10 * c.zipf for c in found), default=inf) <= PLAIN:
            return []
        return self._with_costs(read, self.facts.visually_similar(read.lower()))

    def _within_reach(self, read: str, found: Sequence[Candidate]) -> list[Candidate]:
        """Words within reach of the channel, unless one of those found so far is good enough."""
        if min((c.cost - LN10 * c.zipf for c in found), default=inf) <= SURE or len(read) < REACH_LEAST:
            return []
        words, there = self.lexicon.within_reach(read, self.error_model.reading, REACHED), {c.text for c in found}
        new = ((text, cost) for text, cost in words if text not in there)
        return [Candidate(text, _burst(cost), self.lexicon.zipf(text)) for text, cost in new]

    def _with_costs(self, read: str, words: Sequence[tuple[str, float]], dearest: float = DEAREST) -> list[Candidate]:
        """These words, but for those that cost too much."""
        if not words:
            return []
        costs = self.error_model.costs_of(read, [text for text, _ in words])
        return [
            Candidate(text, cost, zipf)
            for (text, zipf), cost in zip(words, map(_burst, costs), strict=True)
            if cost <= dearest
        ]

    def _splits(self, read: str, found: Sequence[Candidate] = ()) -> list[Candidate]:
        """Two words that were run together."""
        folded = read.lower()
        return [c for i in range(1, len(folded)) for c in self._split(folded[:i], folded[i:])]

    def _split(self, first: str, second: str) -> list[Candidate]:
        """Two parts of a string: both as they stand, or a common word beside one that is misread."""
        zipf, blank = self.lexicon.zipf, self._blank
        a, b = zipf(first), zipf(second)
        one, two = (z >= PART.get(len(word), OTHER_PART) for word, z in ((first, a), (second, b)))
        one, two = one and self.lexicon.knows(first), two and self.lexicon.knows(second)
        if one and two:
            return [Candidate(f"{first} {second}", blank, _zipf_of_two(a, b))]
        if (one and second == STROKE) or (two and first == STROKE):  # a lost I: `andl`, `lwould`
            text = f"{first} i" if second == STROKE else f"i {second}"
            return [
                Candidate(
                    text, self.error_model.cost(STROKE, "i") + blank, _zipf_of_two(a + b - zipf(STROKE), zipf("i"))
                )
            ]
        if one and a >= BESIDE and len(second) >= MISREAD_PART:
            near = self._near(second, distance=1)
            return [Candidate(f"{first} {c.text}", c.cost + blank, _zipf_of_two(a, c.zipf)) for c in near]
        if two and b >= BESIDE and len(first) >= MISREAD_PART:
            near = self._near(first, distance=1)
            return [Candidate(f"{c.text} {second}", c.cost + blank, _zipf_of_two(c.zipf, b)) for c in near]
        return []


#: the sources of candidates for a string that is no word, in order; each is handed what those before it found
SOURCES: dict[str, Callable[[Candidates, str, Sequence[Candidate]], list[Candidate]]] = {
    "near": Candidates._near,
    "within reach": Candidates._within_reach,
    "visually similar": Candidates._visually_similar,
    "split": Candidates._splits,
}


def _zipf_of_two(a: float, b: float) -> float:
    """The zipf of two words in a row, if neither calls for the other: the product of their frequencies."""
    return a + b - 9.0


def _burst(cost: float) -> float:
    return cost if cost <= BURST else BURST + BURST_RATE * (cost - BURST)
