"""The record of a survey: what was found in each file, by the file's hash, so that none is surveyed twice.

Each survey, and each shard of one, writes a database of its own in the folder of the record, and reads those of all.
A record may be lost at any time: what is not in it is surveyed again.  So a database that is broken, or that another
process holds, is passed over.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

WHOLE = "whole"  # the database of a survey that is no shard
_PATIENCE = 10.0  # seconds for which another process may hold a database
_OFTEN = 500  # files, after which a killed survey goes on
_TABLE = """CREATE TABLE IF NOT EXISTS surveys (
    name TEXT PRIMARY KEY, sha256 TEXT NOT NULL, how TEXT NOT NULL, asked BLOB NOT NULL, damages TEXT NOT NULL,
    sketches TEXT) WITHOUT ROWID"""


@dataclass(frozen=True, slots=True)
class FileSurvey:
    """What was found in a file: the surveys of its documents, packed; of each the damages, if they were looked for, and
    the sketch, if it was wanted.
    """

    name: str
    content: str  # its hash
    asked: bytes
    damages: tuple[tuple[str, ...], ...]
    sketches: tuple[bytes, ...] | None = None


class SurveyRecord:
    """The databases of a folder; the first of them is written.  Without any it remembers nothing."""

    def __init__(self, dbs: Sequence[sqlite3.Connection], how: str) -> None:
        self._dbs, self._how = dbs, how
        self._new: dict[str, FileSurvey] = {}  # what is not written yet
        self.is_empty = not any(db.execute("SELECT 1 FROM surveys LIMIT 1").fetchone() for db in self._dbs)

    def found(self, name: str, content: str) -> FileSurvey | None:
        """What was found in a file of this name and content, looked at in the same way."""
        sql = "SELECT asked, damages, sketches FROM surveys WHERE (name, sha256, how) = (?, ?, ?)"
        if (new := self._new.get(name)) and new.content == content:
            return new
        best = None
        for db in self._dbs:
            with suppress(sqlite3.Error, ValueError):
                if row := db.execute(sql, (name, content, self._how)).fetchone():
                    damages = tuple(tuple(of_one) for of_one in json.loads(row[1]))
                    sketches = tuple(map(bytes.fromhex, row[2].split(" "))) if row[2] is not None else None
                    best = FileSurvey(name, content, row[0], damages, sketches)
                    if sketches is not None:
                        break
        return best

    def keep(self, about: FileSurvey) -> None:
        """Notes what was found in a file."""
        if not self._dbs:
            return
        self._new[about.name] = about
        if len(self._new) == _OFTEN:
            self.write()

    def write(self) -> None:
        """Writes what was noted."""
        if not self._new:
            return
        with suppress(sqlite3.Error):
            self._dbs[0].executemany(
                "INSERT OR REPLACE INTO surveys VALUES (?, ?, ?, ?, ?, ?)", map(self._row, self._new.values())
            )
            self._dbs[0].commit()
        self._new.clear()

    def _row(self, about: FileSurvey) -> tuple[str | bytes | None, ...]:
        sketches = " ".join(map(bytes.hex, about.sketches)) if about.sketches is not None else None
        damages = json.dumps(about.damages) if about.damages else "[]"
        return about.name, about.content, self._how, about.asked, damages, sketches


@contextmanager
def record(folder: Path | None, name: str, how: str) -> Iterator[SurveyRecord]:
    """The record in a folder, of which the database `name` is written; `how`: all that bears on what a survey finds.

    Without a folder: of a survey that is made once, nothing is remembered.
    """
    if folder is None:
        yield SurveyRecord((), how)
        return
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{name}.db"
    with ExitStack() as stack:
        own = stack.enter_context(closing(_writable(place)))
        files = (file for file in sorted(folder.glob("*.db")) if file != place)
        others = [stack.enter_context(closing(db)) for file in files if (db := _readable(file))]
        found = SurveyRecord((own, *others), how)
        try:
            yield found
        finally:
            found.write()


def _writable(place: Path) -> sqlite3.Connection:
    for _ in range(2):
        db = sqlite3.connect(place, timeout=_PATIENCE)
        try:
            db.execute("PRAGMA synchronous = OFF")  # after a power cut it may be broken, and is begun anew
            db.execute(_TABLE)
            db.execute("SELECT count(*) FROM surveys").fetchone()
            return db
        except sqlite3.OperationalError:  # another process holds it: this survey remembers nothing
            db.close()
            break
        except sqlite3.DatabaseError:
            db.close()
            place.unlink(missing_ok=True)
    db = sqlite3.connect(":memory:")
    db.execute(_TABLE)
    return db


def _readable(place: Path) -> sqlite3.Connection | None:
    try:
        db = sqlite3.connect(f"{place.resolve().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE)
        db.execute("SELECT name, sha256, how, asked, damages, sketches FROM surveys LIMIT 1").fetchone()
        return db
    except sqlite3.Error:
        return None
