"""The searches for words near a string in the compiled core (`source/neighbours.c`, `source/shapes.c`)."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence

from cleaner.native.lattice_search import Addressed
from cleaner.native.library import LONGEST_STRING, code_points, loaded

_NUMBER, _WORD, _SET, _POINTER = ctypes.c_int32, ctypes.c_uint32, ctypes.c_uint64, ctypes.c_void_p


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


#: words of one length: in the spelling of their shapes, in their own, and their levels
Words = tuple[Sequence[str], Sequence[str], Sequence[float]]


class _Group(ctypes.Structure):
    _fields_ = [
        ("shapes", ctypes.c_char_p), ("names", ctypes.c_char_p), ("sets", ctypes.POINTER(_SET)),
        ("levels", ctypes.POINTER(ctypes.c_double)), ("size", _NUMBER), ("count", _NUMBER),
    ]  # fmt: skip


class _Ranking(ctypes.Structure):
    _fields_ = [
        ("different", ctypes.c_double), ("of_shape", ctypes.c_double), ("of_letter", ctypes.c_double),
        ("longer", _NUMBER), ("met", _NUMBER), ("weighed", _NUMBER), ("most", _NUMBER),
    ]  # fmt: skip


class ShapeSearch:
    """Words by their lengths, with their shapes."""

    def __init__(self, library: ctypes.CDLL, groups: Mapping[int, Words]) -> None:
        """`groups`: the words of each length."""
        self._sizes, self._groups = sorted(groups), (_Group * len(groups))()
        for group, size in zip(self._groups, self._sizes, strict=True):
            shapes, names, levels = groups[size]
            count, sets = len(names), (_SET * len(names))()
            letters = code_points("".join(shapes))
            library.similar_sets(letters, size, count, sets)
            given = (letters, code_points("".join(names)), sets, (ctypes.c_double * count)(*levels), size, count)
            group.shapes, group.names, group.sets, group.levels, group.size, group.count = given
        self._words = library.similar_words

    @classmethod
    def made(cls, groups: Mapping[int, Words]) -> ShapeSearch | None:
        """The words, if the core is there and they are short."""
        library = loaded()
        return cls(library, groups) if library and groups and max(groups) < LONGEST_STRING else None

    def find(
        self, shape: str, word: str, sizes: tuple[int, int, int, int], weights: tuple[float, float, float]
    ) -> list[tuple[int, int]]:
        """(length, place) of the likeliest words; the word is short.

        `sizes`: the letters that a word may have more or less, how many are met of each length, how many of these are
        weighed, and how many are wanted.  `weights`: the share of letters of another shape, what one costs, and what a
        letter costs.
        """
        most = sizes[-1]
        numbers, places = (_NUMBER * most)(), (_NUMBER * most)()
        ranking = _Ranking(*weights, *sizes)
        asked = code_points(shape), code_points(word), len(word)
        found = self._words(self._groups, len(self._groups), ctypes.byref(ranking), *asked, numbers, places)
        if found < 0:
            raise MemoryError
        return [(self._sizes[number], at) for number, at in zip(numbers[:found], places[:found], strict=True)]
