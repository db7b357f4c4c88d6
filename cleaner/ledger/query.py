"""What people ask of a ledger: patterns, cases, documents, history.  Each answer is one statement over an index."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

from cleaner.ledger.connection import Connection
from cleaner.ledger.decision import Decision
from cleaner.ledger.lots import Lot, lots
from cleaner.ledger.sql import (
    IS_OPEN,
    as_case,
    as_decision,
    as_document,
    as_entry,
    as_pattern,
    of_rules,
    where,
    which_documents,
)
from cleaner.ledger.values import Case, DocumentRow, Excerpt, Filter, Group, HistoryEntry, Pattern, Written, excerpt

OPEN = Filter()

_LISTED = """
    SELECT f.pattern_id AS id, count(*) AS count, avg(f.confidence) AS confidence FROM findings f WHERE {}
    GROUP BY f.pattern_id ORDER BY count DESC, confidence DESC, f.pattern_id"""
_CASE = """
    SELECT f.*, p.rule, p.damage, d.path, d.name
    FROM findings f JOIN patterns p ON p.id = f.pattern_id JOIN documents d ON d.id = f.document_id"""


class Queries(Connection):
    """The questions that change nothing.  What may be long is given as a page of a list."""

    def patterns(self, wanted: Filter = OPEN, limit: int = 50, offset: int = 0) -> list[Pattern]:
        """Equal findings together, most frequent first."""
        condition, values = where(wanted)
        # Counted over an index first; only what is on this page of the list is read.
        rows = self.db.execute(
            f"""WITH listed AS ({_LISTED.format(condition)} LIMIT ? OFFSET ?)
                SELECT patterns.id, rule, damage, tier, before, after, why, listed.count, listed.confidence,
                    (SELECT count(DISTINCT f.document_id) FROM findings f
                     WHERE f.pattern_id = listed.id AND {condition}) AS documents
                FROM listed JOIN patterns ON patterns.id = listed.id
                ORDER BY listed.count DESC, listed.confidence DESC, listed.id""",
            (*values, limit, offset, *values),
        )
        return [as_pattern(row) for row in rows]

    def groups(self, wanted: Filter = OPEN, limit: int = 50, offset: int = 0) -> list[Group]:
        """The questions about the wanted findings, the most frequent first; of equally frequent ones the surest."""
        groups, values = _groups(wanted)
        page = "ORDER BY open DESC, sure / open DESC, number LIMIT ? OFFSET ?"
        rows = self.db.execute(f"SELECT number, open FROM {groups} {page}", (*values, limit, offset))
        return [Group(*row) for row in rows]

    def count_groups(self, wanted: Filter = OPEN) -> tuple[int, int]:
        """How many questions, and how many cases."""
        groups, values = _groups(wanted)
        row = self.db.execute(f"SELECT count(*), ifnull(sum(open), 0) FROM {groups}", values).fetchone()
        return row[0], row[1]

    def lots(self, wanted: Filter = OPEN, by: str = "rule", limit: int = 50, offset: int = 0) -> list[Lot]:
        """The wanted findings by what they share: `rule`, `confusion`, `sure` or `document`."""
        return lots(self.db, wanted, by, limit, offset)

    def group_of(self, pattern: int) -> int:
        """The number of the question that a pattern belongs to."""
        row = self.db.execute("SELECT alike FROM patterns WHERE id = ?", (pattern,)).fetchone()
        return int(row[0]) if row else pattern

    def count(self, wanted: Filter = OPEN) -> tuple[int, int]:
        """How many patterns, and how many findings."""
        condition, values = where(wanted)
        what = "count(DISTINCT f.pattern_id), count(*)"
        patterns, findings = self.db.execute(f"SELECT {what} FROM findings f WHERE {condition}", values).fetchone()
        return patterns, findings

    def count_cases(self, wanted: Filter = OPEN) -> int:
        """How many findings."""
        condition, values = where(wanted)
        return int(self.db.execute(f"SELECT count(*) FROM findings f WHERE {condition}", values).fetchone()[0])

    def count_places(self, wanted: Filter = OPEN) -> int:
        """In how many documents the wanted findings stand."""
        condition, values = where(wanted)
        what = "count(DISTINCT f.document_id)"
        return int(self.db.execute(f"SELECT {what} FROM findings f WHERE {condition}", values).fetchone()[0])

    def findings(self, wanted: Filter = OPEN, limit: int = 50, offset: int = 0) -> list[Case]:
        """Findings one by one, by document and place."""
        condition, values = where(wanted)
        page = "ORDER BY f.document_id, f.start, f.id LIMIT ? OFFSET ?"
        return [as_case(r) for r in self.db.execute(f"{_CASE} WHERE {condition} {page}", (*values, limit, offset))]

    def case_ids(self, wanted: Filter = OPEN) -> list[int]:
        """The ids of all wanted findings, by document and place."""
        return [id for id, _ in self._places(wanted, "f.document_id, f.start, f.id")]

    def surest_first(self, wanted: Filter = OPEN) -> list[int]:
        """The ids of all wanted findings, by confidence."""
        return [id for id, _ in self._places(wanted, "f.confidence DESC, f.id")]

    def _places(self, wanted: Filter, order: str) -> list[tuple[int, int]]:
        """Wanted findings and their documents."""
        condition, values = where(wanted)
        rows = self.db.execute(f"SELECT f.id, f.document_id FROM findings f WHERE {condition} ORDER BY {order}", values)
        return [(row[0], row[1]) for row in rows]

    def cases(self, ids: Sequence[int]) -> list[Case]:
        """These findings, in this order; those that are gone are left out."""
        rows = self.db.execute(f"{_CASE} WHERE f.id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),))
        found = {row["id"]: as_case(row) for row in rows}
        return [found[i] for i in ids if i in found]

    def spread(self, wanted: Filter, size: int, seed: int = 0) -> list[int]:
        """Ids of some wanted findings, by chance, each document once before any is taken twice."""
        places = self._places(wanted, "f.id")
        random.Random(seed).shuffle(places)
        turns: defaultdict[int, list[int]] = defaultdict(list)
        seen: defaultdict[int, int] = defaultdict(int)
        for finding, document in places:
            turns[seen[document]].append(finding)
            seen[document] += 1
            if len(turns[0]) == size:
                break
        return [finding for turn in sorted(turns) for finding in turns[turn]][:size]

    def excerpt(self, case: Case, reach: int = 60) -> Excerpt:
        """A finding with the text around it."""
        return excerpt(self.text(case.document), case.record.finding.start, case.record.finding.end, reach)

    def documents(
        self, limit: int = 50, offset: int = 0, words: str = "", only_open: bool = False
    ) -> list[DocumentRow]:
        """Documents in the order in which they were read, or, `only_open`, those with the most open findings first.

        `words` are looked for in path and id.
        """
        condition, values = which_documents(words, only_open)
        order = "(SELECT o.open FROM open_documents o WHERE o.document_id = d.id) DESC, d.id" if only_open else "d.id"
        return self._documents(f"{condition} ORDER BY {order} LIMIT ? OFFSET ?", *values, limit, offset)

    def densest(self, share: float) -> tuple[int, ...]:
        """The share of the documents with open findings that has the most of them for each character."""
        rows = self.db.execute(
            """SELECT d.id FROM documents d JOIN open_documents o ON o.document_id = d.id
               ORDER BY o.open / (d.chars + 1.0) DESC, d.id
               LIMIT (SELECT cast(round(count(*) * ?) AS INTEGER) FROM open_documents)""",
            (share,),
        )
        return tuple(row[0] for row in rows)

    def count_documents(self, words: str = "", only_open: bool = False) -> int:
        """How many documents `documents` would give."""
        condition, values = which_documents(words, only_open)
        return int(self.db.execute(f"SELECT count(*) FROM documents d WHERE {condition}", values).fetchone()[0])

    def document(self, id: int) -> DocumentRow | None:
        """One document."""
        return next(iter(self._documents("d.id = ?", id)), None)

    def _documents(self, condition: str, *values: object) -> list[DocumentRow]:
        """Documents, with how much was found in each and how much of it is open."""
        rows = self.db.execute(
            f"""SELECT d.id, d.path, d.name, d.chars, d.diagnosis, d.digest,
                    (SELECT count(*) FROM findings f WHERE f.document_id = d.id AND {IS_OPEN}) AS open,
                    (SELECT count(*) FROM findings f WHERE f.document_id = d.id) AS findings
                FROM documents d WHERE {condition}""",
            values,
        )
        return [as_document(row) for row in rows]

    def document_ids(self) -> list[int]:
        """All documents, in the order in which they were read."""
        return [row[0] for row in self.db.execute("SELECT id FROM documents ORDER BY id")]

    def documents_of(self, path: str) -> dict[str, int]:
        """The documents of a file: id → the ledger's number."""
        rows = self.db.execute("SELECT name, id FROM documents WHERE path = ? ORDER BY id", (path,))
        return {row[0]: row[1] for row in rows}

    def history(self, limit: int = 50, session: str = "") -> list[HistoryEntry]:
        """What was decided, the latest first, with what was taken back."""
        rows = self.db.execute(
            """SELECT d.id, d.at, d.who, d.session, d.answer, d.scope, d.rule, d.before, d.note,
                   ifnull(d.text, (SELECT CASE count(DISTINCT text) WHEN 1 THEN min(text) END FROM answers a
                                   WHERE a.decision_id = d.id)) AS text,  -- an accept says no words, its places do
                   (SELECT count(*) FROM answers a WHERE a.decision_id = d.id) AS cases,
                   EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id) AS undone
               FROM decisions d WHERE d.answer <> 'undo' AND (? = '' OR d.session = ?) ORDER BY d.id DESC LIMIT ?""",
            (session, session, limit),
        )
        return [as_entry(row) for row in rows]

    def standing(self) -> Iterator[Decision]:
        """All decisions that stand, one for each place, in the order in which they were made."""
        rows = self.db.execute(
            """SELECT s.id, s.at, s.who, s.answer, s.scope, ifnull(a.rule, s.rule) AS rule,
                   ifnull(a.before, s.before) AS before, ifnull(a.document, s.document) AS document,
                   CASE WHEN a.id IS NULL THEN s.text ELSE a.text END AS text, ifnull(a.digest, '') AS digest,
                   ifnull(a.start, -1) AS start, ifnull(a.left, '') AS left, ifnull(a.right, '') AS right
               FROM standing s LEFT JOIN answers a ON a.decision_id = s.id ORDER BY s.id, a.id"""
        )
        yield from map(as_decision, rows)

    def pattern_of(self, decision: int) -> int | None:
        """The first pattern that a decision answers; None if it answers nothing that is open to view."""
        row = self.db.execute("SELECT min(pattern_id) FROM findings WHERE decision_id = ?", (decision,)).fetchone()
        return row[0] if row else None

    def written(self, decision: int) -> list[Written]:
        """The files that a decision changed beyond the ledger, the last change first."""
        rows = self.db.execute(
            "SELECT path, before, after FROM written WHERE decision_id = ? ORDER BY id DESC", (decision,)
        )
        return [Written(str(self.folder / path), before, after) for path, before, after in rows]

    def rule_versions(self) -> dict[str, str]:
        """Every rule of the last run, with its version."""
        wanted = "SELECT rule, version FROM rule_versions WHERE run_id = (SELECT max(id) FROM runs)"
        return {row[0]: row[1] for row in self.db.execute(wanted)}

    def begun(self) -> str:
        """When the first run into this ledger began; "" if none did."""
        row = self.db.execute("SELECT started FROM runs ORDER BY id LIMIT 1").fetchone()
        return row[0] if row else ""


def _groups(wanted: Filter) -> tuple[str, list[object]]:
    """What is open in each question: as the ledger keeps it, for all or by rule; for other findings counted now."""
    if wanted == Filter(rule=wanted.rule):
        of_rule, values = of_rules(wanted.rule) if wanted.rule else ("1", [])
        return f"alike WHERE open > 0 AND {of_rule}", values
    condition, values = where(wanted)
    counted = f"""(SELECT p.alike AS number, sum(c.open) AS open, sum(c.sure) AS sure FROM (
            SELECT f.pattern_id, count(*) AS open, sum(f.confidence) AS sure
            FROM findings f WHERE {condition} GROUP BY f.pattern_id) c
        JOIN patterns p ON p.id = c.pattern_id GROUP BY p.alike)"""
    return counted, values
