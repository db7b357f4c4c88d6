"""The words of a text as names are compared: parts at hyphens, small letters, no possessive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import combining, normalize

from cleaner.text.analysis import WORD, Token
from cleaner.text.expressions import compiled

_PART = compiled(r"[^-‐‑]+")
_POSSESSIVE = ("'s", "’s")


class NameWord(NamedTuple):
    """A word of a text without its possessive.  `key`: its letters alone, small; `first`, `last`: of its token."""

    start: int
    end: int
    text: str
    key: str
    first: bool
    last: bool


@lru_cache(maxsize=200_000)
def key(word: str) -> str:
    """The letters and figures of a word, small and without marks.

    >>> key("O’Neill"), key("México"), key("AT&T")
    ('oneill', 'mexico', 'att')
    """
    plain = word.lower()
    if not plain.isascii():
        plain = "".join(c for c in normalize("NFKD", plain) if not combining(c))
    return plain if plain.isalnum() else "".join(c for c in plain if c.isalnum())


def keys(words: str) -> tuple[str, ...]:
    """The keys of some words, parts at hyphens counted singly.

    >>> keys("Jean-Marc's book")
    ('jean', 'marc', 'book')
    """
    return tuple(word.key for word in name_words(Token(m.start(), m.end(), m[0]) for m in WORD.finditer(words)))


def name_words(tokens: Iterable[Token]) -> Iterator[NameWord]:
    """The words of some tokens."""
    for start, _, text in tokens:
        bare = text[:-2] if text.endswith(_POSSESSIVE) and len(text) > 2 else text
        if "-" not in bare and "‐" not in bare and "‑" not in bare:
            yield NameWord(start, start + len(bare), bare, key(bare), True, True)
            continue
        for m in _PART.finditer(bare):
            last = m.end() == len(bare)
            yield NameWord(start + m.start(), start + m.end(), m[0], key(m[0]), m.start() == 0, last)
