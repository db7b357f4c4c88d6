"""The questions of a review: about a pattern, one case, a lot, a sheet of cases, the rest of a sample; the last one."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.ledger import Pattern
from cleaner.ledger.values import Example


@dataclass(frozen=True, slots=True)
class PatternQuestion:
    """What is to be done with all cases of a pattern?"""

    pattern: Pattern  # patterns that are alike are shown as one
    suggestions: tuple[str, ...]
    examples: tuple[Example, ...]
    dropped: int
    left: tuple[int, int]  # questions and cases still open, this one included
    wordings: int = 1  # how many patterns of the ledger are asked about at once


@dataclass(frozen=True, slots=True)
class CaseQuestion:
    """What is to be done here?"""

    pattern: Pattern
    suggestions: tuple[str, ...]
    example: Example
    left: int  # cases still to go through, this one included
    sampling: bool


@dataclass(frozen=True, slots=True)
class ProofQuestion:
    """The sample is through: what is to be done with the rest?"""

    pattern: Pattern
    suggestions: tuple[str, ...]
    statement: str  # what the sample proves


@dataclass(frozen=True, slots=True)
class LotQuestion:
    """Which group of a lot, or what is to be done with the lot?"""

    title: str
    left: tuple[int, int]  # questions and cases of the lot that are open
    by: str  # how it is parted: a key of `ledger.lots.BY`
    groups: tuple[LotLine, ...]
    first: int  # how many groups stand before the first of these
    examples: tuple[Example, ...]
    is_page: bool  # whether it is one document


@dataclass(frozen=True, slots=True)
class LotLine:
    """A group of a lot as a line of a list."""

    name: str
    cases: int
    questions: int
    confidence: float


@dataclass(frozen=True, slots=True)
class SheetQuestion:
    """Which of these cases are not as the others?"""

    title: str
    examples: tuple[Example, ...]
    marked: frozenset[int]
    left: int  # cases still to look at, these included
    sampling: bool


@dataclass(frozen=True, slots=True)
class LotProofQuestion:
    """The sample of a lot is through: what is to be done with the rest?"""

    title: str
    statement: str  # what the sample proves
    rest: int  # cases that it stands for and does not hold
    wrong: int  # how many of them are wrong at most
    held: int  # cases that fail a check and stay open
    held_why: str


@dataclass(frozen=True, slots=True)
class LastQuestion:
    """Nothing is left to ask: is anything to be taken back?"""

    skipped: int  # questions that were left open


OfPatterns = PatternQuestion | CaseQuestion | ProofQuestion | LastQuestion
Question = OfPatterns | LotQuestion | SheetQuestion | LotProofQuestion
