"""The verb.  Read `clean`, and you know the program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cleaner import decide, edits, wordconfidence
from cleaner.answered import weighed
from cleaner.detectors import DETECTORS
from cleaner.diagnosis import diagnose, strongest
from cleaner.evidence import as_a_whole
from cleaner.kit import Kit
from cleaner.model import Cleaned, Diagnosis, Document, Edit, Finding, Record, Verdict
from cleaner.passes import asked, brought_back
from cleaner.profile import Scan
from cleaner.text import Analysis

# Mending one thing uncovers another (a deleted `UU.` leaves a false sentence start).  Real texts settle in two or three
# passes; whatever the last one would still change becomes a question, never something half done.
MOST_PASSES = 6


def clean(document: Document, kit: Kit) -> Cleaned:
    """The document as it should read, with a record of every change and of every open question."""
    text, diagnosis = document.text, Diagnosis()
    kit = replace(kit, scan=Scan())
    fixes: list[Record] = []
    others: list[Record] = []
    notices: dict[str, None] = {}
    for number in range(1, MOST_PASSES + 1):
        analysis = analyse(text, document, kit, decide.edits(fixes))
        diagnosis = strongest(diagnosis, examine(analysis, kit))
        findings = [f for f in detect(analysis, diagnosis, kit) if allowed(f, analysis)]
        records = decide.decide(findings, analysis, kit.policy, asked(document, fixes, kit.remembered))
        if number == MOST_PASSES:
            records = [_as_question(r) for r in records]
        fixes, others = brought_back(document.text, fixes, records)
        notices |= dict.fromkeys(kit.rulebook.scan(analysis, kit.lexicon).given_up)
        settled = text == (text := edits.apply(document.text, decide.edits(fixes)))
        if settled:
            break
    shown = [r for r in others if r.verdict is not Verdict.KEEP]
    return Cleaned(
        document=document,
        text=text,
        diagnosis=diagnosis,
        records=tuple(sorted([*fixes, *shown], key=lambda r: (r.finding.start, r.finding.end))),
        kept=tuple(r for r in others if r.verdict is Verdict.KEEP),
        notices=tuple(f"{rule}: given up here, its pattern took too long" for rule in notices),
    )


def analyse(text: str, document: Document, kit: Kit, mended: Sequence[Edit] = ()) -> Analysis:
    """Words, sentences and protected spans of a text of this document, which `mended` made of the original."""
    confidences = wordconfidence.moved(document.word_confidences, mended)
    given = document.protect(text) if document.protect else ()
    return Analysis(text, kit.protect, given, confidences, document.engine)


def examine(analysis: Analysis, kit: Kit) -> Diagnosis:
    """Which damage this text shows."""
    found = kit.rulebook.scan(analysis, kit.lexicon).matches
    matches = [m for m in found if not analysis.is_protected(m.start, m.end)]  # `tbe` in an address tells nothing
    return diagnose(matches, as_a_whole(analysis, kit), kit.damage)


def detect(analysis: Analysis, diagnosis: Diagnosis, kit: Kit) -> Iterator[Finding]:
    """What all detectors find, weighed with what people answered to the like, and with what the scan's engine said."""
    for name, detector in DETECTORS.items():
        if name not in kit.off:
            for finding in detector(analysis, diagnosis, kit):
                yield wordconfidence.weighed(weighed(finding, kit.answered), analysis, kit.lexicon)


def allowed(finding: Finding, analysis: Analysis) -> bool:
    """Whether a finding leaves protected text alone: it does not touch it, or takes it away whole."""
    if not analysis.is_protected(finding.start, finding.end):
        return True
    if finding.best != "":
        return False
    met = [s for s in analysis.protected if s[0] < finding.end and finding.start < s[1]]
    return all(finding.start <= start and end <= finding.end for start, end in met)


def _as_question(record: Record) -> Record:
    if record.verdict is not Verdict.FIX or record.ruling:
        return record
    return replace(record, verdict=Verdict.ASK, reason=f"the text still changed after {MOST_PASSES} passes")
