"""Sums up judged records: how well confidence is calibrated, and how good each rule is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cleaner.evaluate.judging import Judged, Judgement
from cleaner.evaluate.tallies import ratio
from cleaner.stats import wilson_lower


@dataclass(frozen=True, slots=True)
class Bin:
    """The records with a confidence in `[low, high)`: their mean confidence and the share of right ones."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Whether a confidence of 0.9 means nine in ten.

    `ece` is the expected calibration error: the mean over records of the distance between their bin's confidence and
    its share of right ones.  `brier` is the mean square of confidence minus outcome (0 or 1).
    """

    count: int
    ece: float
    brier: float
    bins: tuple[Bin, ...]


def calibration(judged: Iterable[Judged]) -> Calibration:
    """Calibration of records, without harmless ones (the truth does not say) and those with no fix or no confidence."""
    told = (j for j in judged if j.claim.after is not None and j.judgement is not Judgement.HARMLESS)
    pairs = ((j.claim.confidence, j.judgement is Judgement.RIGHT) for j in told)
    return reliability([(confidence, right) for confidence, right in pairs if confidence is not None])


def reliability(outcomes: Sequence[tuple[float, bool]], bins: int = 10) -> Calibration:
    """Calibration of pairs of confidence and outcome, over `bins` bins of equal width.

    >>> c = reliability([(0.75, True), (0.75, True), (0.75, False), (0.75, True), (0.05, False)])
    >>> round(c.ece, 3), round(c.brier, 4), [b.count for b in c.bins]
    (0.01, 0.1505, [1, 4])
    """

    groups: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in outcomes:
        groups[min(bins - 1, int(confidence * bins))].append((confidence, right))
    rows = [
        Bin(i / bins, (i + 1) / bins, len(group), *(sum(column) / len(group) for column in zip(*group, strict=True)))
        for i, group in sorted(groups.items())
    ]
    total = len(outcomes)
    ece = ratio(sum(row.count * abs(row.confidence - row.right) for row in rows), total)
    return Calibration(total, ece, ratio(sum((p - ok) ** 2 for p, ok in outcomes), total), tuple(rows))


def by_rule(judged: Iterable[Judged]) -> list[dict[str, Any]]:
    """Figures of each rule and verdict, those that fire most first.

    `offered` counts records with the right text among their suggestions, `harmed` right tokens that are broken;
    `precision` is right / (right + wrong), and `proved` its lower bound (Wilson, 95%).
    """
    groups: defaultdict[tuple[str, str], list[Judged]] = defaultdict(list)
    for one in judged:
        groups[one.claim.rule, one.claim.verdict].append(one)
    rows: list[dict[str, Any]] = []
    for (rule, verdict), group in groups.items():
        counts = Counter(str(j.judgement) for j in group)
        right, total = counts["right"], counts["right"] + counts["wrong"]
        rows.append(
            {
                "rule": rule,
                "verdict": verdict,
                "fires": len(group),
                **{kind.value: counts[kind] for kind in Judgement},
                "offered": sum(j.offered for j in group),
                "harmed": sum(j.harmed for j in group),
                "precision": ratio(right, total),
                "proved": wilson_lower(right, total),
            }
        )
    return sorted(rows, key=lambda row: (-row["fires"], row["rule"], row["verdict"]))
