"""The user's glossary: names as they should be, each with the forms that machines make of it.

A plain file has a name a line, `#` begins a remark.  A YAML file maps names to aliases:

    Zelvadroka:
    Kvashnin Bridge: [quash in bridge, Kvashnim bridge]
    GAAP:
      - {said: gap, near: [non, measures]}   # only where one of these words stands near
    OXXO:
      - {said: also, always: true}           # wherever it stands, although it is made of everyday words
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

from cleaner.files import given

if TYPE_CHECKING:
    from cleaner.names.exact import Exact
    from cleaner.names.near_names import NearNames
    from cleaner.rulebook.yamltree import Node

MOST = 100_000  # entries; an index of so many takes some 200 MB
LONGEST = 100  # characters of a name or an alias
YAML = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Alias:
    """What machines write for a name; `near`: only where one of these words stands near, in lower case.

    `always`: it is put right although it is made of everyday words.
    """

    said: str
    near: frozenset[str] = frozenset()
    always: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A name and its aliases."""

    name: str
    aliases: tuple[Alias, ...] = ()


class BadGlossary(ValueError):
    """A glossary that cannot be used: the file, the line, what is wrong and what to do."""


@dataclass(frozen=True)
class Glossary:
    """All entries, each name once.  What is worked out from them is worked out when first asked for.

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
        aliases: dict[str, dict[Alias, str]] = {}
        for file in files:
            for where, entry in _entries(file):
                aliases.setdefault(entry.name, {}).update((alias, where) for alias in entry.aliases)
                if len(aliases) > MOST:
                    raise BadGlossary(f"{file}: more than {MOST:,} names; is it the right file?")
        _contradictions(aliases)
        return Glossary(tuple(Entry(name, tuple(own)) for name, own in aliases.items()))

    def __bool__(self) -> bool:
        return bool(self.entries)

    @property
    def words(self) -> tuple[str, ...]:
        """The words of all names."""
        return tuple(word for entry in self.entries for word in entry.name.split())

    @cached_property
    def exact(self) -> Exact:
        """Finds its names and aliases in a text, letter by letter."""
        from cleaner.names.exact import Exact

        return Exact.of(self.entries)

    @cached_property
    def near_names(self) -> NearNames:
        """Finds its names that some letters are near to."""
        from cleaner.names.near_names import NearNames

        return NearNames.of(entry.name for entry in self.entries)


def _entries(file: Path) -> Iterator[tuple[str, Entry]]:
    """The entries of one file, each with the place where it stands."""
    content = normalize("NFC", given.text(file))  # texts are read composed
    if file.suffix.lower() in YAML:
        yield from _of_yaml(content, str(file))
        return
    for number, line in enumerate(content.splitlines(), 1):
        if name := line.partition("#")[0].strip():
            yield f"{file}:{number}", Entry(name)


def _of_yaml(content: str, file: str) -> Iterator[tuple[str, Entry]]:
    from cleaner.rulebook.errors import RuleError
    from cleaner.rulebook.yamltree import read

    try:
        root = read(content, file)
        if isinstance(root.value, list):
            for node in root.value:
                yield f"{file}:{node.line}", Entry(_words(node, node.text()))
            return
        for name, node in root.items().items():
            empty = node.tag == "null" or node.value == ""
            aliases = () if empty else tuple(_alias(one) for one in node.nodes())
            yield f"{file}:{node.line}", Entry(_words(node, name), aliases)
    except RuleError as error:
        raise BadGlossary(f"{error.file}:{error.line}: {error.message}") from None


def _alias(node: Node) -> Alias:
    if not isinstance(node.value, dict):
        return Alias(_words(node, node.text()))
    fields = node.items()
    if unknown := [name for name in fields if name not in ("said", "near", "always")]:
        node.fail(f"an alias has the fields `said`, `near` and `always`, not `{unknown[0]}`")
    if "said" not in fields:
        node.fail("an alias needs `said`: the words that stand there")
    near = fields["near"].texts() if "near" in fields else ()
    always = "always" in fields and fields["always"].flag()
    return Alias(_words(node, fields["said"].text()), frozenset(word.lower() for word in near), always)


def _words(node: Node, text: str) -> str:
    """A name or an alias in single blanks."""
    words = " ".join(text.split())
    if not any(c.isalnum() for c in words):
        node.fail("a name has letters")
    if len(words) > LONGEST:
        node.fail(f"a name has at most {LONGEST} characters, this one {len(words):,}; is it the right file?")
    return words


def _contradictions(aliases: Mapping[str, Mapping[Alias, str]]) -> None:
    """Refuses an alias of two names, and one that is itself a name."""
    names = {name.casefold(): name for name in aliases}
    meant: dict[tuple[str, frozenset[str]], str] = {}
    for name, own in aliases.items():
        for alias, where in own.items():
            said = alias.said.casefold()
            if names.get(said, name) != name:
                raise BadGlossary(f"{where}: “{alias.said}” is an alias of “{name}” and a name itself; leave out one")
            if meant.setdefault((said, alias.near), name) != name:
                other = meant[said, alias.near]
                raise BadGlossary(f"{where}: “{alias.said}” is an alias of “{other}” and of “{name}”; leave out one")
