"""Where a review stands that asks one question after another."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cleaner.review.catalogue import EXAMPLES
from cleaner.review.grouping import Ids


@dataclass(frozen=True, slots=True)
class Position:
    """Undo goes back to such a position."""

    patterns: Ids = ()  # those in hand, which are one question
    skipped: tuple[Ids, ...] = ()  # questions left open for now
    dropped: frozenset[int] = frozenset()  # cases that the answer is not for
    shown: int = EXAMPLES
    queue: Ids = ()  # cases to go through one by one
    drawn: Ids = ()  # all cases of the sample

    @property
    def left_open(self) -> frozenset[int]:
        """The patterns of the questions that were skipped."""
        return frozenset(id for ids in self.skipped for id in ids)

    def after_case(self) -> Position:
        """The next case of the queue is in hand."""
        return replace(self, queue=self.queue[1:])

    def skipping(self, patterns: Ids) -> Position:
        """No question is in hand, and this one is left open."""
        return Position(skipped=(*self.skipped, patterns))

    def before(self) -> Position | None:
        """The pattern as a whole; from there, the one that was last left open; None if there is none."""
        if self.queue or self.drawn:
            return Position(self.patterns, self.skipped)
        return Position(self.skipped[-1], self.skipped[:-1]) if self.skipped else None
