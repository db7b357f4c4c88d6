"""How long a run will still take, told by bytes and by how fast each kind of file has been cleaned so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

# Seconds a byte of a kind that no file was seen of, against a text: a scan in markup (hOCR, ALTO) has few letters to a
# byte, and takes about as long a byte as a text; but a page of noise takes five times as long.
SLOWER = {".hocr": 5.0, ".xml": 5.0, ".alto": 5.0}

Kind = tuple[str, str]  # of a file: the folder in which it lies, and the ending of its name


class TimeLeft:
    """What there is to do, and what was done.

    >>> left = TimeLeft([(("", ".txt"), 1_000), (("scans", ".txt"), 1_000)])
    >>> left.add(("", ".txt"), 500, seconds=1.0)
    >>> left.seconds(elapsed=1.0)  # nothing is known yet of the scans
    3.0
    >>> left.add(("scans", ".txt"), 100, seconds=2.0)
    >>> left.seconds(elapsed=3.0)
    19.0
    """

    def __init__(self, files: Iterable[tuple[Kind, int]]) -> None:
        self._bytes: Counter[Kind] = Counter()  # to do
        for kind, size in files:
            self._bytes[kind] += size
        self._cleaned: Counter[Kind] = Counter()
        self._seconds: Counter[Kind] = Counter()  # of cleaning, in all processes together
        self.cleaned = self.reused = 0  # bytes

    def add(self, kind: Kind, size: int, seconds: float, reused: bool = False) -> None:
        """Some bytes are done: cleaned in so many seconds, or found unchanged."""
        self._bytes[kind] -= min(size, self._bytes[kind])
        if reused:
            self.reused += size
            return
        self.cleaned += size
        self._cleaned[kind] += size
        self._seconds[kind] += seconds  # type: ignore[assignment]

    def seconds(self, elapsed: float) -> float | None:
        """How many are left, after so many; None while nothing is known."""
        spent = sum(self._seconds.values())
        if not spent or not self.cleaned or not elapsed:
            return None
        work = sum(size * self._pace(kind) for kind, size in self._bytes.items() if size)
        at_once = spent / elapsed  # seconds of cleaning in a second: how many processes really work
        return round(work / at_once * self.cleaned / (self.cleaned + self.reused), 1)

    def _pace(self, kind: Kind) -> float:
        """Seconds a byte: of this kind, or of files with this ending elsewhere, or of all files."""
        if self._cleaned[kind]:
            return self._seconds[kind] / self._cleaned[kind]
        alike = [k for k in self._cleaned if k[1] == kind[1] and self._cleaned[k]]
        if alike:
            return sum(self._seconds[k] for k in alike) / sum(self._cleaned[k] for k in alike)
        return sum(self._seconds.values()) / self.cleaned * SLOWER.get(kind[1], 1.0)
