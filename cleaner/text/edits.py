"""The algebra of edits: apply them, compose them, choose among those that collide.

An edit list is sorted and disjoint.  After each pass `compose` brings the edits back to the original's coordinates, so
that `apply(original, edits)` is exactly the cleaned text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cleaner.model import Edit


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with disjoint edits carried out.

    >>> apply("tbe cat", [Edit(0, 3, "the"), Edit(7, 7, "!")])
    'the cat!'
    """
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        if edit.start < at:
            raise ValueError(f"edits overlap at {edit.start}")
        pieces += text[at : edit.start], edit.text
        at = edit.end
    pieces.append(text[at:])
    return "".join(pieces)


def disjoint(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two spans can both be edited: they share no character, nor the same empty place.

    >>> disjoint((0, 2), (2, 4)), disjoint((0, 2), (1, 4)), disjoint((2, 2), (2, 2))
    (True, False, False)
    """
    if a[0] == a[1] or b[0] == b[1]:
        return a[1] < b[0] or b[1] < a[0]
    return a[1] <= b[0] or b[1] <= a[0]


class Occupied:
    """Places that are taken, asked quickly.

    >>> o = Occupied(); o.take(3, 5); o.free(5, 6), o.free(4, 9)
    (True, False)
    """

    def __init__(self) -> None:
        self._spans: list[tuple[int, int]] = []

    def free(self, start: int, end: int) -> bool:
        return self.holder(start, end) is None

    def holder(self, start: int, end: int) -> tuple[int, int] | None:
        """The taken span that a span meets, if any: taken ones are disjoint, so it is a neighbour in their order."""
        i = bisect_right(self._spans, (start, end))
        return next((s for s in self._spans[max(0, i - 2) : i + 2] if not disjoint((start, end), s)), None)

    def take(self, start: int, end: int) -> None:
        self._spans.insert(bisect_right(self._spans, (start, end)), (start, end))


class Shift(NamedTuple):
    """The way back from an edited text to its original."""

    edits: tuple[Edit, ...]
    spans: tuple[tuple[int, int], ...]  # where each edit's text stands in the edited text

    @classmethod
    def of(cls, edits: Sequence[Edit]) -> Shift:
        spans, moved = [], 0
        for e in edits:
            start = e.start + moved
            spans.append((start, start + len(e.text)))
            moved += growth([e])
        return cls(tuple(edits), tuple(spans))

    def touched(self, start: int, end: int) -> range:
        """The edits whose text meets `[start, end]`, ends included: past them, no place is ambiguous."""
        low = bisect_left(self.spans, start, key=lambda s: s[1])
        return range(low, max(low, bisect_right(self.spans, end, key=lambda s: s[0])))

    def back(self, start: int, end: int) -> tuple[int, int, int, int]:
        """Where `[start, end)` of the edited text came from.

        The first pair is the span widened so that no edit is cut in two, the second the same span in the original.

        >>> shift = Shift.of([Edit(0, 3, "xy")])
        >>> shift.back(2, 4), shift.back(1, 4)
        ((2, 4, 3, 5), (0, 4, 0, 5))
        """
        met = self.touched(start, end)
        if start < end:  # a span that is not empty knows on which side of an edit it lies
            met = range(met.start, met.stop)
            while met and self.spans[met[0]][1] <= start:
                met = met[1:]
            while met and self.spans[met[-1]][0] >= end:
                met = met[:-1]
        before = self.growth_before(met.start)
        inside = growth(self.edits[met.start : met.stop]) if met else 0
        if met:
            start = min(start, self.spans[met[0]][0])
            end = max(end, self.spans[met[-1]][1])
        return start, end, start - before, end - before - inside

    def growth_before(self, number: int) -> int:
        """By how many characters the edits before this one lengthen the text."""
        return self.spans[number - 1][1] - self.edits[number - 1].end if number else 0


def growth(edits: Iterable[Edit]) -> int:
    """By how many characters edits lengthen a text."""
    return sum(len(e.text) - (e.end - e.start) for e in edits)


class Composite(NamedTuple):
    """An edit of the original, and which edits of the first and of the second list it is made of."""

    edit: Edit
    first: tuple[int, ...]
    second: tuple[int, ...]


def compose(text: str, first: Sequence[Edit], second: Sequence[Edit]) -> list[Composite]:
    """`first` changes `text`; `second` changes what comes of it; the result does both at once.

    Edits of the two lists that meet become one; edits that cancel out vanish.

    >>> [c.edit for c in compose("a tbe b", [Edit(2, 5, "the")], [Edit(2, 6, "that ")])]
    [Edit(start=2, end=6, text='that ')]
    >>> [c.edit for c in compose("a tbe b", [Edit(2, 5, "the")], [Edit(0, 1, "the")])]
    [Edit(start=0, end=1, text='the'), Edit(start=2, end=5, text='the')]
    """
    shift = Shift.of(first)
    middle = apply(text, first)
    composed = []
    for one, two in _clusters(shift, second):
        if not two:
            edit = first[one[0]]
        else:
            start = min([second[two[0]].start, *(shift.spans[i][0] for i in one[:1])])
            end = max([second[two[-1]].end, *(shift.spans[i][1] for i in one[-1:])])
            after = apply(
                middle[start:end],
                [Edit(e.start - start, e.end - start, e.text) for e in map(second.__getitem__, two)],
            )
            low = one[0] if one else shift.touched(start, end).start
            before = shift.growth_before(low)
            edit = Edit(start - before, end - before - growth(first[i] for i in one), after)
        if text[edit.start : edit.end] != edit.text:
            composed.append(Composite(edit, tuple(one), tuple(two)))
    return composed


def _clusters(shift: Shift, second: Sequence[Edit]) -> list[tuple[list[int], list[int]]]:
    """Groups of edits that meet: indices into the first and into the second list, in order of place."""
    clusters: list[tuple[list[int], list[int]]] = []
    taken = 0
    for j, e in enumerate(second):
        met = shift.touched(e.start, e.end)
        clusters += (([i], []) for i in range(taken, met.start))
        if met and clusters and clusters[-1][1] and met.start < taken:  # shares an edit with the one before
            clusters[-1][0].extend(range(taken, met.stop))
            clusters[-1][1].append(j)
        else:
            clusters.append((list(range(max(taken, met.start), met.stop)), [j]))
        taken = max(taken, met.stop)
    clusters += (([i], []) for i in range(taken, len(shift.edits)))
    return clusters
