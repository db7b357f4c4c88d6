"""The values that the ledger gives and takes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cleaner.ledger.decision import Answer, as_ruling
from cleaner.ledger.neighbours import Side
from cleaner.model import Diagnosis, Record, Ruling, Tier, Verdict


class Status(StrEnum):
    """Which findings are meant."""

    OPEN = "open"  # questions and flags that nobody has answered
    FIXED = "fixed"  # fixed by the run, not looked at by a person
    ANSWERED = "answered"
    SEEN = "seen"  # answered, and not without being looked at
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which findings are wanted; what is left empty does not restrict."""

    status: Status = Status.OPEN
    rule: str = ""  # with `*`, and several with commas between: `mt/es/*,ocr/tbe`
    tier: Tier | None = None
    low: float = 0.0
    high: float = 1.0
    document: int | None = None
    patterns: tuple[int, ...] = ()  # any of these
    alike: int | None = None  # those of one question
    words: str = ""  # looked for in what stands and in what is suggested
    only_rule: str = ""  # this very rule
    confusion: str = ""  # as `lots.confusion` names it
    without: tuple[int, ...] = ()  # documents that are left out


@dataclass(frozen=True, slots=True)
class Pattern:
    """Equal findings: one rule, the same words, the same suggestion.  `count` is of those that pass the filter."""

    id: int
    rule: str
    damage: str
    tier: Tier
    before: str
    after: str | None
    why: str
    count: int
    documents: int
    confidence: float  # the mean

    @property
    def is_flag(self) -> bool:
        """Whether there is nothing to put in its place."""
        return self.after is None


@dataclass(frozen=True, slots=True)
class Group:
    """Patterns that are alike, and so one question; its `number` stays the same while their cases are answered."""

    number: int
    count: int  # of cases


@dataclass(frozen=True, slots=True)
class Case:
    """A finding as it stands in the ledger: one place of a pattern, and what was answered there."""

    id: int
    pattern: int
    document: int
    path: str
    name: str
    record: Record
    left: Side
    right: Side
    answer: Answer | None = None
    text: str | None = None
    decision: int | None = None
    implied: bool = False  # closed because a neighbour that overlaps it was accepted

    @property
    def is_open(self) -> bool:
        return self.answer is None and not self.implied and self.record.verdict is not Verdict.FIX

    @property
    def ruling(self) -> Ruling | None:
        """What a person's answer comes to; None where nobody answered."""
        if self.answer is None:
            return None
        return as_ruling(self.answer, self.text, f"{self.answer.done} in review", self.decision or 0)

    @property
    def result(self) -> str | None:
        """What is to stand here in the final text; None where the original stays."""
        if said := self.ruling:
            return said.text
        return self.record.after if self.record.verdict is Verdict.FIX and not self.implied else None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A case with some text on both sides; `cut_*` tells whether there is more."""

    left: str
    words: str
    right: str
    cut_left: bool
    cut_right: bool


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document of the ledger, without its text."""

    id: int
    path: str
    name: str
    chars: int
    findings: int
    open: int
    diagnosis: Diagnosis
    digest: str

    @property
    def title(self) -> str:
        """How people know it: its path, and its id where a file holds many.

        >>> DocumentRow(1, "in/a.jsonl", "17", 0, 0, 0, Diagnosis(), "").title
        'in/a.jsonl: 17'
        """
        return self.path if self.name in ("", self.path) else f"{self.path}: {self.name}"


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who answers, and in which session, which can be undone as a whole; "" is the user of this machine."""

    who: str = ""
    session: str = ""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A decision as the ledger keeps it: one line of its history."""

    id: int
    at: str
    who: str
    session: str
    answer: str
    text: str | None
    scope: str
    rule: str
    before: str
    cases: int
    undone: bool
    note: str

    @property
    def named(self) -> str:
        """The answer as the reviewer would call it: `accept “mob”`, `reject, always`, `accept, in this document`."""
        put = f" “{self.text}”" if self.text is not None else ""
        reach = {"always": ", always", "document": ", in this document", "unseen": ", unseen"}.get(self.scope, "")
        return f"{self.answer}{put}{reach}"


@dataclass(frozen=True, slots=True)
class Written:
    """A file that a decision changed beyond the ledger: what it held, None where there was none, and what it holds."""

    path: str
    before: str | None
    after: str


def excerpt(text: str, start: int, end: int, reach: int = 60) -> Excerpt:
    """The text around a place, cut at words where it must be cut.

    >>> excerpt("He feared that the mafia would enter the embassy.", 19, 24, reach=12)
    Excerpt(left='that the ', words='mafia', right=' would', cut_left=True, cut_right=True)
    """
    low, high = max(0, start - reach), min(len(text), end + reach)
    left, right = text[low:start], text[end:high]
    if low > 0 and " " in left.rstrip():
        left = left[left.index(" ") + 1 :]
    if high < len(text) and " " in right.lstrip():
        right = right[: right.rindex(" ")]
    return Excerpt(left, text[start:end], right, low > 0, high < len(text))


@dataclass(frozen=True, slots=True)
class Example:
    """A case with the text around it."""

    case: Case
    excerpt: Excerpt
    dropped: bool = False
