"""Words and their numbers: a hash table in mapped memory, which needs no building at start-up.

A word's number is its place in the list that the table was built from; arrays beside the table hold what is known of
it. A look-up is a CRC, a slot or two and a comparison of bytes: about a microsecond.
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from zlib import crc32

from cleaner.spelling.storage.mmap_arrays import MmapArrays

#: at least so many slots a word, which keeps chains short
_ROOM = 1.5


class Vocabulary:
    """The words of a mapped file.

    >>> import tempfile, pathlib
    >>> from cleaner.spelling.storage.mmap_arrays import write
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder) / "words.bin"
    ...     write(path, "demo", pack(["the", "café"]), {})
    ...     table = Vocabulary(MmapArrays.open(path, "demo"))
    ...     table.find("café"), table.find("tbe"), table.words[0]
    (1, -1, 'the')
    """

    def __init__(self, mapped: MmapArrays) -> None:
        self._mapped = mapped
        self._letters = mapped["letters"]
        self._starts = mapped["starts"]
        self._slots = mapped["slots"]
        self._mask = len(self._slots) - 1

    def __len__(self) -> int:
        return len(self._starts) - 1

    def find(self, word: str) -> int:
        """The word's number, -1 where it is not in the table."""
        key = word.encode("utf-8", "surrogatepass")
        slots, starts, mask = self._slots, self._starts, self._mask
        slot = crc32(key) & mask
        while entry := slots[slot]:
            if self._letters[starts[entry - 1] : starts[entry]] == key:
                return int(entry) - 1
            slot = (slot + 1) & mask
        return -1

    def word(self, number: int) -> str:
        """The word of a number."""
        return str(self._letters[self._starts[number] : self._starts[number + 1]], "utf-8")

    @cached_property
    def words(self) -> Sequence[str]:
        """All words by number, decoded when first asked for: some ten milliseconds and ten megabytes."""
        letters, starts = bytes(self._letters), self._starts
        return [letters[a:b].decode() for a, b in itertools.pairwise(starts)]


def pack(words: Iterable[str]) -> Mapping[str, tuple[str, bytes]]:
    """The arrays of a `Vocabulary` over distinct words."""
    keys = [word.encode() for word in words]
    starts = [0]
    for key in keys:
        starts.append(starts[-1] + len(key))
    size = 1 << int(_ROOM * len(keys)).bit_length()
    slots = [0] * size
    for number, key in enumerate(keys):
        slot = crc32(key) & (size - 1)
        while slots[slot]:
            slot = (slot + 1) & (size - 1)
        slots[slot] = number + 1
    return {
        "letters": ("B", b"".join(keys)),
        "starts": ("I", struct.pack(f"={len(starts)}I", *starts)),
        "slots": ("I", struct.pack(f"={size}I", *slots)),
    }
