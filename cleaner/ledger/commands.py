"""Saves people's answers, takes them back and takes in other people's.  No answer is ever erased."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from cleaner.ledger.decision import Answer, Decision, Scope
from cleaner.ledger.decision_index import Decisions
from cleaner.ledger.query import Queries
from cleaner.ledger.trouble import intact
from cleaner.ledger.values import Case, Filter, Reviewer, Status, Written
from cleaner.ledger.writing import CLOSE_OVERLAPPED, insert, storable


def now() -> str:
    """This moment, as the ledger writes it: UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def me() -> str:
    """Who is deciding; the login name, where there is one."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "someone"


ANYONE = Reviewer()


class Commands(Queries):
    """Every method that writes is one transaction: when it returns, its change is saved."""

    def decide(
        self,
        ids: Sequence[int],
        answer: Answer,
        *,
        text: str | None = None,
        texts: Mapping[int, str] | None = None,
        scope: Scope = Scope.PLACE,
        by: Reviewer = ANYONE,
        files: Iterable[Written] = (),
    ) -> int:
        """Saves one answer to these findings, at once; returns the decision's id.

        `text` is what is to stand there; for an *accept* without it, each finding's best suggestion.  `texts` says
        it for single findings, where they differ beside what a person changed.  `files` are going to be written
        beyond the ledger: they are `unwritten` until `note_written` or `forget_written`.
        """
        with self.transaction():
            cases = self.cases(ids)
            if not cases:
                raise LookupError("what was asked about is gone: the run was repeated meanwhile")
            first = cases[0]
            rule, before = first.record.finding.rule, first.record.before
            said = Decision(answer, rule, before, text, scope=scope, document=first.name, who=by.who or me(), at=now())
            said = self._insert(said, by.session)
            for case in cases:
                self._answer(case, replace(said, text=_put(case, answer, (texts or {}).get(case.id, text))))
            self._close_overlapped("f.decision_id = ?", said.id)
            for file in files:
                row = {"path": self._below(file.path), "before": file.before, "after": file.after, "done": 0}
                insert(self.db, "written", decision_id=said.id, **row)
        return said.id

    def _answer(self, case: Case, said: Decision) -> None:
        """Saves an answer at one of its places."""
        if case.decision is not None:  # what an earlier answer had closed is open until the new answer closes it
            self.db.execute(
                """UPDATE findings SET answer = NULL, decision_id = NULL WHERE answer = 'implied' AND decision_id = ?
                   AND id IN (SELECT other_id FROM overlaps WHERE finding_id = ?)""",
                (case.decision, case.id),
            )
        digest = self.db.execute("SELECT digest FROM documents WHERE id = ?", (case.document,)).fetchone()[0]
        rule, start = case.record.finding.rule, case.record.finding.start
        here = replace(said, rule=rule, before=case.record.before, document=case.name, digest=digest, start=start)
        self._insert_place(replace(here, left=case.left, right=case.right), case.id)
        self._note(case.id, said)

    def _insert(self, said: Decision, session: str, note: str = "", undoes: int | None = None) -> Decision:
        """Saves a decision without its places; returns it with its id."""
        row = {name: getattr(said, name) for name in ("at", "who", "text", "rule", "before", "document")}
        row |= {"answer": "undo" if undoes else said.answer.value, "scope": said.scope.value, "undoes": undoes}
        id = insert(self.db, "decisions", **row, session=session, note=note)
        return replace(said, id=id)

    def _insert_place(self, said: Decision, finding: int | None = None) -> None:
        """Saves one place of a decision."""
        row = {name: getattr(said, name) for name in ("rule", "before", "text", "document", "digest", "start")}
        row |= {"left": " ".join(said.left), "right": " ".join(said.right)}
        insert(self.db, "answers", decision_id=said.id, finding_id=finding, **row)

    def _note(self, finding: int, said: Decision) -> None:
        """Notes beside a finding which answer holds for it now."""
        self.db.execute(
            "UPDATE findings SET answer = ?, text = ?, decision_id = ? WHERE id = ?",
            (said.answer.value, storable(said.text), said.id or None, finding),
        )

    def _close_overlapped(self, which: str, value: int) -> None:
        """Closes what overlaps the words that a person put; `which` are the findings that they answered."""
        self.db.execute(CLOSE_OVERLAPPED.format(which=which), (value,))

    def _below(self, path: str) -> str:
        """A path as it is kept: relative to the ledger where it lies beside it, for a folder may be moved."""
        place = Path(path)
        return place.relative_to(self.folder).as_posix() if place.is_relative_to(self.folder) else path

    def note_written(self, decision: int) -> None:
        """Notes that the files of a decision are written, so that its undo puts them back."""
        with self.transaction():
            self.db.execute("UPDATE written SET done = 1 WHERE decision_id = ?", (decision,))

    def forget_written(self, decision: int) -> None:
        """Notes that the files of a decision are not going to be written."""
        with self.transaction():
            self.db.execute("DELETE FROM written WHERE decision_id = ? AND NOT done", (decision,))

    def unwritten(self) -> list[int]:
        """Decisions that stand and whose files a killed session did not come to write."""
        wanted = "NOT done AND decision_id IN (SELECT id FROM standing)"
        rows = self.db.execute(f"SELECT decision_id FROM written WHERE {wanted} GROUP BY decision_id ORDER BY min(id)")
        return [row[0] for row in rows]

    def undo(self, decision: int, *, by: Reviewer = ANYONE, first: Callable[[], object] = lambda: None) -> int:
        """Takes one decision back; what was answered before it holds again.  Returns how many findings it concerned.

        ValueError if there is no such decision.  `first` is done before the undo holds: if it is killed, the decision
        stands and can be taken back again.
        """
        with self.transaction():
            row = self.db.execute("SELECT * FROM standing WHERE id = ?", (decision,)).fetchone()
            if row is None:
                raise ValueError(f"there is no decision {decision} to take back")
            with intact("a decision"):
                was, scope = Answer(row["answer"]), Scope(row["scope"])
            undone = Decision(was, row["rule"], row["before"], scope=scope, who=by.who or me(), at=now())
            self._insert(undone, by.session, undoes=decision)
            concerned = [r[0] for r in self.db.execute("SELECT id FROM findings WHERE decision_id = ?", (decision,))]
            self.db.execute(
                "UPDATE findings SET answer = NULL, text = NULL, decision_id = NULL WHERE decision_id = ?",
                (decision,),
            )
            for finding in concerned:
                self._restore(finding)
            for finding in concerned:
                self._close_overlapped("f.id = ?", finding)
            first()
        return len(concerned)

    def _restore(self, finding: int) -> None:
        """Answers a finding as the latest decision that stands does."""
        self.db.execute(
            """UPDATE findings SET answer = earlier.answer, text = earlier.text, decision_id = earlier.id FROM (
                   SELECT s.id, s.answer, a.text FROM answers a JOIN standing s ON s.id = a.decision_id
                   WHERE a.finding_id = ? ORDER BY s.id DESC LIMIT 1) AS earlier
               WHERE findings.id = ?""",
            (finding, finding),
        )

    def decisions(self) -> Decisions:
        """All decisions that stand, to be asked by finding; the pipeline's `kit.remembered`."""
        return Decisions(self.standing())

    def take_in(self, decisions: Iterable[Decision], *, session: str = "", note: str = "") -> int:
        """Adds other people's decisions, as theirs; returns how many findings have another answer now."""
        with self.transaction():
            for said in (self._insert(theirs, session, note) for theirs in decisions):
                if said.left or said.right:
                    self._insert_place(said)
        return self._recall()

    def _recall(self) -> int:
        """Answers findings with the decisions that hold for them now; returns how many that changed."""
        closed = 0
        known = self.decisions()
        with self.transaction():
            questions = [Filter(Status.OPEN), Filter(Status.ANSWERED), Filter(Status.FIXED)]
            for case in (c for wanted in questions for c in self.findings(wanted, limit=-1)):
                decision = known.find(case.record.finding, self.text(case.document), case.name)
                if decision is not None and decision.id != case.decision:
                    closed += 1
                    text = None if decision.answer is Answer.REJECT else decision.text
                    self._note(case.id, replace(decision, text=text))
                    self._close_overlapped("f.id = ?", case.id)
        return closed


def _put(case: Case, answer: Answer, text: str | None) -> str | None:
    """What is to stand at a case: the reviewer's words, or the best suggestion."""
    if answer is Answer.REJECT:
        return None
    return text if text is not None else case.record.after
