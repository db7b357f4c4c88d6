"""`Ledger`: one SQLite file that remembers a run.  Here is what the run writes, and what it comes to."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from cleaner.files.content import sha256
from cleaner.formats import ReadOptions
from cleaner.ledger import done, final, writing
from cleaner.ledger.commands import Commands, now
from cleaner.ledger.trouble import LedgerError, intact
from cleaner.ledger.values import Case, Filter, Status
from cleaner.model import Cleaned


class Ledger(Commands):
    """What was found, what was changed, what people decided.

    >>> from cleaner.ledger import Answer
    >>> from cleaner.model import Diagnosis, Document, Finding, Record, Suggestion, Tier, Verdict
    >>> mob = Finding(16, 21, "mt/es/mafia-mob", "mt/es", Tier.ASK, (Suggestion("mob"),), "a crowd")
    >>> asked = Record(mob, Verdict.ASK, "it is asked about", "mafia")
    >>> text = "A man urged the mafia not to enter."
    >>> ledger = Ledger.open(":memory:")
    >>> _ = ledger.begin()
    >>> _ = ledger.write_file("a.txt", text.encode(), [Cleaned(Document("a.txt", text), text, Diagnosis(), (asked,))])
    >>> [(p.rule, p.before, p.after, p.count) for p in ledger.patterns()]
    [('mt/es/mafia-mob', 'mafia', 'mob', 1)]
    >>> decision = ledger.decide(ledger.case_ids(), Answer.ACCEPT)
    >>> ledger.final_text(1)
    'A man urged the mob not to enter.'
    >>> ledger.undo(decision), ledger.final_text(1) == text
    (1, True)
    """

    def begin(
        self,
        version: str = "",
        command: str = "",
        policy: Mapping[str, object] | None = None,
        rules: Mapping[str, str] | None = None,
    ) -> int:
        """Starts a run: by which cleaner, command line, policy and version of every rule; returns its id."""
        with self.transaction():
            cursor = self.db.execute(
                "INSERT INTO runs (started, version, command, policy) VALUES (?, ?, ?, ?)",
                (now(), version, command, json.dumps(policy or {}, default=str)),
            )
            self._run = int(cursor.lastrowid or 0)
            pairs = [(self._run, rule, v) for rule, v in (rules or {}).items()]
            self.db.executemany("INSERT INTO rule_versions VALUES (?, ?, ?)", pairs)
        return self._run

    @property
    def run(self) -> int:
        """The number of the run that `begin` started."""
        return self._run

    def finish(self, passed: Mapping[str, int] | None = None) -> None:
        """Notes that the run came to its end; `passed`: how many files of which kinds it passed over."""
        with self.transaction():
            kinds = json.dumps(dict(passed or {}))
            self.db.execute("UPDATE runs SET finished = ?, passed = ? WHERE id = ?", (now(), kinds, self._run))

    def write_file(
        self,
        path: str,
        data: bytes,
        cleaned: Iterable[Cleaned],
        options: ReadOptions = ReadOptions(),
        name: str | None = None,
    ) -> str:
        """Stores a file's bytes and all its documents, at once; documents that it no longer holds are forgotten.

        Returns the hash of its bytes.

        They were cleaned with the decisions of this ledger (`kit.remembered`), and say themselves which held.
        `options` say how the file was read; `name` is its path as the file system spells it, where `path` spells out
        what is no UTF-8.
        """
        hash = sha256(data)
        with self.transaction():
            self.db.execute(
                "INSERT OR REPLACE INTO files (path, name, sha256, data, options) VALUES (?, ?, ?, ?, ?)",
                (path, os.fsencode(name or path), hash, zlib.compress(data), json.dumps(options.stored())),
            )
            written = [writing.write_document(self.db, self._run, c, path=path, file_hash=hash) for c in cleaned]
            self.db.execute("DELETE FROM done WHERE path = ?", (path,))
            gone = set(self.documents_of(path).values()) - set(written)
            self.db.executemany("DELETE FROM documents WHERE id = ?", [(d,) for d in gone])
        self.text.cache_clear()
        return hash

    def forget_parts(self, label: str, beyond: int) -> None:
        """Forgets the parts of a large file `beyond` a number; if any are left, also what was kept of it as a whole."""
        for path in self._parts(label):
            if int(path[-6:-1]) > beyond:
                self._forget(path)
        if beyond:
            self._forget(label)

    def _forget(self, path: str) -> None:
        self.db.execute("DELETE FROM files WHERE path = ?", (path,))
        self.db.execute("DELETE FROM documents WHERE path = ?", (path,))

    def _parts(self, label: str) -> list[str]:
        """What the parts of a large file are kept by, in order."""
        wanted = """SELECT path FROM files WHERE path > ?1 || ' (part 0' AND path < ?1 || ' (part :'
            AND name <> CAST(path AS BLOB) ORDER BY path"""  # a file may have such a name of its own
        found = self.db.execute(wanted, (label,))
        return [row[0] for row in found]

    def is_whole(self, label: str) -> bool:
        """Whether all parts of a large file are kept."""
        paths = self._parts(label)
        part = self.file(paths[-1])[1].part if paths else None
        return part is not None and part.last and part.number == len(paths)

    def files(self) -> list[str]:
        """The paths of all files that were kept, in order."""
        return [row[0] for row in self.db.execute("SELECT path FROM files ORDER BY path")]

    def file(self, path: str) -> tuple[bytes, ReadOptions, str]:
        """A kept file's original bytes, how they are to be read, and its path as the file system spells it."""
        row = self.db.execute("SELECT data, options, name FROM files WHERE path = ?", (path,)).fetchone()
        if row is None:
            raise LedgerError(f"the ledger does not hold {path}")
        with intact(f"the file {path}"):
            return zlib.decompress(row[0]), ReadOptions.restored(json.loads(row[1])), os.fsdecode(row[2])

    def origin(self, path: str) -> Path | None:
        """Where a kept file came from, on this machine; None if that was not noted."""
        return done.origin(self.db, path)

    def final_text(self, document: int) -> str:
        """A document's text with the run's fixes and people's decisions."""
        return final.final_text(self.text(document), self._all_cases(document))

    def cleaned(self, document: int) -> Cleaned:
        """A document as the pipeline would have given it, had it known what people decided since.

        Every report is a view of this.
        """
        row = self.document(document)
        if row is None:
            raise LedgerError(f"the ledger has no document {document}")
        return final.as_cleaned(row.name, self.text(document), row.diagnosis, self._all_cases(document))

    def _all_cases(self, document: int) -> list[Case]:
        cases, text = self.findings(Filter(Status.ALL, document=document), limit=-1), self.text(document)
        with intact("a finding"):
            for case in cases:
                _check(case, text)
        return cases


def _check(case: Case, text: str) -> None:
    """Raises ValueError if the finding does not fit the text."""
    start, end = case.record.finding.start, case.record.finding.end
    if not 0 <= start <= end <= len(text) or str(writing.storable(text[start:end])) != case.record.before:
        raise ValueError(f"nothing of it stands at {start} to {end}")
