"""Documents and their partners: the other version of each, in the file of the same name, by the same id.

Both files are read once, one after the other.  Partners that come before they are asked for wait in a file of the
system's temporary folder, so that memory stays flat whatever the order and the number of records.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cleaner.batch.parted import parted
from cleaner.files.given import Misuse
from cleaner.formats import ReadOptions, Unreadable, read
from cleaner.formats.outcome import Input
from cleaner.model import Document


@dataclass(frozen=True, slots=True)
class Witnessed(Document):
    """A document with another version of it; None where there is none, and `lacks` says why.

    `others`: further versions, where there are some.
    """

    version: str | None = field(default=None, compare=False, repr=False)
    lacks: str = field(default="", compare=False, repr=False)
    others: tuple[str, ...] = field(default=(), compare=False, repr=False)


def key_of(document: Document, item: Input) -> str:
    """A document's name in its file: what is named after the file has none of its own, for the partner's differs.

    >>> file = Input(Path("in/a.txt"), "a.txt")
    >>> key_of(Document("a.txt", ""), file), key_of(Document("7", ""), file)
    ('', '7')
    """
    return document.id.removeprefix(item.label)


class Partners:
    """The texts of one file, found by the names of their documents."""

    def __init__(self, item: Input, options: ReadOptions) -> None:
        self._documents = _documents(item, options)
        self._waiting = sqlite3.connect("")  # in a temporary file, which goes when it is closed
        self._waiting.execute("CREATE TABLE waiting (name TEXT, text BLOB)")
        self._waiting.execute("CREATE INDEX names ON waiting (name)")

    def find(self, name: str) -> str | None:
        """The text of the document of that name, which is found no second time; None if there is none.

        Raises `Unreadable`.
        """
        row = self._waiting.execute("SELECT rowid, text FROM waiting WHERE name = ? LIMIT 1", (name,)).fetchone()
        if row:
            self._waiting.execute("DELETE FROM waiting WHERE rowid = ?", (row[0],))
            return str(row[1].decode("utf-8", "surrogatepass"))
        for other, text in self._documents:
            if other == name:
                return text
            self._wait(other, text)
        return None

    def left(self) -> list[str]:
        """The names of all that nobody asked for."""
        for name, text in self._documents:
            self._wait(name, text)
        return [row[0] for row in self._waiting.execute("SELECT name FROM waiting ORDER BY rowid")]

    def _wait(self, name: str, text: str) -> None:
        held = text.encode("utf-8", "surrogatepass")
        self._waiting.execute("INSERT INTO waiting VALUES (?, ?)", (name, held))


def _documents(item: Input, options: ReadOptions) -> Iterator[tuple[str, str]]:
    for part in parted(item, options):
        try:
            source = read(part.label, part.read(), part.options or options)
        except Unreadable as error:
            raise Unreadable(f"{item.path}: {error}") from None
        for document in source.documents:
            yield key_of(document, part), document.text


def partner_of(item: Input, after: Path) -> Input:
    """Where the other version of a file is: `after` itself, or the file of the same name below it."""
    if not after.is_dir():
        return Input(after, after.name)
    place = after / item.name
    if place.is_file():
        return Input(place, item.name)
    raise Unreadable(f"{place}: no such file, so there is no second version")


def checked(before: Path, after: Path) -> None:
    """Raises `Misuse` for two places that cannot be matched."""
    for place in (before, after):
        if not place.exists():
            raise Misuse(f"{place}: no such file or folder")
    if before.is_dir() and not after.is_dir():
        raise Misuse(f"{before} is a folder and {after} a file: give two folders (matched by name) or two files")
