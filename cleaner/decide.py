"""Findings become verdicts: fix, ask, flag or keep, each with its reason in words.

A chain of small questions; the first that has an answer decides.  People come first, then the tier, then the
confidence.  What an answer does to a finding is said here once: `asked` carries out what people answered before this
run, `ledger.final` what they answered since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from cleaner.model import Document, Edit, Finding, Record, Remembered, Ruling, Suggestion, Tier, Verdict
from cleaner.text.analysis import Analysis
from cleaner.text.edits import Occupied, Shift


class Policy(NamedTuple):
    """How sure a finding must be.  `bar`: a likely fix is made; `ask`: a question is worth a person's time."""

    bar: float = 0.95
    ask: float = 0.3


VerdictWithReason = tuple[Verdict, str]
Said = Callable[[Finding], tuple[Finding, Ruling | None]]  # the finding as a person wants it, and their ruling on it


def decide(
    findings: Iterable[Finding], analysis: Analysis, policy: Policy, said: Said = lambda f: (f, None)
) -> list[Record]:
    """A record for every finding, kept ones included; fixes are disjoint, and no open finding overlaps a fix.

    `said` tells what a person said of a finding, and the finding as they want it (`asked`).
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


def _order(finding: Finding, ruling: Ruling | None, policy: Policy) -> tuple[bool, int, float, int, int, str]:
    """People's answers first, then the surest."""
    rank = 0.0 if ruling else -_rank(finding, policy)
    return *people_first(ruling), rank, finding.start, finding.end, finding.rule


def _rank(finding: Finding, policy: Policy) -> float:
    """Fixes before questions before flags; within them, the surer and then the longer."""
    grade = {Verdict.FIX: 3.0, Verdict.ASK: 2.0, Verdict.FLAG: 1.0, Verdict.KEEP: 0.0}[_by_itself(finding, policy)[0]]
    return 10 * grade + finding.confidence + min(finding.end - finding.start, 99) / 1000


def _by_itself(finding: Finding, policy: Policy) -> VerdictWithReason:
    return _by_tier(finding) or _by_confidence(finding, policy)


def _by_tier(finding: Finding) -> VerdictWithReason | None:
    if finding.tier is Tier.SAFE:
        return Verdict.FIX, "safe: wrong in every English text"
    return None


def _by_confidence(finding: Finding, policy: Policy) -> VerdictWithReason:
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


# ------------------------------------------------------------------ what people said


def people_first(ruling: Ruling | None) -> tuple[bool, int]:
    """Sorts what wants one place: a person's answer before the run's fix, a later answer before an earlier one."""
    return ruling is None, -ruling.decision if ruling else 0


def as_wanted(finding: Finding, text: str) -> Finding:
    """The finding with what a person wants there as its best suggestion."""
    others = (s for s in finding.suggestions if s.text != text)
    return replace(finding, suggestions=(Suggestion(text), *others))


def asked(document: Document, fixes: Sequence[Record], remembered: Remembered | None) -> Said:
    """Tells what people said of a finding, by its words in the original: they answered there.

    `fixes` are those of earlier passes.  Where one of them put a person's words, only a later answer changes them.
    """
    shift = Shift.of([r.edit for r in fixes])

    def said(finding: Finding) -> tuple[Finding, Ruling | None]:
        if remembered is None:
            return finding, None
        wide_start, wide_end, start, end = shift.back(finding.start, finding.end)
        ruling = remembered.ruling(replace(finding, start=start, end=end), document.text, document.id)
        met = [r.decision for i in shift.touched(wide_start, wide_end) if (r := fixes[i].ruling)]
        if met and (ruling is None or ruling.decision <= max(met)):
            return finding, Ruling(Verdict.KEEP, "a person's words stand here")
        if ruling is None or ruling.text is None:
            return finding, ruling
        return as_wanted(replace(finding, start=wide_start, end=wide_end), ruling.text), ruling

    return said
