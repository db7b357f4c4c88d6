"""The trigram model and the beam search in the compiled core (`source/trigrams.c`)."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from itertools import accumulate
from typing import Protocol

from cleaner.native.library import loaded

_DOUBLE, _WORD, _NUMBER, _POINTER = ctypes.c_double, ctypes.c_uint32, ctypes.c_int32, ctypes.c_void_p
#: the arrays of a model, as `Model` in `source/trigrams.c` lists them
_ARRAYS = ("p1", "b1", "p2", "b2", "p3", "follow1", "follow2", "w2", "w3")


class Hypothesis(Protocol):
    """An edge of a lattice."""

    @property
    def span(self) -> int: ...
    @property
    def word_ids(self) -> Sequence[int]: ...
    @property
    def own(self) -> float: ...
    @property
    def cost(self) -> float: ...
    @property
    def text(self) -> str | None: ...


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
        edges = [edge for at in lattice for edge in at]
        words = [word_id for edge in edges for word_id in edge.word_ids]
        count = len(edges)
        doubles, numbers = _DOUBLE * count, _NUMBER * count
        own = [edge.own for edge in edges]
        arrays = (
            (_NUMBER * len(lattice))(*accumulate(map(len, lattice))),
            numbers(*[edge.span for edge in edges]),
            numbers(*accumulate([len(edge.word_ids) for edge in edges])),
            (_WORD * len(words))(*words),
            doubles(*[alone - edge.cost for alone, edge in zip(own, edges, strict=True)]),
            doubles(*own),
            (ctypes.c_uint8 * count)(*[edge.text is not None for edge in edges]),
        )
        chosen, gains = (_NUMBER * len(lattice))(), doubles()
        given = _Lattice(len(lattice), beam, *(ctypes.addressof(array) for array in arrays))
        if not self._read(self._here, ctypes.byref(given), chosen, gains):
            raise MemoryError
        return list(chosen), list(gains)
