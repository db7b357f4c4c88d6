"""How long a pattern that somebody else wrote may look at one text."""

from __future__ import annotations

from time import monotonic, process_time

# One pattern on one document may take this many seconds, and so many more for each million characters, before it is
# given up there: a hundred times what an honest pattern needs, far less than a user waits.  Seconds of the processor,
# as `regex` counts its own `timeout` too: a busy machine gives nothing up.
PATIENCE, PATIENCE_PER_MILLION = 0.5, 2.0


class Deadline:
    """The moment at which a pattern is given up on a text; it counts from when it is made.

    >>> Deadline("a short text").left() > 0.4
    True
    """

    def __init__(self, text: str) -> None:
        self._half = (PATIENCE + PATIENCE_PER_MILLION * len(text) / 1e6) / 2
        self._start = monotonic()
        self._end: float | None = None  # by the processor's clock, which is dear to read: only what is slow asks it

    def left(self) -> float:
        """Seconds left.  Raises `TimeoutError` when there are none."""
        if self._end is None:
            passed = monotonic() - self._start  # no less than the processor has spent
            if passed < self._half:
                return 2 * self._half - passed
            self._end = process_time() + self._half
        if (left := self._end - process_time()) <= 0:
            raise TimeoutError
        return left
