"""A stretch of a text that was said, or is shown, at a time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple


class TimedCue(NamedTuple):
    """`[start, end)` of the text, when it begins and ends in seconds, and who says it if the file tells."""

    start: int
    end: int
    since: float = 0.0
    till: float = 0.0
    voice: str = ""

    @property
    def clock(self) -> str:
        """When it begins, as people read it.

        >>> TimedCue(0, 3, 3723.456).clock
        '1:02:03'
        """
        minutes, seconds = divmod(int(self.since), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"

    @property
    def said(self) -> str:
        """When it begins and, if the file tells, who speaks.

        >>> TimedCue(0, 3, 65.5, voice="Jane Doe").said, TimedCue(0, 3, 65.5).said
        ('0:01:05 Jane Doe', '0:01:05')
        """
        return " ".join((self.clock, *self.voice.split()))


def clock_at(cues: Sequence[TimedCue], at: int) -> str:
    """When what stands at a place is said, and by whom if the file tells; nothing where no cue tells.

    >>> clock_at([TimedCue(0, 3, 1.0), TimedCue(4, 9, 65.5)], 5), clock_at([], 5)
    ('0:01:05', '')
    """
    i = bisect_right(cues, at, key=lambda cue: cue.start) - 1
    return cues[i].said if i >= 0 else ""
