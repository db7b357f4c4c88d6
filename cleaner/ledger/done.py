"""Which files were cleaned, from what and under what, so that the same run need not do it again."""

from __future__ import annotations

import os
import sqlite3
import zlib
from dataclasses import dataclass
from pathlib import Path

from cleaner.formats.outcome import Input
from cleaner.formats.told import Told


@dataclass(frozen=True, slots=True)
class Mark:
    """Under what a run cleans: its `recipe`, and the last decision that it knew."""

    recipe: str
    decided: int


def note(db: sqlite3.Connection, item: Input, content: str, mark: Mark, told: Told) -> None:
    """Notes that a file with this content was cleaned.  The caller holds the transaction that stores its findings."""
    db.execute(
        """INSERT OR REPLACE INTO done (path, root, sha256, recipe, decided, told)
           VALUES (?, (SELECT id FROM roots WHERE place = ?), ?, ?, ?, ?)""",
        (item.label, os.fsencode(item.root), content, mark.recipe, mark.decided, told.packed()),
    )


def found(db: sqlite3.Connection, path: str, content: str, recipe: str) -> tuple[int, Told] | None:
    """What was told of a file that had this content, under this recipe, and the last decision that was known then."""
    wanted = "SELECT decided, told FROM done WHERE (path, sha256, recipe) = (?, ?, ?)"
    row = db.execute(wanted, (path, content, recipe)).fetchone()
    try:
        return (row[0], Told.unpacked(row[1])) if row else None
    except (ValueError, TypeError, zlib.error):
        return None  # whatever is amiss with it, cleaning again is the cure


def last_decision(db: sqlite3.Connection) -> int:
    """The number of the last decision, or undo of one; 0 where there is none."""
    return int(db.execute("SELECT ifnull(max(id), 0) FROM decisions").fetchone()[0])


def words_decided(db: sqlite3.Connection, since: int) -> list[str]:
    """The words about which people decided, or took back what they had decided, after the decision `since`."""
    rows = db.execute(
        """WITH changed AS (
               SELECT id FROM decisions WHERE id > ?1
               UNION SELECT undoes FROM decisions WHERE id > ?1 AND answer = 'undo')
           SELECT before FROM answers WHERE decision_id IN changed
           UNION SELECT before FROM decisions d WHERE id IN changed AND answer <> 'undo'
               AND NOT EXISTS (SELECT 1 FROM answers a WHERE a.decision_id = d.id)""",
        (since,),
    )
    return [row[0] for row in rows]


def roots(db: sqlite3.Connection) -> list[Path]:
    """The folders from which files came into this OUT."""
    return [Path(os.fsdecode(row[0])) for row in db.execute("SELECT place FROM roots ORDER BY id")]


def root_known(db: sqlite3.Connection, place: Path, way: str) -> int | None:
    """The number of a folder, if files came from it: it stands where it stood, or the way to it from OUT is the same.

    What has moved is noted.
    """
    told = os.fsencode(place), os.fsencode(way)
    row = db.execute("SELECT id FROM roots WHERE place = ? OR way = ? ORDER BY place <> ? LIMIT 1", (*told, told[0]))
    known = next((int(id) for (id,) in row), None)
    db.execute("UPDATE roots SET place = ?, way = ? WHERE id = ?", (*told, known))
    return known


def add_root(db: sqlite3.Connection, place: Path, way: str) -> int:
    """Notes that files come from there; returns its number."""
    row = db.execute("INSERT INTO roots (place, way) VALUES (?, ?)", (os.fsencode(place), os.fsencode(way)))
    return int(row.lastrowid or 0)


def root_of(db: sqlite3.Connection, path: str) -> int | None:
    """The number of the folder from which a file came; None if it did not come yet."""
    row = db.execute("SELECT root FROM done WHERE path = ?", (path,)).fetchone()
    return row[0] if row else None


def origin(db: sqlite3.Connection, path: str) -> Path | None:
    """Where a file came from; None if it did not come yet, or through a pipe."""
    row = db.execute(
        "SELECT place, name FROM done JOIN roots ON roots.id = root JOIN files USING (path) WHERE path = ?", (path,)
    ).fetchone()
    return Path(os.fsdecode(row[0]), os.fsdecode(row[1])) if row else None


def forget(db: sqlite3.Connection) -> None:
    """Forgets every file and where it came from.  What people decided stays, and so does what stands in OUT as ours."""
    for table in ("done", "roots", "documents", "files"):
        db.execute(f"DELETE FROM {table}")
