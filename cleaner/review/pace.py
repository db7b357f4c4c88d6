"""How fast a reviewer answers, and so how long the rest will take."""

from __future__ import annotations

import statistics
import time
from collections import deque
from collections.abc import Callable

LATEST = 50  # answers that tell the pace
FEWEST = 5  # answers before anything is told
BREAK = 60.0  # seconds; a longer gap was no thinking


class Pace:
    """Notes when each answer came.

    >>> clock = iter([0.0, 4.0, 8.0, 12.0, 16.0, 20.0]).__next__
    >>> pace = Pace(clock)
    >>> for _ in range(5):
    ...     pace.note()
    >>> pace.told(900)
    '15 a minute, 60 min left'
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._last = clock, clock()
        self._gaps: deque[float] = deque(maxlen=LATEST)

    def note(self) -> None:
        """An answer was given."""
        now = self._clock()
        self._gaps.append(min(BREAK, now - self._last))
        self._last = now

    def told(self, left: int) -> str:
        """The pace, and how long the questions that are left take; "" before there are answers enough.

        Gaps count by their median, since one long look is no pace.
        """
        if len(self._gaps) < FEWEST:
            return ""
        gap = max(0.5, statistics.median(self._gaps))
        return f"{60 / gap:.0f} a minute, {_duration(gap * left)} left"


def _duration(seconds: float) -> str:
    """In the largest unit that fits.

    >>> _duration(20), _duration(200), _duration(5400), _duration(90_000)
    ('1 min', '3 min', '2 h', '25 h')
    """
    minutes = seconds / 60
    return f"{max(1, round(minutes))} min" if minutes < 90 else f"{round(minutes / 60)} h"
