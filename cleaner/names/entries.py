"""Reads the user's glossary: names as they should be, each with the forms that machines make of it.

A plain file has a name a line, `#` begins a remark.  A YAML file maps names to aliases:

    Zelvadroka:
    Kvashnin Bridge: [quash in bridge, Kvashnim bridge]
    GAAP:
      - {said: gap, near: [non, measures]}   # only where one of these words stands near
    OXXO:
      - {said: also, always: true}           # wherever it stands, although it is made of everyday words
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.files import given
from cleaner.names.name_words import keys
from cleaner.text.expressions import compiled

if TYPE_CHECKING:
    from cleaner.rulebook.yamltree import Node

MOST = 100_000  # entries; an index of so many takes some 200 MB
LONGEST = 100  # characters of a name or an alias
YAML = (".yaml", ".yml")
# A line of YAML or JSON: a map's key, a member of a list, a tag, brackets.
OTHER_FILE = compiled(r':$|: *[\[{"]|^(?:- |---|!!\w|[\[{])')


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


def read(files: Iterable[Path]) -> tuple[Entry, ...]:
    """The entries of some files together, each name once.  Raises `BadGlossary` and `given.NotGiven`."""
    aliases: dict[str, dict[Alias, str]] = {}
    for file in files:
        for where, entry in _entries(file):
            aliases.setdefault(entry.name, {}).update((alias, where) for alias in entry.aliases)
            if len(aliases) > MOST:
                raise BadGlossary(f"{file}: more than {MOST:,} names; is it the right file?")
    _contradictions(aliases)
    return tuple(Entry(name, tuple(own)) for name, own in aliases.items())


def _entries(file: Path) -> Iterator[tuple[str, Entry]]:
    """The entries of one file, each with the place where it stands."""
    content = unicodedata.normalize("NFC", given.text(file))  # texts are read composed
    if file.suffix.lower() in YAML:
        yield from _of_yaml(content, str(file))
        return
    for number, line in enumerate(content.splitlines(), 1):
        if name := " ".join(line.partition("#")[0].split()):
            if wrong := _wrong(name) or _other_file(name):
                raise BadGlossary(f"{file}:{number}: {wrong}")
            yield f"{file}:{number}", Entry(name)


def _of_yaml(content: str, file: str) -> Iterator[tuple[str, Entry]]:
    from cleaner.rulebook import yamltree
    from cleaner.rulebook.errors import RuleError

    try:
        root = yamltree.read(content, file)
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
    if wrong := _wrong(words):
        node.fail(wrong)
    return words


def _wrong(words: str) -> str:
    """Why some words can be no name and no alias; "" if they can."""
    if any(unicodedata.category(c) == "Cc" for c in words):
        return "a control character in a name; is it the right file?"
    if not any(c.isalnum() for c in words):
        return "a name has letters"
    if len(words) > LONGEST:
        return f"a name has at most {LONGEST} characters, this one {len(words):,}; is it the right file?"
    return ""


def _other_file(line: str) -> str:
    """Why a line of a plain list is rather one of YAML or JSON; "" if it may be a name (`CSI: Miami`).

    >>> _other_file("Ann: [Anne]") == _other_file("- Ann") != "", _other_file("CSI: Miami")
    (True, '')
    """
    if OTHER_FILE.search(line):
        return "this reads like YAML, not like a name; name the file .yaml, or write a name a line"
    return ""


def _contradictions(aliases: Mapping[str, Mapping[Alias, str]]) -> None:
    """Refuses an alias of two names, and one that is itself a name; capitals, marks and hyphens tell none apart."""
    names: dict[tuple[str, ...], set[str]] = {}
    for name in aliases:
        names.setdefault(keys(name), set()).add(name)
    meant: dict[tuple[tuple[str, ...], frozenset[str]], str] = {}
    for name, own in aliases.items():
        for alias, where in own.items():
            said = keys(alias.said)
            if name not in names.get(said, {name}) or (alias.said in aliases and alias.said != name):
                raise BadGlossary(f"{where}: “{alias.said}” is an alias of “{name}” and a name itself; leave out one")
            if meant.setdefault((said, alias.near), name) != name:
                other = meant[said, alias.near]
                raise BadGlossary(f"{where}: “{alias.said}” is an alias of “{other}” and of “{name}”; leave out one")
