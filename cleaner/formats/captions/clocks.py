"""Times as caption files write them: `00:01:02,500`, `01:02.500`."""

from __future__ import annotations

import re

_CLOCK = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2}|\d(?=[.,]))(?:[.,](\d{1,3}))?"
_TIMES = re.compile(rf"\s*{_CLOCK}\s*-+>\s*{_CLOCK}(?:\s.*)?")


def times(line: str) -> tuple[float, float] | None:
    """When a cue begins and ends, in seconds; None for a line that does not tell.

    >>> times("00:00:01,500 --> 00:00:03,000 align:left"), times("00:01.500 --> 00:03.25"), times("--> 3")
    ((1.5, 3.0), (1.5, 3.25), None)
    """
    found = _TIMES.fullmatch(line.rstrip("\r\n"))
    if not found:
        return None
    numbers = found.groups()
    return _seconds(*numbers[:4]), _seconds(*numbers[4:])


def _seconds(hours: str | None, minutes: str, seconds: str, part: str | None) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{part or 0}")
