"""The trigram model and the beam search in the compiled core (`source/trigrams.c`)."""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Sequence
from itertools import accumulate, chain
from operator import sub
from typing import Protocol

from cleaner.native.library import loaded

_DOUBLE, _WORD, _NUMBER, _POINTER = ctypes.c_double, ctypes.c_uint32, ctypes.c_int32, ctypes.c_void_p
#: the arrays of a model, as `Model` in `source/trigrams.c` lists them
_ARRAYS = ("p1", "b1", "p2", "b2", "p3", "follow1", "follow2", "w2", "w3")


#: an edge of a lattice begins with these: its span, its words' numbers, its cost, `own`, and its text
Hypothesis = tuple[int, Sequence[int], float, float, str | None, *tuple[object, ...]]


class Addressed(Protocol):
    """A mapped file that gives the addresses of its arrays."""

    def address(self, name: str) -> int: ...


class _Model(ctypes.Structure):
    _fields_ = [
        *((name, _POINTER) for name in _ARRAYS),
        ("steps", _DOUBLE),
        ("backoff_steps", _DOUBLE),
        ("backoff_top", _DOUBLE),
    ]


class _Lattice(ctypes.Structure):
    _fields_ = [
        ("length", _NUMBER), ("beam", _NUMBER), ("edges_end", _POINTER), ("spans", _POINTER), ("words_end", _POINTER),
        ("words", _POINTER), ("worth", _POINTER), ("own", _POINTER), ("changes", _POINTER),
    ]  # fmt: skip


class LatticeSearch:
    """A trigram model's search for the likeliest path through a sentence."""

    def __init__(
        self, library: ctypes.CDLL, mapped: Addressed, steps: float, backoff_steps: float, backoff_top: float
    ) -> None:
        self._mapped = mapped  # keeps the file mapped
        self._model = _Model(*map(mapped.address, _ARRAYS), steps, backoff_steps, backoff_top)
        self._here = ctypes.byref(self._model)
        self._read = library.trigram_read

    @classmethod
    def made(cls, mapped: Addressed, steps: float, backoff_steps: float, backoff_top: float) -> LatticeSearch | None:
        """The search, if the core is there."""
        return cls(library, mapped, steps, backoff_steps, backoff_top) if (library := loaded()) else None

    def read(self, lattice: Sequence[Sequence[Hypothesis]], beam: int) -> tuple[Sequence[int], Sequence[float]]:
        """The likeliest path and the gains of the hypotheses.

        The path: for each token the place, among all edges in order, of the edge that begins there, or -1.  The gains:
        for each edge that changes something and begins where an edge of the path does, what `DecodedSentence` tells.
        """
        edges = list(chain.from_iterable(lattice))
        spans, word_ids, costs, own, texts, *_ = zip(*edges, strict=True)
        arrays = (
            array("i", accumulate(map(len, lattice))),
            array("i", spans),
            array("i", accumulate(map(len, word_ids))),
            array("I", chain.from_iterable(word_ids)),
            array("d", map(sub, own, costs)),
            array("d", own),
            array("B", [text is not None for text in texts]),
        )
        chosen, gains = array("i", bytes(4 * len(lattice))), array("d", bytes(8 * len(edges)))
        given = _Lattice(len(lattice), beam, *map(_address, arrays))
        if not self._read(self._here, ctypes.byref(given), _POINTER(_address(chosen)), _POINTER(_address(gains))):
            raise MemoryError
        return chosen.tolist(), gains.tolist()


def _address(numbers: array[int] | array[float]) -> int:
    return numbers.buffer_info()[0]
