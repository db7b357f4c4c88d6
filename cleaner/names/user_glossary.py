"""The user's glossary: all its entries, and what finds them in a text, worked out when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cleaner.names.entries import Entry, read
from cleaner.names.exact import Exact
from cleaner.names.near_names import NearNames


@dataclass(frozen=True)
class Glossary:
    """All entries, each name once.

    >>> Glossary.of(["Zelvadroka", "Kvashnin Bridge"]).words
    ('Zelvadroka', 'Kvashnin', 'Bridge')
    """

    entries: tuple[Entry, ...] = ()

    @staticmethod
    def of(names: Iterable[str]) -> Glossary:
        """A glossary of names without aliases."""
        return Glossary(tuple(Entry(name) for name in dict.fromkeys(names)))

    @staticmethod
    def read(files: Iterable[Path]) -> Glossary:
        """The entries of some files together.  Raises `BadGlossary` and `given.NotGiven`."""
        return Glossary(read(files))

    def __bool__(self) -> bool:
        return bool(self.entries)

    @property
    def words(self) -> tuple[str, ...]:
        """The words of all names."""
        return tuple(word for entry in self.entries for word in entry.name.split())

    @cached_property
    def exact(self) -> Exact:
        """Finds its names and aliases in a text, letter by letter."""
        return Exact.of(self.entries)

    @cached_property
    def near_names(self) -> NearNames:
        """Finds its names that some letters are near to."""
        return NearNames.of(entry.name for entry in self.entries)
