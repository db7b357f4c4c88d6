"""Sampling: cases drawn by chance, and what the answers to them prove about the rest."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.ledger import Answer, Case, Filter, Ledger, Pattern
from cleaner.review.grouping import Ids
from cleaner.stats import statement

SAMPLE = 20


def is_worth_a_sample(pattern: Pattern) -> bool:
    """A sample saves work where there are clearly more cases than it holds; a flag has no fix to prove."""
    return pattern.count > 30 and not pattern.is_flag


@dataclass(frozen=True, slots=True)
class DrawnSample:
    """How far a sample is: the cases without an answer, and how many of the answered ones were right."""

    drawn: Ids = ()
    left: tuple[Case, ...] = ()
    right: int = 0
    seen: int = 0

    @property
    def statement(self) -> str:
        """What the answers prove; "" before there is any."""
        return statement(self.right, self.seen) if self.seen else ""


def draw(ledger: Ledger, wanted: Filter, earlier: Ids, size: int = SAMPLE) -> Ids:
    """Draws `size` more cases of `wanted.patterns` at random; each is as likely as any other."""
    return tuple(ledger.draw(wanted, size, wanted.patterns[0] + len(earlier)))


def progress_of(ledger: Ledger, drawn: Ids) -> DrawnSample:
    """What became of the cases that were drawn."""
    cases = ledger.cases(drawn)
    answered = [c for c in cases if c.answer is not None]
    right = sum(c.answer is Answer.ACCEPT and c.text == c.record.after for c in answered)
    left = tuple(c for c in cases if c.answer is None and not c.implied)
    return DrawnSample(tuple(c.id for c in cases), left, right, len(answered))
