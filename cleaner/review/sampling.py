"""Sampling: cases drawn by chance, and what the answers to them prove about the rest."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.ledger import Answer, Case, Filter, Ledger, Pattern
from cleaner.review.grouping import Ids
from cleaner.stats import statement, wrong_at_most

SAMPLE = 20
MANY = 30  # cases; of more, a sample saves work


def is_worth_a_sample(pattern: Pattern) -> bool:
    """A sample saves work where there are clearly more cases than it holds; a flag has no fix to prove."""
    return pattern.count > MANY and not pattern.is_flag


@dataclass(frozen=True, slots=True)
class DrawnSample:
    """How far a sample is: the cases without an answer, and how many of the answered ones were right."""

    drawn: Ids = ()
    left: tuple[Case, ...] = ()
    right: int = 0
    seen: int = 0

    @property
    def statement(self) -> str:
        """What the answers prove; "" before there is any.  A case that was left open is not right."""
        return statement(self.right, self.seen + len(self.left)) if self.seen else ""

    def of_the_rest(self, left: int) -> int:
        """How many of `left` cases that were not drawn are wrong at most."""
        drawn = self.seen + len(self.left)
        return wrong_at_most(self.right, drawn, drawn + left)


def draw(ledger: Ledger, wanted: Filter, earlier: Ids, size: int = SAMPLE) -> Ids:
    """Draws `size` more cases of `wanted.patterns` at random; each is as likely as any other."""
    return drawn_of(ledger.case_ids(wanted), size, wanted.patterns[0] + len(earlier))


def drawn_of(ids: Sequence[int], size: int, seed: int) -> Ids:
    """Some of the cases, each as likely as any other, as a proof needs it."""
    return tuple(random.Random(seed).sample(ids, min(size, len(ids))))


def progress_of(ledger: Ledger, drawn: Ids) -> DrawnSample:
    """What became of the cases that were drawn."""
    cases = ledger.cases(drawn)
    answered = [c for c in cases if c.answer is not None]
    right = sum(c.answer is Answer.ACCEPT and c.text == c.record.after for c in answered)
    left = tuple(c for c in cases if c.answer is None and not c.implied)
    return DrawnSample(tuple(c.id for c in cases), left, right, len(answered))
