"""The error model's table in the compiled core (`source/costs.c`)."""

from __future__ import annotations

import ctypes
import struct
import weakref
from collections.abc import Iterable, Mapping, Sequence

from cleaner.native.library import LONGEST_STRING, code_points, loaded

#: the longest chunk on either side of a confusion
CHUNK = 3
#: bytes of both sides of a confusion in UTF-32, and of its cost; the library reads them one after the other
_SIDES, _COST = 2 * CHUNK * 4, 8
_DOUBLE = ctypes.c_double


class ConfusionCosts:
    """The costs of confusions, and of the words they make."""

    def __init__(self, library: ctypes.CDLL, costs: Mapping[tuple[str, str], float], beyond: Sequence[float]) -> None:
        """`beyond`: the costs of what the table does not hold: another letter, one added, one lost, a letter of a
        stretch that is garbled, and the cost beyond which no alignment is followed.
        """
        library.costs_new.restype = ctypes.c_void_p
        library.costs_new.argtypes = [ctypes.c_char_p, ctypes.c_int32, *[_DOUBLE] * 5]
        library.costs_free.argtypes = [ctypes.c_void_p]
        table = library.costs_new(rows(costs), len(costs), *beyond)
        if not table:
            raise MemoryError
        self._table = ctypes.c_void_p(table)
        weakref.finalize(self, library.costs_free, table)
        self._costs = library.costs_of

    @classmethod
    def made(cls, costs: Mapping[tuple[str, str], float], beyond: Sequence[float]) -> ConfusionCosts | None:
        """The table, if the core is there and can hold it: no chunk is too long, and no cost is below zero."""
        library = loaded()
        if library is None or not holds(costs):
            return None
        return cls(library, costs, beyond) if all(cost >= 0 for cost in costs.values()) else None

    def of(self, read: str, printed: Sequence[str]) -> Sequence[float]:
        """The costs of reading one string where each of the others was printed; all are short (`fits`)."""
        count = len(printed)
        out = (_DOUBLE * count)()
        self._costs(self._table, code_points(read), len(read), code_points("\0".join(printed) + "\0"), count, out)
        return out[:]


def holds(costs: Iterable[tuple[str, str]]) -> bool:
    """Whether the core can hold these confusions: no chunk is too long."""
    return not any(max(map(len, pair)) > CHUNK or "\0" in "".join(pair) for pair in costs)


def rows(costs: Mapping[tuple[str, str], float]) -> bytes:
    """Confusions with their costs as the library reads them."""
    padded = [read.ljust(CHUNK, "\0") + printed.ljust(CHUNK, "\0") for read, printed in costs]
    chunks, values = code_points("".join(padded)), struct.pack(f"={len(costs)}d", *costs.values())
    places = zip(range(0, len(chunks), _SIDES), range(0, len(values), _COST), strict=True)
    return b"".join([chunks[a : a + _SIDES] + values[b : b + _COST] for a, b in places])


def fits(read: str, printed: Sequence[str]) -> bool:
    """Whether all strings are short enough for the core."""
    return len(read) < LONGEST_STRING and max(map(len, printed), default=0) < LONGEST_STRING
