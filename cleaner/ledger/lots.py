"""Lots: findings that one sample may stand for, because they share a rule, a misreading, a confidence or a document.

*Lot* is the word of acceptance sampling: what is accepted or refused as a whole after some of it was looked at.
"""

from __future__ import annotations

import math
import sqlite3
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from cleaner.ledger.sql import where
from cleaner.ledger.values import Filter

MOST, LONGEST = 2, 3  # changes that a confusion holds, and letters of each; more of them hardly come twice
OTHER = "other changes"
BANDS = 10  # of confidence

# What the findings of a lot share, as SQL over findings `f` and their patterns `p`, and the order of the lots.
BY = {
    "rule": ("p.rule", "count DESC, key"),
    "confusion": ("confusion(p.before, p.after)", "count DESC, key"),
    "sure": (" + ".join(f"(f.confidence >= {band / BANDS})" for band in range(1, BANDS)), "key DESC"),
    "document": ("f.document_id", "count DESC, key"),
}


@dataclass(frozen=True, slots=True)
class Lot:
    """Findings that share `key`; `questions` is how many questions they are, `confidence` their mean."""

    by: str
    key: str | int
    count: int
    questions: int
    confidence: float

    def within(self, wanted: Filter) -> Filter:
        """The filter that lets only this lot of the wanted findings through."""
        match self.by:
            case "rule":
                return replace(wanted, only_rule=str(self.key))
            case "confusion":
                return replace(wanted, confusion=str(self.key))
            case "document":
                return replace(wanted, document=int(self.key))
        low, high = int(self.key) / BANDS, (int(self.key) + 1) / BANDS
        high = 1.0 if high >= 1 else math.nextafter(high, 0)
        return replace(wanted, low=max(low, wanted.low), high=min(high, wanted.high))


def lots(db: sqlite3.Connection, wanted: Filter, by: str, limit: int, offset: int) -> list[Lot]:
    """The lots of the wanted findings, the largest first, by confidence the surest."""
    key, order = BY[by]
    condition, values = where(wanted)
    rows = db.execute(
        f"""SELECT {key} AS key, sum(f.count) AS count, count(DISTINCT p.alike) AS questions, sum(f.sure) / sum(f.count)
            FROM (SELECT f.pattern_id, f.document_id, f.confidence, count(*) AS count, sum(f.confidence) AS sure
                  FROM findings f WHERE {condition} GROUP BY {_FINELY[by]}) f
            JOIN patterns p ON p.id = f.pattern_id GROUP BY 1 ORDER BY {order} LIMIT ? OFFSET ?""",
        (*values, limit, offset),
    )
    return [Lot(by, *row) for row in rows]


# How findings are counted before their patterns are looked at, of which there are far fewer.
_FINELY = {"rule": "1", "confusion": "1", "sure": "1, 3", "document": "1, 2"}


@lru_cache(maxsize=1 << 16)
def confusion(before: str, after: str | None) -> str:
    """What was misread for what, by the letters that a correction changes: printed, then what was read.

    >>> confusion("tbe", "the"), confusion("inodern", "modern"), confusion("the mafia", "the mob"), confusion("x", None)
    ('b → h', 'in → m', 'other changes', 'other changes')
    """
    if after is None:
        return OTHER
    changes, beside = list[tuple[str, str]](), False
    for step in Levenshtein.opcodes(before, after):
        changed = step.tag != "equal"
        if changed:
            old, new = before[step.src_start : step.src_end], after[step.dest_start : step.dest_end]
            changes.append((changes[-1][0] + old, changes.pop()[1] + new) if beside else (old, new))
        beside = changed
    if len(changes) > MOST or any(len(side) > LONGEST for change in changes for side in change):
        return OTHER
    return " + ".join(f"{_letters(old)} → {_letters(new)}" for old, new in changes) or OTHER


def _letters(text: str) -> str:
    """Letters as a name shows them: a blank and nothing at all are seen."""
    return text.replace(" ", "␣").replace("\n", "⏎") or "∅"
