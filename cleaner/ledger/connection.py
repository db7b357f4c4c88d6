"""A ledger's file: opened, closed, and written all or nothing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

from cleaner.ledger import writing
from cleaner.ledger.decisions import Decisions
from cleaner.ledger.schema import LedgerError, prepare

NAME = "run.db"


class Connection:
    """The open file, and what is remembered of it while it is open."""

    def __init__(self, db: sqlite3.Connection) -> None:
        """Use `Ledger.open`."""
        self._db = db
        self._run = 0
        self._known: Decisions | None = None
        self.text = lru_cache(maxsize=16)(self._text)

    @classmethod
    def open(cls, path: str | Path, *, create: bool = True) -> Self:
        """Opens a run's ledger: the file, or the folder that holds `run.db`.  LedgerError if it cannot be
        used.
        """
        where = Path(path)
        if str(path) != ":memory:":
            where = where / NAME if where.is_dir() else where
            if not create and not where.is_file():
                folder = where if where.suffix != ".db" else where.parent
                raise LedgerError(f"no ledger at {where}: it is written by `cleaner clean … -o {folder}`")
        try:
            db = sqlite3.connect(where, isolation_level=None, check_same_thread=False)
            db.row_factory = sqlite3.Row
            prepare(db, str(where))
        except sqlite3.Error as error:
            closed = isinstance(error, sqlite3.OperationalError) and not os.access(where.parent, os.W_OK)
            cure = f"; {where.parent} is not writable" if closed else ""
            raise LedgerError(f"{where} cannot be opened as a ledger: {error}{cure}") from error
        return cls(db)

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
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

    def _text(self, document: int) -> str:
        """A document's original text."""
        row = self._db.execute("SELECT text FROM documents WHERE id = ?", (document,)).fetchone()
        if row is None:
            raise LedgerError(f"the ledger has no document {document}")
        return writing.unpack(row[0])
