"""Maps places of the original to places of the clean text, and back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Offsets:
    """A map between the places of an original and of its clean text, in characters.

    A place names the character that begins there; with `end=True` it names the end of what lies before it.  Within a
    changed stretch no place has an exact counterpart: it goes to the beginning of what stands there instead, and with
    `end=True` to its end.  So a span keeps what it holds, and takes in every change that it cuts.

    >>> offsets = Offsets.of([(0, 3, 3), (7, 7, 1)])  # "tbe cat sat" became "the cat, sat"
    >>> offsets.to_clean(4), offsets.to_clean(7), offsets.to_clean(7, end=True), offsets.to_original(8)
    (4, 8, 7, 7)
    >>> offsets.span_to_clean(1, 7), offsets.span_to_original(4, 8)
    ((0, 7), (4, 7))
    """

    original: tuple[Stretch, ...]  # what was changed, in order
    clean: tuple[Stretch, ...]  # what stands there now

    @classmethod
    def of(cls, edits: Iterable[tuple[int, int, int]]) -> Offsets:
        """The map for disjoint edits: start and end in the original, and how many characters are put there."""
        original, clean, grown = [], [], 0
        for start, end, length in sorted(edits):
            original.append((start, end))
            clean.append((start + grown, start + grown + length))
            grown += length - (end - start)
        return cls(tuple(original), tuple(clean))

    def to_clean(self, at: int, end: bool = False) -> int:
        """The place in the clean text for a place in the original."""
        return _moved(at, end, self.original, self.clean)

    def to_original(self, at: int, end: bool = False) -> int:
        """The place in the original for a place in the clean text."""
        return _moved(at, end, self.clean, self.original)

    def span_to_clean(self, start: int, end: int) -> Stretch:
        """The span of the clean text for `[start, end)` of the original."""
        return _span(start, end, self.original, self.clean)

    def span_to_original(self, start: int, end: int) -> Stretch:
        """The span of the original for `[start, end)` of the clean text."""
        return _span(start, end, self.clean, self.original)


def _span(start: int, end: int, here: tuple[Stretch, ...], there: tuple[Stretch, ...]) -> Stretch:
    begins = _moved(start, False, here, there)
    return begins, max(begins, _moved(end, True, here, there))


def _moved(at: int, is_end: bool, here: tuple[Stretch, ...], there: tuple[Stretch, ...]) -> int:
    i = (bisect_left if is_end else bisect_right)(here, at, key=lambda stretch: stretch[0]) - 1
    if i < 0:
        return at
    if at < here[i][1]:
        return there[i][is_end]
    return there[i][1] + at - here[i][1]
