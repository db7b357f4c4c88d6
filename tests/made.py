"""What tests make by hand: findings, cleaned documents, ledgers, reviewed ones too, and a kit without rules."""

from dataclasses import replace

import command

from cleaner.kit import Kit
from cleaner.ledger import Answer, Ledger, Scope
from cleaner.model import Cleaned, Diagnosis, Document, Evidence, Finding, Record, Suggestion, Tier, Verdict
from cleaner.rulebook import Rulebook
from cleaner.spelling.lexicon import Lexicon
from cleaner.text.edits import apply

MOB = "mt/es/mafia-mob"
TBE = "ocr/tbe"
SENTENCE = "A man urged the mafia not to enter the embassy."


def bare_kit(**more):
    """What cleaning needs, and no rules."""
    return Kit(Rulebook.of([], []), Lexicon.shipped(), **more)


def finding(text, words, after, rule=MOB, *, nth=0, tier=Tier.ASK, weight=1.0, damage=None):
    """A finding on the nth occurrence of some words; `after` is a suggestion, several, or None for a flag."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    options = () if after is None else (after,) if isinstance(after, str) else after
    suggestions = tuple(Suggestion(option, 1 / (i + 1)) for i, option in enumerate(options))
    evidence = (Evidence("the rule", weight), Evidence("diagnosis mt/es", 0.5, "6 × UU."))
    damage = damage or rule.rpartition("/")[0]
    return Finding(start, start + len(words), rule, damage, tier, suggestions, "A crowd.", evidence)


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
        write(ledger, document)
    return ledger


def write(ledger, document):
    """Stores a document as a run does, which asks the ledger first what people said of its findings."""
    known, text, name = ledger.decisions(), document.document.text, document.document.id

    def looked_up(records):
        said = [(r, known.ruling(r.finding, text, name)) for r in records]
        return tuple(replace(r, ruling=u and replace(u, otherwise=(r.verdict, r.reason))) for r, u in said)

    document = replace(document, records=looked_up(document.records), kept=looked_up(document.kept))
    path = name.encode("utf-8", "backslashreplace").decode()  # no file is called by half a character
    ledger.write_file(path, text.encode("utf-8", "surrogatepass"), [document])


def run_on_two_files(folder, text):
    """`cleaner clean in -o out` in a folder, on two files with the same text."""
    (folder / "in").mkdir()
    for name in "ab":
        (folder / f"in/{name}.txt").write_text(text)
    assert command.cleaner("clean", "in", "-o", "out", cwd=folder).code == 0


def reviewed(answers, text="gang", one_by_one=True, scope=Scope.PLACE, words="mafia", after="mob", **more):
    """A ledger of as many documents as answers, one question each; a replacement is `text`.

    Not `one_by_one`: what has the same answer got it by one key.
    """
    ledger = ledger_of(
        *(asked(str(i), f"Day {i}: the {words} came.", words, after, **more) for i in range(len(answers)))
    )
    given = list(zip(ledger.case_ids(), answers, strict=True))
    for answer in sorted(set(answers)):
        chosen = [id for id, other in given if other == answer]
        for group in [[id] for id in chosen] if one_by_one else [chosen]:
            ledger.decide(group, answer, text=text if answer is Answer.REPLACE else None, scope=scope)
    return ledger
