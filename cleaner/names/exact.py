"""Where the names of a glossary stand as they should, and where its aliases stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.names.entries import Alias, Entry
from cleaner.names.name_words import NameWord, keys

NEAR = 3  # words before and after an alias, in which a word of its `near` is looked for
Sequences = Mapping[str, Sequence[tuple[tuple[str, ...], str, Alias | None]]]


class Standing(NamedTuple):
    """Words `[first, last)` of a text that are a name, or an alias of it."""

    first: int
    last: int
    name: str
    alias: Alias | None = None


@dataclass(frozen=True)
class Exact:
    """By first word, all names and aliases: their words, the name, and the alias where it is one."""

    names: Sequences
    aliases: Sequences

    @staticmethod
    def of(entries: Iterable[Entry]) -> Exact:
        names: dict[str, list[tuple[tuple[str, ...], str, Alias | None]]] = {}
        aliases: dict[str, list[tuple[tuple[str, ...], str, Alias | None]]] = {}
        for entry in entries:
            forms = [(names, entry.name, None), *((aliases, a.said, a) for a in entry.aliases)]
            for table, form, alias in forms:
                if words := keys(form):
                    table.setdefault(words[0], []).append((words, entry.name, alias))
        for table in (names, aliases):
            for sequences in table.values():
                sequences.sort(key=lambda one: -len(one[0]))  # the longest first
        return Exact(names, aliases)

    def right(self, words: Sequence[NameWord]) -> bytearray:
        """For each word, 1 where a name stands as it should, possessive too."""
        found = bytearray(len(words))
        for first, last, _, _ in self.names_in(words):
            found[first:last] = b"\1" * (last - first)
        return found

    def names_in(self, words: Sequence[NameWord]) -> Iterator[Standing]:
        """The names that stand in a text as they should, possessive too."""
        return _standing(self.names, words)

    def said(self, words: Sequence[NameWord]) -> Iterator[Standing]:
        """The aliases that stand in a text, none inside a name that stands as it should; where `near` asks, near it."""
        if not self.aliases:
            return
        right = self.right(words)
        for found in _standing(self.aliases, words):
            if not all(right[found.first : found.last]) or _own_form(found, words):
                yield found


def _own_form(found: Standing, words: Sequence[NameWord]) -> bool:
    """Whether an alias differs from its name in capitals or marks alone, and the name does not stand there."""
    here = words[found.first : found.last]
    return tuple(word.key for word in here) == keys(found.name) and " ".join(w.text for w in here) != found.name


def _standing(table: Sequences, words: Sequence[NameWord]) -> Iterator[Standing]:
    """Where sequences of a table stand, the longest at each place."""
    at = 0
    while at < len(words):
        for sequence, name, alias in table.get(words[at].key, ()):
            last = at + len(sequence)
            stands = tuple(word.key for word in words[at:last]) == sequence
            if stands and (alias is None or (_together(words, at, last) and is_near(alias, words, at, last))):
                yield Standing(at, last, name, alias)
                at = last - 1
                break
        at += 1


def _together(words: Sequence[NameWord], first: int, last: int) -> bool:
    """Whether nothing but one character stands between words: a blank, a hyphen."""
    return all(words[i + 1].start - words[i].end <= 1 for i in range(first, last - 1))


def is_near(alias: Alias, words: Sequence[NameWord], first: int, last: int) -> bool:
    """Whether one of the words that the alias asks for stands near it."""
    if not alias.near:
        return True
    around = (*words[max(0, first - NEAR) : first], *words[last : last + NEAR])
    return any(word.text.lower() in alias.near for word in around)
