"""Patterns that are alike: of one rule, and the same change beside words that stay.

`$84 millions → $84 million` and `$3 millions → $3 million` both change `millions` to `million`.  They are asked about
together, but each keeps its own words in the ledger, because its decision is found again by them.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache

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


def alike(rule: str, before: str, after: str | None) -> str:
    """A key: two patterns with the same key are one question.

    >>> alike("mt/es/millions", "$84 millions", "$84 million") == alike("mt/es/millions", "$3 millions", "$3 million")
    True
    """
    if after is None or rule.startswith(_OF_WORDS):
        return json.dumps([rule, before, *(() if after is None else (after,)), "whole"])
    changed = core(before, after)
    return json.dumps([rule, changed.before, changed.after])
