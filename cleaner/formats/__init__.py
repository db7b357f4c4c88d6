"""Containers of text: one file a format.  `FORMATS` and `SUFFIXES` are the table of contents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from cleaner.formats import jsonl, markdown, text
from cleaner.formats.source import ByteEdit, Place, Problem, Source, Unreadable

__all__ = ["FORMATS", "SUFFIXES", "ByteEdit", "Place", "Problem", "Source", "Unreadable", "format_of", "read"]

FORMATS: dict[str, Callable[..., Source]] = {
    "text": text.read,
    "markdown": markdown.read,
    "jsonl": jsonl.read,
}

SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}


def format_of(name: str) -> str | None:
    """The format that a file's name tells; None if it tells none."""
    return SUFFIXES.get(PurePath(name).suffix.lower())


def read(name: str, data: bytes, format: str | None = None, text_field: str = "text", id_field: str = "id") -> Source:
    """A file's documents.  A name that tells no format is taken for plain text.  Raises `Unreadable`."""
    format = format or format_of(name) or "text"
    if format == "jsonl":
        return jsonl.read(name, data, text_field, id_field)
    return FORMATS[format](name, data)
