"""Why a place was changed or not: every rule and detector that looked at it, its evidence, and what stopped it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from cleaner.decide import asked, decide
from cleaner.detectors.rules import finding
from cleaner.diagnosis.examination import examine
from cleaner.kit import Kit
from cleaner.model import Cleaned, Document, Evidence, Finding, Record, Suggestion, Verdict
from cleaner.model.companions import ALONE, Companions
from cleaner.pipeline import allowed, analyse, clean, detect
from cleaner.text.analysis import Analysis
from cleaner.text.composed import Composed
from cleaner.text.protection import PROTECTED


@dataclass(frozen=True, slots=True)
class Account:
    """What one rule or detector had to say of one place of the original."""

    start: int
    end: int
    rule: str
    verdict: Verdict
    before: str
    suggestions: tuple[Suggestion, ...]
    why: str
    reason: str
    confidence: float
    evidence: tuple[Evidence, ...]


def explain(document: Document, kit: Kit, companions: Companions = ALONE) -> tuple[Cleaned, list[Account]]:
    """The cleaned document, and an account of every finding and of every rule that came close, in order of place."""
    cleaned = clean(document, kit, companions)
    accounts = [_of(r) for r in (*cleaned.records, *cleaned.kept)]
    composed = Composed.of(document)
    told = replace(kit, remembered=composed.remembered(kit.remembered))
    accounts += (_of(composed.record(r)) for r in _stopped(composed.document, told, companions))
    unique = {(a.start, a.end, a.rule): a for a in reversed(accounts)}
    return cleaned, sorted(unique.values(), key=lambda a: (a.start, a.end, a.rule))


def _of(r: Record) -> Account:
    f = r.finding
    return Account(
        f.start, f.end, f.rule, r.verdict, r.before, f.suggestions, f.why, r.reason, f.confidence, f.evidence
    )


def _stopped(document: Document, kit: Kit, companions: Companions) -> Iterator[Record]:
    """What was found in the original and did not come into the outcome.

    These are findings that lost their place to a fix, findings in protected text, and matches that a condition stopped,
    with the evidence that they would have had.
    """
    seen = examine(analyse(document.text, document, kit), kit, companions=companions)
    analysis = seen.analysis
    free: list[Finding] = []
    held: list[Finding] = []
    for f in detect(seen, kit):
        (free if allowed(f, analysis) else held).append(f)
    for r in decide(free, analysis, kit.policy, asked(document, (), kit.remembered)):
        if r.verdict is Verdict.KEEP:
            yield r
    for f in held:
        yield Record(f, Verdict.KEEP, protection(f, analysis), document.text[f.start : f.end])
    for m in seen.rules.matches:
        if m.obstacle:
            reason = f"{m.obstacle} (else it would have weighed as below)"
            yield Record(finding(m, seen.diagnosis), Verdict.KEEP, reason, document.text[m.start : m.end])


def protection(finding: Finding, analysis: Analysis) -> str:
    """What protects the text of a finding, in words."""
    known = ((name, span) for name, spans in PROTECTED.items() for span in spans(analysis.text))
    others = (("your settings or the markup", span) for span in analysis.protected)
    name, (start, end) = next(
        (name, span)
        for name, span in chain(known, others)
        if span[0] < max(finding.end, finding.start + 1) and finding.start < span[1]
    )
    return f"protected text ({name}): {analysis.text[start:end][:60]!r}"
