"""The texts of stories that stand several times in a batch, for documents that ask their copies (`--copies`).

Copies may come from other sites than a document.  Their sketches are compared over the whole batch; the texts wait on
the disk, packed, and those of each story with enough copies go into the batch facts.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from cleaner.batch.gathering import sketch_bytes, sketch_numbers
from cleaner.detectors.copies import AGREE
from cleaner.model.companions import Copy
from cleaner.text.near_duplicates import sketch, stories

#: copies of a story that are kept; characters of a text that is compared, of which aligning takes a second
MOST, LONGEST = 8, 200_000
#: numbers of a sketch, and how much of two must be the same: with 16 and .15, by which copies are counted elsewhere,
#: a scan with 6% of its letters wrong finds 1.7 of three noisy copies, so 2.3 (docs/scale.md)
SIZE, ALIKE = 64, 0.06
_TABLE = "CREATE TABLE texts (digest INTEGER PRIMARY KEY, name TEXT, sketch BLOB, text BLOB)"
# a text that stands twice is one, by the name that comes first
_ADD = """INSERT INTO texts VALUES (?, ?, ?, ?)
    ON CONFLICT (digest) DO UPDATE SET name = min(name, excluded.name)"""

#: what a survey that gathers no copies has
NONE: Mapping[str, bytes] = dict.fromkeys(("copied", "of_story", "story_at", "copies"), b"")
#: `copied`: digests of texts that have copies; `of_story`: the number of the story of each; `story_at`: where the texts
#: of each story begin in `copies`
ARRAYS = {"copied": "Q", "of_story": "I", "story_at": "Q", "copies": "B"}


class CopiedTexts:
    """Texts of a batch as they come, and the arrays of the facts that they come to, in whatever order they came."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)  # temporary, on the disk where it grows
        self._db.executescript(_TABLE)
        self._db.execute("BEGIN")

    def add(self, digest: int, copy: Copy) -> None:
        """Adds a text, known by a digest of it and its place."""
        if len(copy.text) <= LONGEST and (numbers := sketch(copy.text, SIZE)):
            packed = zlib.compress(copy.text.encode("utf-8", "surrogatepass"))
            self._db.execute(_ADD, (digest, copy.name, sketch_bytes(numbers), packed))

    def arrays(self) -> dict[str, bytes]:
        """The arrays of the facts."""
        known = list(self._db.execute("SELECT digest, sketch FROM texts ORDER BY digest"))
        members: defaultdict[int, list[int]] = defaultdict(list)
        firsts = stories([sketch_numbers(one) for _, one in known], ALIKE, SIZE)
        for (digest, _), first in zip(known, firsts, strict=True):
            members[first].append(digest)
        of_story, starts, letters = dict[int, int](), array("Q", [0]), bytearray()
        for digests in members.values():
            if len(digests) > AGREE:
                of_story |= dict.fromkeys(digests, len(starts) - 1)
                letters += self._story(digests[: MOST + 1])
                starts.append(len(letters))
        copied = sorted(of_story)
        return {
            "copied": array("Q", copied).tobytes(),
            "of_story": array("I", (of_story[digest] for digest in copied)).tobytes(),
            "story_at": starts.tobytes(),
            "copies": bytes(letters),
        }

    def _story(self, digests: Sequence[int]) -> bytes:
        places = ",".join("?" * len(digests))
        chosen = f"SELECT digest, name, text FROM texts WHERE digest IN ({places}) ORDER BY digest"
        rows = [
            (digest, name, zlib.decompress(text).decode("utf-8", "surrogatepass"))
            for digest, name, text in self._db.execute(chosen, digests)
        ]
        return zlib.compress(json.dumps(rows).encode())

    def close(self) -> None:
        """Forgets everything."""
        self._db.close()


def copies_of(digest: int, story: int, arrays: Mapping[str, Any]) -> tuple[Copy, ...]:
    """The copies of a text that has this digest and belongs to a story of the facts."""
    start, end = arrays["story_at"][story], arrays["story_at"][story + 1]
    rows = json.loads(zlib.decompress(bytes(arrays["copies"][start:end])))
    return tuple(sorted(Copy(name, text) for other, name, text in rows if other != digest))[:MOST]
