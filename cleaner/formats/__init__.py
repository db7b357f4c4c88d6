"""Containers of text: one file a format.  `FORMATS` is the table of contents.

A new format is a file with a `read` that turns a file's name and bytes into a `Source`, and a line in the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from cleaner.files import packing
from cleaner.formats.read_options import ReadOptions
from cleaner.formats.source import NoText, Source, Unreadable

if TYPE_CHECKING:
    from cleaner.formats.parts import Division

__all__ = [
    "FORMATS", "NoText", "ReadOptions", "Source", "Unreadable", "divided", "format_of_file", "format_read",
    "known_by_name", "read",
]  # fmt: skip


class Format(NamedTuple):
    """How a format is read, and how its files are known.

    Functions are named by their module in this room, `plain.read`: a module is imported when a file of its format
    comes.  Importing all of them took 0.13 s, as much as cleaning a page.
    """

    read: str  # of a name and bytes, and of `ReadOptions` too where it has fields
    suffixes: tuple[str, ...] = ()  # of its files' names
    when_named: tuple[str, ...] = ()  # read so only if the user names the very file; passed over in a folder
    shows: str = ""  # whether the first bytes show it; asked where the name leaves it open
    divided: str = ""  # into parts, where the file is large
    has_fields: bool = False  # its texts have names


FORMATS: dict[str, Format] = {
    "text": Format("plain.read_labelled", (".txt", ".text")),
    "markdown": Format("markdown.read", (".md", ".markdown")),
    "jsonl": Format("jsonfiles.read_lines", (".jsonl", ".ndjson"), has_fields=True, divided="jsonfiles.divided"),
    "json": Format("jsonfiles.read_value", (".json",), has_fields=True, divided="jsonfiles.divided"),
    "csv": Format("csv_table.read", (".csv", ".tsv"), has_fields=True, divided="csv_table.divided"),
    "parquet": Format("parquet.read", (".parquet", ".pq"), has_fields=True),
    "warc": Format("warc.read", (".warc",), divided="warc.divided"),
    "hocr": Format("scans.hocr.read", (".hocr",), shows="scans.hocr.is_hocr"),
    "alto": Format("scans.alto.read", shows="scans.alto.is_alto"),
    "page": Format("scans.page.read", shows="scans.page.is_page"),
    "epub": Format("epub.read", (".epub",)),
    "docx": Format("docx.read", (".docx",)),
    "pdf": Format("pdf.read", (".pdf",)),
    "captions": Format("captions.captioned.read", (".srt", ".vtt")),
    "html": Format("webpage.read", (".html", ".htm", ".xhtml"), when_named=(".xml",)),
}

_BY_SUFFIX = {suffix: name for name, format in FORMATS.items() for suffix in format.suffixes}
_WHEN_NAMED = {suffix: name for name, format in FORMATS.items() for suffix in format.when_named}
# Much is HTML or XML; the first bytes show which of it is something that we know.
_LEFT_OPEN = frozenset(FORMATS["html"].suffixes + FORMATS["html"].when_named)
HEAD = 65_536  # bytes; by then hOCR has had its first page, ALTO its root


def format_of_file(path: Path) -> str | None:
    """The format that a file's name tells, or its first bytes where the name leaves it open; None if neither does."""
    suffix = _suffix(path.name)
    if suffix not in _LEFT_OPEN:
        return _BY_SUFFIX.get(suffix)
    try:
        with path.open("rb") as file:
            return _shown(packing.opened(path.name, file).read(HEAD)) or _BY_SUFFIX.get(suffix)
    except (OSError, packing.NotUnpacked):
        return None


def known_by_name(name: str) -> bool:
    """Whether a file's name alone tells that it is read."""
    return _suffix(name) in _BY_SUFFIX


def _suffix(name: str) -> str:
    """The ending that tells the format, whatever the file is packed in."""
    return packing.suffix(packing.inner(name)).lower()


def _shown(data: bytes) -> str | None:
    """The format that a file's first bytes show."""
    head = data[:HEAD].replace(b"\0", b"") if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else data[:HEAD]
    return next((name for name, format in FORMATS.items() if format.shows and function(format.shows)(head)), None)


def format_read(name: str, data: bytes, options: ReadOptions = ReadOptions()) -> str:
    """The format that a file is read in.  What tells none, by content or name, is taken for plain text."""
    suffix = _suffix(name)
    by_content = _shown(data) if suffix in _LEFT_OPEN else None
    return options.format or by_content or _BY_SUFFIX.get(suffix) or _WHEN_NAMED.get(suffix, "text")


def read(name: str, data: bytes, options: ReadOptions = ReadOptions()) -> Source:
    """A file's documents.  Raises `Unreadable`."""
    source = _read(name, data, options)
    if options.to != "txt" or not any(document.cues for document in source.documents):
        return source
    from cleaner.formats.captions.labels import speakers
    from cleaner.formats.captions.prose import becoming_prose
    from cleaner.formats.captions.speakers import left_to_tell

    names = [*(name for _, name in options.speakers), *(one for d in source.documents for one in speakers(d.text))]
    left = tuple(left_to_tell(source, dict(options.speakers)).items())
    return becoming_prose(source, partial(_read, name, options=replace(options, speakers=left)), names)


def _read(name: str, data: bytes, options: ReadOptions) -> Source:
    known = format_read(name, data, options)
    if known == "html" and options.extract:
        from cleaner.formats import article

        return article.read(name, data)
    format = FORMATS[known]
    source: Source = function(format.read)(name, data, *([options] if format.has_fields else ()))
    if not options.speakers:
        return source
    from cleaner.formats.captions.speakers import renamed

    return renamed(source, dict(options.speakers))


def divided(
    name: str, head: bytes, rest: IO[bytes], options: ReadOptions
) -> Iterator[tuple[bytes, ReadOptions]] | None:
    """The parts of a large file that begins with `head`; None where its format is read whole.  Raises `Unreadable`."""
    from cleaner.formats.parts import in_parts

    format = FORMATS[format_read(name, head[:HEAD], options)]
    division: Division | None = function(format.divided)(name, head, options) if format.divided else None
    return in_parts(head, rest, division) if division else None


def function(place: str) -> Callable[..., Any]:
    """A function of a format, by its module and name."""
    module, _, name = place.rpartition(".")
    found: Callable[..., Any] = getattr(import_module(f"cleaner.formats.{module}"), name)
    return found
