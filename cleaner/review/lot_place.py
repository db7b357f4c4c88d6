"""The place of a review among lots: which lot is in hand, how it is parted, and what of it is being looked at."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from cleaner.ledger import Filter
from cleaner.ledger.lots import Lot
from cleaner.review.grouping import Ids

GROUPS = 9  # groups of a lot that are shown at a time; a key each
SHEET = 9  # cases of a sheet; a key each


@dataclass(frozen=True, slots=True)
class LotPlace:
    """A lot in hand.  `outer` is the wider lot out of which it was taken."""

    wanted: Filter
    by: str = "rule"  # how it is parted into groups
    first: int = 0  # of the groups that are shown
    outer: LotPlace | None = None
    queue: Ids = ()  # cases to look at, sheet by sheet
    marked: frozenset[int] = frozenset()  # those on the sheet that are not as the others
    drawn: Ids = ()  # all cases of the sample
    held: frozenset[int] = frozenset()  # cases that may not be answered unseen
    held_why: str = ""

    def into(self, group: Lot, by: str) -> LotPlace:
        """One of its groups, parted in turn."""
        return LotPlace(group.within(self.wanted), by, outer=self)

    def looking(self, queue: Ids, drawn: Ids = ()) -> LotPlace:
        """The same, with cases to look at."""
        return replace(self, queue=queue, drawn=drawn, marked=frozenset())

    def without(self, ids: Collection[int]) -> LotPlace:
        """The same after these cases of the queue were looked at."""
        return replace(self, queue=tuple(i for i in self.queue if i not in ids), marked=frozenset())

    def whole(self) -> LotPlace:
        """The lot as a whole, nothing of it being looked at."""
        return LotPlace(self.wanted, self.by, self.first, self.outer)
