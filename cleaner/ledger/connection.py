"""A ledger's file: opened, closed, and written all or nothing."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path
from typing import Self

from cleaner.files.places import LeadsOut, within
from cleaner.ledger import writing
from cleaner.ledger.lots import confusion
from cleaner.ledger.tables import check, prepare, transaction
from cleaner.ledger.trouble import LedgerError, intact, trouble

NAME = "run.db"


class Connection:
    """The open file, and what is remembered of it while it is open."""

    def __init__(self, db: sqlite3.Connection) -> None:
        """Use `Ledger.open`."""
        self.db = db
        self._run = 0
        self.text = lru_cache(maxsize=16)(self._text)

    @classmethod
    def open(cls, path: str | Path, *, create: bool = True, look: bool = False) -> Self:
        """Opens a run's ledger: the file, or the folder that holds `run.db`.  LedgerError if it cannot be used.

        `look` opens it for reading alone where it may not be written, or the disk is full.
        """
        where = Path(path)
        if str(path) != ":memory:":
            try:
                where = within(where, NAME, followed=True) if where.is_dir() else where
            except LeadsOut as error:
                raise LedgerError(str(error)) from None
            if not create and not where.is_file():
                folder = where if where.suffix != ".db" else where.parent
                raise LedgerError(f"no ledger at {where}: it is written by `cleaner clean … -o {folder}`")
        try:
            db = _connected(str(where))
            prepare(db, str(where))
            if not look:
                db.executescript("BEGIN IMMEDIATE; ROLLBACK;")  # fails now, not when the first answer is saved
        except UnicodeDecodeError as error:  # how Python tells that SQLite quotes a table that is no text any more
            raise LedgerError(trouble(sqlite3.DatabaseError("malformed database schema"), str(where))) from error
        except sqlite3.Error as error:
            looked_at = _unwritten(where) if look and "locked" not in str(error) else None
            if looked_at is None:
                raise LedgerError(trouble(error, str(where))) from error
            db = looked_at
        return cls(db)

    @property
    def folder(self) -> Path:
        """Where the ledger lies."""
        return Path(self.db.execute("PRAGMA database_list").fetchone()["file"]).parent.resolve()

    def close(self) -> None:
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing, whatever happens in between; within another transaction it is a part of that one."""
        return transaction(self.db)

    def _text(self, document: int) -> str:
        """A document's original text."""
        row = self.db.execute("SELECT text FROM documents WHERE id = ?", (document,)).fetchone()
        if row is None:
            raise LedgerError(f"the ledger has no document {document}")
        with intact("a text"):
            return writing.unpack(row[0])


def _connected(name: str, uri: bool = False) -> sqlite3.Connection:
    db = sqlite3.connect(name, isolation_level=None, check_same_thread=False, uri=uri)
    db.row_factory = sqlite3.Row
    db.create_function("confusion", 2, confusion, deterministic=True)
    return db


def _unwritten(where: Path) -> sqlite3.Connection | None:
    """A ledger that SQLite reads without writing anything beside it; None if that cannot be done."""
    beside = where.with_name(f"{where.name}-wal")
    if beside.exists() and beside.stat().st_size:  # it holds what was saved last
        return None
    try:
        db = _connected(f"{where.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        check(db, str(where))
    except sqlite3.Error:
        return None
    return db
