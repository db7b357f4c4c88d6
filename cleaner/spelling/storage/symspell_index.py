"""SymSpell's index of deletes, mapped from a file: which words are near this one?

`symspellpy` makes the index once (`scripts/training/build_lexicon.py`); here it is searched.  symspellpy's own
dictionary would cost each process 5.3 s to build, or 2.0 s to unpickle, and 142 MB; mapped, it opens at once and all
processes share it.  The search is SymSpell's: the deletes of the word are looked up among the deletes of the
dictionary's words, and the distance (optimal string alignment, as in symspellpy) decides.
`tests/test_spelling_lexicon.py` holds the answers equal to symspellpy's.

A delete is found by its CRC, so its text need not be stored: a word that shares the CRC by accident is refused by the
distance.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from zlib import crc32

from cleaner.spelling.storage.mmap_arrays import MmapArrays

#: SymSpell's defaults; the prefix bounds the number of deletes
MAX_DISTANCE = 2
PREFIX_LENGTH = 7


class SymSpellIndex:
    """Finds a word's neighbours among `words`, the list that the index was packed for."""

    def __init__(self, mapped: MmapArrays, words: Sequence[str]) -> None:
        self._words = words
        self._buckets = mapped["buckets"]
        self._entries = mapped["entries"]
        self._mask = mask_of(mapped)

    def near(self, word: str, distance: int = MAX_DISTANCE) -> list[tuple[int, int]]:
        """(number, distance) of every word within `distance`, 0 to 2, in no order."""
        if not 0 <= distance <= MAX_DISTANCE:
            raise ValueError(f"the index holds deletes of up to {MAX_DISTANCE} letters, not {distance}")
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        met: set[int] = set()
        buckets, entries, mask = self._buckets, self._entries, self._mask
        for delete in deletes_of(word, distance):
            bucket = crc32(delete.encode("utf-8", "surrogatepass")) & mask
            met.update(entries[buckets[bucket] : buckets[bucket + 1]])
        words = self._words
        numbers = list(met)
        choices = list(map(words.__getitem__, numbers))
        found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=distance, limit=None)
        return [(numbers[place], int(apart)) for _, apart, place in found]


def mask_of(mapped: MmapArrays) -> int:
    """The bits of a CRC that give a delete's bucket."""
    return len(mapped["buckets"]) - 2


def deletes_of(word: str, distance: int) -> set[str]:
    """The word's prefix and all that is left of it when up to `distance` letters are struck out.

    >>> sorted(deletes_of("the", 1))
    ['he', 'te', 'th', 'the']
    """
    made = {word[:PREFIX_LENGTH]}
    if len(word) <= MAX_DISTANCE:
        made.add("")
    last = made
    for _ in range(distance):
        last = {delete[:i] + delete[i + 1 :] for delete in last for i in range(len(delete))}
        made |= last
    return made


def pack(deletes: Mapping[str, Iterable[str]], numbers: Mapping[str, int]) -> Mapping[str, tuple[str, bytes]]:
    """The arrays of a `SymSpellIndex`, from a symspellpy index and the words' numbers."""
    size = 1 << (len(deletes) - 1).bit_length() - 1  # one or two deletes in a bucket
    rows: list[set[int]] = [set() for _ in range(size)]
    for delete, words in deletes.items():
        rows[crc32(delete.encode()) & (size - 1)].update(numbers[word] for word in words)
    starts = [0]
    for row in rows:
        starts.append(starts[-1] + len(row))
    entries = [number for row in rows for number in sorted(row)]
    return {
        "buckets": ("I", struct.pack(f"={len(starts)}I", *starts)),
        "entries": ("I", struct.pack(f"={len(entries)}I", *entries)),
    }
