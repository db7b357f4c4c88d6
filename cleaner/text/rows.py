"""A text and its changes in rows, for side-by-side views on a page or in a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

LONG = 1200  # characters after which a row ends at the next space, for texts without line breaks
KEPT = 240  # characters of unchanged text kept on each side of a gap


@dataclass(frozen=True, slots=True)
class Row(Generic[T]):
    """A line of the text, or a part of a very long one: unchanged text and marked places, in order."""

    pieces: tuple[str | T, ...]

    @property
    def is_marked(self) -> bool:
        """Whether anything is marked in it."""
        return any(not isinstance(p, str) for p in self.pieces)


def rows(text: str, marks: Sequence[tuple[int, int, T]]) -> list[Row[T]]:
    """The text in rows; `marks` are (start, end, what), sorted; one that overlaps an earlier one is left out.

    >>> [r.pieces for r in rows("one tbe\\ntwo", [(4, 7, 99)])]
    [('one ', 99), ('two',)]
    """
    made: list[Row[T]] = []
    pieces: list[str | T] = []
    length = at = 0

    def end_row() -> None:
        nonlocal pieces, length
        made.append(Row(tuple(pieces)))
        pieces, length = [], 0

    def unchanged(piece: str) -> None:
        nonlocal length
        lines = piece.split("\n")
        for number, line in enumerate(lines):
            if number:
                end_row()
            for part in _parts(line, length):
                if length >= LONG:
                    end_row()
                if part:
                    pieces.append(part)
                    length += len(part)

    for start, end, what in marks:
        if start >= at:
            unchanged(text[at:start])
            pieces.append(what)
            length += end - start
            at = end
    unchanged(text[at:])
    end_row()
    return [r for r in made if r.is_marked or any(isinstance(p, str) and p.strip() for p in r.pieces)]


def _parts(line: str, before: int) -> list[str]:
    """A line cut at spaces, so that no row grows far beyond `LONG`."""
    parts: list[str] = []
    room = max(0, LONG - before)
    while len(line) > room:
        cut = line.find(" ", room, room + 200) + 1 or min(room + 200, len(line))
        parts.append(line[:cut])
        line, room = line[cut:], LONG
    return [*parts, line]


def shortened(pieces: Sequence[str | T]) -> list[str | T]:
    """The same with long unchanged stretches cut in the middle, `…` in their place."""
    last = len(pieces) - 1
    return [_shorter(p, i > 0, i < last) if isinstance(p, str) else p for i, p in enumerate(pieces)]


def _shorter(piece: str, after_mark: bool, before_mark: bool) -> str:
    if len(piece) <= 2 * KEPT:
        return piece
    head = piece[:KEPT].rpartition(" ")[0] + " … " if after_mark else "… "
    tail = piece[-KEPT:].partition(" ")[2] if before_mark else ""
    return head + tail
