"""The cues of a caption file: where their lines stand, when they are shown, and what is wrong with the file.

A broken file is read as far as possible: what is no cue is told and left as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cleaner.formats.captions.clocks import times
from cleaner.formats.source import Problem

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_NUMBER = re.compile(r"\s*\d+\s*")
_ASIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|\Z)")


class SourceLine(NamedTuple):
    """`[start, end)` of the source without its break, and what it says."""

    number: int
    start: int
    end: int
    says: str

    @property
    def is_blank(self) -> bool:
        return not self.says.strip()


class Shown(NamedTuple):
    """A cue: the line of its times, when it is shown, and where its lines stand."""

    line: int
    since: float
    till: float
    start: int
    end: int


@dataclass
class Blocks:
    """What was found in a file."""

    cues: list[Shown] = field(default_factory=list)
    amiss: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)
    numbers: list[tuple[int, int]] = field(default_factory=list)  # of cues, with their lines
    goes_on: bool = False  # whether the last cue may have more lines below an empty one

    def tell(self, message: str, line: int) -> None:
        """Something is wrong; of one kind the first line is told."""
        self.amiss[message] += 1
        self.first.setdefault(message, line)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read."""
        return tuple(Problem(self.first[m], m, n) for m, n in self.amiss.items())

    @property
    def notices(self) -> Iterator[str]:
        """What the reader should know though all of it was read."""
        wrong = next((line for i, (n, line) in enumerate(self.numbers) if i and n != self.numbers[i - 1][0] + 1), 0)
        if wrong:
            yield f"its cues are not numbered one after the other (line {wrong})"
        turned = next((c.line for c in self.cues if c.till < c.since), 0)
        if turned:
            yield f"a cue ends before it begins (line {turned})"
        back = next((b.line for a, b in zip(self.cues, self.cues[1:], strict=False) if b.since < a.since), 0)
        if back:
            yield f"a cue begins before the one above it (line {back})"


def lines(source: str) -> Iterator[SourceLine]:
    """The lines of a source, each without its break."""
    for number, m in enumerate(_LINE.finditer(source), 1):
        if m[0]:
            says = m[0].rstrip("\r\n")
            yield SourceLine(number, m.start(), m.start() + len(says), says)


def blocks(source: str, webvtt: bool) -> Blocks:
    """The cues of a source.  In WebVTT a blank line ends a cue; in SRT only the next one's number and times do."""
    found, rows = Blocks(), list(lines(source))
    at = _head(rows) if webvtt else 0
    while at < len(rows):
        row = rows[at]
        if row.is_blank:
            at += 1
        elif "-->" in row.says:
            at = _cue(found, rows, at)
        elif webvtt and _ASIDE.match(row.says):
            at = _to_blank(rows, at)
        elif at + 1 < len(rows) and "-->" in rows[at + 1].says:
            if _NUMBER.fullmatch(row.says):
                found.numbers.append((int(row.says.strip()[-9:]), row.number))
            at += 1
        else:
            at = _stray(found, rows, at, webvtt)
    return found


def _head(rows: Sequence[SourceLine]) -> int:
    """Where the head of a WebVTT file ends."""
    return _to_blank(rows, 0) if rows and rows[0].says.lstrip("\ufeff").startswith("WEBVTT") else 0


def _to_blank(rows: Sequence[SourceLine], at: int) -> int:
    while at < len(rows) and not rows[at].is_blank and (at == 0 or "-->" not in rows[at].says):
        at += 1
    return at


def _cue(found: Blocks, rows: Sequence[SourceLine], at: int) -> int:
    """The cue whose times stand in this row; where the next thing begins."""
    shown, first = times(rows[at].says), at + 1
    if first < len(rows) and rows[first].is_blank and rows[first].says:
        first += 1  # a blank is no empty line: players that roll their captions write one as the upper line
    stop = first
    while stop < len(rows) and not rows[stop].is_blank and not _begins(rows, stop):
        stop += 1
    found.goes_on = shown is not None
    if shown is None:
        found.tell("times that cannot be read; the lines below them are no cue", rows[at].number)
    else:
        said = (rows[first].start, rows[stop - 1].end) if stop > first else (rows[at].end,) * 2
        found.cues.append(Shown(rows[at].number, *shown, *said))
    return stop


def _begins(rows: Sequence[SourceLine], at: int) -> bool:
    """Whether a cue begins in this row: with its times, or with a number over them."""
    if "-->" in rows[at].says:
        return True
    return at + 1 < len(rows) and "-->" in rows[at + 1].says and bool(_NUMBER.fullmatch(rows[at].says))


def _stray(found: Blocks, rows: Sequence[SourceLine], at: int, webvtt: bool) -> int:
    """Lines in no cue.  In SRT a cue may hold empty lines, so they belong to the one above."""
    stop = at
    while stop < len(rows) and not rows[stop].is_blank and not _begins(rows, stop):
        stop += 1
    if stop == at + 1 and _NUMBER.fullmatch(rows[at].says):
        found.tell("a number without times: the file may be cut off here", rows[at].number)
        found.goes_on = False
    elif not webvtt and found.goes_on:
        last = found.cues[-1]
        start = last.start if last.start < last.end else rows[at].start
        found.cues[-1] = last._replace(start=start, end=rows[stop - 1].end)
    else:
        found.tell("text that is in no cue", rows[at].number)
    return max(stop, at + 1)
