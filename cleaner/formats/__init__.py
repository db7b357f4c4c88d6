"""Containers of text: one file a format.  `FORMATS` and `SUFFIXES` are the table of contents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePath

from cleaner.formats import csv_table, jsonfiles, markdown, marked, plain
from cleaner.formats.read_options import ReadOptions
from cleaner.formats.scans import alto, hocr
from cleaner.formats.source import ByteEdit, NoText, Place, Problem, Source, Unreadable

__all__ = [
    "FIELDED", "FORMATS", "SUFFIXES", "ByteEdit", "NoText", "Place", "Problem", "ReadOptions", "Source", "Unreadable",
    "format_of", "format_of_file", "format_read", "read",
]  # fmt: skip

FORMATS: dict[str, Callable[..., Source]] = {
    "text": plain.read,
    "markdown": markdown.read,
    "jsonl": jsonfiles.read_lines,
    "json": jsonfiles.read_value,
    "csv": csv_table.read,
    "hocr": hocr.read,
    "alto": alto.read,
    "captions": marked.captions,
    "html": marked.html,
}

FIELDED = frozenset({"jsonl", "json", "csv"})  # whose texts have names

SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".hocr": "hocr",
}

# Read so when somebody names the very file; in a folder passed over, for more is in them than a plain text has.
WHEN_NAMED = {
    ".srt": "captions",
    ".vtt": "captions",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".xml": "html",
}

# Names that do not tell: much is HTML or XML, and only what shows that it is one of these is read as such.
TELLS: dict[str, Callable[[bytes], bool]] = {"hocr": hocr.is_hocr, "alto": alto.is_alto}
UNTOLD = frozenset({".html", ".htm", ".xhtml", ".xml"})
HEAD = 65_536  # bytes; by then hOCR has had its first page, ALTO its root


def format_of(name: str) -> str | None:
    """The format that a file's name tells; None if it tells none."""
    return SUFFIXES.get(PurePath(name).suffix.lower())


def format_of_file(path: Path) -> str | None:
    """The format that a file's name tells, or its first bytes where the name leaves it open; None if neither does."""
    format = format_of(path.name)
    if format is None and path.suffix.lower() in UNTOLD:
        try:
            with path.open("rb") as file:
                return _told(path.name, file.read(HEAD))
        except OSError:
            return None
    return format


def _told(name: str, data: bytes) -> str | None:
    """The format that a file's first bytes tell."""
    if PurePath(name).suffix.lower() not in UNTOLD:
        return None
    head = data[:HEAD].replace(b"\0", b"") if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else data[:HEAD]
    return next((format for format, tells in TELLS.items() if tells(head)), None)


def format_read(name: str, data: bytes, options: ReadOptions = ReadOptions()) -> str:
    """The format that a file is read in."""
    when_named = WHEN_NAMED.get(PurePath(name).suffix.lower(), "text")
    return options.format or format_of(name) or _told(name, data) or when_named


def read(name: str, data: bytes, options: ReadOptions = ReadOptions()) -> Source:
    """A file's documents.  What tells no format, by content or name, is taken for plain text.  Raises `Unreadable`."""
    format = format_read(name, data, options)
    if format not in FIELDED:
        return FORMATS[format](name, data)
    return FORMATS[format](name, data, options)
