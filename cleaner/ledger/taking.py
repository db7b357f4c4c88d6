"""Brings what one ledger knows into another: what a shard needs to begin, and what it has found.

Rows are copied as they are, so that a file cleaned in a shard is in OUT's ledger what it would be if it were cleaned
there.
"""

from __future__ import annotations

import os
import sqlite3

from cleaner.formats.outcome import Input
from cleaner.ledger import writing
from cleaner.ledger.done import Mark
from cleaner.ledger.store import Ledger


def begin(ledger: Ledger, other: Ledger, *, all_of_it: bool) -> None:
    """Gives a ledger what another one knows of OUT: what stands there as ours, and with `all_of_it`, for a shard, also
    people's decisions and the folders from which files come.
    """
    with ledger.transaction():
        for table in ("decisions", "answers", "roots", "wrote") if all_of_it else ("wrote",):  # no row ever changes
            _copy(other.db, ledger.db, table)


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> None:
    for row in source.execute(f"SELECT * FROM {table}"):
        names = [name for name in dict(row) if name != "finding_id"]
        marks = ", ".join("?" * len(names))
        sql = f"INSERT OR IGNORE INTO {table} ({', '.join(names)}) VALUES ({marks})"
        target.execute(sql, [row[name] for name in names])


def take(whole: Ledger, part: Ledger, item: Input, mark: Mark) -> None:
    """Copies what a shard knows of a file.  The caller holds the transaction."""
    db, path = whole.db, item.label
    file = part.db.execute("SELECT * FROM files WHERE path = ?", (path,)).fetchone()
    db.execute("DELETE FROM documents WHERE path = ?", (path,))
    db.execute("DELETE FROM files WHERE path = ?", (path,))
    writing.insert(db, "files", **file)
    for row in part.db.execute("SELECT * FROM documents WHERE path = ? ORDER BY id", (path,)).fetchall():
        values = {**row, "run_id": whole.run}
        del values["id"]
        _take_findings(db, part.db, row["id"], writing.insert(db, "documents", **values))
    for row in part.db.execute("SELECT * FROM wrote WHERE (folder, path) = ('', ?)", (path,)):
        db.execute("INSERT OR IGNORE INTO wrote VALUES (?, ?, ?)", tuple(row))
    known = part.db.execute("SELECT sha256, told FROM done WHERE path = ?", (path,)).fetchone()
    db.execute(
        """INSERT OR REPLACE INTO done (path, root, sha256, recipe, decided, told)
           VALUES (?, (SELECT id FROM roots WHERE place = ?), ?, ?, ?, ?)""",
        (path, os.fsencode(item.root), known["sha256"], mark.recipe, mark.decided, known["told"]),
    )


def _take_findings(db: sqlite3.Connection, source: sqlite3.Connection, theirs: int, ours: int) -> None:
    """Copies a document's findings, their patterns, and which of them overlap."""
    new: dict[int, int] = {}
    for row in source.execute("SELECT * FROM findings WHERE document_id = ? ORDER BY id", (theirs,)):
        pattern = dict(source.execute("SELECT * FROM patterns WHERE id = ?", (row["pattern_id"],)).fetchone())
        del pattern["id"], pattern["alike"]
        values = {**row, "document_id": ours, "pattern_id": writing.pattern(db, **pattern)}
        del values["id"]
        new[row["id"]] = writing.insert(db, "findings", **values)
    pairs = source.execute(
        """SELECT o.finding_id, o.other_id FROM overlaps o JOIN findings f ON f.id = o.finding_id
           WHERE f.document_id = ?""",
        (theirs,),
    )
    db.executemany("INSERT INTO overlaps VALUES (?, ?)", [(new[a], new[b]) for a, b in pairs])
