"""Records of a file: articles whose texts stand among other data, each between marks of its own.

A record's texts (a title, a body, the segments of a transcript) are read as one document, with a gap between them that
no detector may cross.  Only these texts are ever written, escaped as their container wants it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from cleaner.formats.decoding import Decoded
from cleaner.formats.source import Container, SourceEdit, byte_offsets, sized
from cleaner.model import Document, Edit
from cleaner.model.unified_diff import ByteEdit

# A paragraph break that no text has by itself (it holds U+2029), so that it is found again in a corrected text; so long
# that the words on its sides do not count as neighbours.
GAP = "\n\n\N{PARAGRAPH SEPARATOR}\n\n"


@dataclass(frozen=True, slots=True)
class Escaping:
    """How a container writes a text between its marks."""

    unit: re.Pattern[str]  # what stands for one character
    # The edits of the source for edits of one text, given the source, the text's start and end in it, and each edit.
    rewritten: Callable[[str, int, int, Sequence[SourceEdit]], Iterable[SourceEdit]]


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a record: `[start, end)` of the source, without its quotes, and how it is spelt there."""

    start: int
    end: int
    reads: str
    escaping: Escaping


@dataclass(frozen=True, slots=True)
class RecordContainer(Container):
    """Where a record's texts stand: in its `source`, which begins at byte `base`, in that line and column."""

    source: str = field(repr=False)  # one character for a byte that is lost
    encoding: str
    base: int
    line: int
    column: int
    texts: tuple[Text, ...] = field(repr=False)
    starts: tuple[int, ...] = field(repr=False)  # of the texts, in the document

    def offsets(self, document: Document, characters: Sequence[int]) -> list[int]:
        return byte_offsets(document.text, characters)

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column, in the file, of a character of the document."""
        index = self._index(offset)
        text = self.texts[index]
        place = self._units(text)[min(offset - self.starts[index], len(text.reads))]
        lines = self.source.count("\n", 0, place)
        return self.line + lines, place - self.source.rfind("\n", 0, place) + (0 if lines else self.column - 1)

    def edits(self, document: Document, edits: Sequence[Edit]) -> Iterator[ByteEdit]:
        shares: dict[int, list[Edit]] = {}
        for edit in edits:
            for index, share in self._shares(edit):
                shares.setdefault(index, []).append(share)
        made: list[SourceEdit] = []
        for index, mine in sorted(shares.items()):
            text = self.texts[index]
            units = self._units(text)
            made += text.escaping.rewritten(
                self.source, text.start, text.end, [(units[e.start], units[e.end], e.text) for e in mine]
            )
        return Decoded(self.source, self.encoding, self.base).edits(made)

    def _index(self, offset: int) -> int:
        return max(0, bisect_right(self.starts, offset) - 1)

    def _shares(self, edit: Edit) -> Iterator[tuple[int, Edit]]:
        """What each text that an edit touches has of it; what replaces several stands in the first."""
        new = edit.text
        for index in range(self._index(edit.start), self._index(edit.end) + 1):
            start, length = self.starts[index], len(self.texts[index].reads)
            share = Edit(min(max(edit.start - start, 0), length), min(max(edit.end - start, 0), length), new)
            if share.start < share.end or share.text:
                yield index, share
                new = ""

    def _units(self, text: Text) -> Sequence[int]:
        """Where in the source each character of a text begins, and where the last ends."""
        if len(text.reads) == text.end - text.start:
            return range(text.start, text.end + 1)
        return _escaped_units(text, self.source)


@lru_cache(1)  # all findings of a text ask for their places, one after the other
def _escaped_units(text: Text, source: str) -> Sequence[int]:
    return (*(m.start() for m in text.escaping.unit.finditer(source, text.start, text.end)), text.end)


@dataclass(frozen=True, slots=True)
class DataRecord:
    """A stretch of a file with texts in it, what it calls itself, and where it says that it comes from."""

    start: int
    end: int
    texts: tuple[Text, ...]  # in the file's characters
    id: str = ""
    source: str = ""


def documents(file: Decoded, name: str, records: Sequence[DataRecord], line: int = 1) -> Iterator[Document]:
    """A document for each record.  Without an id it is called by its line; of one id the second is `id#2`.

    `line`: the number of the first line.
    """
    bases = file.offsets([r.start for r in records])
    source, line_start, at = file.measured, 0, 0
    seen: Counter[str] = Counter()
    for record, base in zip(records, bases, strict=True):
        line += source.count("\n", at, record.start)
        line_start = max(line_start, source.rfind("\n", at, record.start) + 1)
        at = record.start
        id = record.id or f"{name}:{line}"
        seen[id] += 1
        starts, length = [], -len(GAP)
        for text in record.texts:
            starts.append(length + len(GAP))
            length = starts[-1] + len(text.reads)
        place = RecordContainer(
            source[record.start : record.end], file.encoding, base, line, record.start - line_start + 1,
            tuple(replace(t, start=t.start - record.start, end=t.end - record.start) for t in record.texts),
            tuple(starts),
        )  # fmt: skip
        yield Document(
            id if seen[id] == 1 else f"{id}#{seen[id]}",
            sized(GAP.join(t.reads for t in record.texts)),
            place,
            gaps if len(record.texts) > 1 else None,
            source=record.source,
        )


def gaps(text: str) -> Iterator[tuple[int, int]]:
    """The places between a record's texts.

    >>> list(gaps(f"A title{GAP}A body."))
    [(7, 12)]
    """
    return (m.span() for m in re.finditer(GAP, text))
