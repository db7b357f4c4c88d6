"""The classifier's trees in the compiled core (`source/forest.c`)."""

from __future__ import annotations

import ctypes
import struct
from array import array
from collections.abc import Sequence

from cleaner.native.library import loaded

#: threshold, value, feature, the children's places among all nodes; no tree's root is a child, so 0 is none
_NODE = struct.Struct("=ddiiii")
_DOUBLE = ctypes.c_double


class BoostedTrees:
    """Trees as `Classifier` opens them; `groups` gives the number of each feature's group."""

    def __init__(self, library: ctypes.CDLL, trees: Sequence[Sequence[Sequence[float]]], groups: Sequence[int]) -> None:
        nodes, roots = bytearray(), array("i")
        for tree in trees:
            first = len(nodes) // _NODE.size
            roots.append(first)
            for feature, threshold, low, high, value in tree:
                children = (0, 0) if feature < 0 else (first + int(low), first + int(high))
                nodes += _NODE.pack(threshold, value, int(feature), *children, 0)
        self._forest = (bytes(nodes), roots.tobytes(), len(trees))
        self._group = array("i", groups).tobytes()
        self._vector = _DOUBLE * len(groups)
        self._moves = _DOUBLE * (max(groups) + 1)
        self._log_odds, self._move = library.forest_log_odds, library.forest_moves
        self._log_odds.restype = _DOUBLE

    @classmethod
    def made(cls, trees: Sequence[Sequence[Sequence[float]]], groups: Sequence[int]) -> BoostedTrees | None:
        """The trees, if the core is there."""
        return cls(library, trees, groups) if (library := loaded()) else None

    def log_odds(self, features: Sequence[float]) -> float:
        """The sum of the leaves that the features lead to."""
        return self._log_odds(*self._forest, self._vector(*features))  # type: ignore[no-any-return]

    def moves(self, features: Sequence[float]) -> Sequence[float]:
        """How far each group of features moves the log-odds."""
        moves = self._moves()
        self._move(*self._forest, self._vector(*features), self._group, moves)
        return list(moves)
