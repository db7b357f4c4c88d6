"""What people answer, and how it is taken back, shared, and found again."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from cleaner.ledger import deciding, reading
from cleaner.ledger.decision import Answer, Decision, Scope
from cleaner.ledger.decision_index import Decisions
from cleaner.ledger.query import Queries
from cleaner.ledger.values import Filter, Status, Written


def now() -> str:
    """This moment, as the ledger writes it: UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def me() -> str:
    """Who is deciding; the login name, where there is one."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "someone"


class Answering(Queries):
    """Every method that writes is one transaction: what it returned from is saved."""

    def decide(
        self,
        ids: Sequence[int],
        answer: Answer,
        *,
        text: str | None = None,
        texts: Mapping[int, str] | None = None,
        scope: Scope = Scope.PLACE,
        who: str = "",
        session: str = "",
        note: str = "",
        files: Iterable[Written] = (),
    ) -> int:
        """Saves one answer to these findings, at once; returns the decision's id.

        `text` is what is to stand there; for an *accept* without it, each finding's best suggestion.  `texts` says
        it for single findings, where they differ beside what a person changed.  `files` are going to be written
        beyond the ledger: they are `unwritten` until `note_written` or `forget_written`.
        """
        with self._transaction():
            cases = reading.cases_by_id(self._db, ids)
            decision = deciding.decide(
                self._db,
                cases,
                answer,
                text=text,
                texts=texts or {},
                scope=scope,
                who=who or me(),
                session=session,
                at=now(),
                note=note,
            )
            rows = [(decision, self._below(file.path), file.before, file.after) for file in files]
            self._db.executemany(
                "INSERT INTO written (decision_id, path, before, after, done) VALUES (?, ?, ?, ?, 0)", rows
            )
        self._known = None
        return decision

    def _below(self, path: str) -> str:
        """A path as it is kept: relative to the ledger where it lies beside it, for a folder may be moved."""
        place = Path(path)
        return place.relative_to(self.folder).as_posix() if place.is_relative_to(self.folder) else path

    def note_written(self, decision: int) -> None:
        """Notes that the files of a decision are written, so that its undo puts them back."""
        with self._transaction():
            self._db.execute("UPDATE written SET done = 1 WHERE decision_id = ?", (decision,))

    def forget_written(self, decision: int) -> None:
        """Notes that the files of a decision are not going to be written."""
        with self._transaction():
            self._db.execute("DELETE FROM written WHERE decision_id = ? AND NOT done", (decision,))

    def unwritten(self) -> list[int]:
        """Decisions that stand and whose files a killed session did not come to write."""
        rows = self._db.execute("SELECT decision_id FROM written WHERE NOT done ORDER BY id")
        standing = {row[0] for row in self._db.execute("SELECT id FROM standing")}
        return [decision for decision in dict.fromkeys(row[0] for row in rows) if decision in standing]

    def undo(
        self, decision: int, *, who: str = "", session: str = "", first: Callable[[], object] = lambda: None
    ) -> int:
        """Takes one decision back; ValueError if it is not there.  Returns how many findings it concerned.

        `first` is done before that holds: if it is killed, the decision stands and can be taken back again.
        """
        with self._transaction():
            concerned = deciding.undo(self._db, decision, who=who or me(), session=session, at=now())
            first()
        self._known = None
        return concerned

    def undo_session(self, session: str, *, who: str = "") -> int:
        """Takes back everything that was decided in a session; returns how many decisions that were."""
        standing = [said.id for said in self.history(1_000_000, session) if not said.undone]
        with self._transaction():
            for decision in standing:
                deciding.undo(self._db, decision, who=who or me(), session=session, at=now())
        self._known = None
        return len(standing)

    def decisions(self) -> Decisions:
        """All decisions that stand, to be asked by finding; the pipeline's `kit.decisions`."""
        return Decisions(reading.standing(self._db))

    def standing(self) -> Iterator[Decision]:
        """All decisions that stand, one for each place, for export."""
        return reading.standing(self._db)

    def take_in(self, decisions: Iterable[Decision], *, session: str = "", note: str = "") -> int:
        """Adds other people's decisions and answers with them what is open; returns how many findings that
        closed.
        """
        with self._transaction():
            for decision in decisions:
                deciding.import_decision(self._db, decision, session, note)
        self._known = None
        return self.recall()

    def recall(self) -> int:
        """Answers findings with the decisions that hold for them now; returns how many that changed."""
        closed = 0
        known = self._earlier
        with self._transaction():
            questions = [Filter(Status.OPEN), Filter(Status.ANSWERED), Filter(Status.FIXED)]
            for case in (c for wanted in questions for c in self.findings(wanted, limit=-1)):
                text = self.text(case.document)
                decision = known.find(case.record.finding, text, case.name)
                if decision is not None and decision.id != case.decision:
                    closed += 1
                    deciding.note_earlier(self._db, case.id, decision)
        return closed

    @property
    def _earlier(self) -> Decisions:
        if self._known is None:
            self._known = self.decisions()
        return self._known
