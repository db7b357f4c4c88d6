"""Patterns that a person answers once: one rule, and the same change once the words that stay are set aside.

`$84 millions → $84 million` and `$3 millions → $3 million` are both `millions → million`.  Only the question is one:
in the ledger each keeps its own words, by which its decision is found again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
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


def groups(patterns: Iterable[Pattern]) -> list[tuple[Pattern, ...]]:
    """Patterns that are one question together, the most frequent first."""
    together: defaultdict[tuple[str, ...], list[Pattern]] = defaultdict(list)
    for pattern in patterns:
        together[_key(pattern)].append(pattern)
    return sorted(map(tuple, together.values()), key=lambda group: -sum(p.count for p in group))


def _key(pattern: Pattern) -> tuple[str, ...]:
    if pattern.after is None or pattern.rule.startswith(_OF_WORDS):
        return pattern.rule, str(pattern.id)
    changed = core(pattern.before, pattern.after)
    return pattern.rule, changed.before, changed.after, "changed"


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
