"""The search for words that may have been read as a string, in the compiled core (`source/channel.c`)."""

from __future__ import annotations

import ctypes
import weakref
from collections.abc import Mapping, Sequence

from cleaner.native.confusion_costs import holds, rows
from cleaner.native.library import LONGEST_STRING, code_points, loaded

_DOUBLE, _NUMBER = ctypes.c_double, ctypes.c_int32


class _Reading(ctypes.Structure):
    _fields_ = [
        ("steps", ctypes.c_char_p), ("count", _NUMBER), ("other", _DOUBLE), ("added", _DOUBLE), ("lost", _DOUBLE),
    ]  # fmt: skip


class _Limits(ctypes.Structure):
    _fields_ = [
        ("beam", _NUMBER), ("daring", _NUMBER), ("most", _NUMBER),
        ("farthest", _DOUBLE), ("channel", _DOUBLE), ("of_beginning", _DOUBLE), ("of_word", _DOUBLE),
    ]  # fmt: skip


class Confusions:
    """The confusions of an error model, sorted by what is read."""

    def __init__(self, costs: Mapping[tuple[str, str], float], beyond: Sequence[float]) -> None:
        """`beyond`: the costs of another letter, one added, one lost, where the table does not hold them."""
        ordered = dict(sorted((pair, cost) for pair, cost in costs.items() if " " not in pair[1]))
        self._rows = rows(ordered)
        self.reading = _Reading(self._rows, len(ordered), *beyond)
        self.here = ctypes.byref(self.reading)

    @classmethod
    def made(cls, costs: Mapping[tuple[str, str], float], beyond: Sequence[float]) -> Confusions | None:
        """The confusions, if the core is there and can hold them."""
        return cls(costs, beyond) if loaded() is not None and holds(costs) else None


class ChannelWalk:
    """The beginnings of sorted words, in a trie."""

    def __init__(self, library: ctypes.CDLL, words: Sequence[str], zipf: Sequence[float]) -> None:
        library.trie_new.restype = ctypes.c_void_p
        library.trie_new.argtypes = [ctypes.c_char_p, ctypes.c_void_p, _NUMBER, _NUMBER]
        library.trie_free.argtypes = [ctypes.c_void_p]
        levels = (_DOUBLE * len(zipf))(*zipf)
        trie = library.trie_new(code_points("\0".join(words) + "\0"), levels, len(words), sum(map(len, words)))
        if not trie:
            raise MemoryError
        self._trie = ctypes.c_void_p(trie)
        weakref.finalize(self, library.trie_free, trie)
        self._words = library.channel_words

    @classmethod
    def made(cls, words: Sequence[str], zipf: Sequence[float]) -> ChannelWalk | None:
        """The words, if the core is there and they are short."""
        library = loaded()
        if library is None or any(not 0 < len(word) < LONGEST_STRING or "\0" in word for word in words):
            return None
        return cls(library, words, zipf)

    def find(
        self, read: str, confusions: Confusions, sizes: tuple[int, int, int], weights: Sequence[float]
    ) -> list[tuple[int, float]]:
        """(place, cost) of the likeliest words; the string has no NUL, as no token has.

        `sizes`: the beginnings that go on, those of them that are daring, the words that are wanted.  `weights`: the
        cost of the farthest, and what a nat of the channel, a zipf of a beginning and a zipf of a word count.
        """
        most = sizes[-1]
        places, costs = (_NUMBER * most)(), (_DOUBLE * most)()
        limits = _Limits(*sizes, *weights)
        found = self._words(
            self._trie, confusions.here, ctypes.byref(limits), code_points(read), len(read), places, costs
        )
        if found < 0:
            raise MemoryError
        return list(zip(places[:found], costs[:found], strict=True))
