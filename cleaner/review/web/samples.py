"""Samples on the page: cases of a pattern drawn by chance, and what they prove about the rest."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.ledger import Answer, Case, Filter, Ledger
from cleaner.review.moving import SAMPLE
from cleaner.stats import statement


@dataclass(frozen=True, slots=True)
class Sample:
    """Where a sample stands: what is still to be looked at, and how many of the others were right."""

    left: tuple[Case, ...]
    right: int
    seen: int

    @property
    def statement(self) -> str:
        """What it proves, once all of it was looked at."""
        return statement(self.right, self.seen) if self.seen and not self.left else ""


class Samples:
    """The samples drawn since the server started.  Their answers are in the ledger; which cases were drawn is not."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._drawn: dict[int, tuple[int, ...]] = {}

    def draw(self, wanted: Filter) -> int:
        """Draws more cases of `wanted.pattern`; returns how many.  None while some of it are still to be looked at."""
        pattern = wanted.pattern or 0
        sample = self.of(pattern)
        if sample and sample.left:
            return 0
        earlier = self._drawn.get(pattern, ())
        new = self._ledger.draw(wanted, SAMPLE, pattern + len(earlier))
        self._drawn[pattern] = (*earlier, *new)
        return len(new)

    def of(self, pattern: int) -> Sample | None:
        """The pattern's sample; None if none was drawn."""
        cases = self._ledger.cases(self._drawn.get(pattern, ()))
        if not cases:
            return None
        answered = [c for c in cases if c.answer is not None]
        right = sum(c.answer is Answer.ACCEPT and c.text == c.record.after for c in answered)
        left = tuple(c for c in cases if c.answer is None and not c.implied)
        return Sample(left, right, len(answered))
