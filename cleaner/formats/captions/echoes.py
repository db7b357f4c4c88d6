"""Places of a file that say again what its words say: `text` beside `words`.  They are made to agree."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cleaner.formats.captions.notation import Notation
from cleaner.formats.source import SourceEdit

Span = tuple[int, int]

_MARKS = ".,;:!?\"'()[]“”‘’…—-"


@dataclass(frozen=True, slots=True)
class SaidAgain:
    """A stretch of the source that says again what the pieces `[first, last]` say; `bare`: without marks at its ends,
    and `small`: in small letters.
    """

    first: int
    last: int
    start: int
    end: int
    bare: bool = False
    small: bool = False


def echoed(
    source: str, notation: Notation, pieces: Sequence[Span], edits: Sequence[SourceEdit], echoes: Iterable[SaidAgain]
) -> Iterator[SourceEdit]:
    """The edits that make the echoes agree with pieces that `edits` change, in order of place.

    An echo that says other words is somebody's own, and stays.
    """
    starts = [edit[0] for edit in edits]
    for echo in echoes:
        spans = pieces[echo.first : echo.last + 1]
        low, high = bisect_left(starts, spans[0][0]), bisect_left(starts, spans[-1][1] + 1)
        if low == high:
            continue
        old = [_read(source[a:b], notation) for a, b in spans]
        new = [_read(_after(source, span, edits[low:high]), notation) for span in spans]
        said = source[echo.start : echo.end]
        if echo.bare:
            was, now = (_bared(one[0], echo.small) for one in (old, new))
            if _read(said, notation).strip() == was:
                yield echo.start, echo.end, notation.writes(now)
        else:
            yield from _word_for_word(said, echo.start, notation, old, new)


def _word_for_word(
    said: str, base: int, notation: Notation, old: Sequence[str], new: Sequence[str]
) -> Iterator[SourceEdit]:
    """What makes an echo agree, whatever blanks it has between the words."""
    solid = [(a, b) for a, b, letter in _letters(said, notation) if not letter.isspace()]
    if "".join(x for _, _, x in _letters(said, notation) if not x.isspace()) != re.sub(r"\s", "", "".join(old)):
        return
    at = 0
    for was, word in zip(old, new, strict=True):
        mine = solid[at : at + len(re.sub(r"\s", "", was))]
        at += len(mine)
        if word.strip() != was.strip() and mine:
            start, end = mine[0][0], mine[-1][1]
            if not word.strip() and said[:start].endswith(" "):
                start -= 1
            yield base + start, base + end, notation.writes(word.strip())


def _letters(said: str, notation: Notation) -> Iterator[tuple[int, int, str]]:
    at = 0
    for odd in [*notation.odd.finditer(said), None]:
        stop = odd.start() if odd else len(said)
        yield from ((i, i + 1, said[i]) for i in range(at, stop))
        if odd:
            read = notation.reads(odd[0])
            yield odd.start(), odd.end(), read
            at = odd.end()


def _read(said: str, notation: Notation) -> str:
    return notation.odd.sub(lambda odd: notation.reads(odd[0]), said)


def _after(source: str, span: Span, edits: Iterable[SourceEdit]) -> str:
    """What a piece says with the edits of it."""
    start, end = span
    made, at = "", start
    for first, last, new in edits:
        if start <= first and last <= end:
            made += source[at:first] + new
            at = last
    return made + source[at:end]


def _bared(word: str, small: bool) -> str:
    bare = word.strip().strip(_MARKS)
    return bare.lower() if small else bare
