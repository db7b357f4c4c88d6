"""What a reader of passages said, kept in the cache folder: a passage that was read once is not read again.

The key is a digest of the model's name and the passage.  Each score is a file of its own, written whole or not at all,
so any number of processes may share the folder; what cannot be read is worked out again.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from cleaner.files import atomic
from cleaner.neural.passage import Passage, PassageReader
from cleaner.spelling.storage.bounded_cache import BoundedCache

#: decimals of a score that are kept: another processor adds up a little otherwise
DECIMALS = 2


class KeptScores:
    """A reader that asks another one only for what the folder does not hold."""

    def __init__(self, reader: PassageReader, folder: Path) -> None:
        self._reader, self._folder = reader, folder
        self.name = reader.name
        self._known = BoundedCache(self._scores)

    def log_probabilities(self, passage: Passage) -> tuple[float, ...]:
        """ln P of each reading together with what follows it, given what stands before, to two decimals."""
        return self._known[passage]

    def _scores(self, passage: Passage) -> tuple[float, ...]:
        told = repr((self.name, passage.left, passage.readings, passage.right)).encode("utf-8", "surrogatepass")
        digest = hashlib.sha256(told).hexdigest()
        place = self._folder / digest[:2] / f"{digest}.json"
        with suppress(OSError, ValueError, TypeError):
            kept = tuple(map(float, json.loads(place.read_bytes())))
            if len(kept) == len(passage.readings):
                return kept
        scores = tuple(round(score, DECIMALS) for score in self._reader.log_probabilities(passage))
        with suppress(OSError):  # what cannot be kept costs only the time to work it out again
            atomic.write(place, json.dumps(scores).encode())
        return scores
