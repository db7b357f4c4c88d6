"""A cache of what is known of distinct strings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")

#: entries of one cache, of about a kilobyte each: a batch of noise has new strings without end
MOST_KEPT = 50_000


class BoundedCache(dict[K, V]):
    """A dictionary that works out what it does not hold, and is emptied when it is full.

    The value of a key must always be the same.  Then threads may share the cache: at worst two of them work out one
    value.

    >>> cache = BoundedCache(len)
    >>> cache["the"], cache
    (3, {'the': 3})
    """

    def __init__(self, work_out: Callable[[K], V], most: int = MOST_KEPT) -> None:
        self._work_out = work_out
        self._most = most

    def __missing__(self, key: K) -> V:
        value = self._work_out(key)
        if len(self) >= self._most:
            self.clear()
        self[key] = value
        return value
