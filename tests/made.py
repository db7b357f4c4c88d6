"""Cleaned documents made by hand, for tests of what comes after the pipeline."""

from cleaner.edits import apply
from cleaner.ledger import Ledger
from cleaner.model import Cleaned, Diagnosis, Document, Evidence, Finding, Record, Suggestion, Tier, Verdict

MOB = "mt/es/mafia-mob"
TBE = "ocr/tbe"
SENTENCE = "A man urged the mafia not to enter the embassy."


def finding(text, words, after, rule=MOB, *, nth=0, tier=Tier.ASK, weight=1.0):
    """A finding on the nth occurrence of some words; `after` is a suggestion, several, or None for a flag."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    options = () if after is None else (after,) if isinstance(after, str) else after
    suggestions = tuple(Suggestion(option, 1 / (i + 1)) for i, option in enumerate(options))
    evidence = (Evidence("the rule", weight), Evidence("diagnosis mt/es", 0.5, "6 × UU."))
    return Finding(start, start + len(words), rule, rule.rpartition("/")[0], tier, suggestions, "A crowd.", evidence)


def record(found, text, verdict=Verdict.ASK, reason="always asked about"):
    return Record(found, verdict, reason, text[found.start : found.end])


def cleaned(name, text, *records):
    records = sorted(records, key=lambda r: r.finding.start)
    fixed = apply(text, [r.edit for r in records if r.verdict is Verdict.FIX])
    return Cleaned(Document(name, text), fixed, Diagnosis({"mt/es": 0.99}), tuple(records))


def asked(name, text=SENTENCE, words="mafia", after="mob", **more):
    """A document with one question."""
    return cleaned(name, text, record(finding(text, words, after, **more), text))


def ledger_of(*documents, path=":memory:"):
    ledger = Ledger.open(path)
    ledger.begin(version="1", command="cleaner clean in -o out")
    for document in documents:
        ledger.write(document)
    return ledger
