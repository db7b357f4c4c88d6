"""The time limit for a pattern of a user or a rule on one text."""

from __future__ import annotations

from time import monotonic, process_time

# Seconds that one pattern may take on one document, and more of them for each million characters; then it is given up
# there.  That is a hundred times what an ordinary pattern needs, and far less than a user would wait.  They are seconds
# of the processor, as in the `timeout` of `regex`, so a busy machine does not give up earlier.
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
