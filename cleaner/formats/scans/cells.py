"""A page's letters and words as they are read, one after the other, with the places in the source that say them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cleaner.formats.markup.letters import BLANK, LINE, PARAGRAPH, Letter, letters
from cleaner.formats.markup.wellformed import Span

_SOFT = "\N{SOFT HYPHEN}"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of the source that is read; `reads` says what, if it is not what stands there (ALTO's HYP)."""

    start: int
    end: int
    reads: str = ""


@dataclass(frozen=True, slots=True)
class Half:
    """Which half of a word broken at a line's end a cell is, and where the file says the whole word."""

    number: int
    whole: Span | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What one element reads: `[start, end)` of the text, and the stretches of the source that say it."""

    start: int
    end: int
    chunks: tuple[Chunk, ...]
    half: Half | None = None


def read_letters(source: str, chunks: Sequence[Chunk]) -> list[Letter]:
    """A cell's characters: runs of blanks as one, none at its ends, and a soft hyphen at its end as a plain one."""
    found: list[Letter] = []
    for chunk in chunks:
        if chunk.reads:
            found.append(Letter(chunk.reads, chunk.start, chunk.end))
            continue
        for letter in letters(source, chunk.start, chunk.end):
            if letter.read != BLANK or (found and found[-1].read != BLANK):
                found.append(letter)
    if found and found[-1].read == BLANK:
        found.pop()
    if found and found[-1].read == _SOFT:
        found[-1] = Letter("-", found[-1].start, found[-1].end)
    return found


# A cell as nearly all are: letters and nothing else.
_PLAIN = re.compile(rf"[^\s&{_SOFT}]+")


def reading(source: str, chunks: Sequence[Chunk]) -> str:
    """What a cell reads."""
    if len(chunks) == 1 and not chunks[0].reads and _PLAIN.fullmatch(source, chunks[0].start, chunks[0].end):
        return source[chunks[0].start : chunks[0].end]
    return "".join(letter.read for letter in read_letters(source, chunks))


@dataclass
class Reading:
    """A text while it is read: cells and gaps in the order of the file."""

    source: str
    chunks: list[Chunk] = field(default_factory=list)  # of the present word
    text: list[str] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    confidences: list[tuple[int, int, float]] = field(default_factory=list)
    _length: int = 0
    _gap: str = ""
    _confidence: float | None = None
    _half: Half | None = None

    def gap(self, gap: str) -> None:
        """A blank, a line's or a paragraph's end; of several in a row the widest counts."""
        self.close()
        self._gap = max(self._gap, gap, key=(BLANK, LINE, PARAGRAPH).index) if self._gap else gap

    def begin(self, confidence: float | None = None, half: Half | None = None) -> None:
        """A word of its own, with what the engine says of it."""
        self.gap(BLANK)
        self._confidence, self._half = confidence, half

    @property
    def present(self) -> str:
        """What the present word reads so far."""
        return reading(self.source, self.chunks)

    @property
    def half(self) -> Half | None:
        """Whether the present word is half a word."""
        return self._half if self.chunks else None

    def close(self) -> None:
        """The present word, if it reads anything, becomes a cell."""
        if self.chunks and (word := self.present):
            gap = self._gap if self.cells else ""
            start = self._length + len(gap)
            self._length = start + len(word)
            self.text += gap, word
            self.cells.append(Cell(start, self._length, tuple(self.chunks), self._half))
            if self._confidence is not None:
                self.confidences.append((start, self._length, self._confidence))
            self._gap = ""
        self.chunks, self._confidence, self._half = [], None, None
