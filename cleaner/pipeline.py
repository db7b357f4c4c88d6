"""The verb.  Read `clean`, and you know the program."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from cleaner import decide
from cleaner.detectors import DETECTORS
from cleaner.diagnosis.cues import as_a_whole
from cleaner.diagnosis.diagnose import diagnose, strongest
from cleaner.kit import Kit
from cleaner.model import Cleaned, Diagnosis, Document, Edit, Finding, Record, Tier, Verdict, log_odds
from cleaner.rulebook.feedback import weighed
from cleaner.spelling import engine_confidence
from cleaner.spelling.ocr_profile import ScanProfile
from cleaner.text import edits
from cleaner.text.analysis import Analysis
from cleaner.text.composed import Composed
from cleaner.text.rebase import brought_back, moved_confidences

# Mending one thing uncovers another (a deleted `UU.` leaves a false sentence start).  Real texts settle in two or three
# passes; whatever the last one would still change becomes a question, never something half done.
MOST_PASSES = 6
# How often a settled text is read afresh.
MOST_READINGS = 5
# A fresh reading makes a finding surer by less than so much in log-odds: what moved on scans moved by tenths.
NEARLY = 3.0


@dataclass
class Settling:
    """What one document has shown so far, from pass to pass: its scan, its diagnosis, the fixes, what is open."""

    document: Document
    kit: Kit
    analysis: Analysis = field(init=False)  # of the last pass
    records: list[Record] = field(init=False)  # its records, in its text's places
    diagnosis: Diagnosis = field(default_factory=Diagnosis)
    fixes: list[Record] = field(default_factory=list)
    others: list[Record] = field(default_factory=list)
    notices: dict[str, None] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text as far as it is mended."""
        return edits.apply(self.document.text, decide.edits(self.fixes))

    def settle(self) -> bool:
        """Pass after pass, until one changes nothing; False if none does."""
        for number in range(1, MOST_PASSES + 1):
            text = self.text
            analysis = self.analysis = analyse(text, self.document, self.kit, decide.edits(self.fixes))
            self.diagnosis = strongest(self.diagnosis, examine(analysis, self.kit))
            records = self._records(analysis, self.diagnosis, self.kit)
            if number == MOST_PASSES:
                records = [_as_question(r) for r in records]
            self.records = records
            self.fixes, self.others = brought_back(self.document.text, self.fixes, records)
            self.notices |= dict.fromkeys(given_up(analysis, self.kit))
            if self.text == text:
                return number < MOST_PASSES
        return False

    def read_afresh(self) -> bool:
        """Whether a run on the mended text, which knows nothing of this one, would change more; that is taken over.

        What such a run makes surer is all but sure already, so only there the text is read with care.
        """
        least = log_odds(self.kit.policy.bar) - NEARLY
        open_ = (r.finding for r in self.records if r.verdict is not Verdict.FIX and r.finding.tier is Tier.LIKELY)
        nearly = [(f.start, f.end) for f in open_ if log_odds(f.confidence) >= least]
        if not nearly:
            return False
        scan = ScanProfile(lambda start, end: any(a < end and start < b for a, b in nearly))
        before, kit = self.text, replace(self.kit, scan=scan)
        records = self._records(self.analysis, examine(self.analysis, kit), kit)
        self.fixes, _ = brought_back(self.document.text, self.fixes, [r for r in records if r.verdict is Verdict.FIX])
        return self.text != before

    def _records(self, analysis: Analysis, diagnosis: Diagnosis, kit: Kit) -> list[Record]:
        findings = [f for f in detect(analysis, diagnosis, kit) if allowed(f, analysis)]
        return decide.decide(findings, analysis, kit.policy, decide.asked(self.document, self.fixes, kit.remembered))


def clean(document: Document, kit: Kit) -> Cleaned:
    """The document as it should read, with a record of every change and of every open question."""
    composed = Composed.of(document)
    settling = Settling(
        composed.document, replace(kit, scan=ScanProfile(), remembered=composed.remembered(kit.remembered))
    )
    for _ in range(MOST_READINGS):
        if not settling.settle() or not settling.fixes or not settling.read_afresh():  # unchanged, a text is settled
            break
    shown = [r for r in settling.others if r.verdict is not Verdict.KEEP]
    return composed.written(
        Cleaned(
            document=composed.document,
            text=settling.text,
            diagnosis=settling.diagnosis,
            records=tuple(sorted([*settling.fixes, *shown], key=lambda r: (r.finding.start, r.finding.end))),
            kept=tuple(r for r in settling.others if r.verdict is Verdict.KEEP),
            notices=tuple(settling.notices),
        )
    )


def analyse(text: str, document: Document, kit: Kit, mended: Sequence[Edit] = ()) -> Analysis:
    """Words, sentences and protected spans of a text of this document, which `mended` made of the original."""
    confidences = moved_confidences(document.word_confidences, mended)
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
                yield engine_confidence.weighed(weighed(finding, kit.answered), analysis, kit.lexicon)


def allowed(finding: Finding, analysis: Analysis) -> bool:
    """Whether a finding leaves protected text alone: it does not touch it, or takes it away whole.

    A ruler may go with what it rules off, never by itself (`Analysis.lasting`).
    """
    if not analysis.is_protected(finding.start, finding.end):
        return True
    if finding.best != "":
        return False
    met = _met(analysis.protected, finding)
    if not all(finding.start <= start and end <= finding.end for start, end in met):
        return False
    lasting = [Edit(a - finding.start, b - finding.start, "") for a, b in _met(analysis.lasting, finding)]
    return not lasting or bool(edits.apply(analysis.text[finding.start : finding.end], lasting).strip())


def _met(spans: Sequence[tuple[int, int]], finding: Finding) -> list[tuple[int, int]]:
    """The spans, of some in order, that a finding touches."""
    first = bisect_right(spans, finding.start, key=lambda span: span[1])
    return list(spans[first : bisect_left(spans, finding.end, key=lambda span: span[0])])


def given_up(analysis: Analysis, kit: Kit) -> Iterator[str]:
    """What took too long on this text and was left, in words."""
    for pattern in analysis.given_up:
        yield f"protect {pattern!r} took too long here: nothing in this text was touched; write it so that it is quick"
    for rule in kit.rulebook.scan(analysis, kit.lexicon).given_up:
        yield f"{rule}: given up here, its pattern took too long"


def _as_question(record: Record) -> Record:
    if record.verdict is not Verdict.FIX or record.ruling:
        return record
    return replace(record, verdict=Verdict.ASK, reason=f"the text still changed after {MOST_PASSES} passes")
