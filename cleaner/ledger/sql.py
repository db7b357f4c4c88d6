"""Between SQL and the ledger's values: a filter becomes a condition, a row becomes a value."""

from __future__ import annotations

import json
import sqlite3

from cleaner.ledger.decision import Answer, Decision, Scope
from cleaner.ledger.trouble import intact
from cleaner.ledger.values import Case, DocumentRow, Filter, HistoryEntry, Pattern, Status
from cleaner.ledger.writing import load_diagnosis, load_evidence
from cleaner.model import Finding, Record, Suggestion, Tier, Verdict

Condition = tuple[str, list[object]]  # of a WHERE, and the values for its question marks

IS_OPEN = "f.answer IS NULL AND f.verdict <> 'fix'"
_UNSEEN = "SELECT id FROM decisions WHERE scope = 'unseen'"
_STATUS = {
    Status.OPEN: IS_OPEN,
    Status.FIXED: "f.answer IS NULL AND f.verdict = 'fix'",
    Status.ANSWERED: "f.answer IS NOT NULL",
    Status.SEEN: f"f.answer IS NOT NULL AND ifnull(f.decision_id, 0) NOT IN ({_UNSEEN})",
    Status.ALL: "1",
}
LONGEST = 5_000  # characters of words looked for; SQLite compares with no pattern of more than 50,000 bytes


def where(wanted: Filter) -> Condition:
    """The filter as a condition on findings `f`."""
    conditions: list[Condition] = [(_STATUS[wanted.status], [])]
    if wanted.tier:
        conditions.append(("f.tier = ?", [wanted.tier.value]))
    if wanted.low > 0 or wanted.high < 1:
        conditions.append(("f.confidence BETWEEN ? AND ?", [wanted.low, wanted.high]))
    if wanted.document is not None:
        conditions.append(("f.document_id = ?", [wanted.document]))
    if wanted.without:
        conditions.append(("f.document_id NOT IN (SELECT value FROM json_each(?))", [json.dumps(wanted.without)]))
    if of_patterns := _of_patterns(wanted):
        condition, values = _all_of(of_patterns)
        conditions.append((f"f.pattern_id IN (SELECT id FROM patterns WHERE {condition})", values))
    return _all_of(conditions)


def _of_patterns(wanted: Filter) -> list[Condition]:
    """What a filter wants of the patterns."""
    conditions: list[Condition] = []
    if wanted.rule:
        conditions.append(of_rules(wanted.rule))
    if wanted.only_rule:
        conditions.append(("rule = ?", [wanted.only_rule]))
    if wanted.confusion:
        conditions.append(("confusion(before, after) = ?", [wanted.confusion]))
    if wanted.patterns:
        conditions.append(("id IN (SELECT value FROM json_each(?))", [json.dumps(wanted.patterns)]))
    if wanted.alike is not None:
        conditions.append(("alike = ?", [wanted.alike]))
    if len(wanted.words) > LONGEST:
        conditions.append(("0", []))
    elif wanted.words:
        like = "%" + wanted.words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        conditions.append(("(before LIKE ? ESCAPE '\\' OR after LIKE ? ESCAPE '\\')", [like, like]))
    return conditions


def of_rules(wanted: str) -> Condition:
    """A condition on the column `rule`: one of several beginnings or patterns of ids, with commas between."""
    globs = [g for rule in wanted.split(",") if rule.strip() and len(g := _glob(rule.strip())) < LONGEST]
    return f"({' OR '.join(['rule GLOB ?'] * len(globs)) or '0'})", list(globs)


def _glob(rule: str) -> str:
    """Only `*` is special; a rule without one is the beginning of an id."""
    glob = rule.replace("[", "[[]").replace("?", "[?]")
    return glob if "*" in glob else glob + "*"


def which_documents(words: str, only_open: bool) -> Condition:
    """A condition on documents `d`: `words` stand in the path or the id, something is open."""
    conditions: list[Condition] = [("1", [])]
    if words:
        conditions.append(("(instr(lower(d.path), lower(?)) OR instr(lower(d.name), lower(?)))", [words, words]))
    if only_open:
        conditions.append(("d.id IN (SELECT document_id FROM open_documents)", []))
    return _all_of(conditions)


def _all_of(conditions: list[Condition]) -> Condition:
    return " AND ".join(c for c, _ in conditions), [v for _, values in conditions for v in values]


@intact("a pattern")
def as_pattern(row: sqlite3.Row) -> Pattern:
    return Pattern(**{**row, "tier": Tier(row["tier"])})


@intact("a finding")
def as_case(row: sqlite3.Row) -> Case:
    finding = Finding(
        start=int(row["start"]),
        end=int(row["end"]),
        rule=row["rule"],
        damage=row["damage"],
        tier=Tier(row["tier"]),
        suggestions=tuple(Suggestion(text, score) for text, score in json.loads(row["suggestions"])),
        why=row["why"],
        evidence=load_evidence(row["evidence"]),
    )
    implied = row["answer"] == "implied"
    return Case(
        id=row["id"],
        pattern=row["pattern_id"],
        document=row["document_id"],
        path=row["path"],
        name=row["name"],
        record=Record(finding, Verdict(row["verdict"]), row["reason"], row["before"], clock=row["clock"]),
        left=tuple(row["left"].split()),
        right=tuple(row["right"].split()),
        answer=Answer(row["answer"]) if row["answer"] and not implied else None,
        text=row["text"],
        decision=row["decision_id"],
        implied=implied,
    )


@intact("a document's diagnosis")
def as_document(row: sqlite3.Row) -> DocumentRow:
    return DocumentRow(**{**row, "diagnosis": load_diagnosis(row["diagnosis"])})


def as_entry(row: sqlite3.Row) -> HistoryEntry:
    return HistoryEntry(**{**row, "undone": bool(row["undone"])})


@intact("a decision")
def as_decision(row: sqlite3.Row) -> Decision:
    """A place of a decision, or the decision itself where it has none."""
    words = {"answer": Answer(row["answer"]), "scope": Scope(row["scope"])}
    return Decision(**{**row, **words, "left": tuple(row["left"].split()), "right": tuple(row["right"].split())})
