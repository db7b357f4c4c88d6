"""Audits one document: what another version changed, each change judged, and the text that the judgement leaves.

A change is a finding like any other: what is *supported* is a fix, what is not is a question, and what differs in form
only is kept as the original has it, unless the user wants the form too.  So the ledger, the review and all reports
know it already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cleaner import decide
from cleaner.kit import Kit
from cleaner.model import Cleaned, Document, Evidence, Finding, Record, Suggestion, Tier, Verdict, log_odds
from cleaner.spelling.sentence_fit import SentenceFit
from cleaner.text import edits
from cleaner.text.analysis import Analysis
from cleaner.witness.agreement import agreeing, seconded
from cleaner.witness.changes import WitnessChange, changes
from cleaner.witness.framing import no_version, unframed
from cleaner.witness.grounds import Ground, Original, Seen
from cleaner.witness.verdicts import judged
from cleaner.witness.word_keys import keys

#: how often changes of each verdict were right, or harmless: two models' rewrites of 31 articles of BLN600
#: (`benchmarks/witness.py --every 3`), from whose collection the shipped models have seen others
SURE: Mapping[Ground, float] = {
    Ground.SUPPORTED: 0.96,
    Ground.PLAUSIBLE: 0.76,
    Ground.UNSUPPORTED: 0.54,
    Ground.INVENTED: 0.24,
    Ground.DROPPED: 0.82,
    Ground.NUMBER: 0.49,
    Ground.NAME: 0.4,
    Ground.FORM: 0.99,
}
RULE = "witness/"
#: what is supported is a fix, and everything else is asked about, however unlikely
POLICY = decide.Policy(bar=0.95, ask=0.0)


def rule_of(ground: Ground) -> str:
    """The rule by which the ledger and the review know a verdict.

    >>> rule_of(Ground.NUMBER)
    'witness/number-changed'
    """
    return RULE + ground.value.replace(" ", "-")


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
    made = changes(document.text, bare.text)
    findings = _findings(made, ours, kit, others)
    wanted, unwanted = list[Finding](), list[Finding]()
    for finding in findings:
        (wanted if form or finding.rule != rule_of(Ground.FORM) else unwanted).append(finding)
    analysis, said = Analysis(document.text), decide.asked(document, (), kit.remembered)
    records = decide.decide(wanted, analysis, POLICY, said)
    kept = [_left(f, document) for f in unwanted]
    shown = tuple(r for r in records if r.verdict is not Verdict.KEEP)
    text = edits.apply(document.text, decide.edits(records))
    passed = (*kept, *(r for r in records if r.verdict is Verdict.KEEP))
    return replace(ours, text=text, records=shown, kept=passed, notices=bare.notices)


def _findings(made: list[WitnessChange], ours: Cleaned, kit: Kit, others: Sequence[str]) -> list[Finding]:
    """A finding for each change that touches a word or a mark."""
    text, corrector = ours.document.text, kit.corrector
    words = [c for c in made if not c.is_layout]
    if not words:
        return []
    same = agreeing(text, words, (*ours.records, *ours.kept))
    apart = [(Counter(keys(c.before)), Counter(keys(c.after))) for c in words]
    original = Original(
        text,
        Counter(keys(text)),
        kit.lexicon,
        corrector.error_model,
        SentenceFit(text, kit.lexicon, corrector.language_model),
        frozenset(word for old, new in apart for word in old - new),
        frozenset(word for old, new in apart for word in new - old),
    )
    seconds = Counter(change for other in others for change in _also(words, text, other))
    return [_finding(Seen(change, original, same.get(change), seconds[change])) for change in words]


def _also(made: list[WitnessChange], text: str, other: str) -> set[WitnessChange]:
    """The changes that another version makes too; an answer that is no version seconds nothing."""
    bare = unframed(text, other).text
    return set() if no_version(text, bare) else seconded(text, made, changes(text, bare))


def _finding(seen: Seen) -> Finding:
    change, (ground, why) = seen.change, judged(seen)
    tier = Tier.LIKELY if ground in (Ground.SUPPORTED, Ground.FORM) else Tier.ASK
    evidence = Evidence(f"the verdict “{ground}”", log_odds(SURE[ground]))
    best = (Suggestion(_with_blanks(change)),)
    return Finding(change.start, change.end, rule_of(ground), "witness", tier, best, f"{ground}: {why}", (evidence,))


def _with_blanks(change: WitnessChange) -> str:
    """What is to stand there: words that come or go leave the blanks of the first version, a line's end among them."""
    before, after = change.before, change.after
    if not before.strip():
        words = after.rstrip()
        return words + (before or after[len(words) :])
    lead, trail = before[: -len(before.lstrip())], before[len(before.rstrip()) :]
    if lead and trail and not after.strip():
        return max(lead, trail, key=lambda blanks: blanks.count("\n"))
    return after


def _left(finding: Finding, document: Document) -> Record:
    reason = "the form stays as the first version has it; --form takes it over"
    return Record(finding, Verdict.KEEP, reason, document.text[finding.start : finding.end])
