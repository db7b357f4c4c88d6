"""A cache of what is known of distinct strings."""

from __future__ import annotations

from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")

# Entries of one cache, some kilobyte each: a batch of noise has new strings without end.
MOST_KEPT = 50_000


class BoundedCache(dict[K, V]):
    """A dictionary that is emptied when it is full.

    It holds only what can be worked out again and is always the same for the same key, so threads may share it: at
    worst two of them work out one value.

    >>> cache = BoundedCache[str, int]()
    >>> cache.keep("the", 3), cache.get("the"), cache.get("tbe")
    (3, 3, None)
    """

    def keep(self, key: K, value: V) -> V:
        """Keep a value, and give it back."""
        if len(self) >= MOST_KEPT:
            self.clear()
        self[key] = value
        return value
