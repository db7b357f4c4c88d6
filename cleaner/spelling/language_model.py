"""The n-gram language model: how likely a word is after the two before it.

Trigrams with modified Kneser-Ney smoothing (`train_language_model`): where a trigram is not stored, the model *backs
off* to the bigram, times a weight that makes all sum to one, and from there to the single word.  The arrays of a model
form a trie in a mapped file; looking it up needs no numpy.

The model sees not the text but its words (`model_words`): in lower case, parted at hyphens, all numbers one word, a
full stop a boundary that no n-gram crosses, no other mark.  All words beyond its vocabulary are one unknown word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from math import exp, log
from pathlib import Path
from typing import Protocol

from cleaner.files.locations import DATA
from cleaner.native.lattice_search import LatticeSearch
from cleaner.spelling.storage.mmap_arrays import MmapArrays
from cleaner.spelling.storage.vocabulary import Vocabulary
from cleaner.text import abbreviations

#: the first words of every vocabulary
UNKNOWN, BOUNDARY, NUMBER = range(3)
SPECIAL = ("<unk>", "</s>", "<num>")
#: more than a vocabulary has words
RADIX = 1 << 32

#: a nat is so many steps of a stored probability; the least, 255 steps, is one in 8 million
STEPS = 16
#: so many probabilities are cached, some hundred bytes each
KEPT = 1 << 16
#: stored back-off weights begin at +1 nat: pruning leaves a few above 0
BACKOFF_STEPS, BACKOFF_TOP = 24, 1.0

SHIPPED = DATA / "context.bin"

# Its own tokeniser: the shipped model was counted with it (see `cleaner.text.abbreviations`).
_WORD = re.compile(r"(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)|(?P<number>\d+(?:[.,:/]\d+)*)|(?P<stop>[.!?]+(?=\W|$))")


class LanguageModel(Protocol):
    """What the decoder asks of a model: a `TrigramModel`, or an `InterpolatedModel` of two.

    `search` is the compiled core's search in the model, if it has one.
    """

    search: LatticeSearch | None

    def word_id(self, word: str) -> int:
        """The model's number for a word; `UNKNOWN` where it has none."""

    def logp(self, a: int, b: int, c: int) -> float:
        """ln P(c | a b).  `b` may be `BOUNDARY`; then `a` does not matter."""


class TrigramModel:
    """A model from a file.

    >>> model = TrigramModel.shipped()
    >>> model.score("the police had arrested him") > model.score("the police bad arrested him")
    True
    """

    def __init__(self, mapped: MmapArrays) -> None:
        self.meta = mapped.meta
        self._table = Vocabulary(mapped)
        self._p1, self._b1, self._follow1 = mapped["p1"], mapped["b1"], mapped["follow1"]
        self._w2, self._p2, self._b2, self._follow2 = (mapped[name] for name in ("w2", "p2", "b2", "follow2"))
        self._w3, self._p3 = mapped["w3"], mapped["p3"]
        self.search = LatticeSearch.made(mapped, STEPS, BACKOFF_STEPS, BACKOFF_TOP)
        self.logp = lru_cache(KEPT)(self._logp)  # many paths through a text share the same few words

    @classmethod
    def open(cls, path: Path) -> TrigramModel:
        """A model that `cleaner lm build` wrote.  `ModelFileError` where the file is none."""
        return cls(MmapArrays.open(path, "trigrams"))

    @staticmethod
    @cache
    def shipped() -> TrigramModel:
        """The English model that comes with the program, opened once for the process."""
        return TrigramModel.open(SHIPPED)

    def word_id(self, word: str) -> int:
        return max(UNKNOWN, self._table.find(word.lower().replace("’", "'")))

    def _logp(self, a: int, b: int, c: int) -> float:
        w2, follow1 = self._w2, self._follow1
        back = 0.0
        if b != BOUNDARY:
            end = follow1[a + 1]
            pair = bisect_left(w2, b, follow1[a], end)
            if pair < end and w2[pair] == b:
                end = self._follow2[pair + 1]
                triple = bisect_left(self._w3, c, self._follow2[pair], end)
                if triple < end and self._w3[triple] == c:
                    return float(-self._p3[triple] / STEPS)
                back = BACKOFF_TOP - self._b2[pair] / BACKOFF_STEPS
        end = follow1[b + 1]
        pair = bisect_left(w2, c, follow1[b], end)
        if pair < end and w2[pair] == c:
            return float(back - self._p2[pair] / STEPS)
        return float(back + BACKOFF_TOP - self._b1[b] / BACKOFF_STEPS - self._p1[c] / STEPS)

    def score(self, text: str) -> float:
        """ln P(text), each sentence by itself."""
        return score(self, [self.word_id(word) for word in model_words(text)])


class InterpolatedModel:
    """A user's model and the shipped one, their probabilities mixed: `share` is how far the first is believed.

    A word's number holds its numbers in both: the second's times `RADIX`, plus the first's.
    """

    def __init__(self, first: LanguageModel, second: LanguageModel, share: float = 0.5) -> None:
        self._first, self._second, self._share = first, second, share
        self.search: LatticeSearch | None = None

    def word_id(self, word: str) -> int:
        one, two = self._first.word_id(word), self._second.word_id(word)
        return one if one == two < len(SPECIAL) else two * RADIX + one

    def logp(self, a: int, b: int, c: int) -> float:
        (a2, a1), (b2, b1), (c2, c1) = map(_parts, (a, b, c))
        one, two = self._first.logp(a1, b1, c1), self._second.logp(a2, b2, c2)
        return log(self._share * exp(one) + (1 - self._share) * exp(two))


def _parts(word_id: int) -> tuple[int, int]:
    """A word's numbers in the second and in the first model."""
    return (word_id, word_id) if word_id < len(SPECIAL) else divmod(word_id, RADIX)


def score(model: LanguageModel, word_ids: Sequence[int]) -> float:
    """ln P of words that begin after a boundary.

    >>> model = TrigramModel.shipped()
    >>> score(model, []) == 0.0
    True
    """
    total = 0.0
    a = b = BOUNDARY
    for c in word_ids:
        total += model.logp(a, b, c)
        a, b = b, c
    return total


def model_words(text: str) -> Iterator[str]:
    """The words that the model sees: lower case, numbers and ends of sentences by their special names.

    >>> list(model_words("Mr. Smith's twenty-one horses cost £3,000. Why?"))
    ['mr', "smith's", 'twenty', 'one', 'horses', 'cost', '<num>', '</s>', 'why', '</s>']
    """
    before = ""
    for m in _WORD.finditer(text):
        kind = m.lastgroup
        if kind == "word":
            before = m.group().lower().replace("’", "'")
            yield before
        elif kind == "number":
            before = SPECIAL[NUMBER]
            yield before
        elif before != SPECIAL[BOUNDARY] and before and len(before) > 1 and before not in abbreviations.COUNTED:
            before = SPECIAL[BOUNDARY]
            yield before
