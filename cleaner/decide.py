"""Findings become verdicts: fix, ask, flag or keep, each with its reason in words.

A chain of small questions; the first that has an answer decides.  People come first, then the tier, then the
confidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from cleaner.edits import Occupied
from cleaner.model import Edit, Finding, Record, Suggestion, Tier, Verdict
from cleaner.text import Analysis


class Remembered(Protocol):
    """What people decided earlier, found again by rule, words and neighbours (`ledger.Decisions`)."""

    def verdict(self, finding: Finding, text: str) -> tuple[Verdict, str, str | None] | None:
        """The verdict, its reason, and a replacement of the person's own; None if nobody decided this."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How sure a finding must be.  `bar`: a likely fix is made; `ask`: a question is worth a person's time."""

    bar: float = 0.95
    ask: float = 0.3


Answer = tuple[Verdict, str]


def decide(
    findings: Iterable[Finding], analysis: Analysis, policy: Policy, remembered: Remembered | None = None
) -> list[Record]:
    """A record for every finding, kept ones included; fixes are disjoint, and no open finding overlaps a fix."""
    ranked = sorted(
        findings,
        key=lambda f: (
            _by_person(f, analysis, remembered) is None,
            -_rank(f, policy),
            f.start,
            f.end,
            f.rule,
        ),
    )
    occupied, records = Occupied(), []
    winners: dict[tuple[int, int], Finding] = {}
    for candidate in ranked:
        verdict, reason, finding = _verdict(candidate, analysis, policy, remembered)
        if verdict is not Verdict.KEEP:
            if holder := occupied.holder(finding.start, finding.end):
                verdict, reason = Verdict.KEEP, _outdone(winners[holder])
            else:
                occupied.take(finding.start, finding.end)
                winners[finding.start, finding.end] = finding
        records.append(Record(finding, verdict, reason, analysis.text[finding.start : finding.end]))
    return sorted(records, key=lambda r: (r.finding.start, r.finding.end, r.finding.rule))


def _outdone(winner: Finding) -> str:
    """Who stands where a finding would."""
    return f"{winner.rule} stands here, with {winner.confidence:.2f}"


def _rank(finding: Finding, policy: Policy) -> float:
    """Fixes before questions before flags; within them, the surer and then the longer."""
    grade = {Verdict.FIX: 3.0, Verdict.ASK: 2.0, Verdict.FLAG: 1.0, Verdict.KEEP: 0.0}[_by_itself(finding, policy)[0]]
    return 10 * grade + finding.confidence + min(finding.end - finding.start, 99) / 1000


def _verdict(
    finding: Finding, analysis: Analysis, policy: Policy, remembered: Remembered | None
) -> tuple[Verdict, str, Finding]:
    if answer := _by_person(finding, analysis, remembered):
        verdict, reason, replacement = answer
        if replacement is not None:
            finding = _with(finding, replacement)
        return verdict, reason, finding
    return *_by_itself(finding, policy), finding


def _by_person(
    finding: Finding, analysis: Analysis, remembered: Remembered | None
) -> tuple[Verdict, str, str | None] | None:
    return remembered.verdict(finding, analysis.text) if remembered else None


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


def _with(finding: Finding, replacement: str) -> Finding:
    others = tuple(s for s in finding.suggestions if s.text != replacement)
    return Finding(
        finding.start, finding.end, finding.rule, finding.damage, finding.tier,
        (Suggestion(replacement), *others), finding.why, finding.evidence,
    )  # fmt: skip


def edits(records: Sequence[Record]) -> list[Edit]:
    """The edits that the records make."""
    return [r.edit for r in records if r.verdict is Verdict.FIX]
