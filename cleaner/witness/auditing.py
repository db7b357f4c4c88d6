"""Audits one document: what another version changed, each change judged, and the text that the judgement leaves.

A change is a finding like any other: what is *supported* is a fix, what is not is a question, and what differs in form
only is kept as the original has it, unless the user wants the form too.  So the ledger, the review and all reports
know it already.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cleaner import decide
from cleaner.kit import Kit
from cleaner.model import Cleaned, Document, Evidence, Finding, Record, Suggestion, Tier, Verdict, log_odds
from cleaner.text import edits
from cleaner.text.analysis import Analysis
from cleaner.witness.belief import WitnessPlace, evidence
from cleaner.witness.changes import with_blanks
from cleaner.witness.framing import no_version, unframed
from cleaner.witness.grounds import GROUNDS, Ground, Seen, rule_of
from cleaner.witness.sightings import sightings
from cleaner.witness.verdicts import judged
from cleaner.witness.versions import Statement, Version, WitnessKind

#: how often a change of form is harmless (two models' rewrites of 31 articles of BLN600): it has no words to weigh
FORM = log_odds(0.99)
#: the verdict decides: what is supported is a fix, everything else is asked about, however likely or unlikely
POLICY = decide.Policy(bar=0.0, ask=0.0)


class NoVersion(Exception):
    """What was given is no version of the document; the message says why."""


def audit(ours: Cleaned, version: str, kit: Kit, *, form: bool = False, others: Sequence[str] = ()) -> Cleaned:
    """What came of a document (`ours`: our own cleaning of it), with the changes of `version` in place of our findings.

    `form`: changes of form are taken over too; `others`: further versions, whose agreement counts.  Raises `NoVersion`.
    """
    document = ours.document
    bare = unframed(document.text, version)
    if why := no_version(document.text, bare.text):
        raise NoVersion(why)
    other = Version(document.text, Statement("version", WitnessKind.TEXT, bare.text))
    findings = _findings(other, ours, kit, others)
    wanted, unwanted = list[Finding](), list[Finding]()
    for finding in findings:
        (wanted if form or finding.rule != rule_of(Ground.FORM) else unwanted).append(finding)
    analysis, said = Analysis(document.text), decide.asked(document, (), kit.remembered)
    records = [_told(r) for r in decide.decide(wanted, analysis, POLICY, said)]
    kept = [_left(f, document) for f in unwanted]
    shown = tuple(r for r in records if r.verdict is not Verdict.KEEP)
    text = edits.apply(document.text, decide.edits(records))
    passed = (*kept, *(r for r in records if r.verdict is Verdict.KEEP))
    return replace(ours, text=text, records=shown, kept=passed, notices=bare.notices)


def _findings(version: Version, ours: Cleaned, kit: Kit, others: Sequence[str]) -> list[Finding]:
    """A finding for each change that touches a word or a mark."""
    return [_finding(seen) for seen in sightings(ours, version, kit, list(_further(ours.document.text, others)))]


def _further(text: str, others: Sequence[str]) -> Iterator[Version]:
    """The other versions; an answer that is no version says nothing."""
    for number, other in enumerate(others, 2):
        bare = unframed(text, other).text
        if not no_version(text, bare):
            yield Version(text, Statement(f"version {number}", WitnessKind.TEXT, bare))


def _finding(seen: Seen) -> Finding:
    change, (ground, why) = seen.change, judged(seen)
    tier = Tier.LIKELY if ground in (Ground.SUPPORTED, Ground.FORM) else Tier.ASK
    told = [Evidence("the verdict “form only”", FORM)] if ground is Ground.FORM else evidence(WitnessPlace.of(seen))
    best = (Suggestion(with_blanks(change)),)
    return Finding(change.start, change.end, rule_of(ground), "witness", tier, best, f"{ground}: {why}", tuple(told))


def _told(record: Record) -> Record:
    """The record with a reason that says what decided."""
    if record.verdict is not Verdict.FIX or record.ruling:
        return record
    return replace(record, reason=f"{GROUNDS[record.finding.rule]}: taken over")


def _left(finding: Finding, document: Document) -> Record:
    reason = "the form stays as the first version has it; --form takes it over"
    return Record(finding, Verdict.KEEP, reason, document.text[finding.start : finding.end])
