"""`Ledger`: one SQLite file that remembers a run.  Every method is one transaction; the work is in its
neighbours.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import random
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from types import TracebackType

from cleaner.ledger import deciding, final, reading, writing
from cleaner.ledger.decisions import Answer, Decision, Decisions, Scope
from cleaner.ledger.schema import LedgerError, prepare
from cleaner.ledger.values import Case, DocumentRow, Excerpt, Filter, Pattern, Said, Status, excerpt
from cleaner.model import Cleaned

NAME = "run.db"
OPEN = Filter()


def now() -> str:
    """This moment, as the ledger writes it: UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def me() -> str:
    """Who is deciding; the login name, where there is one."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "someone"


class Ledger:
    """What was found, what was changed, what people decided.

    >>> from cleaner.model import Diagnosis, Document, Finding, Record, Suggestion, Tier, Verdict
    >>> mob = Finding(16, 21, "mt/es/mafia-mob", "mt/es", Tier.ASK, (Suggestion("mob"),), "a crowd")
    >>> asked = Record(mob, Verdict.ASK, "it is asked about", "mafia")
    >>> text = "A man urged the mafia not to enter."
    >>> ledger = Ledger.open(":memory:")
    >>> _ = ledger.begin()
    >>> document = ledger.write(Cleaned(Document("a.txt", text), text, Diagnosis(), (asked,)))
    >>> [(p.rule, p.before, p.after, p.count) for p in ledger.patterns()]
    [('mt/es/mafia-mob', 'mafia', 'mob', 1)]
    >>> decision = ledger.decide(ledger.case_ids(), Answer.ACCEPT, who="ann")
    >>> ledger.final_text(document)
    'A man urged the mob not to enter.'
    >>> ledger.undo(decision), ledger.final_text(document) == text
    (1, True)
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        """Use `Ledger.open`."""
        self._db = db
        self._run = 0
        self._known: Decisions | None = None
        self.text = lru_cache(maxsize=16)(self._text)

    @classmethod
    def open(cls, path: str | Path, *, create: bool = True) -> Ledger:
        """Opens a run's ledger: the file, or the folder that holds `run.db`.  LedgerError if it cannot be
        used.
        """
        where = Path(path)
        if str(path) != ":memory:":
            where = where / NAME if where.is_dir() else where
            if not create and not where.is_file():
                raise LedgerError(f"no ledger at {where}: it is written by `cleaner clean … -o {where.parent}`")
        try:
            db = sqlite3.connect(where, isolation_level=None, check_same_thread=False)
            db.row_factory = sqlite3.Row
            prepare(db, str(where))
        except sqlite3.Error as error:
            raise LedgerError(f"{where} cannot be opened as a ledger: {error}") from error
        return cls(db)

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing, whatever happens in between."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    # --- the run writes
    # -----------------------------------------------------------------------------------------

    def begin(
        self,
        version: str = "",
        command: str = "",
        policy: Mapping[str, object] | None = None,
        rules: Mapping[str, str] | None = None,
    ) -> int:
        """Starts a run: which cleaner, which command line, which policy, which version of every rule.
        Returns its id.
        """
        with self._transaction():
            cursor = self._db.execute(
                "INSERT INTO runs (started, version, command, policy) VALUES (?, ?, ?, ?)",
                (now(), version, command, json.dumps(policy or {}, default=str)),
            )
            self._run = int(cursor.lastrowid or 0)
            pairs = [(self._run, rule, v) for rule, v in (rules or {}).items()]
            self._db.executemany("INSERT INTO rule_versions VALUES (?, ?, ?)", pairs)
        return self._run

    def finish(self) -> None:
        """Notes that the run came to its end."""
        with self._transaction():
            self._db.execute("UPDATE runs SET finished = ? WHERE id = ?", (now(), self._run))

    def write(self, cleaned: Cleaned, *, path: str | None = None, sha256: str = "") -> int:
        """Stores a cleaned document in place of an earlier run's; returns its id.

        `path` is its file relative to the input (the document's id if not given), `sha256` that of the file's
        bytes.  Earlier decisions that hold for its findings are noted beside them.
        """
        with self._transaction():
            path = cleaned.document.id if path is None else path
            document = writing.write_document(
                self._db, self._run, cleaned, path=path, sha256=sha256, known=self._earlier
            )
        self.text.cache_clear()
        return document

    def write_file(
        self, path: str, data: bytes, cleaned: Iterable[Cleaned], options: Mapping[str, str] | None = None
    ) -> None:
        """Stores a file with all its documents, at once; documents that it no longer holds are forgotten.

        `options` are those of `formats.read` (format, text_field, id_field).
        """
        sha256 = hashlib.sha256(data).hexdigest()
        with self._transaction():
            self._keep_file(path, data, sha256, options or {})
            written = [
                writing.write_document(self._db, self._run, c, path=path, sha256=sha256, known=self._earlier)
                for c in cleaned
            ]
            gone = set(self.documents_of(path).values()) - set(written)
            self._db.executemany("DELETE FROM documents WHERE id = ?", [(d,) for d in gone])
        self.text.cache_clear()

    def _keep_file(self, path: str, data: bytes, sha256: str, options: Mapping[str, str]) -> None:
        """Keeps the original's bytes, so that the final form can be written although the original moved."""
        self._db.execute(
            "INSERT OR REPLACE INTO files (path, sha256, data, options) VALUES (?, ?, ?, ?)",
            (path, sha256, zlib.compress(data), json.dumps(dict(options))),
        )

    def files(self) -> list[str]:
        """The paths of all files that were kept, in order."""
        return [row[0] for row in self._db.execute("SELECT path FROM files ORDER BY path")]

    def file(self, path: str) -> tuple[bytes, dict[str, str]]:
        """A kept file's original bytes, and how it is to be read."""
        row = self._db.execute("SELECT data, options FROM files WHERE path = ?", (path,)).fetchone()
        if row is None:
            raise LedgerError(f"the ledger does not hold {path}")
        return zlib.decompress(row[0]), json.loads(row[1])

    def applied(self, path: str) -> str:
        """The SHA-256 of what `apply` last wrote for a file; "" if it never did."""
        row = self._db.execute("SELECT applied FROM files WHERE path = ?", (path,)).fetchone()
        return row[0] if row else ""

    def note_applied(self, path: str, data: bytes) -> None:
        """Remembers what `apply` wrote."""
        with self._transaction():
            sha256 = hashlib.sha256(data).hexdigest()
            self._db.execute("UPDATE files SET applied = ? WHERE path = ?", (sha256, path))

    def documents_of(self, path: str) -> dict[str, int]:
        """The documents of a file: id → the ledger's number."""
        rows = self._db.execute("SELECT name, id FROM documents WHERE path = ? ORDER BY id", (path,))
        return {row[0]: row[1] for row in rows}

    def holds(self, path: str, sha256: str, version: str) -> bool:
        """Whether a file with these bytes was cleaned by a run of this version, so that it need not be done
        again.
        """
        row = self._db.execute(
            """SELECT 1 FROM documents d JOIN runs r ON r.id = d.run_id
               WHERE d.path = ? AND d.sha256 = ? AND r.version = ? LIMIT 1""",
            (path, sha256, version),
        ).fetchone()
        return row is not None

    @property
    def _earlier(self) -> Decisions:
        if self._known is None:
            self._known = self.decisions()
        return self._known

    # --- people ask
    # ---------------------------------------------------------------------------------------------

    def patterns(self, wanted: Filter = OPEN, limit: int = 50, offset: int = 0) -> list[Pattern]:
        """Equal findings together, most frequent first."""
        return reading.patterns(self._db, wanted, limit, offset)

    def count(self, wanted: Filter = OPEN) -> tuple[int, int]:
        """How many patterns, and how many findings."""
        return reading.count(self._db, wanted)

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

    def _text(self, document: int) -> str:
        """A document's original text."""
        row = self._db.execute("SELECT text FROM documents WHERE id = ?", (document,)).fetchone()
        if row is None:
            raise LedgerError(f"the ledger has no document {document}")
        return writing.unpack(row[0])

    # --- people answer
    # ------------------------------------------------------------------------------------------

    def decide(
        self,
        ids: Sequence[int],
        answer: Answer,
        *,
        text: str | None = None,
        scope: Scope = Scope.PLACE,
        who: str = "",
        session: str = "",
        note: str = "",
    ) -> int:
        """Saves one answer to these findings, at once; returns the decision's id.

        `text` is what is to stand there; for an *accept* without it, each finding's best suggestion.
        """
        with self._transaction():
            cases = reading.cases_by_id(self._db, ids)
            decision = deciding.decide(
                self._db,
                cases,
                answer,
                text=text,
                scope=scope,
                who=who or me(),
                session=session,
                at=now(),
                note=note,
            )
        self._known = None
        return decision

    def undo(self, decision: int, *, who: str = "", session: str = "") -> int:
        """Takes one decision back; ValueError if it is not there.  Returns how many findings it concerned."""
        with self._transaction():
            concerned = deciding.undo(self._db, decision, who=who or me(), session=session, at=now())
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

    def history(self, limit: int = 50, session: str = "") -> list[Said]:
        """What was decided, the latest first, with what was taken back."""
        return reading.history(self._db, limit, session)

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

    # --- what it comes to
    # ---------------------------------------------------------------------------------------

    def final_text(self, document: int) -> str:
        """A document's text with the run's fixes and people's decisions."""
        return final.final_text(self.text(document), self._all_cases(document))

    def cleaned(self, document: int, *, decided: bool = True) -> Cleaned:
        """A document as the pipeline would have given it, had it known what people decided since.

        Every report is a view of this.  Not `decided`: as the run itself gave it.
        """
        row = self.document(document)
        if row is None:
            raise LedgerError(f"the ledger has no document {document}")
        found = self._all_cases(document)
        if not decided:
            found = [replace(c, answer=None, text=None, decision=None, implied=False) for c in found]
        return final.as_cleaned(row.name, self.text(document), row.diagnosis, found)

    def _all_cases(self, document: int) -> list[Case]:
        return self.findings(Filter(Status.ALL, document=document), limit=-1)


@contextmanager
def opened(path: str | Path) -> Iterator[Ledger]:
    """An existing ledger, closed in the end."""
    with closing(Ledger.open(path, create=False)) as ledger:
        yield ledger
