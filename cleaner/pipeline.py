"""Cleaning one document.  `clean` is the whole program in twelve lines."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from types import MappingProxyType

from cleaner import decide
from cleaner.detectors import DETECTORS, WHATEVER_THE_DAMAGE
from cleaner.detectors.spelling import read_scan
from cleaner.diagnosis.examination import NO_MATCHES, NOTHING_SURVEYED, Examination, examine
from cleaner.kit import Kit
from cleaner.model import (
    Cleaned,
    Diagnosis,
    Document,
    Edit,
    Finding,
    Record,
    Remembered,
    Tier,
    Verdict,
    log_odds,
)
from cleaner.model.companions import ALONE, Companions
from cleaner.model.cue import clock_at
from cleaner.neural.evidence import with_neural
from cleaner.rulebook.feedback import with_answers
from cleaner.spelling.engine_confidence import with_engine_confidence
from cleaner.text import edits
from cleaner.text.analysis import Analysis
from cleaner.text.composed import Composed
from cleaner.text.rebase import as_sure_as_before, brought_back, moved_confidences, moved_cues, moved_spans

# Mending one thing uncovers another (a deleted `UU.` leaves a false sentence start).  Real texts settle in two or three
# passes; whatever the last one would still change becomes a question, so that no change is left half made.
MOST_PASSES = 6
# A settled text is read afresh at most so often.
MOST_READINGS = 5
# A fresh reading makes a finding surer by less than so much in log-odds: what moved on scans moved by tenths.
NEARLY = 3.0


def clean(document: Document, kit: Kit, companions: Companions = ALONE) -> Cleaned:
    """The document as it should read, with a record of every change and of every open question.

    `companions`: what a survey has found of the documents that come from the same place.
    """
    composed = Composed.of(document)
    remembered = composed.remembered(kit.remembered)
    state = Passes(composed.document, composed.document.text, remembered, companions)
    for _ in range(MOST_READINGS):
        state = settle(state, kit)
        if not state.settled or not state.fixes:  # a text without a fix reads the same when it is read afresh
            break
        settled_text = state.text
        state = read_afresh(state, kit)
        if state.text == settled_text:
            break
    return with_clocks(composed.written(state.cleaned()))


def with_clocks(cleaned: Cleaned) -> Cleaned:
    """What came of a transcript, with the time of each finding."""
    cues = cleaned.document.cues
    if not cues:
        return cleaned
    records = tuple(replace(r, clock=clock_at(cues, r.finding.start)) for r in cleaned.records)
    return replace(cleaned, records=records)


@dataclass(frozen=True)
class Passes:
    """How far the cleaning of one document has come.

    `text`: the document's, with the `fixes` made; `others`: open and kept records, in the original's places like the
    fixes; `seen` and `records`: what the last pass saw and what it made of it, in the places of its own text;
    `settled`: a pass changed nothing; `found`: what each detector found in it.
    """

    document: Document
    text: str
    remembered: Remembered | None
    companions: Companions = ALONE
    fixes: Sequence[Record] = ()
    others: Sequence[Record] = ()
    notices: tuple[str, ...] = ()
    seen: Examination | None = None
    records: Sequence[Record] = ()
    settled: bool = False
    found: Mapping[str, Sequence[Finding]] = field(default_factory=dict)

    def without_its_text(self) -> Passes:
        """The same without what the last pass knew of its text, which takes twenty times the size of the text."""
        seen = self.seen and replace(self.seen, analysis=Analysis(""), rules=NO_MATCHES, surveyed=NOTHING_SURVEYED)
        return replace(self, seen=seen, records=(), found={})

    def with_fixes(self, records: Sequence[Record]) -> Passes:
        """The records of a text joined with what came before them."""
        fixes, others = brought_back(self.document.text, self.fixes, records)
        return replace(self, text=edits.apply(self.document.text, decide.edits(fixes)), fixes=fixes, others=others)

    def cleaned(self) -> Cleaned:
        """What the user gets."""
        shown = [r for r in self.others if r.verdict is not Verdict.KEEP]
        return Cleaned(
            document=self.document,
            text=self.text,
            diagnosis=self.seen.diagnosis if self.seen else Diagnosis(),
            records=tuple(sorted([*self.fixes, *shown], key=lambda r: (r.finding.start, r.finding.end))),
            kept=tuple(r for r in self.others if r.verdict is Verdict.KEEP),
            notices=self.notices,
        )


def settle(state: Passes, kit: Kit) -> Passes:
    """The state after pass upon pass, until one changes nothing or there were `MOST_PASSES`."""
    for number in range(1, MOST_PASSES + 1):
        last, before = number == MOST_PASSES, state.text
        if state.seen:
            state = state.without_its_text()
        state = one_pass(state, kit, last)
        if state.text == before:
            return replace(state, settled=not last)
    return state


def one_pass(state: Passes, kit: Kit, last: bool) -> Passes:
    """The state after one more look at the mended text; what the `last` pass would change becomes a question."""
    analysis = analyse(state.text, state.document, kit, decide.edits(state.fixes))
    seen = look(analysis, kit, state.seen, state.companions)
    found = by_detector(seen, kit)
    asked = [r for r in state.others if r.verdict is Verdict.ASK]  # misread words beside them told of the scanner
    read = {**found, "spelling": as_sure_as_before(found.get("spelling", ()), asked, state.fixes)}
    records = judge(seen, read, state, kit)
    if last:
        records = [_as_question(r) for r in records]
    notices = tuple(dict.fromkeys([*state.notices, *given_up(seen)]))
    return replace(state.with_fixes(records), seen=seen, records=records, notices=notices, settled=False, found=found)


def read_afresh(state: Passes, kit: Kit) -> Passes:
    """The state with the fixes added that a new run on the mended text would make.

    A new run knows nothing of the damage that was mended, so it may be surer of a finding, though only a little
    (`NEARLY`).  So only the sentences with findings that were nearly fixed are read again, and only the detectors asked
    that look at the damage.
    """
    least = log_odds(kit.policy.bar) - NEARLY
    unsure = (r.finding for r in state.records if r.verdict is not Verdict.FIX and r.finding.tier is Tier.LIKELY)
    nearly = [(f.start, f.end) for f in unsure if log_odds(f.confidence) >= least]
    if not nearly or not state.seen:
        return state
    fresh = replace(state.seen, diagnosis=state.seen.by_itself)
    scan = read_scan(fresh, kit, wanted=lambda start, end: any(a < end and start < b for a, b in nearly))
    fresh = replace(fresh, scan=scan)
    alike = {name: found for name, found in state.found.items() if name in WHATEVER_THE_DAMAGE}
    records = judge(fresh, by_detector(fresh, kit, alike), state, kit)
    after = state.with_fixes([r for r in records if r.verdict is Verdict.FIX])
    return replace(after, others=state.others)


def judge(seen: Examination, found: Mapping[str, Sequence[Finding]], state: Passes, kit: Kit) -> list[Record]:
    """A record for every finding that leaves protected text alone."""
    findings = [f for f in chain.from_iterable(found.values()) if allowed(f, seen.analysis)]
    return decide.decide(
        findings, seen.analysis, kit.policy, decide.asked(state.document, state.fixes, state.remembered)
    )


def analyse(text: str, document: Document, kit: Kit, mended: Sequence[Edit] = ()) -> Analysis:
    """Words, sentences and protected spans of a text of this document, which `mended` made of the original."""
    confidences = moved_confidences(document.word_confidences, mended)
    given = [*(document.protect(text) if document.protect else ()), *moved_spans(document.kept, mended)]
    return Analysis(text, kit.protect, given, confidences, document.engine, moved_cues(document.cues, mended))


def look(
    analysis: Analysis, kit: Kit, before: Examination | None = None, companions: Companions = ALONE
) -> Examination:
    """All that a text shows; `before`: what the text of the pass before has shown."""
    seen = examine(analysis, kit, before, companions)
    return replace(seen, scan=read_scan(seen, kit, before.scan if before else None))


def by_detector(
    seen: Examination, kit: Kit, known: Mapping[str, Sequence[Finding]] = MappingProxyType({})
) -> dict[str, Sequence[Finding]]:
    """What each detector finds, but for those of which that is `known`."""
    asked = {name: detector for name, detector in DETECTORS.items() if name not in kit.off}
    return {
        name: known[name] if name in known else list(_weighed(d(seen, kit), seen, kit)) for name, d in asked.items()
    }


def _weighed(found: Iterable[Finding], seen: Examination, kit: Kit) -> Iterator[Finding]:
    """What a detector found, weighed with what people, the scan's engine and, if asked for, a language model say."""
    answered = (with_answers(finding, kit.answered) for finding in found)
    heard = (with_engine_confidence(finding, seen.analysis, kit.lexicon) for finding in answered)
    return with_neural(heard, seen.analysis.text, kit.neural)


def detect(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """What all detectors find."""
    return chain.from_iterable(by_detector(seen, kit).values())


def allowed(finding: Finding, analysis: Analysis) -> bool:
    """Whether a finding leaves protected text alone: it does not touch it, or takes it away whole.

    A ruler may go with what it rules off, never by itself (`Analysis.lasting`).  In another language the encoding is
    mended, and nothing else.
    """
    if not finding.rule.startswith("encoding/") and analysis.foreign.touches(finding.start, finding.end):
        return False
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


def given_up(seen: Examination) -> Iterator[str]:
    """What took too long on this text and was left, in words."""
    if seen.analysis.foreign.all:
        yield "this text is not English: only its encoding was looked at"
    for pattern in seen.analysis.given_up:
        yield f"protect {pattern!r} took too long here: nothing in this text was touched; write it so that it is quick"
    for rule in seen.rules.given_up:
        yield f"{rule}: given up here, its pattern took too long"


def _as_question(record: Record) -> Record:
    if record.verdict is not Verdict.FIX or record.ruling:
        return record
    return replace(record, verdict=Verdict.ASK, reason=f"the text still changed after {MOST_PASSES} passes")
