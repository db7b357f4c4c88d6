"""A stretch of a text that was said, or is shown, at a time."""

from __future__ import annotations

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
