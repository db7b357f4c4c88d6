"""The searches for words near a string in the compiled core (`source/neighbours.c`)."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

from cleaner.native.lattice_search import Addressed
from cleaner.native.library import LONGEST_STRING, code_points, loaded

_NUMBER, _WORD, _BYTE, _SET, _POINTER = (
    ctypes.c_int32, ctypes.c_uint32, ctypes.c_uint8, ctypes.c_uint64, ctypes.c_void_p,
)  # fmt: skip


class _Index(ctypes.Structure):
    _fields_ = [
        ("letters", _POINTER), ("zipf", _POINTER), ("starts", _POINTER), ("buckets", _POINTER), ("entries", _POINTER),
        ("mask", _WORD),
    ]  # fmt: skip


class _Neighbour(ctypes.Structure):
    _fields_ = [("score", ctypes.c_double), ("number", _WORD), ("apart", _WORD)]


class DeletesSearch:
    """SymSpell's index of deletes over the words of a lexicon, whose zipf has so many steps."""

    def __init__(self, library: ctypes.CDLL, mapped: Addressed, mask: int, steps: float) -> None:
        self._mapped = mapped  # keeps the file mapped
        addresses = map(mapped.address, ("letters", "zipf", "starts", "buckets", "entries"))
        self._index = _Index(*addresses, mask)
        self._here = ctypes.byref(self._index)
        self._steps = ctypes.c_double(steps)
        self._near = library.symspell_near

    @classmethod
    def made(cls, mapped: Addressed, mask: int, steps: float) -> DeletesSearch | None:
        """The index, if the core is there."""
        return cls(library, mapped, mask, steps) if (library := loaded()) else None

    def near(self, word: str, distance: int, edit: float, nats: float, most: int) -> list[tuple[int, int]]:
        """(number, distance) of the `most` likeliest words within `distance`, likeliest first; the word is short.

        A word's likelihood is its zipf, of which each step is worth `nats`, less `edit` nats for each letter apart.
        """
        nearest = (_Neighbour * most)()
        costs = ctypes.c_double(edit), ctypes.c_double(nats), self._steps
        found = self._near(self._here, code_points(word), len(word), distance, *costs, nearest, most)
        if found < 0:
            raise MemoryError
        return [(it.number, it.apart) for it in nearest[:found]]


class ShapeSearch:
    """Words of one length, in the spelling of their shapes."""

    def __init__(self, library: ctypes.CDLL, words: Sequence[str]) -> None:
        self._words, self._size, self._count = code_points("".join(words)), len(words[0]), len(words)
        self._sets = (_SET * self._count)()
        self._within = library.similar_within
        library.similar_sets(self._words, self._size, self._count, self._sets)

    @classmethod
    def made(cls, words: Sequence[str]) -> ShapeSearch | None:
        """The words, if the core is there and they are short."""
        library = loaded()
        return cls(library, words) if library and len(words[0]) < LONGEST_STRING else None

    def within(self, word: str, most: int, room: int) -> list[tuple[int, int]]:
        """(distance, place) of the nearest words, at most `room`, within `most`."""
        places, apart = (_NUMBER * room)(), (_BYTE * room)()
        found = self._within(
            self._words, self._sets, self._size, self._count, code_points(word), len(word), most, room, places, apart
        )
        return list(zip(apart[:found], places[:found], strict=True))
