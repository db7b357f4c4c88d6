"""The line that tells on a terminal how far a run is; it counts work, not files."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from shutil import get_terminal_size
from time import monotonic

from cleaner.batch.groups import sizes
from cleaner.batch.inputs import ending
from cleaner.batch.time_left import Kind, TimeLeft
from cleaner.cli.printing import paintable
from cleaner.formats.outcome import Input, Outcome
from cleaner.model import Verdict
from cleaner.text.plural import count

OFTEN = 0.2  # seconds between two lines
ERASED = "\r\x1b[K"


def told(done: Iterator[Outcome], inputs: Sequence[Input]) -> Iterator[Outcome]:
    """The same outcomes; while each is waited for, a line on standard error says how far the run is."""
    meter, screen, now, words = Meter(inputs), paintable(sys.stderr), monotonic(), ""
    try:
        while True:
            if monotonic() - now >= OFTEN:
                now, words = monotonic(), meter.text()[: get_terminal_size().columns - 1]
            screen.write(words)
            screen.flush()
            outcome = next(done, None)
            screen.write(ERASED if words else "")  # what is told next stands on lines of its own
            if outcome is None:
                return
            meter.add(outcome)
            yield outcome
    finally:
        screen.write(ERASED if words else "")
        screen.flush()


class Meter:
    """What was done so far."""

    def __init__(self, inputs: Sequence[Input]) -> None:
        self._sizes = {item.name: size for item, size in zip(inputs, sizes(inputs), strict=True)}
        self._left = TimeLeft((_kind(item), self._sizes[item.name]) for item in inputs)
        self._began = monotonic()
        self._documents = self._edits = self._failures = 0

    def add(self, outcome: Outcome) -> None:
        """One more file, or part of one."""
        item = outcome.input
        size = self._sizes.get(item.name, 0)
        if item.part and not item.part.last and outcome.source:
            size = min(size, len(outcome.source.file))
        self._sizes[item.name] = self._sizes.get(item.name, 0) - size
        self._left.add(_kind(item), size, outcome.seconds, reused=outcome.source is None)
        self._documents += outcome.tally.documents
        self._edits += outcome.tally.verdicts[Verdict.FIX]
        self._failures += bool(outcome.failure) or len(outcome.troubles)

    def text(self) -> str:
        """The line.

        >>> Meter([]).text()
        'cleaning: 0 documents, 0 edits'
        """
        elapsed = monotonic() - self._began
        parts = [count(self._documents, "document")]
        if self._left.cleaned:
            parts.append(f"{self._left.cleaned / 1e6 / max(elapsed, 1e-3):.2f} MB/s")
        parts.append(count(self._edits, "edit"))
        if self._failures:
            parts.append(count(self._failures, "failure"))
        if (left := self._left.seconds(elapsed)) is not None:
            parts.append(f"{in_words(left)} left")
        return "cleaning: " + ", ".join(parts)


def _kind(item: Input) -> Kind:
    return str(PurePosixPath(item.name).parent), ending(item.name)


def in_words(seconds: float) -> str:
    """A time that is only about right.

    >>> in_words(7), in_words(125), in_words(3_590), in_words(7_190), in_words(200_000)
    ('7 s', '2 min', '1 h 0 min', '2 h 0 min', '2 days 7 h')
    """
    hours, minutes = divmod(round(seconds / 60), 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    if not hours:
        return f"{minutes} min"
    if hours < 24:
        return f"{hours} h {minutes} min"
    return f"{count(hours // 24, 'day')} {hours % 24} h"
