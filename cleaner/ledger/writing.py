"""Writes a cleaned document into the ledger, with its findings and people's answers to them."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence

from cleaner.formats.source import bytes_at
from cleaner.ledger.alike import alike
from cleaner.ledger.decision import digest
from cleaner.ledger.neighbours import neighbours
from cleaner.model import Cleaned, Diagnosis, Evidence, Record, Verdict

# A finding that overlaps a person's words is closed: it is neither asked about nor fixed.
CLOSE_OVERLAPPED = """
    UPDATE findings SET answer = 'implied', decision_id = accepted.decision_id FROM (
        SELECT o.other_id, f.decision_id FROM findings f JOIN overlaps o ON o.finding_id = f.id
        WHERE f.answer IN ('accept', 'replace') AND f.text IS NOT NULL AND {which}) AS accepted
    WHERE findings.id = accepted.other_id AND findings.answer IS NULL"""


def write_document(db: sqlite3.Connection, run: int, cleaned: Cleaned, *, path: str, file_hash: str) -> int:
    """Stores a document with its findings in place of what an earlier run stored of it; returns its id.

    The caller holds the transaction.
    """
    text, path = cleaned.document.text, str(storable(path))
    name = _unused_name(db, run, path, str(storable(cleaned.document.id)))
    db.execute("DELETE FROM documents WHERE path = ? AND name = ?", (path, name))
    document = insert(
        db,
        "documents",
        run_id=run,
        path=path,
        name=name,
        sha256=file_hash,
        digest=digest(text),
        text=pack(text),
        chars=len(text),
        diagnosis=dump_diagnosis(cleaned.diagnosis),
    )
    rows = _insert_findings(db, document, cleaned)
    db.executemany("INSERT INTO overlaps VALUES (?, ?)", _overlaps(rows))
    db.execute(CLOSE_OVERLAPPED.format(which="f.document_id = ?"), (document,))
    return document


def _insert_findings(db: sqlite3.Connection, document: int, cleaned: Cleaned) -> list[tuple[int, int, int]]:
    """Stores a document's findings; returns the id and the place of each, in order of place."""
    # A finding that a person rejected is stored too, so that the rejection can be undone.
    wanted = [r for r in (*cleaned.records, *cleaned.kept) if r.verdict is not Verdict.KEEP or r.decided]
    wanted.sort(key=lambda r: (r.finding.start, r.finding.end))
    offsets = bytes_at(cleaned.document, wanted)
    patterns: dict[tuple[str, str, str | None], int] = {}
    rows = []
    for record in wanted:
        key = record.finding.rule, record.before, record.after
        if key not in patterns:
            patterns[key] = pattern(
                db,
                rule=record.finding.rule,
                damage=record.finding.damage,
                tier=record.finding.tier.value,
                before=record.before,
                after=record.after,
                why=record.finding.why,
            )
        values = _finding(record, text=cleaned.document.text, offsets=offsets)
        row = insert(db, "findings", document_id=document, pattern_id=patterns[key], **values)
        rows.append((row, record.finding.start, record.finding.end))
    return rows


def _finding(record: Record, *, text: str, offsets: Mapping[int, int]) -> dict[str, object]:
    f, ruling = record.finding, record.ruling if record.decided else None
    verdict, reason = ruling.otherwise if ruling else (record.verdict, record.reason)
    left, right = neighbours(text, f.start, f.end)
    return {
        "start": f.start,
        "end": f.end,
        "byte_start": offsets[f.start],
        "byte_end": offsets[f.end],
        "before": record.before,
        "suggestions": json.dumps([[s.text, s.score] for s in f.suggestions], ensure_ascii=False),
        "tier": f.tier.value,
        "verdict": verdict.value,
        "confidence": f.confidence,
        "reason": reason,
        "why": f.why,
        "evidence": dump_evidence(f.evidence),
        "left": " ".join(left),
        "right": " ".join(right),
        "clock": record.clock,
        "answer": ruling.answer if ruling else None,
        "text": ruling.text if ruling else None,
        "decision_id": ruling.decision or None if ruling else None,
    }


def pattern(db: sqlite3.Connection, **values: object) -> int:
    """The id of what equal findings share; it is stored if it is new."""
    found = db.execute(
        """SELECT id FROM patterns
           WHERE rule = ? AND before = ? AND ifnull(after, char(0)) = ifnull(?, char(0))""",
        tuple(storable(values[name]) for name in ("rule", "before", "after")),
    ).fetchone()
    return int(found[0]) if found else _new_pattern(db, values)


def _new_pattern(db: sqlite3.Connection, values: Mapping[str, object]) -> int:
    """Stores a pattern, as one of those that are alike, or as the first of them."""
    rule, before, after = (storable(values[name]) for name in ("rule", "before", "after"))
    key = alike(str(rule), str(before), None if after is None else str(after))
    first = db.execute("SELECT number FROM alike WHERE key = ?", (key,)).fetchone()
    id = insert(db, "patterns", **values, alike=first and first[0])
    if first is None:
        insert(db, "alike", number=id, key=key, rule=rule)
        db.execute("UPDATE patterns SET alike = id WHERE id = ?", (id,))
    return id


def insert(db: sqlite3.Connection, table: str, **values: object) -> int:
    """Adds a row; returns its id."""
    marks = ", ".join("?" * len(values))
    cursor = db.execute(
        f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(map(storable, values.values()))
    )
    return int(cursor.lastrowid or 0)


def storable(value: object) -> object:
    """A value that SQLite can hold: it has no half of a surrogate pair, which JSON can have, and keeps `?` for it."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) and not value.isascii() else value


def _unused_name(db: sqlite3.Connection, run: int, path: str, name: str) -> str:
    """The document's id; a second document of this run with the same id becomes `id#2`, for both are kept."""
    taken, count = name, 1
    while db.execute(
        "SELECT 1 FROM documents WHERE path = ? AND name = ? AND run_id = ?", (path, taken, run)
    ).fetchone():
        count += 1
        taken = f"{name}#{count}"
    return taken


def _overlaps(rows: Sequence[tuple[int, int, int]]) -> Iterable[tuple[int, int]]:
    """Pairs of findings that share a character, both ways round; `rows` are (id, start, end), in order of place."""
    reaching: list[tuple[int, int, int]] = []
    for row, start, end in rows:
        reaching = [r for r in reaching if r[2] > start]
        for other, _, _ in reaching:
            yield row, other
            yield other, row
        reaching.append((row, start, end))


def pack(text: str) -> bytes:
    """A text as the ledger keeps it: UTF-8, deflated."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"))


def unpack(blob: bytes) -> str:
    """The text that `pack` stored."""
    return zlib.decompress(blob).decode("utf-8", "surrogatepass")


def dump_evidence(evidence: Iterable[Evidence]) -> str:
    """Evidence as JSON: `[[name, weight, detail], …]`."""
    return json.dumps(_rows(evidence), ensure_ascii=False)


def load_evidence(stored: str) -> tuple[Evidence, ...]:
    """The evidence that `dump_evidence` stored."""
    return tuple(Evidence(*row) for row in json.loads(stored))


def dump_diagnosis(diagnosis: Diagnosis) -> str:
    """A diagnosis as JSON: `{damage: [probability, evidence]}`."""
    values = {d: [p, _rows(diagnosis.evidence.get(d, ()))] for d, p in diagnosis.probabilities.items()}
    return json.dumps(values, ensure_ascii=False)


def load_diagnosis(stored: str) -> Diagnosis:
    """The diagnosis that `dump_diagnosis` stored."""
    rows = json.loads(stored).items()
    return Diagnosis(
        {damage: p for damage, (p, _) in rows},
        {damage: tuple(Evidence(*e) for e in es) for damage, (_, es) in rows},
    )


def _rows(evidence: Iterable[Evidence]) -> list[list[object]]:
    return [[e.name, e.weight, e.detail] for e in evidence]
