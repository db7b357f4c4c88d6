"""Judged records → how well confidence is calibrated, and how good each rule is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from cleaner.evaluate.judging import Judged, Judgement
from cleaner.evaluate.tallies import ratio
from cleaner.stats import wilson_lower


@dataclass(frozen=True, slots=True)
class Bin:
    """Records with a confidence in `[low, high)`: the mean confidence and the share that is right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Whether 0.9 means nine in ten.

    `ece` is the expected calibration error, the mean over records of how far their bin's confidence is from
    its share of right ones; `brier` the mean square of confidence less outcome.
    """

    count: int
    ece: float
    brier: float
    bins: tuple[Bin, ...]


def calibration(judged: Iterable[Judged], bins: int = 10) -> Calibration:
    """Calibration over `bins` bins of equal width.

    Harmless records are left out (the truth does not say), and so are those without a fix or a confidence.
    """
    outcomes = [
        (j.claim.confidence, j.judgement is Judgement.RIGHT)
        for j in judged
        if j.claim.confidence is not None and j.claim.after is not None and j.judgement is not Judgement.HARMLESS
    ]
    return reliability(outcomes, bins)


def reliability(outcomes: Sequence[tuple[float, bool]], bins: int = 10) -> Calibration:
    """The same for bare pairs of confidence and outcome.

    >>> c = reliability([(0.75, True), (0.75, True), (0.75, False), (0.75, True), (0.05, False)])
    >>> round(c.ece, 3), round(c.brier, 4), [b.count for b in c.bins]
    (0.01, 0.1505, [1, 4])
    """

    def place(outcome: tuple[float, bool]) -> int:
        return min(bins - 1, int(outcome[0] * bins))

    rows = []
    for index, members in groupby(sorted(outcomes, key=place), key=place):
        group = list(members)
        sure = sum(p for p, _ in group) / len(group)
        rows.append(Bin(index / bins, (index + 1) / bins, len(group), sure, sum(ok for _, ok in group) / len(group)))
    total = len(outcomes)
    return Calibration(
        total,
        ece=ratio(sum(row.count * abs(row.confidence - row.right) for row in rows), total),
        brier=ratio(sum((p - ok) ** 2 for p, ok in outcomes), total),
        bins=tuple(rows),
    )


@dataclass(frozen=True, slots=True)
class RuleScore:
    """One rule's records with one verdict.  `offered`: the right text is among the suggestions."""

    rule: str
    verdict: str
    fires: int
    right: int
    harmless: int
    wrong: int
    offered: int
    harmed: int

    @property
    def precision(self) -> float:
        """Right among right and wrong."""
        return ratio(self.right, self.right + self.wrong)

    @property
    def proved(self) -> float:
        """Wilson's lower bound of the precision."""
        return wilson_lower(self.right, self.right + self.wrong)


def by_rule(judged: Iterable[Judged]) -> list[RuleScore]:
    """A row for each rule and verdict, those that fire most first."""

    def key(j: Judged) -> tuple[str, str]:
        return j.claim.rule, j.claim.verdict

    rows = []
    for (rule, verdict), members in groupby(sorted(judged, key=key), key=key):
        group = list(members)
        said = [j.judgement for j in group]
        rows.append(
            RuleScore(
                rule,
                verdict,
                fires=len(group),
                right=said.count(Judgement.RIGHT),
                harmless=said.count(Judgement.HARMLESS),
                wrong=said.count(Judgement.WRONG),
                offered=sum(j.offered for j in group),
                harmed=sum(j.harmed for j in group),
            )
        )
    return sorted(rows, key=lambda r: (-r.fires, r.rule, r.verdict))
