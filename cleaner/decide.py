"""Findings become verdicts: fix, ask, flag or keep, each with its reason in words.

A chain of small questions; the first that has an answer decides.  People come first, then the tier, then the
confidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cleaner.model import Edit, Finding, Record, Ruling, Said, Tier, Verdict
from cleaner.text.analysis import Analysis
from cleaner.text.edits import Occupied


@dataclass(frozen=True, slots=True)
class Policy:
    """How sure a finding must be.  `bar`: a likely fix is made; `ask`: a question is worth a person's time."""

    bar: float = 0.95
    ask: float = 0.3


Answer = tuple[Verdict, str]


def decide(
    findings: Iterable[Finding], analysis: Analysis, policy: Policy, said: Said = lambda f: (f, None)
) -> list[Record]:
    """A record for every finding, kept ones included; fixes are disjoint, and no open finding overlaps a fix.

    `said` tells what a person said of a finding, and the finding as they want it (`passes.asked`).
    """
    occupied, records = Occupied(), []
    winners: dict[tuple[int, int], Finding] = {}
    for finding, answer in sorted(map(said, findings), key=lambda pair: _order(pair[0], pair[1], policy)):
        own = _by_itself(finding, policy)
        ruling = answer and replace(answer, otherwise=own)
        verdict, reason = (ruling.verdict, ruling.reason) if ruling else own
        if verdict is not Verdict.KEEP:
            if holder := occupied.holder(finding.start, finding.end):
                verdict, reason = Verdict.KEEP, _outdone(winners[holder])
            else:
                occupied.take(finding.start, finding.end)
                winners[finding.start, finding.end] = finding
        records.append(Record(finding, verdict, reason, analysis.text[finding.start : finding.end], ruling))
    return sorted(records, key=lambda r: (r.finding.start, r.finding.end, r.finding.rule))


def _outdone(winner: Finding) -> str:
    """Who stands where a finding would."""
    return f"{winner.rule} stands here, with {winner.confidence:.2f}"


def _order(finding: Finding, ruling: Ruling | None, policy: Policy) -> tuple[bool, float, int, int, str]:
    """People before the run, and of people the latest first, as in `ledger.final`; then the surest."""
    first = -ruling.decision if ruling else -_rank(finding, policy)
    return ruling is None, first, finding.start, finding.end, finding.rule


def _rank(finding: Finding, policy: Policy) -> float:
    """Fixes before questions before flags; within them, the surer and then the longer."""
    grade = {Verdict.FIX: 3.0, Verdict.ASK: 2.0, Verdict.FLAG: 1.0, Verdict.KEEP: 0.0}[_by_itself(finding, policy)[0]]
    return 10 * grade + finding.confidence + min(finding.end - finding.start, 99) / 1000


def _by_itself(finding: Finding, policy: Policy) -> Answer:
    return _by_tier(finding) or _by_confidence(finding, policy)


def _by_tier(finding: Finding) -> Answer | None:
    if finding.tier is Tier.SAFE:
        return Verdict.FIX, "safe: wrong in every English text"
    return None


def _by_confidence(finding: Finding, policy: Policy) -> Answer:
    sure = finding.confidence
    if finding.tier is Tier.LIKELY and sure >= policy.bar:
        return Verdict.FIX, f"{sure:.3f} reaches the bar {policy.bar:g}"
    if sure < policy.ask:
        return Verdict.KEEP, f"{_below(sure, policy.ask)} is too little to ask ({policy.ask:g})"
    if finding.tier is Tier.FLAG:
        return Verdict.FLAG, "only pointed at"
    if finding.tier is Tier.ASK:
        return Verdict.ASK, "never fixed without a person"
    return Verdict.ASK, f"{_below(sure, policy.bar)} is below the bar {policy.bar:g}"


def _below(sure: float, limit: float) -> str:
    """A probability with as many digits as tell it from the limit that it misses.

    >>> _below(0.5512, 0.95), _below(0.948, 0.95), _below(0.94996, 0.95)
    ('0.55', '0.948', '0.94996')
    """
    return next((s for d in range(2, 9) if float(s := f"{sure:.{d}f}") < limit), repr(sure))


def edits(records: Sequence[Record]) -> list[Edit]:
    """The edits that the records make."""
    return [r.edit for r in records if r.verdict is Verdict.FIX]
