"""The nouns.  Every value here is frozen; every span counts characters, `[start, end)`, of the original text.

In the order in which a text meets them: detectors make `Finding`s of a `Document`; `decide` makes a `Record` of each,
with a `Verdict`; the records with the verdict *fix* are `Edit`s; all of it together is `Cleaned`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from cleaner.model.cue import TimedCue
from cleaner.model.file_evidence import FileEvidence
from cleaner.model.offsets import Offsets
from cleaner.model.unified_diff import ByteEdit, unified

Confidences = tuple[tuple[int, int, float], ...]  # words that an engine was not sure of: start, end, how sure (0 to 1)


class Tier(StrEnum):
    """How far a rule may ever go by itself, whatever its confidence."""

    SAFE = "safe"  # fixed in an unattended run
    LIKELY = "likely"  # fixed when its confidence reaches the policy's bar, else asked
    ASK = "ask"  # never fixed unattended
    FLAG = "flag"  # pointed at; no fix is offered


class Verdict(StrEnum):
    """What is done with a finding."""

    FIX = "fix"
    ASK = "ask"
    FLAG = "flag"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Document:
    """One article."""

    id: str
    text: str
    container: object = field(default=None, compare=False, repr=False)  # what only its format needs, to write it back
    # Which spans of a text its markup keeps (code in Markdown); asked again whenever the text has changed.
    protect: Callable[[str], Iterable[tuple[int, int]]] | None = field(default=None, compare=False, repr=False)
    word_confidences: Confidences = field(default=(), compare=False, repr=False)  # of a scan's `engine`, in order
    engine: str = field(default="", compare=False, repr=False)
    kept: tuple[tuple[int, int], ...] = field(default=(), compare=False, repr=False)  # spans that its markup keeps
    cues: tuple[TimedCue, ...] = field(default=(), compare=False, repr=False)  # of a transcript, in order
    source: str = field(default="", compare=False, repr=False)  # where it comes from: what its container says, a place
    file: FileEvidence | None = field(default=None, compare=False, repr=False)  # what records of its file show together


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason to believe or to doubt, weighed in log-odds: +0.7 doubles the odds, -0.7 halves them.

    `owed`: in a diagnosis, how much of the weight rests on each string of the text (in lower case).  It falls away for
    a finding on that string, since nothing is evidence for itself.
    """

    name: str
    weight: float
    detail: str = ""
    owed: Mapping[str, float] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What might stand here instead; `score` is its share of the belief among all suggestions, 0 to 1.

    `detail` says what the share is made of, for whoever asks (`cleaner explain`).
    """

    text: str
    score: float = 1.0
    detail: str = ""


def probability(log_odds: float) -> float:
    """The probability that log-odds stand for.

    >>> probability(0.0)
    0.5
    >>> round(probability(log_odds(0.9)), 6)
    0.9
    """
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, log_odds))))


def log_odds(p: float) -> float:
    """The log-odds of a probability; 0 and 1 are held a hair away from certainty."""
    p = min(max(p, 1e-9), 1 - 1e-9)
    return math.log(p / (1 - p))


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim that a span is damaged.

    `rule` is a rule's id (`mt/es/mafia-mob`) or a detector's (`spelling/word`).  `suggestions` come best
    first; a suggestion of "" deletes; a flag has none.  `confidence` is never stored: it is what the evidence
    adds up to, so that an explanation is always the whole truth.

    >>> f = Finding(0, 3, "ocr/tbe", "ocr", Tier.LIKELY, (Suggestion("the"),), "b for h",
    ...             (Evidence("the rule", 3.0), Evidence("diagnosis ocr", -1.0)))
    >>> round(f.confidence, 2)
    0.88
    """

    start: int
    end: int
    rule: str
    damage: str
    tier: Tier
    suggestions: tuple[Suggestion, ...]
    why: str
    evidence: tuple[Evidence, ...] = ()

    @property
    def confidence(self) -> float:
        """Probability that the best suggestion is right here."""
        return probability(sum(e.weight for e in self.evidence))

    @property
    def best(self) -> str | None:
        """The best suggestion's text; None where there is nothing to offer."""
        return self.suggestions[0].text if self.suggestions else None


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement of `[start, end)` by `text`.  The algebra of edits lives in `edits`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person said of a finding: the verdict, in words, and what is to stand there if it is to change.

    `answer` and `decision` are the ledger's word and number for it; without an answer, it was said of what stands
    beside, and holds here.  `otherwise` is what the run alone would have done, and why: an undo goes back to it.
    """

    verdict: Verdict
    reason: str
    text: str | None = None
    answer: str = ""
    decision: int = 0
    otherwise: tuple[Verdict, str] = (Verdict.ASK, "")


class Remembered(Protocol):
    """What people decided earlier, found again by rule, words and neighbours (`ledger.Decisions`)."""

    def ruling(self, finding: Finding, text: str, document: str) -> Ruling | None:
        """What was said of this finding in the original text of this document; None if nobody decided it."""


@dataclass(frozen=True, slots=True)
class Record:
    """A finding and what was done with it, in the original's coordinates; `before` is the original's text."""

    finding: Finding
    verdict: Verdict
    reason: str
    before: str
    ruling: Ruling | None = None  # a person's, where one decided and not the run
    clock: str = ""  # when it is said and, after a blank, by whom, in a text that tells

    @property
    def decided(self) -> bool:
        """Whether a person decided it."""
        return self.ruling is not None and bool(self.ruling.answer)

    @property
    def after(self) -> str | None:
        """What replaces `before` if the finding is believed; None for a flag."""
        return self.finding.best

    @property
    def edit(self) -> Edit:
        """The replacement that a *fix* makes."""
        return Edit(self.finding.start, self.finding.end, self.finding.best or "")


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """For each damage how likely this document bears it, and why.

    A damage that no evidence speaks for is absent from `probabilities`: that means *unknown*, not *no*.
    """

    probabilities: Mapping[str, float] = field(default_factory=dict)
    evidence: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)

    def __getitem__(self, damage: str) -> float:
        return self.probabilities.get(damage, 0.0)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What `pipeline.clean` gives: the text as it should read, and every record of how it came about.

    `records` are sorted by place and hold fixes, questions and flags.  Fixes are disjoint; an open record shares no
    character with a fix, or holds it whole, and then its suggestions hold the fix's outcome, so that accepting it
    takes the fix's place.  `kept` are findings that were left alone, for `explain`; `notices` are for the user.
    """

    document: Document
    text: str
    diagnosis: Diagnosis
    records: tuple[Record, ...] = ()
    kept: tuple[Record, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def fixes(self) -> tuple[Record, ...]:
        """What was changed."""
        return tuple(r for r in self.records if r.verdict is Verdict.FIX)

    @property
    def open(self) -> tuple[Record, ...]:
        """Questions and flags: what a person should look at."""
        return tuple(r for r in self.records if r.verdict is not Verdict.FIX)

    @property
    def offsets(self) -> Offsets:
        """The map between places of the original and of the clean text."""
        return Offsets.of((r.edit.start, r.edit.end, len(r.edit.text)) for r in self.fixes)

    def diff(self, name: str = "text") -> str:
        """A unified diff that makes the clean text of the original; empty if nothing was changed."""
        original, at, size, made = self.document.text, 0, 0, []
        for edit in (r.edit for r in self.fixes):
            start = size + len(_bytes(original[at : edit.start]))
            at, size = edit.end, start + len(_bytes(original[edit.start : edit.end]))
            made.append(ByteEdit(start, size, _bytes(edit.text)))
        return unified(name, _bytes(original), made).decode("utf-8", "surrogatepass")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
