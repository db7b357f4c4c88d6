"""Surveys of many documents are gathered on disk, and become batch facts: what stands in two stories of a place.

Only documents that share a line with another of their place are looked at closer: copies of one story are found among
them by their sketches, and count once.  A temporary database sorts and counts, so that memory stays bounded whatever
the number of documents; only the sketches of one place are held at a time.
"""

from __future__ import annotations

import sqlite3
import struct
from array import array
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby, repeat
from typing import NamedTuple

from cleaner.batch.name_votes import Vote, votes
from cleaner.batch.survey import place_digest, spelling_digest, unpacked
from cleaner.batch.survey_record import FileSurvey
from cleaner.text.near_duplicates import Sketch, stories

AT_A_TIME = 10_000  # rows
_TABLES = """
    CREATE TABLE files (first INTEGER PRIMARY KEY, name TEXT, sha256 TEXT);
    CREATE TABLE documents (id INTEGER PRIMARY KEY, file INTEGER, place INTEGER, text INTEGER, damages INTEGER);
    CREATE TABLE lines (line INTEGER, document INTEGER);
    CREATE TABLE shared (line INTEGER PRIMARY KEY);
    CREATE TABLE sharing (document INTEGER PRIMARY KEY, place INTEGER, sketch BLOB);
    CREATE TABLE mentions (place INTEGER, name TEXT, document INTEGER);
    CREATE TABLE copies (document INTEGER PRIMARY KEY, story INTEGER);
"""
_SHARED = """
    CREATE INDEX documents_of ON lines (line);
    INSERT INTO shared SELECT line FROM lines GROUP BY line HAVING count(*) > 1;
    INSERT INTO sharing SELECT d.id, d.place, x'' FROM documents d WHERE d.id IN (
        SELECT document FROM shared JOIN lines USING (line));
"""
_LINES = """
    SELECT line, count(DISTINCT ifnull(story, lines.document)) AS stories
    FROM shared JOIN lines USING (line) LEFT JOIN copies ON copies.document = lines.document
    GROUP BY line HAVING stories > 1 ORDER BY line
"""
_NAMES = """
    SELECT place, name, count(DISTINCT ifnull(story, mentions.document))
    FROM mentions LEFT JOIN copies ON copies.document = mentions.document
    GROUP BY place, name ORDER BY place, name
"""
_PLACES = """
    SELECT place, count(*) - count(story) FROM documents LEFT JOIN copies ON copies.document = documents.id
    GROUP BY place ORDER BY place
"""


class Wanted(NamedTuple):
    """A file whose documents' sketches are wanted."""

    name: str
    content: str  # its hash
    first: int  # the number of its first document


class Gathering:
    """The surveys of a batch, one file after the other, and what they come to."""

    def __init__(self, damages: Sequence[str] = ()) -> None:
        """`damages`: those that are looked for, if any."""
        self._damages = {damage: 1 << bit for bit, damage in enumerate(damages)}
        self._db = sqlite3.connect("", isolation_level=None)  # temporary: in memory, and on the disk where it grows
        self._db.executescript(_TABLES)
        self._db.execute("BEGIN")
        self.documents = 0
        self._files: list[tuple[int, str, str]] = []
        self._rows: list[tuple[int, ...]] = []
        self._lines: list[tuple[int, int]] = []
        self._names: list[tuple[int, str, int]] = []
        self._place = lru_cache(1_000)(place_digest)

    def add(self, file: FileSurvey) -> None:
        """Adds what was found in a file."""
        first = self.documents
        self._files.append((first, file.name, file.content))
        for found, damages in zip(unpacked(file.asked), file.damages or repeat(()), strict=False):
            bits = sum(self._damages.get(damage, 0) for damage in damages)
            place = self._place(found.place)
            self._rows.append((self.documents, first, place, found.text, bits))
            self._names += ((place, name, self.documents) for name in found.names)
            self._lines += ((line, self.documents) for line in found.lines)
            self.documents += 1
        if len(self._lines) + len(self._rows) + len(self._names) >= AT_A_TIME:
            self._insert()

    def _insert(self) -> None:
        """Brings what was added to the disk."""
        self._db.executemany("INSERT INTO files VALUES (?, ?, ?)", self._files)
        self._db.executemany("INSERT INTO documents VALUES (?, ?, ?, ?, ?)", self._rows)
        self._db.executemany("INSERT INTO lines VALUES (?, ?)", self._lines)
        self._db.executemany("INSERT INTO mentions VALUES (?, ?, ?)", self._names)
        for rows in (self._files, self._rows, self._lines, self._names):
            rows.clear()

    def sharing(self) -> list[Wanted]:
        """The files in which documents share lines with others."""
        self._insert()
        for statement in _SHARED.split(";")[:-1]:
            self._db.execute(statement)
        rows = self._db.execute(
            """SELECT name, sha256, first FROM files WHERE first IN
               (SELECT file FROM documents JOIN sharing ON sharing.document = documents.id) ORDER BY first"""
        )
        return [Wanted(*row) for row in rows]

    def sketched(self, wanted: Wanted, sketches: Sequence[bytes]) -> None:
        """Takes the sketches of a file's documents."""
        rows = ((sketch, wanted.first + i) for i, sketch in enumerate(sketches))
        self._db.executemany("UPDATE sharing SET sketch = ? WHERE document = ?", rows)

    def facts(self) -> dict[str, bytes]:
        """The arrays of the facts."""
        for _, rows in groupby(self._db.execute("SELECT * FROM sharing ORDER BY place, sketch"), lambda row: row[1]):
            same = list(rows)
            for (document, _, _), first in zip(same, stories([sketch_numbers(row[2]) for row in same]), strict=True):
                if same[first][0] != document:
                    self._db.execute("INSERT INTO copies VALUES (?, ?)", (document, same[first][0]))
        lines, counts = array("Q"), array("I")
        for line, count in self._db.execute(_LINES):
            lines.append(line)
            counts.append(count)
        return {
            "lines": lines.tobytes(),
            "stories": counts.tobytes(),
            **self._of_places(),
            **self._of_texts(),
            **self._of_names(),
        }

    def _of_places(self) -> dict[str, bytes]:
        places, pages, texts, damaged = array("Q"), array("I"), array("I"), array("I")
        for place, count in self._db.execute(_PLACES):
            places.append(place)
            pages.append(count)
        if self._damages:
            sums = "".join(f", sum(damages >> {bit} & 1)" for bit in range(len(self._damages)))
            once = "SELECT place, max(damages) AS damages FROM documents GROUP BY place, text"
            for row in self._db.execute(f"SELECT place, count(*){sums} FROM ({once}) GROUP BY place ORDER BY place"):
                texts.append(row[1])
                damaged.extend(row[2:])
        return _bytes(places=places, pages=pages, texts_of=texts, damaged_of=damaged)

    def _of_texts(self) -> dict[str, bytes]:
        texts, damages = array("Q"), array("H")
        if self._damages:
            for text, bits in self._db.execute("SELECT text, max(damages) FROM documents GROUP BY text ORDER BY text"):
                texts.append(text)
                damages.append(bits)
        return _bytes(texts=texts, damages_of=damages)

    def _of_names(self) -> dict[str, bytes]:
        found: list[tuple[int, Vote]] = []
        for place, rows in groupby(self._db.execute(_NAMES), lambda row: row[0]):
            stories = {name: count for _, name, count in rows}
            found += ((spelling_digest(place, vote.spelling), vote) for vote in votes(stories))
        letters = bytearray()
        spellings, having, starts = array("Q"), array("I"), array("I")
        for spelling, vote in sorted(found):
            spellings.append(spelling)
            having.append(vote.stories)
            starts.append(len(letters))
            letters += vote.meant.encode() + b"\n"
        return {**_bytes(spellings=spellings, having=having, meant=starts), "letters": bytes(letters)}

    def close(self) -> None:
        """Forgets everything."""
        self._db.close()


def _bytes(**arrays: array[int]) -> dict[str, bytes]:
    return {name: numbers.tobytes() for name, numbers in arrays.items()}


def sketch_numbers(sketch: bytes) -> Sketch:
    """What `sketch_bytes` was given."""
    return struct.unpack(f">{len(sketch) // 4}I", sketch)


def sketch_bytes(sketch: Sketch) -> bytes:
    """A sketch as it is kept: bytes that sort as its numbers do."""
    return struct.pack(f">{len(sketch)}I", *sketch)
