"""Words that look alike in print, however many letters apart.

A scanner that reads `h` as `li` and `n` as `ii` has the strokes right and their grouping wrong.  So words are
written as their strokes (a minim for i, l and t, two for n and u, three for m; c, e and o one round), and
words whose strokes are equal, or all but one, are found together: `yvltli` lies beside `with`, four letters
from it.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from zlib import crc32

from rapidfuzz import process
from rapidfuzz.distance import OSA

from cleaner.language.mapped import Mapped

#: letters as strokes: i a minim, e a round, the rest themselves.  Which letters share strokes is read off the
#: commonest confusions of four collections (`data/confusions.tsv`): o e c s, u n, li h, il d, rn m, y v, vv
#: w.
_STROKES = str.maketrans(
    {
        **dict.fromkeys("ijltfr1!|/\\", "i"), **dict.fromkeys("nu", "ii"), "h": "ii", "m": "iii",
        **dict.fromkeys("ecosz0*", "e"), **dict.fromkeys("ad", "ei"), "b": "ie", "k": "ie",
        **dict.fromkeys("gq", "g"), **dict.fromkeys("vy", "v"), "w": "vv", "-": None, "'": None, "’": None,
    }
)  # fmt: skip


def strokes(word: str) -> str:
    """A word's strokes, accents and case set aside.

    >>> strokes("with") == strokes("wltli"), strokes("between") == strokes("botwoon")
    (True, True)
    """
    folded = word.lower()
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFD", folded) if c.isascii())
    return folded.translate(_STROKES)


class Alike:
    """Finds words of like strokes among those that the index was packed for."""

    def __init__(self, mapped: Mapped, words: Sequence[str]) -> None:
        self._words = words
        self._buckets = mapped["stroke_buckets"]
        self._entries = mapped["stroke_entries"]
        self._mask = len(self._buckets) - 2
        self._strokes: dict[int, str] = {}

    def find(self, word: str) -> list[int]:
        """The numbers of words whose strokes are those of `word`, or one stroke more, less or other."""
        asked = strokes(word)
        met: set[int] = set()
        buckets, entries, mask = self._buckets, self._entries, self._mask
        for delete in _deletes(asked):
            bucket = crc32(delete.encode()) & mask
            met.update(entries[buckets[bucket] : buckets[bucket + 1]])
        known, words = self._strokes, self._words
        for number in met:
            if number not in known:
                known[number] = strokes(words[number])
        choices = {number: known[number] for number in met}
        found = process.extract(asked, choices, scorer=OSA.distance, score_cutoff=1, limit=None)
        return sorted(number for _, _, number in found)


def index(words: Iterable[str]) -> Mapping[str, list[str]]:
    """Each string of strokes, whole or with one struck out, with the words that give it: for `deletes.pack`."""
    made: dict[str, list[str]] = defaultdict(list)
    for word in words:
        for delete in _deletes(strokes(word)):
            made[delete].append(word)
    return made


def _deletes(written: str) -> set[str]:
    return {written} | {written[:i] + written[i + 1 :] for i in range(len(written))}
