"""Channel search: the common words that a scanner may have read as a string, whatever the number of letters apart.

`unofflclnl` is three confusions from `unofficial`: the edits are many, but each is usual.  The string is read from left
to right, and beside it the beginnings of all common words; one beginning grows by a letter that fits, by a confusion of
the error model, by any letter at a price.  At each place the `BEAM` likeliest beginnings go on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from heapq import nsmallest
from math import inf

from cleaner.native.channel_walk import ChannelWalk, Confusions

#: beginnings that go on at each place; so many likeliest of these may lose a printed letter, and may have any letter in
#: the place of the one that was read.  120 and 400 put the truth among the first 12 in 1% and 3% more of the strings of
#: overproof2; 120 mends no more of its texts, 400 was not tried on whole texts
BEAM, DARING = 60, 10
#: nats: a beginning that costs more goes no further
FARTHEST = 30.0
#: how much a nat of the channel, and a zipf, count in ranking: 0.8 puts the truth among the first 12 more often than 1,
#: and a beginning's commonest word says less than a word's own frequency
CHANNEL, ZIPF_OF_BEGINNING, ZIPF_OF_WORD = 0.8, 1.0, 2.302585
WEIGHTS = (FARTHEST, CHANNEL, ZIPF_OF_BEGINNING, ZIPF_OF_WORD)

Pair = tuple[str, str]


class ChannelReading:
    """An error model as the search needs it.

    `other`, `added` and `lost_letter` are the costs of what the table does not hold: another letter, one that was not
    printed, one that was not read.  `core`: the same for the compiled core, if it can hold it.
    """

    def __init__(self, costs: Mapping[Pair, float], other: float, added: float, lost: float) -> None:
        self._costs = costs
        self.other, self.added, self.lost_letter = other, added, lost
        self.core = Confusions.made(costs, (other, added, lost))

    @cached_property
    def chunks(self) -> Mapping[str, Sequence[tuple[str, float]]]:
        """For what was read, what may have been printed, each with its cost."""
        chunks = defaultdict(list)
        for (read, printed), cost in self._costs.items():
            if read and " " not in printed:
                chunks[read].append((printed, cost))
        return chunks

    @cached_property
    def lost(self) -> Mapping[str, float]:
        """The cost of a printed letter that was not read."""
        return {printed: cost for (read, printed), cost in self._costs.items() if not read and len(printed) == 1}


class ChannelSearch:
    """Common words as beginnings, each with the zipf of its commonest word.

    >>> from cleaner.spelling.error_model import ErrorModel
    >>> search = ChannelSearch(["official", "unofficial", "unification"], [4.9, 3.6, 3.5])
    >>> [word for word, _ in search.find("unofflclnl", ErrorModel.shipped().reading, 2)]
    ['unofficial']
    """

    def __init__(self, words: Sequence[str], zipf: Sequence[float]) -> None:
        self._words = dict(sorted(zip(words, zipf, strict=True)))
        self._walk = ChannelWalk.made(list(self._words), list(self._words.values()))

    def find(self, read: str, reading: ChannelReading, most: int) -> list[tuple[str, float]]:
        """The `most` likeliest words that may have been printed, each with its cost in nats; likeliest first."""
        if self._walk and reading.core:
            found = self._walk.find(read, reading.core, (BEAM, DARING, most), WEIGHTS)
            return [(self._listed[at], cost) for at, cost in found]
        return self._find(read, reading, most)

    @cached_property
    def _listed(self) -> Sequence[str]:
        return list(self._words)

    @cached_property
    def _beginnings(self) -> Mapping[str, float]:
        """All beginnings of words, the empty one too, with the zipf of the commonest word that begins so."""
        best: dict[str, float] = {"": 0.0}
        for word, zipf in self._words.items():
            for end in range(len(word) + 1):
                if best.get(begun := word[:end], -inf) < zipf:
                    best[begun] = zipf
        return best

    @cached_property
    def _longer(self) -> Mapping[str, Sequence[str]]:
        """The beginnings that are a letter longer."""
        longer = defaultdict(list)
        for begun in self._beginnings:
            if begun:
                longer[begun[:-1]].append(begun)
        return longer

    def _find(self, read: str, reading: ChannelReading, most: int) -> list[tuple[str, float]]:
        reached: list[dict[str, float]] = [{} for _ in range(len(read) + 1)]
        reached[0][""] = 0.0
        for at in range(len(read)):
            kept = self._kept(reached[at])
            grown = [*kept, *self._with_letters_lost(reached[at], kept, reading).items()]
            self._grow(read, at, grown, reached, reading)
            next_reached = reached[at + 1]
            for begun, cost in kept[:DARING]:
                self._lower(next_reached, self._longer.get(begun, ()), cost + reading.other)
        last = reached[-1]
        last.update(self._with_letters_lost(last, self._kept(last), reading))
        zipf = self._words
        ranked = (
            (CHANNEL * cost - ZIPF_OF_WORD * zipf[word], word, cost) for word, cost in last.items() if word in zipf
        )
        return [(word, cost) for _, word, cost in nsmallest(most, ranked)]

    def _kept(self, reached: Mapping[str, float]) -> list[tuple[str, float]]:
        """The likeliest of the beginnings at a place, with their costs, likeliest first."""
        best = self._beginnings
        ranked = ((CHANNEL * cost - ZIPF_OF_BEGINNING * best[begun], begun, cost) for begun, cost in reached.items())
        return [(begun, cost) for _, begun, cost in nsmallest(BEAM, ranked)]

    def _with_letters_lost(
        self, reached: Mapping[str, float], kept: Sequence[tuple[str, float]], reading: ChannelReading
    ) -> dict[str, float]:
        """Beginnings that are not reached otherwise, and are if a printed letter was not read."""
        found: dict[str, float] = {}
        for begun, cost in kept[:DARING]:
            for longer in self._longer.get(begun, ()):
                if longer not in reached:
                    self._lower(found, (longer,), cost + reading.lost.get(longer[-1], reading.lost_letter))
        return found

    def _grow(
        self,
        read: str,
        at: int,
        grown: Iterable[tuple[str, float]],
        reached: Sequence[dict[str, float]],
        reading: ChannelReading,
    ) -> None:
        """What each beginning becomes by the letter that is read at a place, or by a confusion that is read there."""
        best, letter, after = self._beginnings, read[at], reached[at + 1]
        steps = [
            (reached[end], printed, cost)
            for end in range(at + 1, min(at + 3, len(read)) + 1)
            for printed, cost in reading.chunks.get(read[at:end], ())
        ]
        steps += [(after, letter, 0.0), (after, "", reading.added)]
        for begun, cost in grown:
            for to, printed, more in steps:
                longer = begun + printed
                if longer in best:
                    total = cost + more
                    if total <= FARTHEST and total < to.get(longer, inf):
                        to[longer] = total

    @staticmethod
    def _lower(to: dict[str, float], beginnings: Iterable[str], cost: float) -> None:
        if cost <= FARTHEST:
            for begun in beginnings:
                if cost < to.get(begun, inf):
                    to[begun] = cost
