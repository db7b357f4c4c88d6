"""What people ask of a ledger."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from cleaner.ledger import reading
from cleaner.ledger.connection import Connection
from cleaner.ledger.values import Case, DocumentRow, Excerpt, Filter, Pattern, Said, Written, excerpt

OPEN = Filter()


class Queries(Connection):
    """Patterns, cases, documents, history; each answer is a page of a list."""

    def patterns(self, wanted: Filter = OPEN, limit: int = 50, offset: int = 0) -> list[Pattern]:
        """Equal findings together, most frequent first."""
        return reading.patterns(self._db, wanted, limit, offset)

    def tally(self, wanted: Filter = OPEN) -> list[tuple[int, int]]:
        """The ids of patterns and how many findings each has, most frequent first."""
        return reading.tally(self._db, wanted)

    def changes(self) -> dict[int, tuple[str, str, str | None]]:
        """What each pattern is about: its rule, the words, the suggestion."""
        rows = self._db.execute("SELECT id, rule, before, after FROM patterns")
        return {id: (rule, before, after) for id, rule, before, after in rows}

    def count(self, wanted: Filter = OPEN) -> tuple[int, int]:
        """How many patterns, and how many findings."""
        return reading.count(self._db, wanted)

    def count_places(self, wanted: Filter = OPEN) -> int:
        """In how many documents the wanted findings stand."""
        return reading.count_places(self._db, wanted)

    def findings(self, wanted: Filter = OPEN, limit: int = 50, offset: int = 0) -> list[Case]:
        """Findings one by one, by document and place."""
        return reading.cases(self._db, wanted, limit, offset)

    def case_ids(self, wanted: Filter = OPEN) -> list[int]:
        """The ids of all wanted findings."""
        return reading.case_ids(self._db, wanted)

    def cases(self, ids: Sequence[int]) -> list[Case]:
        """These findings, in this order."""
        return reading.cases_by_id(self._db, ids)

    def spread(self, wanted: Filter, size: int, seed: int = 0) -> list[int]:
        """Ids of some wanted findings, by chance, from as many documents as possible."""
        return reading.spread(self._db, wanted, size, seed)

    def draw(self, wanted: Filter, size: int, seed: int = 0) -> list[int]:
        """Ids of some wanted findings, each as likely as any other, as a proof needs it."""
        ids = self.case_ids(wanted)
        return random.Random(seed).sample(ids, min(size, len(ids)))

    def excerpt(self, case: Case, reach: int = 60) -> Excerpt:
        """A finding with the text around it."""
        return excerpt(self.text(case.document), case.record.finding.start, case.record.finding.end, reach)

    def documents(
        self, limit: int = 50, offset: int = 0, words: str = "", only_open: bool = False
    ) -> list[DocumentRow]:
        """Documents in the order in which they were read; `words` are looked for in path and id."""
        return reading.documents(self._db, limit, offset, words=words, only_open=only_open)

    def count_documents(self, words: str = "", only_open: bool = False) -> int:
        """How many documents `documents` would give."""
        return reading.count_documents(self._db, words, only_open)

    def document(self, id: int) -> DocumentRow | None:
        """One document."""
        return next(iter(reading.documents(self._db, 1, 0, id=id)), None)

    def document_ids(self) -> list[int]:
        """All documents, in the order in which they were read."""
        return [row[0] for row in self._db.execute("SELECT id FROM documents ORDER BY id")]

    def history(self, limit: int = 50, session: str = "") -> list[Said]:
        """What was decided, the latest first, with what was taken back."""
        return reading.history(self._db, limit, session)

    def pattern_of(self, decision: int) -> int | None:
        """The first pattern that a decision answers; None if it answers nothing that is open to view."""
        row = self._db.execute("SELECT min(pattern_id) FROM findings WHERE decision_id = ?", (decision,)).fetchone()
        return row[0] if row else None

    def written(self, decision: int) -> list[Written]:
        """The files that a decision changed beyond the ledger, the last change first."""
        return [replace(f, path=str(self.folder / f.path)) for f in reading.written(self._db, decision)]

    def rule_versions(self) -> dict[str, str]:
        """Every rule of the last run, with its version."""
        wanted = "SELECT rule, version FROM rule_versions WHERE run_id = (SELECT max(id) FROM runs)"
        return {row[0]: row[1] for row in self._db.execute(wanted)}

    def begun(self) -> str:
        """When the first run into this ledger began; "" if none did."""
        row = self._db.execute("SELECT started FROM runs ORDER BY id LIMIT 1").fetchone()
        return row[0] if row else ""
