"""What a firing tells, by how seldom the rule fires in right text.

A rule's author says what a firing tells of a damage, and supposes that in right text the rule fires `SUPPOSED` times in
a million words.  `signs.tsv` has what was counted: most translation rules never fired in 21 million words of news,
novels, speeches and old newspapers.  The log of the ratio is added to what the author says, `MOST` at most: so two or
three weak signs together show a translation that bears no plain mark, and a rule that right text often shows tells
little.  A rule that changed since, or that a user wrote, keeps its author's word.

Both numbers were chosen on the counts of one half of the documents.  In the other half, 12,700 of 800 words, 0.5 of
1,000 were then taken for translated.  Of texts of twelve sentences from a rule-based engine .62 (Spanish) and .29
(Catalan) were, where .24 and .00 had been; of articles from a small neural engine (Portuguese) .09, where .04 had been.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cleaner.files.locations import DATA
from cleaner.rulebook import Rule
from cleaner.rulebook.fingerprint import digest

TABLE = DATA / "signs.tsv"
# Firings in a million words; the most that is added, in log-odds, and how far a sum may be raised: what its author
# does not call a plain mark is none.
SUPPOSED, MOST, TOP = 0.5, 2.5, 4.0


class Counted(NamedTuple):
    """A row: the rule's digest when it was counted, in how many documents it fired, and how many words they had."""

    digest: str
    fires: int
    words: int


def read(file: Path) -> Mapping[str, Counted]:
    """The rows of a table, by rule; none where there is no file."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {row[0]: Counted(row[1], int(row[2]), int(row[3])) for row in rows}


@cache
def _shipped() -> Mapping[str, Counted]:
    return read(TABLE)


def added(fires: int, words: int) -> float:
    """What is added to the author's log-odds for a rule that fired so often in so many words of right text.

    >>> [round(added(fires, 20_000_000), 1) for fires in (0, 1, 10, 100)]
    [2.5, 1.9, -0.0, -2.3]
    """
    return min(MOST, math.log(SUPPOSED * words / 1e6 / (fires + 0.5)))


def told_by(rule: Rule) -> Mapping[str, float]:
    """The log-odds that one firing of a rule adds, by damage."""
    row = _shipped().get(rule.id)
    if row is None or row.digest != digest(rule):
        return rule.evidence
    more = added(row.fires, row.words)
    return {d: _raised(w, more) if w > 0 and d.startswith("mt/") else w for d, w in rule.evidence.items()}


def _raised(weight: float, more: float) -> float:
    return max(0.0, min(weight + more, max(weight, TOP)))
