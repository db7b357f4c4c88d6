"""What scanners confuse, and how often.

A table says how likely an engine is to read `h` as `li`, as −ln P(read | printed) of chunks up to three
letters; a word's cost is that of the cheapest way to cut it into chunks.  The shipped table is the mean of
several collections (`scripts/build_channel.py`), for every typeface and engine has habits of its own;
`adapted` leans it towards the confusions that one document, or one batch, has shown.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from rapidfuzz.distance import Levenshtein

#: what no table holds: a letter read as some other, a letter read that is not there, a letter not read
OTHER, ADDED, LOST = 9.0, 9.5, 9.0
#: the longest chunk, on either side
LONGEST = 3
#: no confusion is so common that it costs less: a misread letter is never the rule
CHEAPEST = 1.5

SHIPPED = Path(__file__).parent.parent / "data" / "confusions.tsv"

Pair = tuple[str, str]


class Channel:
    """The costs of reading one string where another was printed, in nats.

    >>> channel = Channel.shipped()
    >>> channel.cost("the", "the")
    0.0
    >>> channel.cost("tbe", "the") < channel.cost("tqe", "the")
    True
    >>> channel.cost("tlie", "the") < channel.cost("toe", "the")
    True
    """

    def __init__(self, costs: Mapping[Pair, float]) -> None:
        self.costs = costs
        self._cores: dict[Pair, float] = {}
        # what may be read for, or as, several letters: only there is a longer chunk worth trying
        self._longer = {read for read, printed in costs if max(len(read), len(printed)) > 1}

    @classmethod
    def open(cls, path: Path) -> Channel:
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
    def shipped() -> Channel:
        """The table that comes with the program, read once for the process."""
        return Channel.open(SHIPPED)

    def cost(self, read: str, printed: str) -> float:
        """−ln P that `printed` is read as `read`; 0 if they are equal.  Both as `shape` leaves them."""
        start, end, other = 0, len(read), len(printed)
        while start < end and start < other and read[start] == printed[start]:
            start += 1
        while end > start and other > start and read[end - 1] == printed[other - 1]:
            end -= 1
            other -= 1
        core = (read[start:end], printed[start:other])
        cost = self._cores.get(core)
        if cost is None:
            cost = self._cores[core] = self._cheapest(*core)
        return cost

    def adapted(self, seen: Mapping[Pair, int], letters: int, trust: float = 20.0) -> Channel:
        """The channel of a document of so many `letters` that showed these confusions.

        `trust` is how many confusions a document must show before it is believed as much as the table.
        """
        total = sum(seen.values())
        if not total:
            return self
        share = total / (total + trust)
        costs = dict(self.costs)
        for pair, count in seen.items():
            own = count / max(letters, 1) * 26  # a given letter stands in about one place of 26
            known = math.exp(-self.costs.get(pair, OTHER))
            costs[pair] = max(CHEAPEST, -math.log(share * own + (1 - share) * known))
        return Channel(costs)

    def _cheapest(self, read: str, printed: str) -> float:
        """The cheapest cut of both strings into chunks: `best[i][j]` covers `read[:i]` and `printed[:j]`."""
        costs, longer = self.costs, self._longer
        n, m = len(read), len(printed)
        best = [[math.inf] * (m + 1) for _ in range(n + 1)]
        best[0][0] = 0.0
        for i in range(n + 1):
            row, below = best[i], best[i + 1] if i < n else None
            chunks = [read[i : i + k] for k in range(min(LONGEST, n - i) + 1) if read[i : i + k] in longer]
            for j in range(m + 1):
                here = row[j]
                if j < m:
                    row[j + 1] = min(row[j + 1], here + costs.get(("", printed[j]), LOST))
                if below is not None:
                    letter = read[i]
                    below[j] = min(below[j], here + costs.get((letter, ""), ADDED))
                    if j < m:
                        step = 0.0 if letter == printed[j] else costs.get((letter, printed[j]), OTHER)
                        below[j + 1] = min(below[j + 1], here + step)
                for chunk in chunks:
                    to = best[i + len(chunk)]
                    for k in range(min(LONGEST, m - j) + 1):
                        chunk_cost = costs.get((chunk, printed[j : j + k]))
                        if chunk_cost is not None and here + chunk_cost < to[j + k]:
                            to[j + k] = here + chunk_cost
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
    last = -1
    for op in Levenshtein.opcodes(read, printed):
        if op.tag == "equal":
            continue
        pair = (read[op.src_start : op.src_end], printed[op.dest_start : op.dest_end])
        if found and op.src_start == last:
            pair = (found[-1][0] + pair[0], found.pop()[1] + pair[1])
        found.append(pair)
        last = op.src_end
    return found


def write(path: Path, rows: Mapping[Pair, tuple[float, str]], heading: str) -> None:
    """A table that people can read: what was read, what was printed, the cost, and a note; cheapest first."""
    lines = [f"# {line}" for line in heading.splitlines()]
    for (read, printed), (cost, note) in sorted(rows.items(), key=lambda row: (row[1][0], row[0])):
        lines.append(f"{_visible(read)}\t{_visible(printed)}\t{cost:.2f}\t{note}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _visible(chunk: str) -> str:
    return chunk.replace(" ", "␣") or "∅"


def _plain(chunk: str) -> str:
    return "" if chunk == "∅" else chunk.replace("␣", " ")
