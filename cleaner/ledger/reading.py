"""Questions to the ledger: patterns, cases, documents, history.  Each is one statement over an index."""

from __future__ import annotations

import json
import random
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence

from cleaner.ledger.decision import Answer, Decision, Scope
from cleaner.ledger.trouble import intact
from cleaner.ledger.values import Case, DocumentRow, Filter, Pattern, Said, Status, Written
from cleaner.ledger.writing import load_diagnosis, load_evidence
from cleaner.model import Finding, Record, Suggestion, Tier, Verdict

_STATUS = {
    Status.OPEN: "f.answer IS NULL AND f.verdict <> 'fix'",
    Status.FIXED: "f.answer IS NULL AND f.verdict = 'fix'",
    Status.ANSWERED: "f.answer IS NOT NULL",
    Status.ALL: "1",
}
LONGEST = 5_000  # characters of words looked for; SQLite compares with no pattern of more than 50,000 bytes
# A left join, though every finding has its pattern: so SQLite goes through the findings, over an index.
_FINDINGS = "findings f LEFT JOIN patterns p ON p.id = f.pattern_id"
_CASE = """
    SELECT f.*, p.rule, p.damage, d.path, d.name
    FROM findings f JOIN patterns p ON p.id = f.pattern_id JOIN documents d ON d.id = f.document_id"""


def _where(wanted: Filter) -> tuple[str, list[object]]:
    """The filter as a condition on findings `f` and patterns `p`."""
    conditions: list[tuple[str, list[object]]] = [(_STATUS[wanted.status], [])]
    if wanted.rule:
        globs = [g for rule in wanted.rule.split(",") if rule.strip() and len(g := _glob(rule.strip())) < LONGEST]
        conditions.append((f"({' OR '.join(['p.rule GLOB ?'] * len(globs)) or '0'})", list(globs)))
    if wanted.tier:
        conditions.append(("f.tier = ?", [wanted.tier.value]))
    if wanted.low > 0 or wanted.high < 1:
        conditions.append(("f.confidence BETWEEN ? AND ?", [wanted.low, wanted.high]))
    if wanted.document is not None:
        conditions.append(("f.document_id = ?", [wanted.document]))
    if wanted.pattern is not None:
        conditions.append(("f.pattern_id = ?", [wanted.pattern]))
    if wanted.patterns:
        conditions.append((f"f.pattern_id IN ({', '.join('?' * len(wanted.patterns))})", list(wanted.patterns)))
    if len(wanted.words) > LONGEST:
        conditions.append(("0", []))
    elif wanted.words:
        like = "%" + wanted.words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        conditions.append(("(p.before LIKE ? ESCAPE '\\' OR p.after LIKE ? ESCAPE '\\')", [like, like]))
    return " AND ".join(c for c, _ in conditions), [v for _, values in conditions for v in values]


def _glob(rule: str) -> str:
    """Only `*` is special; a rule without one is the beginning of an id."""
    glob = rule.replace("[", "[[]").replace("?", "[?]")
    return glob if "*" in glob else glob + "*"


def patterns(db: sqlite3.Connection, wanted: Filter, limit: int, offset: int) -> list[Pattern]:
    """Patterns of the wanted findings, most frequent first."""
    condition, values = _where(wanted)
    # Counted over an index first; only what is on this page of the list is read.
    rows = db.execute(
        f"""WITH listed AS (
                SELECT f.pattern_id AS id, count(*) AS count, avg(f.confidence) AS confidence
                FROM {_FINDINGS} WHERE {condition}
                GROUP BY f.pattern_id ORDER BY count DESC, confidence DESC, f.pattern_id LIMIT ? OFFSET ?)
            SELECT patterns.*, listed.count, listed.confidence,
                (SELECT count(DISTINCT f.document_id) FROM {_FINDINGS}
                 WHERE f.pattern_id = listed.id AND {condition}) AS documents
            FROM listed JOIN patterns ON patterns.id = listed.id
            ORDER BY listed.count DESC, listed.confidence DESC, listed.id""",
        (*values, limit, offset, *values),
    )
    return [_pattern(row) for row in rows]


@intact("a pattern")
def _pattern(row: sqlite3.Row) -> Pattern:
    return Pattern(
        id=row["id"],
        rule=row["rule"],
        damage=row["damage"],
        tier=Tier(row["tier"]),
        before=row["before"],
        after=row["after"],
        why=row["why"],
        count=row["count"],
        documents=row["documents"],
        confidence=row["confidence"],
    )


def tally(db: sqlite3.Connection, wanted: Filter) -> list[tuple[int, int]]:
    """Patterns of the wanted findings, most frequent first: only their ids, and how many findings each has."""
    condition, values = _where(wanted)
    rows = db.execute(
        f"""SELECT f.pattern_id, count(*) AS count FROM {_FINDINGS} WHERE {condition}
            GROUP BY f.pattern_id ORDER BY count DESC, avg(f.confidence) DESC, f.pattern_id""",
        values,
    )
    return [(row[0], row[1]) for row in rows]


def count(db: sqlite3.Connection, wanted: Filter) -> tuple[int, int]:
    """How many patterns and how many findings are wanted."""
    condition, values = _where(wanted)
    row = db.execute(
        f"SELECT count(DISTINCT f.pattern_id), count(*) FROM {_FINDINGS} WHERE {condition}",
        values,
    ).fetchone()
    return int(row[0]), int(row[1])


def count_places(db: sqlite3.Connection, wanted: Filter) -> int:
    """In how many documents the wanted findings stand."""
    condition, values = _where(wanted)
    row = db.execute(f"SELECT count(DISTINCT f.document_id) FROM {_FINDINGS} WHERE {condition}", values).fetchone()
    return int(row[0])


def cases(db: sqlite3.Connection, wanted: Filter, limit: int, offset: int) -> list[Case]:
    """Wanted findings, by document and place."""
    condition, values = _where(wanted)
    rows = db.execute(
        f"{_CASE} WHERE {condition} ORDER BY f.document_id, f.start, f.id LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )
    return [_case(row) for row in rows]


def cases_by_id(db: sqlite3.Connection, ids: Sequence[int]) -> list[Case]:
    """These cases, in this order; those that are gone are left out."""
    found = {}
    for low in range(0, len(ids), 500):
        some = ids[low : low + 500]
        for row in db.execute(f"{_CASE} WHERE f.id IN ({', '.join('?' * len(some))})", tuple(some)):
            found[row["id"]] = _case(row)
    return [found[i] for i in ids if i in found]


def case_ids(db: sqlite3.Connection, wanted: Filter) -> list[int]:
    """The ids of all wanted findings, by document and place."""
    condition, values = _where(wanted)
    rows = db.execute(
        f"""SELECT f.id FROM findings f JOIN patterns p ON p.id = f.pattern_id
            WHERE {condition} ORDER BY f.document_id, f.start, f.id""",
        values,
    )
    return [row[0] for row in rows]


def spread(db: sqlite3.Connection, wanted: Filter, size: int, seed: int) -> list[int]:
    """Some wanted findings by chance, each document once before any is taken twice."""
    condition, values = _where(wanted)
    rows = db.execute(
        f"""SELECT f.id, f.document_id FROM findings f JOIN patterns p ON p.id = f.pattern_id
            WHERE {condition} ORDER BY f.id""",
        values,
    ).fetchall()
    random.Random(seed).shuffle(rows)
    turns: defaultdict[int, list[int]] = defaultdict(list)
    seen: defaultdict[int, int] = defaultdict(int)
    for finding, document in rows:
        turns[seen[document]].append(finding)
        seen[document] += 1
        if len(turns[0]) == size:
            break
    return [finding for turn in sorted(turns) for finding in turns[turn]][:size]


@intact("a finding")
def _case(row: sqlite3.Row) -> Case:
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
        record=Record(finding, Verdict(row["verdict"]), row["reason"], row["before"]),
        left=tuple(row["left"].split()),
        right=tuple(row["right"].split()),
        answer=Answer(row["answer"]) if row["answer"] and not implied else None,
        text=row["text"],
        decision=row["decision_id"],
        implied=implied,
    )


def documents(
    db: sqlite3.Connection,
    limit: int,
    offset: int,
    *,
    words: str = "",
    only_open: bool = False,
    id: int | None = None,
) -> list[DocumentRow]:
    """Documents with how much was found in each, in the order in which they were read."""
    condition, values = ("d.id = ?", [id]) if id is not None else _which_documents(words, only_open)
    rows = db.execute(
        f"""SELECT d.id, d.path, d.name, d.chars, d.diagnosis, d.digest,
                (SELECT count(*) FROM findings f
                 WHERE f.document_id = d.id AND f.answer IS NULL AND f.verdict <> 'fix') AS open,
                (SELECT count(*) FROM findings f WHERE f.document_id = d.id) AS findings
            FROM documents d WHERE {condition} ORDER BY d.id LIMIT ? OFFSET ?""",
        (*values, limit, offset),
    )
    return [_document(row) for row in rows]


@intact("a document's diagnosis")
def _document(row: sqlite3.Row) -> DocumentRow:
    return DocumentRow(
        row["id"],
        row["path"],
        row["name"],
        row["chars"],
        row["findings"],
        row["open"],
        load_diagnosis(row["diagnosis"]),
        row["digest"],
    )


def count_documents(db: sqlite3.Connection, words: str, only_open: bool) -> int:
    """How many documents there are to list."""
    condition, values = _which_documents(words, only_open)
    return int(db.execute(f"SELECT count(*) FROM documents d WHERE {condition}", values).fetchone()[0])


def _which_documents(words: str, only_open: bool) -> tuple[str, list[object]]:
    conditions, values = ["1"], list[object]()
    if words:
        conditions.append("(instr(lower(d.path), lower(?)) OR instr(lower(d.name), lower(?)))")
        values += [words, words]
    if only_open:
        conditions.append("d.id IN (SELECT document_id FROM findings f WHERE f.answer IS NULL AND f.verdict <> 'fix')")
    return " AND ".join(conditions), values


def history(db: sqlite3.Connection, limit: int, session: str = "") -> list[Said]:
    """Decisions, the latest first, those that were undone included."""
    rows = db.execute(
        """SELECT d.*, (SELECT count(*) FROM answers a WHERE a.decision_id = d.id) AS cases,
               (SELECT CASE count(DISTINCT text) WHEN 1 THEN min(text) END FROM answers a
                WHERE a.decision_id = d.id) AS put,  -- an accept says no words, its places have them
               EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id) AS undone
           FROM decisions d WHERE d.answer <> 'undo' AND (? = '' OR d.session = ?) ORDER BY d.id DESC LIMIT
               ?""",
        (session, session, limit),
    )
    return [
        Said(
            row["id"],
            row["at"],
            row["who"],
            row["session"],
            row["answer"],
            row["put"] if row["text"] is None else row["text"],
            row["scope"],
            row["rule"],
            row["before"],
            row["cases"],
            bool(row["undone"]),
            row["note"],
        )
        for row in rows
    ]


def written(db: sqlite3.Connection, decision: int) -> list[Written]:
    """The files that a decision changed beyond the ledger, the last change first."""
    rows = db.execute("SELECT path, before, after FROM written WHERE decision_id = ? ORDER BY id DESC", (decision,))
    return [Written(*row) for row in rows]


def standing(db: sqlite3.Connection) -> Iterator[Decision]:
    """Every place that was decided and not taken back, in the order of the decisions."""
    rows = db.execute(
        """SELECT s.id, s.at, s.who, s.answer, s.scope, s.rule AS general_rule, s.before AS general_before,
               s.text AS general_text, s.document AS general_document, a.*
           FROM standing s LEFT JOIN answers a ON a.decision_id = s.id ORDER BY s.id, a.id"""
    )
    yield from map(_decision, rows)


@intact("a decision")
def _decision(row: sqlite3.Row) -> Decision:
    placed = row["decision_id"] is not None
    return Decision(
        answer=Answer(row["answer"]),
        rule=row["rule"] if placed else row["general_rule"],
        before=row["before"] if placed else row["general_before"],
        text=row["text"] if placed else row["general_text"],
        left=tuple(row["left"].split()) if placed else (),
        right=tuple(row["right"].split()) if placed else (),
        scope=Scope(row["scope"]),
        document=row["document"] if placed else row["general_document"],
        digest=row["digest"] if placed else "",
        start=row["start"] if placed else -1,
        who=row["who"],
        at=row["at"],
        id=row[0],
    )
