"""The questions that a review asks: about a pattern, about one case, about what a sample left."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.ledger import Case, Excerpt, Ledger, Pattern
from cleaner.review.proof import statement


@dataclass(frozen=True, slots=True)
class Example:
    """A case with the text around it."""

    case: Case
    excerpt: Excerpt
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class PatternQuestion:
    """What is to be done with all cases of a pattern?"""

    pattern: Pattern
    suggestions: tuple[str, ...]
    examples: tuple[Example, ...]
    dropped: int
    left: tuple[int, int]  # patterns and cases still open, this one included


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
    right: int
    seen: int

    @property
    def statement(self) -> str:
        return statement(self.right, self.seen)


Question = PatternQuestion | CaseQuestion | ProofQuestion


def cases(number: int) -> str:
    """`1 case`, `2 cases`."""
    return count(number, "case")


def left_behind(ledger: Ledger, decision: int) -> str:
    """What undoing an answer does not take back: the rule that an "always" or "never" may have written."""
    said = next((s for s in ledger.history(1_000_000) if s.id == decision), None)
    if said is None or said.scope != "always":
        return ""
    return "; if it wrote a rule to own-rules, that stays until you take it out there"


def count(number: int, what: str) -> str:
    """A number with its noun.

    >>> count(1, "case"), count(1200, "document")
    ('1 case', '1,200 documents')
    """
    return f"{number:,} {what}{'' if number == 1 else 's'}"
