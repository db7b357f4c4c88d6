"""Patterns that a person answers once: one rule, and the same change once the words that stay are set aside.

`$84 millions → $84 million` and `$3 millions → $3 million` are both `millions → million`.  Only the question is one:
in the ledger each keeps its own words, by which its decision is found again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from cleaner.ledger import Pattern

_PIECES = re.compile(r"\w+|\W")
# These judge the whole word: that `to-day` is one says nothing of `re-cover`.
_OF_WORDS = ("spelling/", "names/")


@dataclass(frozen=True, slots=True)
class Core:
    """What a change changes, and what stands on both sides of it and stays."""

    left: str
    before: str
    after: str
    right: str

    def around(self, text: str) -> str:
        """The whole suggestion with `text` in place of what is changed."""
        return self.left + text + self.right

    def inner(self, suggestion: str) -> str | None:
        """What another suggestion puts in place of what is changed; None if it also changes what stands beside."""
        long_enough = len(suggestion) >= len(self.left) + len(self.right)
        if not (long_enough and suggestion.startswith(self.left) and suggestion.endswith(self.right)):
            return None
        return suggestion[len(self.left) : len(suggestion) - len(self.right)]


@lru_cache(maxsize=1 << 16)
def core(before: str, after: str) -> Core:
    """A change without the words and signs that are equal at its ends.

    >>> core("$84 millions", "$84 million")
    Core(left='$84 ', before='millions', after='million', right='')
    >>> core("said reporters", "told reporters").around("assured")
    'assured reporters'
    """
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    rest = shorter - head
    tail = next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)
    return Core(
        "".join(old[:head]),
        "".join(old[head : len(old) - tail]),
        "".join(new[head : len(new) - tail]),
        "".join(old[len(old) - tail :]),
    )


def alike(rule: str, before: str, after: str | None) -> tuple[str, ...]:
    """What two patterns have in common if they are one question."""
    if after is None or rule.startswith(_OF_WORDS):
        return rule, before, *(() if after is None else (after,)), "whole"
    changed = core(before, after)
    return rule, changed.before, changed.after


@dataclass(frozen=True, slots=True)
class Group:
    """Patterns that are one question together, and how many cases they have."""

    patterns: tuple[int, ...]
    count: int


def groups(tally: Iterable[tuple[int, int]], key: Callable[[int], tuple[str, ...]]) -> list[Group]:
    """The most frequent first, of patterns by id and number of cases; `key` is what is equal within a group.

    >>> groups([(1, 5), (2, 4), (3, 3)], lambda id: ("a",) if id == 1 else ("b",))
    [Group(patterns=(2, 3), count=7), Group(patterns=(1,), count=5)]
    """
    together: defaultdict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for id, count in tally:
        together[key(id)].append((id, count))
    found = [Group(tuple(id for id, _ in ones), sum(n for _, n in ones)) for ones in together.values()]
    return sorted(found, key=lambda group: -group.count)


def as_one(group: Sequence[Pattern]) -> Pattern:
    """What a group is shown as: a pattern of its own words, or what several have in common.

    `documents` may count one twice; whoever shows it asks the ledger.
    """
    first = group[0]
    if len(group) == 1 or first.after is None:
        return first
    total = sum(p.count for p in group)
    shared = core(first.before, first.after)
    return replace(
        first,
        before=shared.before,
        after=shared.after,
        count=total,
        documents=sum(p.documents for p in group),
        confidence=sum(p.confidence * p.count for p in group) / total,
    )
