"""A text as an editor holds it, and what is found in it: places and changes, in characters of that text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from cleaner.batch import run
from cleaner.formats import ReadOptions
from cleaner.formats.outcome import Input
from cleaner.formats.source import Container
from cleaner.kit import Kit
from cleaner.model import Cleaned, Edit, Record
from cleaner.model.unified_diff import ByteEdit


class Replacement(NamedTuple):
    """`[start, end)` becomes `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding, where it stands, and what each of its suggestions would change."""

    record: Record
    start: int
    end: int
    choices: tuple[tuple[str, tuple[Replacement, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Buffer:
    """What is found in a text; `fixes` is all that `clean` would change; `amiss` says why a text cannot be read."""

    found: tuple[Placed, ...] = ()
    fixes: tuple[Replacement, ...] = ()
    amiss: str = ""

    @staticmethod
    def checked(name: str, text: str, kit: Kit, options: ReadOptions = ReadOptions()) -> Buffer:
        """The text of an open file, cleaned by the format that its name tells."""
        data = text.encode("utf-8", "replace")  # half a surrogate pair is one character, and stays one
        (outcome,) = run.outcomes([Input(Path(name), name, data=data, undivided=True)], kit, options)
        if outcome.failure:
            return Buffer(amiss=outcome.failure)
        places = _Characters(data)
        found = (_found(c, r, places) for c in outcome.cleaned for r in c.records)
        return Buffer(tuple(f for f in found if f), places.changes(outcome.edits), "; ".join(outcome.complaints))


STEP = 100  # characters, or bytes: a page may be one line of some 100,000, so that its lines are no steps
_FURTHER = bytes(range(0x80, 0xC0))  # the bytes of UTF-8 behind the first of a character


class _Characters:
    """Characters of the text for bytes of the data."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._before = [0, *accumulate(_characters(data[at : at + STEP]) for at in range(0, len(data), STEP))]

    def at(self, byte: int) -> int:
        """How many characters of the text stand before a byte."""
        steps = byte // STEP
        return self._before[steps] + _characters(self._data[steps * STEP : byte])

    def changes(self, edits: Iterable[ByteEdit]) -> tuple[Replacement, ...]:
        """Edits of the bytes as changes of the text."""
        return tuple(Replacement(self.at(e.start), self.at(e.end), e.data.decode()) for e in edits)


def _characters(data: bytes) -> int:
    return len(data.translate(None, _FURTHER))


def _found(cleaned: Cleaned, record: Record, places: _Characters) -> Placed | None:
    container, f = cleaned.document.container, record.finding
    if not isinstance(container, Container):
        return None

    def changed(text: str) -> tuple[Replacement, ...]:
        return places.changes(container.edits(cleaned.document, [Edit(f.start, f.end, text)]))

    if not (stands := changed("X")):  # some word, for a caption loses a space too where words are taken out
        return None
    choices = tuple((s.text, changed(s.text)) for s in f.suggestions)
    return Placed(record, min(c.start for c in stands), max(c.end for c in stands), choices)
