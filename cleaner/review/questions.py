"""The questions of a review: about a pattern, about one case, about the rest of a sample, and the last one."""

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
class LastQuestion:
    """Nothing is left to ask: is anything to be taken back?"""

    skipped: int  # questions that were left open


Question = PatternQuestion | CaseQuestion | ProofQuestion | LastQuestion
