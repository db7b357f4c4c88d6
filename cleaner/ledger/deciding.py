"""Answers go into the ledger and may be taken back; neither ever erases what was there."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from cleaner.ledger import reading
from cleaner.ledger.decision import Answer, Decision, Scope
from cleaner.ledger.trouble import intact
from cleaner.ledger.values import Case
from cleaner.ledger.writing import CLOSE_OVERLAPPED, storable


def decide(
    db: sqlite3.Connection,
    cases: Sequence[Case],
    answer: Answer,
    *,
    text: str | None,
    texts: Mapping[int, str],
    scope: Scope,
    who: str,
    session: str,
    at: str,
    note: str,
) -> int:
    """Records one answer to some cases; returns the decision's id.  The caller holds the transaction."""
    if not cases:
        raise LookupError("what was asked about is gone: the run was repeated meanwhile")
    first = cases[0]
    decision = _insert_decision(
        db,
        Decision(
            answer,
            first.record.finding.rule,
            first.record.before,
            text,
            scope=scope,
            document=first.name,
            who=who,
            at=at,
        ),
        session,
        note,
    )
    for case in cases:
        put = _text(case, answer, texts.get(case.id, text))
        f = case.record.finding
        db.execute(
            """INSERT INTO answers (decision_id, finding_id, rule, before, text, document, digest, start,
            left, right) SELECT ?, ?, ?, ?, ?, name, digest, ?, ?, ? FROM documents WHERE id = ?""",
            _row(
                decision,
                case.id,
                f.rule,
                case.record.before,
                put,
                f.start,
                " ".join(case.left),
                " ".join(case.right),
                case.document,
            ),
        )
        _reopen_overlapped(db, case)
        db.execute(
            "UPDATE findings SET answer = ?, text = ?, decision_id = ? WHERE id = ?",
            (answer.value, storable(put), decision, case.id),
        )
    db.execute(CLOSE_OVERLAPPED.format(which="f.decision_id = ?"), (decision,))
    return decision


def _text(case: Case, answer: Answer, text: str | None) -> str | None:
    """What is to stand at a case: the reviewer's words, or the best suggestion."""
    if answer is Answer.REJECT:
        return None
    return text if text is not None else case.record.after


def _reopen_overlapped(db: sqlite3.Connection, case: Case) -> None:
    """What an earlier answer to this case had closed is open again, until the new answer closes it."""
    if case.decision is not None:
        db.execute(
            """UPDATE findings SET answer = NULL, decision_id = NULL WHERE answer = 'implied' AND
                decision_id = ?
               AND id IN (SELECT other_id FROM overlaps WHERE finding_id = ?)""",
            (case.decision, case.id),
        )


def _insert_decision(db: sqlite3.Connection, d: Decision, session: str, note: str, undoes: int | None = None) -> int:
    cursor = db.execute(
        """INSERT INTO decisions (at, who, session, answer, text, scope, rule, before, document, undoes, note)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        _row(
            d.at,
            d.who,
            session,
            "undo" if undoes else d.answer.value,
            d.text,
            d.scope.value,
            d.rule,
            d.before,
            d.document,
            undoes,
            note,
        ),
    )
    return int(cursor.lastrowid or 0)


def import_decision(db: sqlite3.Connection, decision: Decision, session: str, note: str) -> int:
    """A colleague's decision enters the history as theirs, with its place; findings are matched by the
    caller.
    """
    row = _insert_decision(db, decision, session, note)
    if decision.left or decision.right:
        db.execute(
            """INSERT INTO answers (decision_id, rule, before, text, document, digest, start, left, right)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            _row(
                row,
                decision.rule,
                decision.before,
                decision.text,
                decision.document,
                decision.digest,
                decision.start,
                " ".join(decision.left),
                " ".join(decision.right),
            ),
        )
    return row


def undo(db: sqlite3.Connection, decision: int, *, who: str, session: str, at: str) -> int:
    """Takes a decision back; what was answered before it holds again.  Returns how many cases."""
    row = db.execute("SELECT * FROM standing WHERE id = ?", (decision,)).fetchone()
    if row is None:
        raise ValueError(f"there is no decision {decision} to take back")
    with intact("a decision"):
        was, scope = Answer(row["answer"]), Scope(row["scope"])
    taken_back = Decision(was, row["rule"], row["before"], scope=scope, who=who, at=at)
    _insert_decision(db, taken_back, session, "", undoes=decision)
    concerned = [r[0] for r in db.execute("SELECT id FROM findings WHERE decision_id = ?", (decision,))]
    db.execute(
        "UPDATE findings SET answer = NULL, text = NULL, decision_id = NULL WHERE decision_id = ?",
        (decision,),
    )
    for finding in concerned:
        db.execute(
            """UPDATE findings SET answer = earlier.answer, text = earlier.text, decision_id = earlier.id
                FROM (
                   SELECT s.id, s.answer, a.text FROM answers a JOIN standing s ON s.id = a.decision_id
                   WHERE a.finding_id = ? ORDER BY s.id DESC LIMIT 1) AS earlier
               WHERE findings.id = ?""",
            (finding, finding),
        )
    for case in reading.cases_by_id(db, concerned):
        db.execute(CLOSE_OVERLAPPED.format(which="f.id = ?"), (case.id,))
    return len(concerned)


def _row(*values: object) -> tuple[object, ...]:
    return tuple(map(storable, values))


def note_earlier(db: sqlite3.Connection, finding: int, decision: Decision) -> None:
    """Notes beside an open finding that an earlier decision answers it."""
    text = None if decision.answer is Answer.REJECT else decision.text
    db.execute(
        "UPDATE findings SET answer = ?, text = ?, decision_id = ? WHERE id = ?",
        (decision.answer.value, storable(text), decision.id or None, finding),
    )
    db.execute(CLOSE_OVERLAPPED.format(which="f.id = ?"), (finding,))
