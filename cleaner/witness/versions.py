"""Versions of a text: who made each, what it changes, and how faithful it is to what stands there.

The kind of a witness matters more than its maker.  A *text* witness has read our text and rewrites it; an *image*
witness has read the page itself; a *copy* is another print of the same story, whose words are right and yet not ours.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

from cleaner.spelling.lexicon import Lexicon
from cleaner.text.word_keys import TOKEN, keys
from cleaner.witness.changes import changes, meeting
from cleaner.witness.grounds import MARKS


class WitnessKind(StrEnum):
    """What a witness has seen."""

    TEXT = "text"
    IMAGE = "image"
    COPY = "copy"


class Statement(NamedTuple):
    """What a witness says of one document."""

    name: str
    kind: WitnessKind
    text: str


class Version:
    """One version of a text, as changes of it."""

    def __init__(self, text: str, statement: Statement) -> None:
        self.name, self.kind = statement.name, statement.kind
        self.made = [c for c in changes(text, statement.text) if not c.is_layout]
        self.worded = [c for c in self.made if keys(c.before) != keys(c.after)]

    def keeps(self, start: int, end: int) -> bool:
        """Whether it has the words of a span as they stand there."""
        return not meeting(self.worded, start, end)


class Fidelity:
    """How a version treats the readable words around a place: a careless one alters and drops many.

    >>> text = "He had it all and gave it up for her."
    >>> loose = Version(text, Statement("a", WitnessKind.TEXT, "He got it all and sold it on for him."))
    >>> [round(Fidelity(text, loose, Lexicon.shipped()).strayed(c.start, c.end), 2) for c in loose.worded]
    [0.33, 0.33, 0.33, 0.33]
    """

    def __init__(self, text: str, version: Version, lexicon: Lexicon) -> None:
        tokens = list(TOKEN.finditer(text))
        self._starts = [m.start() for m in tokens]
        readable = [bool(core := m[0].strip(MARKS)) and lexicon.knows(core) for m in tokens]
        altered = [False] * len(tokens)
        added = [0] * (len(tokens) + 1)
        for change in version.worded:
            first, last = self._span(change.start, change.end)
            altered[first:last] = [True] * (last - first)
            if not change.before.strip():
                added[first] += len(keys(change.after))
        self._readable = [0, *accumulate(readable)]
        self._altered = [0, *accumulate(a and r for a, r in zip(altered, readable, strict=True))]
        self._added = [0, *accumulate(added)]

    def strayed(self, start: int, end: int) -> float:
        """The share of the readable words around a span, without those in it, that the version alters or drops."""
        first, last = self._span(start, end)
        low, high = max(0, first - AROUND), min(len(self._starts), last + AROUND)
        of = self._between(self._readable, low, first) + self._between(self._readable, last, high)
        lost = self._between(self._altered, low, first) + self._between(self._altered, last, high)
        return lost / of if of else 0.0

    def adds(self, start: int, end: int) -> int:
        """How many words the version adds around a span, those in it too."""
        first, last = self._span(start, end)
        return self._between(self._added, max(0, first - AROUND), min(len(self._starts), last + AROUND) + 1)

    def _span(self, start: int, end: int) -> tuple[int, int]:
        """The numbers of the tokens that begin in a span."""
        return bisect_left(self._starts, start), bisect_left(self._starts, end)

    @staticmethod
    def _between(sums: Sequence[int], first: int, last: int) -> int:
        return sums[last] - sums[first]


#: tokens to either side of a place that tell how faithful a version is there
AROUND = 12
