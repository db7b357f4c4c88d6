"""The place of a review that asks one question after another."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cleaner.review.catalogue import EXAMPLES
from cleaner.review.grouping import Ids
from cleaner.review.lot_place import LotPlace


@dataclass(frozen=True, slots=True)
class Position:
    """What is asked now, and what was left open.  Undo goes back to an earlier position."""

    patterns: Ids = ()  # those in hand, which are one question
    skipped: tuple[Ids, ...] = ()  # questions left open for now
    dropped: frozenset[int] = frozenset()  # cases that the answer is not for
    shown: int = EXAMPLES
    queue: Ids = ()  # cases to go through one by one
    drawn: Ids = ()  # all cases of the sample
    within: LotPlace | None = None  # the lot whose questions are asked; None for all
    lot: LotPlace | None = None  # the lot that is asked about as a whole

    @property
    def left_open(self) -> frozenset[int]:
        """The patterns of the questions that were skipped."""
        return frozenset(id for ids in self.skipped for id in ids)

    def asking(self, patterns: Ids, *, queue: Ids = (), drawn: Ids = ()) -> Position:
        """The position at a question, or at cases of it."""
        return Position(patterns, self.skipped, queue=queue, drawn=drawn, within=self.within)

    def after_case(self) -> Position:
        """The position after the first case of the queue."""
        return replace(self, queue=self.queue[1:])

    def skipping(self, patterns: Ids) -> Position:
        """The position after a question was left open."""
        return Position(skipped=(*self.skipped, patterns), within=self.within)

    def before(self) -> Position | None:
        """Back from a case to its pattern; from a pattern to the one last left open; None if there is none."""
        if self.queue or self.drawn:
            return self.asking(self.patterns)
        return Position(self.skipped[-1], self.skipped[:-1], within=self.within) if self.skipped else None
