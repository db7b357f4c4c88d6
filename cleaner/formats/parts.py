"""A large file is read, cleaned and written in parts, so that memory is bounded whatever its size.

A part is a file of its format by itself: whole lines of JSON, whole rows of a table, whole records of a web archive.
The parts of the corrected file, one after the other, are the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from typing import IO, Any, NamedTuple

from cleaner.formats.read_options import Part, ReadOptions
from cleaner.formats.source import Unreadable

WHOLE = 64_000_000  # bytes, unpacked; a smaller file is read whole
PART = 8_000_000  # bytes, of which some 1,000 to 4,000 articles are made
# Bytes.  No record is so long; JSON may spell a letter of the longest article in up to 6 bytes.
LONGEST = 100_000_000

# Where in some bytes, of which the last record may be cut, the last whole record ends; 0 if none does.
LastEnd = Callable[[bytes], int]


class Division(NamedTuple):
    """How a file is parted, and how its parts are read.  `table`: how their rows are, if it is one."""

    options: ReadOptions
    last_end: LastEnd
    table: tuple[Any, ...] = ()


def last_line_end(data: bytes) -> int:
    """Where the last whole line ends."""
    return data.rfind(b"\n") + 1


def in_parts(head: bytes, rest: IO[bytes], division: Division) -> Iterator[tuple[bytes, ReadOptions]]:
    """The parts of a file that begins with `head`, and how each is read.  Raises `Unreadable`."""
    line = 1
    for number, (data, last) in enumerate(cut(head, rest, division.last_end), 1):
        yield data, replace(division.options, part=Part(number, last, line, division.table))
        line += data.count(b"\n")


def cut(head: bytes, rest: IO[bytes], last_end: LastEnd) -> Iterator[tuple[bytes, bool]]:
    """The file, which begins with `head`, in pieces of whole records; whether each is the last.

    Raises `Unreadable` for a record that is too long for memory.

    >>> import io
    >>> list(cut(b"a\\nb", io.BytesIO(b"\\nc"), lambda data: data.rfind(b"\\n") + 1))
    [(b'a\\n', False), (b'b\\nc', True)]
    """
    stream = chain((head[at : at + PART] for at in range(0, len(head), PART)), iter(lambda: rest.read(PART), b""))
    left, piece = b"", next(stream, b"")
    while piece:
        data, piece = left + piece, next(stream, b"")
        end = last_end(data) if piece else len(data)
        if end:
            yield data[:end], not piece
        elif len(data) > LONGEST:
            raise Unreadable(f"a record has more than {LONGEST // 1_000_000} MB, as no article has; split it")
        left = data[end:]
