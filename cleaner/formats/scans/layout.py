"""A page whose words have places: the way back from its running text to the words' elements.

An element that holds a word is a `Cell`.  The blanks and breaks between cells stand in the text and not in the file.
Only the words of cells are written; elements, boxes, order and line breaks stay as they are:

- a word that is taken away leaves its element empty;
- words that are joined stand in the first one's element, and the others are left empty;
- a word that is parted stays in its one element, with a blank in it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cleaner.formats.decoding import Decoded
from cleaner.formats.markup.letters import BLANK, Letter, letters, rewritten, written
from cleaner.formats.markup.wellformed import line_of
from cleaner.formats.scans.cells import Cell, Chunk, Reading, read_letters, reading
from cleaner.formats.scans.shares import rejoined, shares
from cleaner.formats.source import Container, Source, SourceEdit, sized
from cleaner.model import Document, Edit
from cleaner.model.unified_diff import ByteEdit
from cleaner.text import edits as algebra


@dataclass(frozen=True, slots=True)
class Echo:
    """A stretch of the source that says again what the cells `[first, last]` say: a line's text beside its words."""

    first: int
    last: int
    start: int
    end: int


def laid_out(
    name: str, data: bytes, file: Decoded, read: Reading, *, quoted: bool, engine: str, echoes: Iterable[Echo] = ()
) -> Source:
    """What was read, as one document; `quoted`: the words are attributes' values; `engine`: who read the scan."""
    read.close()
    text = sized("".join(read.text))
    place = LayoutContainer(file, tuple(read.cells), quoted, tuple(echoes))
    document = Document(name, text, place, word_confidences=tuple(read.confidences), engine=engine)
    return Source(name, data, (document,), (), () if text else ("there is no word in it",))


def _word_by_word(found: Sequence[Letter], old: Sequence[str], new: Sequence[str]) -> Iterator[SourceEdit]:
    """What makes an echo agree that has its blanks at other places (`said,` for `said` and `,`)."""
    solid = [i for i, letter in enumerate(found) if letter.read != BLANK]
    at = 0
    for was, word in zip(old, new, strict=True):
        mine = solid[at : at + len(was.replace(BLANK, ""))]
        at += len(mine)
        if word != was and mine:
            first = mine[0] - (not word and mine[0] > 0 and found[mine[0] - 1].read == BLANK)
            yield from rewritten(found[first : mine[-1] + 1], word)


@dataclass(frozen=True, slots=True)
class LayoutContainer(Container):
    """A text whose words lie in the elements of a file."""

    file: Decoded = field(repr=False)
    cells: tuple[Cell, ...] = field(repr=False)
    quoted: bool
    echoes: tuple[Echo, ...] = field(default=(), repr=False)

    @property
    def source(self) -> str:
        return self.file.text

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column, in the file, of a character of the text."""
        if not self.cells:
            return 1, 1
        place = self._source_offset(offset)
        return line_of(self.source, place), place - self.source.rfind("\n", 0, place)

    def offsets(self, document: Document, characters: Sequence[int]) -> list[int]:
        places = [self._source_offset(c) if self.cells else 0 for c in characters]
        return self.file.offsets(places)

    def _source_offset(self, at: int) -> int:
        """Where the source writes a character; of a gap, the end of the word before it."""
        cell = self.cells[self._cell(at)]
        found = read_letters(self.source, cell.chunks)
        return found[at - cell.start].start if at < cell.end else found[-1].end

    def written(self, start: int, end: int) -> tuple[int, int]:
        """Where the source begins to write the first and the last of the words that `[start, end)` touches."""
        cells = [self.cells[self._cell(at)] for at in (start, max(start, end - 1))] if self.cells else []
        return (cells[0].chunks[0].start, cells[1].chunks[0].start) if cells else (0, 0)

    def _cell(self, at: int) -> int:
        return max(0, bisect_right(self.cells, at, key=lambda c: c.start) - 1)

    def edits(self, document: Document, edits: Sequence[Edit]) -> Iterator[ByteEdit]:
        changed: dict[int, str] = {}
        for first, last, met in self._runs(edits):
            cells = self.cells[first : last + 1]
            start = cells[0].start
            old = document.text[start : cells[-1].end]
            new = algebra.apply(old, [Edit(e.start - start, e.end - start, e.text) for e in met])
            changed |= enumerate(shares([document.text[c.start : c.end] for c in cells], new), first)
        made = {
            rewriting
            for i, text in changed.items()
            for rewriting in [*self._rewritten(self.cells[i], text), *self._whole(i, changed)]
        }
        made.update(self._echoed(document.text, changed))
        return self.file.edits(sorted(made), "xmlcharrefreplace")

    def _runs(self, edits: Sequence[Edit]) -> list[tuple[int, int, list[Edit]]]:
        """Edits that meet in a cell or in the gap between two, with the first and the last cell they touch."""
        runs: list[tuple[int, int, list[Edit]]] = []
        for edit in edits if self.cells else ():
            first, last = self._cell(edit.start), self._cell(edit.end)
            if edit.end > self.cells[last].end:  # the gap after it, and so the word after that
                last = min(last + 1, len(self.cells) - 1)
            if runs and first <= runs[-1][1]:
                runs[-1] = (runs[-1][0], max(last, runs[-1][1]), [*runs[-1][2], edit])
            else:
                runs.append((first, last, [edit]))
        return runs

    def _rewritten(self, cell: Cell, text: str) -> Iterator[SourceEdit]:
        """What makes a cell read `text`: only the letters that differ are touched."""
        found = read_letters(self.source, cell.chunks)
        return rewritten(found, text, lambda place: self._quote(cell, place))

    def _echoed(self, text: str, changed: Mapping[int, str]) -> Iterator[SourceEdit]:
        """Echoes made to agree with changed cells.  An echo that says other words is somebody's own, and stays."""
        numbers = sorted(changed)
        for echo in self.echoes:
            if bisect_right(numbers, echo.last) == bisect_left(numbers, echo.first):
                continue
            cells = range(echo.first, echo.last + 1)
            old = [text[self.cells[i].start : self.cells[i].end] for i in cells]
            new = [changed.get(i, word) for i, word in zip(cells, old, strict=True)]
            found = read_letters(self.source, (Chunk(echo.start, echo.end),))
            said = "".join(letter.read for letter in found)
            if said == " ".join(old):
                yield from rewritten(found, " ".join(filter(None, new)))
            elif said.replace(BLANK, "") == "".join(old).replace(BLANK, ""):
                yield from _word_by_word(found, old, new)

    def _quote(self, cell: Cell, at: int) -> str:
        """The mark round the attribute's value in which a place lies; none between tags."""
        return self.source[next(c.start for c in cell.chunks if c.start <= at <= c.end) - 1] if self.quoted else ""

    def _whole(self, index: int, changed: Mapping[int, str]) -> Iterator[SourceEdit]:
        """The whole word of a broken one, which the file says beside each half, made to agree with its halves."""
        half = self.cells[index].half
        if not half:
            return
        first = index if half.number == 1 else index - 1
        pair = self.cells[max(0, first) : first + 2]
        if [c.half.number for c in pair if c.half] != [1, 2]:
            return
        old = [reading(self.source, c.chunks) for c in pair]
        new = [changed.get(first + i, text) for i, text in enumerate(old)]
        for start, end in (c.half.whole for c in pair if c.half and c.half.whole):
            said = "".join(letter.read for letter in letters(self.source, start, end))
            if (says := rejoined(said, old, new)) != said:
                yield start, end, written(says, self.source[start - 1])
