"""Grouping: patterns of one rule that make the same change are one question.

`$84 millions → $84 million` and `$3 millions → $3 million` both change `millions` to `million`.  They are asked about
together, but each keeps its own words in the ledger, because its decision is found again by them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from cleaner.ledger import Case, Pattern

Ids = tuple[int, ...]

_PIECES = re.compile(r"\w+|\W")
# These rules judge the whole word: that `to-day` is one word says nothing about `re-cover`.
_OF_WORDS = ("spelling/", "names/")


@dataclass(frozen=True, slots=True)
class Core:
    """The words that a change changes, and the words on both sides that stay."""

    left: str
    before: str
    after: str
    right: str

    def around(self, text: str) -> str:
        """The whole suggestion, with `text` in place of the words that change."""
        return self.left + text + self.right

    def inner(self, suggestion: str) -> str | None:
        """What another suggestion puts in place of these words; None if it changes the words beside them, too."""
        long_enough = len(suggestion) >= len(self.left) + len(self.right)
        if not (long_enough and suggestion.startswith(self.left) and suggestion.endswith(self.right)):
            return None
        return suggestion[len(self.left) : len(suggestion) - len(self.right)]


@lru_cache(maxsize=1 << 16)
def core(before: str, after: str) -> Core:
    """A change without the words and signs at its ends that stay.

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
    """A key: two patterns with the same key are one question."""
    if after is None or rule.startswith(_OF_WORDS):
        return rule, before, *(() if after is None else (after,)), "whole"
    changed = core(before, after)
    return rule, changed.before, changed.after


def suggestions(case: Case, alone: bool = True) -> tuple[str, ...]:
    """What may be put at a case.  Not `alone`: only what fits in place of the words that all its patterns change."""
    texts = tuple(s.text for s in case.record.finding.suggestions)
    if alone or case.record.after is None:
        return texts
    shared = core(case.record.before, case.record.after)
    return tuple(inner for text in texts if (inner := shared.inner(text)) is not None)


@dataclass(frozen=True, slots=True)
class Group:
    """Patterns that are one question together; its `number` stays the same while their cases are answered."""

    number: int
    patterns: Ids
    count: int  # of cases


def groups(tally: Iterable[tuple[int, int]], numbers: Mapping[int, int]) -> list[Group]:
    """The most frequent group first.  `tally`: patterns by id and number of cases; `numbers`: their questions.

    >>> groups([(1, 5), (2, 4), (3, 3)], {1: 1, 2: 2, 3: 2})
    [Group(number=2, patterns=(2, 3), count=7), Group(number=1, patterns=(1,), count=5)]
    """
    together: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for id, count in tally:
        together[numbers[id]].append((id, count))
    found = [Group(n, tuple(id for id, _ in ones), sum(c for _, c in ones)) for n, ones in together.items()]
    return sorted(found, key=lambda group: -group.count)


def in_common(pattern: Pattern) -> Pattern:
    """One of several patterns that are alike, with only the words that all of them change."""
    if pattern.after is None:
        return pattern
    shared = core(pattern.before, pattern.after)
    return replace(pattern, before=shared.before, after=shared.after)


def as_one(group: Sequence[Pattern], documents: int) -> Pattern:
    """Several patterns shown as one; `documents` is how many documents they stand in together."""
    total = sum(p.count for p in group)
    confidence = sum(p.confidence * p.count for p in group) / total
    return replace(in_common(group[0]), count=total, documents=documents, confidence=confidence)
