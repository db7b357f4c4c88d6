"""Files that the survey of a run has read, kept for the run: small ones are read once, not twice."""

from __future__ import annotations

from contextlib import suppress
from time import time

from cleaner.formats.outcome import Input
from cleaner.formats.source import Source

# Bytes of a file, and of all that are kept.  In memory a text takes three times as much, a page or a file of records
# up to thirty times; and each file some KEPT bytes more.
SMALL, MOST, KEPT = 50_000, 4_000_000, 1_000
# Seconds.  A file whose time of change is no older than the survey may have changed while it was read.
SETTLED = 2.0

Stamp = tuple[int, ...]  # by which it shows that a file has not changed


class ReadOnce:
    """Sources by the names of their files; each is given back once."""

    def __init__(self) -> None:
        self._began, self._left = time(), MOST
        self._kept: dict[str, tuple[Stamp, Source]] = {}

    def keep(self, item: Input, source: Source) -> None:
        """Keeps what was read of a file, if it is small and lies on this machine."""
        size = len(source.file) + KEPT
        if size > min(SMALL, self._left) or item.url or item.data is not None or item.text is not None:
            return
        with suppress(OSError):
            if (stamp := _stamp(item))[0] < (self._began - SETTLED) * 1e9:
                self._kept[item.name] = stamp, source
                self._left -= size

    def again(self, item: Input) -> Source | None:
        """What was read of a file that has not changed since."""
        stamp, source = self._kept.pop(item.name, (None, None))
        with suppress(OSError):
            return source if source and _stamp(item) == stamp else None
        return None


def _stamp(item: Input) -> Stamp:
    found = item.path.stat()
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino
