"""The kinds of proposals: one small value for each, with its support and its line for the reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cleaner.learn.observations import Support
from cleaner.learn.precision import Precision
from cleaner.model import Tier
from cleaner.packs.exceptions import Exemption
from cleaner.rulebook.feedback import Answered
from cleaner.text.plural import count


@dataclass(frozen=True, slots=True)
class NewRule:
    """These words are wrong; `entry` says so in the rule language."""

    folder: str
    name: str
    before: str
    after: str
    entry: Mapping[str, Any]
    support: Support
    kind = "rule"

    @property
    def id(self) -> str:
        return f"{self.folder}/{self.name}" if self.folder else self.name

    @property
    def title(self) -> str:
        return f"rule {self.id}: “{self.before}” → “{self.after}” ({self.support})"


@dataclass(frozen=True, slots=True)
class Leave:
    """A rule is wrong about some words."""

    rule: str
    exemption: Exemption
    support: Support
    kind = "exception"

    @property
    def title(self) -> str:
        return f"exception to {self.rule}: leave “{self.exemption.words}” ({self.support})"


@dataclass(frozen=True, slots=True)
class SwitchOff:
    """A rule was wrong every time."""

    rule: str
    words: tuple[str, ...]
    support: Support
    kind = "off"

    @property
    def title(self) -> str:
        wrong = ", ".join(f"“{w}”" for w in self.words[:5])
        return f"switch {self.rule} off: always wrong, on {wrong} ({self.support.cases} times of {self.support.cases})"


@dataclass(frozen=True, slots=True)
class RightWord:
    """The speller doubts a word that is right."""

    word: str
    support: Support
    kind = "word"

    @property
    def title(self) -> str:
        return f"word that is right: “{self.word}” ({self.support})"


@dataclass(frozen=True, slots=True)
class RightName:
    """A name that is misspelt in several ways: on a glossary it draws all of them."""

    name: str
    spellings: tuple[str, ...]
    support: Support
    kind = "name"

    @property
    def title(self) -> str:
        wrong = ", ".join(f"“{s}”" for s in self.spellings)
        return f"name for the glossary: “{self.name}”, for {wrong} ({self.support})"


@dataclass(frozen=True, slots=True)
class NewTier:
    """A rule that people nearly always, or too seldom, agreed with may go further, or less far, by itself."""

    rule: str
    tier: Tier
    was: Tier
    precision: Precision
    kind = "tier"

    @property
    def title(self) -> str:
        p, told = self.precision, self.precision.answered
        sure, what = (p.at_least, "right") if self.tier is Tier.LIKELY else (p.wrong_at_least, "wrong")
        accepted = f"{told.right} of {told.of} accepted: at least {sure:.0%} {what}"
        return f"{self.rule} becomes `{self.tier}`, was `{self.was}` ({accepted})"


@dataclass(frozen=True, slots=True)
class Confused:
    """Letters that were read for others: how often, what that costs in nats, and words that show it."""

    read: str
    printed: str
    support: Support
    cost: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Confusions:
    """What this scanner confuses more often than the shipped table says."""

    rows: tuple[Confused, ...]
    kind = "letters"

    @property
    def title(self) -> str:
        return f"{len(self.rows)} confusions of letters for your own table"


@dataclass(frozen=True, slots=True)
class Answers:
    """How often people agreed with each rule, to be weighed in later runs; `run` tells whose answers these are."""

    run: str
    rows: tuple[Answered, ...]
    kind = "answers"

    @property
    def title(self) -> str:
        return f"what people said of {count(len(self.rows), 'rule')}, to be weighed in later runs"


Proposal = NewRule | Leave | SwitchOff | RightWord | RightName | NewTier | Confusions | Answers
