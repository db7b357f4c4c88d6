"""The error model of the noisy channel: what scanners confuse, and how often.

A table holds −ln P(read | printed) of chunks up to three letters, such as `h` read as `li`; a word costs what the
cheapest way to cut it into chunks costs (a weighted edit distance).  The shipped table is the mean of several
collections (`scripts/training/build_error_model.py`), for every typeface and engine has habits of its own; `adapted`
moves it towards the confusions that one document, or one batch, has shown.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from cleaner.files.locations import DATA
from cleaner.native.confusion_costs import ConfusionCosts, fits
from cleaner.spelling.channel_search import ChannelReading
from cleaner.spelling.storage.bounded_cache import BoundedCache

#: what no table holds, set by hand: a letter read as any other, a letter read that is not there, a letter not read
OTHER, ADDED, LOST = 9.0, 9.5, 9.0
#: the longest chunk, on either side
LONGEST = 3
#: beyond this cost no alignment is followed
HOPELESS = 60.0
#: a longer stretch in which no letter agrees is not aligned: it costs so much a letter
GARBLED, GARBLED_COST = 4, 6.5
#: the least cost of a confusion: e^-1.5, so that no letter is misread in more than 22% of cases
CHEAPEST = 1.5

#: a scan that showed so many confusions is believed as much as the table
TRUST = 200.0
#: for two misread words that are corrected with confidence, about one more is not (a rough count)
MISSED = 1.5

#: the name of a table of confusions in a user's own pack
CONFUSIONS = "confusions.tsv"
SHIPPED = DATA / "confusions.tsv"

Pair = tuple[str, str]


class ErrorModel:
    """The costs of reading one string where another was printed, in nats.

    >>> model = ErrorModel.shipped()
    >>> model.cost("the", "the")
    0.0
    >>> model.cost("tbe", "the") < model.cost("tqe", "the")
    True
    >>> model.cost("tlie", "the") < model.cost("toe", "the")
    True
    """

    def __init__(self, costs: Mapping[Pair, float]) -> None:
        self.costs = costs
        self._chunks = BoundedCache[Pair, float](lambda chunk: self._cheapest(*chunk))

    @cached_property
    def _core(self) -> ConfusionCosts | None:
        return ConfusionCosts.made(self.costs, (OTHER, ADDED, LOST, GARBLED_COST, HOPELESS))

    @cached_property
    def reading(self) -> ChannelReading:
        """The table as the search for words needs it."""
        return ChannelReading(self.costs, OTHER, ADDED, LOST)

    @cached_property
    def _longer(self) -> Mapping[str, Sequence[int]]:
        """Chunks that are read for several letters, or are several: for each, how many letters it may stand for."""
        lengths: dict[str, set[int]] = defaultdict(set)
        for read, printed in self.costs:
            if max(len(read), len(printed)) > 1:
                lengths[read].add(len(printed))
        return {read: sorted(known) for read, known in lengths.items()}

    @classmethod
    def open(cls, path: Path) -> ErrorModel:
        """A table as `write` makes it.  `ValueError` names a line that cannot be read."""
        costs = {}
        for number, line in enumerate(path.read_text(encoding="utf-8").replace("␣", " ").splitlines(), 1):
            if line and not line.startswith("#"):
                try:
                    read, printed, cost, *_ = line.split("\t")
                    costs["" if read == "∅" else read, "" if printed == "∅" else printed] = float(cost)
                except ValueError as error:
                    raise ValueError(f"{path}:{number}: needs read, printed and cost between tabs") from error
        return cls(costs)

    @staticmethod
    @cache
    def shipped() -> ErrorModel:
        """The table that comes with the program, read once for the process."""
        return ErrorModel.open(SHIPPED)

    def with_costs(self, tables: Iterable[Mapping[Pair, float]]) -> ErrorModel:
        """The same model with other costs for some confusions; a later table overrides an earlier one.

        >>> own = ErrorModel.shipped().with_costs([{("b", "h"): 2.0}])
        >>> own.cost("tbe", "the")
        2.0
        """
        costs = dict(self.costs)
        for table in tables:
            costs.update(table)
        return ErrorModel(costs)

    def cost(self, read: str, printed: str) -> float:
        """−ln P that `printed` is read as `read`, as `shape` leaves them; 0 if equal, infinite beyond `HOPELESS`."""
        return self.costs_of(read, (printed,))[0]

    def costs_of(self, read: str, words: Sequence[str]) -> Sequence[float]:
        """The same for several words that may have been printed."""
        if self._core and fits(read, words):
            return self._core.of(read, words)
        return [self._of_chunks(confusions(read, word)) for word in words]

    def _of_chunks(self, chunks: Iterable[Pair]) -> float:
        total = 0.0
        for chunk in chunks:
            total += self._chunks[chunk]
        return total

    def adapted(self, seen: Mapping[Pair, int], letters: Mapping[str, int], trust: float = TRUST) -> ErrorModel:
        """The error model of a scan that showed these confusions, among so many of each letter.

        The more it showed, the more it is believed: as much as the table once there are `trust` of them.  Only
        confusions that were recognised are counted, so their rates are raised by what is missed (`MISSED`).

        >>> scan = ErrorModel.shipped().adapted({("o", "e"): 300}, {"e": 2000, "o": 900})
        >>> scan.cost("tho", "the") < ErrorModel.shipped().cost("tho", "the")
        True
        """
        total, size = sum(seen.values()), max(1, sum(letters.values()))
        share = total / (total + trust)
        rates = {pair: (1 - share) * math.exp(-cost) for pair, cost in self.costs.items()}
        for (read, printed), count in seen.items():
            if count >= 2 or (read, printed) in rates:
                expected = size * math.prod(letters.get(letter, 1) / size for letter in printed)
                known = math.exp(-self.costs.get((read, printed), OTHER))
                rates[read, printed] = share * MISSED * count / max(50.0, expected) + (1 - share) * known
        return ErrorModel({pair: max(CHEAPEST, -math.log(rate)) for pair, rate in rates.items()})

    def _cheapest(self, read: str, printed: str) -> float:
        """The cheapest cut of both strings into chunks: `best[i][j]` covers `read[:i]` and `printed[:j]`."""
        costs, longer = self.costs, self._longer
        n, m = len(read), len(printed)
        if max(n, m) > GARBLED:
            return GARBLED_COST * max(n, m)
        if n <= 1 and m <= 1:
            return costs.get((read, printed), 0.0 if read == printed else OTHER if n and m else ADDED if n else LOST)
        best = [[math.inf] * (m + 1) for _ in range(n + 1)]
        best[0][0] = 0.0
        get = costs.get
        for i in range(n + 1):
            row = best[i]
            letter, below = (read[i], best[i + 1]) if i < n else ("", row)
            chunks = [read[i : i + k] for k in range(min(LONGEST, n - i) + 1) if read[i : i + k] in longer]
            for j in range(m + 1):
                here = row[j]
                if here > HOPELESS:
                    continue
                if j < m:
                    true = printed[j]
                    reached = here + get(("", true), LOST)
                    row[j + 1] = min(row[j + 1], reached)
                if i < n:
                    reached = here + get((letter, ""), ADDED)
                    below[j] = min(below[j], reached)
                    if j < m:
                        reached = here if letter == true else here + get((letter, true), OTHER)
                        below[j + 1] = min(below[j + 1], reached)
                for chunk in chunks:
                    to = best[i + len(chunk)]
                    for k in longer[chunk]:
                        if j + k <= m:
                            step = get((chunk, printed[j : j + k]))
                            if step is not None and here + step < to[j + k]:
                                to[j + k] = here + step
        return best[n][m]


def shape(word: str) -> str:
    """A word as the error model sees it: a capital at its beginning is no confusion, one within the word is.

    >>> shape("Tbe"), shape("TBE"), shape("COUNTnY"), shape("weU")
    ('tbe', 'tbe', 'countny', 'weU')
    """
    if sum(map(str.isupper, word)) * 2 > len(word):
        return word.lower()
    return word[:1].lower() + word[1:]


def confusions(read: str, printed: str) -> list[Pair]:
    """The chunks in which two strings differ, by a least number of edits; neighbouring edits are one chunk.

    >>> confusions("tlie rnan", "the man")
    [('li', 'h'), ('rn', 'm')]
    """
    return list(_confusions(read, printed))


@lru_cache(20_000)  # a text is read several times
def _confusions(read: str, printed: str) -> Sequence[Pair]:
    from rapidfuzz.distance import Levenshtein

    found: list[Pair] = []
    start = at = 0  # where the chunk begins, in `read` and in `printed`
    end = to = -1  # where it ends so far
    steps: Any = Levenshtein.opcodes(read, printed).as_list()
    for tag, i, j, k, m in steps:
        if tag == "equal":
            continue
        if i != end:
            if end >= 0:
                found.append((read[start:end], printed[at:to]))
            start, at = i, k
        end, to = j, m
    if end >= 0:
        found.append((read[start:end], printed[at:to]))
    return found


def table(rows: Mapping[Pair, tuple[float, str]], heading: str) -> str:
    """A table for people and for `open`: what was read, what was printed, the cost, a note; cheapest first."""
    lines = [f"# {line}" for line in heading.splitlines()]
    for (read, printed), (cost, note) in sorted(rows.items(), key=lambda row: (row[1][0], row[0])):
        lines.append(f"{_visible(read)}\t{_visible(printed)}\t{cost:.2f}\t{note}")
    return "\n".join(lines) + "\n"


def _visible(chunk: str) -> str:
    return chunk.replace(" ", "␣") or "∅"
