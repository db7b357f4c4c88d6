"""Says what is wrong with a ledger's file, and what to do."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 10  # seconds that a process waits for another to finish writing
_SAVED = "what was saved before is whole"
# What SQLite says, and what that means here; the first that fits.
_MEANINGS = (
    (
        "locked",
        f"is in use by another process, after {PATIENCE} s of waiting: try again when that one is done",
    ),
    ("readonly", f"may not be written here; {_SAVED}, and `cleaner report` shows it"),
    ("full", f"cannot be written, for the disk is full; {_SAVED}: make room, and the same command goes on"),
    ("disk i/o", f"cannot be read or written here: is the disk full, or gone?  {_SAVED}"),
    ("unable to open", "cannot be opened here: may the file and its folder be read and written?"),
    ("malformed", "is damaged: take it from a backup, or clean into another folder and import its decisions"),
    ("not a database", "is no ledger: take another OUT, or move the file away"),
)


class LedgerError(Exception):
    """A ledger that cannot be used; the message says why and what to do."""


def trouble(error: sqlite3.Error, where: str = "the ledger") -> str:
    """What an error of SQLite means for whoever ran a command.

    >>> trouble(sqlite3.OperationalError("database is locked"), "out/run.db")[:45]
    'out/run.db is in use by another process, afte'
    """
    said = str(error)
    meaning = next((words for sign, words in _MEANINGS if sign in said.lower()), "cannot be used as a ledger")
    return f"{where} {meaning} ({said})"


@contextmanager
def intact(what: str) -> Iterator[None]:
    """For what reads a stored value: LedgerError where it is nothing that a run stores."""
    try:
        yield
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, zlib.error, RecursionError) as error:
        raise LedgerError(
            f"the ledger is damaged: {what} cannot be read ({error}); take run.db from a backup, or clean into "
            "another folder and import its decisions"
        ) from error
