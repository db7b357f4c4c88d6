"""What scanners confuse, and how often.

A table says how likely an engine is to read `h` as `li`, as −ln P(read | printed) of chunks up to three
letters; a word's cost is that of the cheapest way to cut it into chunks.  The shipped table is the mean of
several collections (`scripts/build_channel.py`), for every typeface and engine has habits of its own;
`adapted` leans it towards the confusions that one document, or one batch, has shown.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

#: what no table holds: a letter read as some other, a letter read that is not there, a letter not read
OTHER, ADDED, LOST = 9.0, 9.5, 9.0
#: the longest chunk, on either side
LONGEST = 3
#: beyond this nothing is believed, and no sum is carried on
HOPELESS = 60.0
#: a longer stretch in which no letter agrees is not looked into: so much for each letter
GARBLED, GARBLED_COST = 4, 6.5
#: no confusion is so common that it costs less: a misread letter is never the rule
CHEAPEST = 1.5

#: how many confusions a scan must show before it is believed as much as the table
TRUST = 200.0
#: for two misread words that are recognised with confidence, about one more is not
MISSED = 1.5

#: the name of a table of confusions in a user's own pack
CONFUSIONS = "confusions.tsv"
SHIPPED = Path(__file__).parent.parent / "data" / "confusions.tsv"

Pair = tuple[str, str]


class ErrorModel:
    """The costs of reading one string where another was printed, in nats.

    >>> channel = ErrorModel.shipped()
    >>> channel.cost("the", "the")
    0.0
    >>> channel.cost("tbe", "the") < channel.cost("tqe", "the")
    True
    >>> channel.cost("tlie", "the") < channel.cost("toe", "the")
    True
    """

    def __init__(self, costs: Mapping[Pair, float]) -> None:
        self.costs = costs
        self._chunks: dict[Pair, float] = {}
        # what may be read for, or as, several letters, and for how many: only there is a longer chunk worth
        # trying
        lengths: dict[str, set[int]] = defaultdict(set)
        for read, printed in costs:
            if max(len(read), len(printed)) > 1:
                lengths[read].add(len(printed))
        self._longer = {read: sorted(known) for read, known in lengths.items()}

    @classmethod
    def open(cls, path: Path) -> ErrorModel:
        """A table as `write` makes it.  `ValueError` names a line that cannot be read."""
        costs = {}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line and not line.startswith("#"):
                try:
                    read, printed, cost, *_ = line.split("\t")
                    costs[_plain(read), _plain(printed)] = float(cost)
                except ValueError as error:
                    raise ValueError(f"{path}:{number}: needs read, printed and cost between tabs") from error
        return cls(costs)

    @staticmethod
    @cache
    def shipped() -> ErrorModel:
        """The table that comes with the program, read once for the process."""
        return ErrorModel.open(SHIPPED)

    def with_costs(self, tables: Iterable[Mapping[Pair, float]]) -> ErrorModel:
        """The same channel with other costs for some confusions, those of later tables first.

        >>> own = ErrorModel.shipped().with_costs([{("b", "h"): 2.0}])
        >>> own.cost("tbe", "the")
        2.0
        """
        costs = dict(self.costs)
        for table in tables:
            costs.update(table)
        return ErrorModel(costs)

    def cost(self, read: str, printed: str) -> float:
        """−ln P that `printed` is read as `read`, both as `shape` leaves them; 0 if equal, infinite past hope."""
        total = 0.0
        for chunk in confusions(read, printed):
            cost = self._chunks.get(chunk)
            if cost is None:
                cost = self._chunks[chunk] = self._cheapest(*chunk)
            total += cost
        return total

    def forget(self) -> None:
        """Let go of the costs worked out so far."""
        self._chunks.clear()

    def adapted(self, seen: Mapping[Pair, int], letters: Mapping[str, int], trust: float = TRUST) -> ErrorModel:
        """The channel of a scan that showed these confusions, among so many of each letter.

        The more it showed, the more it is believed: as much as the table once there are `trust` of them.
        Only confusions that were recognised are counted, so their rates are raised by what is missed
        (`MISSED`).

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
    """A word as the channel sees it: a capital that the place gives is not a confusion, one within a word is.

    >>> shape("Tbe"), shape("TBE"), shape("COUNTnY"), shape("weU")
    ('tbe', 'tbe', 'countny', 'weU')
    """
    if sum(map(str.isupper, word)) * 2 > len(word):
        return word.lower()
    return word[:1].lower() + word[1:]


def confusions(read: str, printed: str) -> list[Pair]:
    """The chunks in which two strings differ, as a least number of edits has them; neighbouring edits are one
    chunk.

    >>> confusions("tlie rnan", "the man")
    [('li', 'h'), ('rn', 'm')]
    """
    found: list[Pair] = []
    start = at = 0  # where the chunk begins, in what was read and in what was printed
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
    """A table that people can read: what was read, what was printed, the cost, and a note; cheapest first."""
    lines = [f"# {line}" for line in heading.splitlines()]
    for (read, printed), (cost, note) in sorted(rows.items(), key=lambda row: (row[1][0], row[0])):
        lines.append(f"{_visible(read)}\t{_visible(printed)}\t{cost:.2f}\t{note}")
    return "\n".join(lines) + "\n"


def _visible(chunk: str) -> str:
    return chunk.replace(" ", "␣") or "∅"


def _plain(chunk: str) -> str:
    return "" if chunk == "∅" else chunk.replace("␣", " ")
