"""Some of many: what a page shows of more documents than a person could read."""

from __future__ import annotations

from collections.abc import Callable


class Thinned:
    """At most so many things of a stream, evenly spread.  First the dull ones go, then every second of the others.

    >>> some = Thinned(3)
    >>> for number in range(10):
    ...     some.add(number % 2 == 0, lambda number=number: number)
    >>> some.kept, some.left_out()
    ([0, 4, 8], 'Of 10 documents, in 5 of which something was found, 3 are shown: one in 2 of these.')

    A stream that is short enough is kept whole:

    >>> short = Thinned(3)
    >>> short.add(False, lambda: "nothing found")
    >>> short.kept, short.left_out()
    (['nothing found'], '')
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: list[tuple[bool, object]] = []
        self._all = self._telling = 0
        self._step = 1

    @property
    def kept(self) -> list[object]:
        """What is left of the stream, in its order."""
        return [thing for _, thing in self._kept]

    def add(self, telling: bool, make: Callable[[], object]) -> None:
        """One more; `telling`: whether it is worth more than others.  It is made only if it is kept."""
        self._all += 1
        wanted = self._telling % self._step == 0 if telling else self._all <= self._most
        self._telling += telling
        if wanted:
            self._kept.append((telling, make()))
        while len(self._kept) > self._most:
            self._thin()

    def _thin(self) -> None:
        if all(telling for telling, _ in self._kept):
            self._kept = self._kept[::2]
            self._step *= 2
        else:
            self._kept = [it for it in self._kept if it[0]]

    def left_out(self) -> str:
        """What is not shown, in words; "" if all of it is."""
        if self._all <= self._most:
            return ""
        each = f"one in {self._step} of these" if self._step > 1 else "all of these"
        found = f"in {self._telling:,} of which something was found"
        return f"Of {self._all:,} documents, {found}, {len(self._kept):,} are shown: {each}."
