"""Tables of cells (CSV, TSV): a row is an article, its cells of prose are its texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from typing import NamedTuple

from cleaner.files import packing
from cleaner.formats.decoding import decoded
from cleaner.formats.parts import PART, Division, last_line_end
from cleaner.formats.read_options import ReadOptions
from cleaner.formats.records import DataRecord, Escaping, Text, documents
from cleaner.formats.source import NoText, Source, SourceEdit
from cleaner.model import Edit
from cleaner.text import edits as algebra

_DELIMITERS = ",;\t|"
_SAMPLE = 50  # rows, from which the delimiter is told
_SAID = re.compile(r"sep=(.)\r?\n")  # Excel's way to name the delimiter
_WORD = re.compile(r"\W*[^\W\d_]+(?:['’-][^\W\d_]+)*\W*")  # letters, with punctuation round them


@dataclass(frozen=True, slots=True)
class Field:
    """A cell's place in the file, without its quotes if it has some.  One with a quote that never ends reads ""."""

    start: int
    end: int
    reads: str
    quoted: bool


Row = list[Field]


class Shape(NamedTuple):
    """How the rows of a file are read."""

    delimiter: str
    has_head: bool  # the first row names the columns
    columns: Sequence[int]  # with the texts
    names: int | None  # the column with the rows' names
    sources: int | None = None  # that with where they come from


def read(name: str, data: bytes, options: ReadOptions = ReadOptions()) -> Source:
    """A document for each row: its cells in the columns that are named, or else in those that hold prose.

    The first row is taken for the columns' names, and is not cleaned, unless a sentence stands in it.
    Raises `NoText` where no column is named so, or none holds prose.
    """
    file = decoded(data)
    shape, table = _shape(name, file.text, options)
    delimiter, columns = shape.delimiter, shape.columns
    body = table[1:] if shape.has_head and not _goes_on(options) else table
    found = []
    for row in body:
        cells = [row[i] for i in columns if i < len(row) and row[i].reads.strip()]
        if cells:
            texts = tuple(Text(c.start, c.end, c.reads, _escaping(delimiter, c.quoted)) for c in cells)
            span = row[0].start - row[0].quoted, row[-1].end + row[-1].quoted
            found.append(DataRecord(*span, texts, _cell_of(row, shape.names), _cell_of(row, shape.sources)))
    return Source(
        name, data, tuple(documents(file, name, found, options.part.line if options.part else 1)), (), file.notices
    )


def _cell_of(row: Row, column: int | None) -> str:
    return row[column].reads if column is not None and column < len(row) else ""


def _shape(name: str, text: str, options: ReadOptions) -> tuple[Shape, list[Row]]:
    """How a file's rows are read, and the rows."""
    said = None if _goes_on(options) else _SAID.match(text)
    start = said.end() if said else 0
    if options.part and options.part.table:
        shape = Shape(*options.part.table)
        return shape, list(rows(text, shape.delimiter, start))
    delimiter = said[1] if said else "\t" if packing.inner(name).lower().endswith(".tsv") else _delimiter(text)
    table = list(rows(text, delimiter, start))
    head = [cell.reads.strip() for cell in table[0]] if table and _is_head(table[0]) else []
    columns = _named(options.text_field, head) if options.text_field else _of_prose(table[1:] if head else table)
    names, sources = (head.index(f) if f in head else None for f in (options.id_field, options.source_field))
    return Shape(delimiter, bool(head), columns, names, sources), table


def _goes_on(options: ReadOptions) -> bool:
    return options.part is not None and options.part.number > 1


def divided(name: str, head: bytes, options: ReadOptions) -> Division | None:
    """How a large file's rows are parted.  Raises `NoText`."""
    if b"\0" in head:
        return None
    sample = head[:PART]
    shape, _ = _shape(name, decoded(sample[: last_line_end(sample)]).text, options)
    return Division(options, partial(_last_row_end, shape.delimiter), tuple(shape))


def _last_row_end(delimiter: str, data: bytes) -> int:
    """Where the last whole row ends.  A cell whose quote does not end in the next PART bytes has one too many."""
    text = data.decode("latin-1")  # a character for each byte; delimiters and quotes are the same in all encodings
    end = 0
    for row in rows(text, delimiter):
        opened = any(not cell.quoted and text.startswith('"', cell.start) for cell in row)
        after = row[-1].end + row[-1].quoted
        after += 2 if text.startswith("\r\n", after) else 1
        if after >= len(text) or (opened and len(text) - end < PART):
            break
        end = after
    return end


def rows(text: str, delimiter: str, at: int = 0) -> Iterator[Row]:
    """The cells of each row.

    >>> [[c.reads for c in row] for row in rows('a,b\\r\\n1,"x, ""y"" z"\\n', ",")]
    [['a', 'b'], ['1', 'x, "y" z']]
    """
    cell = _cell(delimiter)
    row: Row = []
    while at < len(text) and (m := cell.match(text, at)):
        quoted = m["quoted"] is not None
        start, end = m.span("quoted" if quoted else "bare")
        raw = text[start:end]
        row.append(Field(start, end, raw.replace('""', '"') if quoted else "" if raw.startswith('"') else raw, quoted))
        at = m.end()
        if m["end"] != delimiter:
            yield row
            row = []
    if row:  # the file ends with a delimiter: one more cell, and nothing in it
        yield [*row, Field(at, at, "", False)]


@cache
def _cell(delimiter: str) -> re.Pattern[str]:
    end = re.escape(delimiter)
    quoted = rf'"(?P<quoted>[^"]*+(?:""[^"]*+)*+)"(?={end}|[\r\n]|\Z)'
    return re.compile(rf"(?:{quoted}|(?P<bare>[^{end}\r\n]*+))(?P<end>{end}|\r\n|\r|\n|\Z)")


def _delimiter(text: str) -> str:
    """The delimiter with which most rows have the same number of cells, more than one."""

    def agreement(delimiter: str) -> float:
        widths = [len(row) for row in islice(rows(text, delimiter), _SAMPLE)]
        width, count = Counter(widths).most_common(1)[0] if widths else (1, 0)
        return count / len(widths) if width > 1 else 0.0

    return max(_DELIMITERS, key=agreement)


def _is_head(row: Row) -> bool:
    return not any(len(cell.reads.split()) > 4 for cell in row)


def _named(fields: Sequence[str], head: Sequence[str]) -> list[int]:
    columns = [i for i, title in enumerate(head) if title in fields]
    if not columns:
        there = f"there are {', '.join(map(repr, head[:20]))}" if head else "its first row is no row of names"
        raise NoText(f"no column {' or '.join(map(repr, fields))}; {there}; see --text-field")
    return columns


def _of_prose(body: Sequence[Row]) -> list[int]:
    """The columns half of whose cells have two words and more; codes, numbers, dates and single words are no prose."""
    filled: Counter[int] = Counter()
    prose: Counter[int] = Counter()
    for row in body:
        for i, cell in enumerate(row):
            filled[i] += bool(cell.reads.strip())
            prose[i] += sum(1 for word in cell.reads.split() if _WORD.fullmatch(word)) > 1
    columns = [i for i in sorted(prose) if prose[i] * 2 >= filled[i] > 0]
    if not columns:
        raise NoText("no column holds sentences or titles; name what is to be read with --text-field")
    return columns


@cache
def _escaping(delimiter: str, quoted: bool) -> Escaping:
    return Escaping(re.compile(r'""|.', re.S), _in_quotes if quoted else partial(_bare, delimiter))


def _in_quotes(source: str, start: int, end: int, edits: Sequence[SourceEdit]) -> Iterator[SourceEdit]:
    for a, b, new in edits:
        yield a, b, new.replace('"', '""')


def _bare(delimiter: str, source: str, start: int, end: int, edits: Sequence[SourceEdit]) -> Iterator[SourceEdit]:
    """As it is; if a mark that would end the cell comes into it, the cell is put into quotes."""
    if not any(mark in new for _, _, new in edits for mark in (delimiter, '"', "\r", "\n")):
        yield from edits
        return
    whole = algebra.apply(source[start:end], [Edit(a - start, b - start, new) for a, b, new in edits])
    doubled = whole.replace('"', '""')
    yield start, end, f'"{doubled}"'
