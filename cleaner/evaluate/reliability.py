"""Sums up judged records: how well confidence is calibrated, and how good each rule is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
    return reliability(
        [
            (j.claim.confidence, j.judgement is Judgement.RIGHT)
            for j in judged
            if j.claim.confidence is not None and j.claim.after is not None and j.judgement is not Judgement.HARMLESS
        ]
    )


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


@dataclass(frozen=True, slots=True)
class RuleScore:
    """One rule's records with one verdict.  `offered` counts those with the right text among their suggestions."""

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

    groups: defaultdict[tuple[str, str], list[Judged]] = defaultdict(list)
    for one in judged:
        groups[one.claim.rule, one.claim.verdict].append(one)
    rows = [_rule_score(*key, group) for key, group in groups.items()]
    return sorted(rows, key=lambda r: (-r.fires, r.rule, r.verdict))


def _rule_score(rule: str, verdict: str, group: Sequence[Judged]) -> RuleScore:
    said = Counter(j.judgement for j in group)
    return RuleScore(
        rule,
        verdict,
        fires=len(group),
        right=said[Judgement.RIGHT],
        harmless=said[Judgement.HARMLESS],
        wrong=said[Judgement.WRONG],
        offered=sum(j.offered for j in group),
        harmed=sum(j.harmed for j in group),
    )
