"""What a pack holds once it is read: rules and their parts, word classes, all frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from cleaner.model import Tier
from cleaner.rulebook.patterns import glob

KINDS = ("find", "words", "pattern", "confusion", "segment", "tokens")
REACHES = ("sentence", "paragraph", "document")
PLACES = ("head", "tail", "first", "last", "start", "end")
GIVES = ("word",)
HARMS = ("sexual", "criminal", "negation", "number", "agency")
CLASSES = ("number", "capital", "lower", "upper", "name", "known", "unknown")
# Belief in a rule that says nothing of its own: what the tiers promise (docs/rules.md).
PRIORS = {Tier.SAFE: 0.999, Tier.LIKELY: 0.95, Tier.ASK: 0.6, Tier.FLAG: 0.5}


class Cue(NamedTuple):
    """Words of which one must (or must not) stand within reach of a match."""

    any: tuple[str, ...]
    within: str


class Item(NamedTuple):
    """One member of a token sequence."""

    words: tuple[str, ...] = ()
    kind: str = ""
    excluded: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Tests:
    """A rule's own tests: texts it mends, points at, leaves alone, and cannot mend yet."""

    fix: Mapping[str, str] = field(default_factory=dict)
    flag: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    known_fail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of a pack, as its author wrote it."""

    id: str
    damage: str
    file: str
    line: int
    kind: str
    extends: str = ""
    find: Any = ()  # what the kind's reader gave: texts, a table, a pattern, items
    fix: tuple[str, ...] = ()
    inflect: str = ""
    tier: Tier = Tier.ASK
    why: str = ""
    near: tuple[Cue, ...] = ()
    never: tuple[Cue, ...] = ()
    unless: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    exact: bool = False
    prior: float = 0.0
    evidence: Mapping[str, float] = field(default_factory=dict)
    harm: str = ""
    gives: str = ""
    refs: tuple[str, ...] = ()
    note: str = ""
    tests: Tests = Tests()


class WordClass(NamedTuple):
    """A named list of words, and where it is declared.  `words` is never empty."""

    name: str
    words: tuple[str, ...]
    file: str
    line: int
    refs: tuple[str, ...] = ()
    note: str = ""

    @property
    def choice(self) -> str:
        """The words as a group of a pattern, longer ones before those that they begin with.

        >>> WordClass("isle", ("Man", "Man of Sark", "coloni[sz]e*"), "", 1).choice
        "(?:coloni[sz]e[\\\\p{L}\\\\p{M}\\\\p{N}'’-]*|Man of Sark|Man)"
        """
        return _choice(self.words)


@cache
def _choice(words: tuple[str, ...]) -> str:
    longest = sorted(words, key=lambda word: (-len(word), word))
    # A blank is a blank, as elsewhere in a pattern: the anchors can then multiply the words out.
    return f"(?:{'|'.join(' '.join(map(glob, word.split())) for word in longest)})"


class Pack(NamedTuple):
    """One file's rules, and the ids it switches off."""

    file: str
    rules: tuple[Rule, ...]
    without: tuple[str, ...] = ()
