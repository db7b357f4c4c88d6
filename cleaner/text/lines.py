"""The lines of a text, and patterns that need not read all of them.

A pattern that tries at every word costs a hundred times as much as the search for a character.  So where it leaves no
line and cannot be without a sign (`@`, a bracket), only the lines with that sign are read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import regex

from cleaner.text.expressions import compiled

Span = tuple[int, int]
_SIGN = compiled(r"\S")
Line = tuple[int, str]  # where it begins, and what it says


def lines(text: str) -> Iterator[Line]:
    """The lines of a text, each with its place.

    >>> list(lines("a\\n\\nbc"))
    [(0, 'a'), (2, ''), (3, 'bc')]
    """
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1


def stretches(text: str, size: int = 100_000, unless_after: Collection[str] = ()) -> Iterator[Span]:
    """A text in stretches of whole lines, each of about this size: what is read of it all at once stays small.

    `unless_after`: characters that tie the line's end to the next line.

    >>> list(stretches("ab\\nc\\ndef", 2)), list(stretches("ab-\\nc\\ndef", 2, {"-"}))
    ([(0, 3), (3, 8)], [(0, 6), (6, 9)])
    """
    start = 0
    while start < len(text):
        end = text.find("\n", start + size) + 1
        while end and text[end - 2 : end - 1] in unless_after:
            end = text.find("\n", end) + 1
        yield start, end or len(text)
        start = end or len(text)


def lines_with(sign: regex.Pattern[str] | str, text: str) -> Iterator[Span]:
    """Where the lines begin and end in which a sign stands: a dear pattern need not read the others.

    >>> list(lines_with(compiled("@"), "a\\nb@c @d\\n\\n@"))
    [(2, 8), (10, 11)]
    """
    at = _first(sign, text, 0)
    while at >= 0:
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        yield start, (end if end >= 0 else len(text))
        at = _first(sign, text, end) if end >= 0 else -1


def _first(sign: regex.Pattern[str] | str, text: str, start: int) -> int:
    """Where a sign stands first from a place on; -1 where it does not."""
    if isinstance(sign, str):
        return text.find(sign, start)
    found = sign.search(text, start)
    return found.start() if found else -1


def matches_on_lines(sign: regex.Pattern[str], pattern: regex.Pattern[str], text: str) -> Iterator[regex.Match[str]]:
    """The matches of a pattern that leaves no line, and that cannot be without a sign.

    >>> [m.span() for m in matches_on_lines(compiled("@"), compiled(r"\\w++@\\w++"), "a\\nb@c")]
    [(2, 5)]
    """
    return (m for start, end in lines_with(sign, text) for m in pattern.finditer(text, start, end))


def on_lines(sign: regex.Pattern[str], pattern: regex.Pattern[str], text: str) -> Iterator[Span]:
    """The spans of these matches."""
    return (m.span() for m in matches_on_lines(sign, pattern, text))


def to_the_last(run: regex.Pattern[str], ending: regex.Pattern[str], text: str, sign: str = "") -> Iterator[Span]:
    """From the start of each run, which leaves no line, to the end of the last ending in it.

    A pattern that said both would go back through a long run again and again.  `sign`: a pattern for what the ending
    cannot be without, whatever stands behind it; the ending itself if there is none.

    >>> list(to_the_last(compiled(r"\\S++"), compiled(r"\\.com"), "at a.com.com.x b"))
    [(3, 12)]
    """
    if not ending.search(text):
        return
    for start, end in on_lines(compiled(sign) if sign else ending, run, text):
        last = max((found.end() for found in ending.finditer(text, start, end)), default=0)
        if last:
            yield start, last


def blanked(text: str, spans: Sequence[Span]) -> str:
    """A text with blanks for each sign of some spans, which are disjoint and in order.

    >>> blanked("Call strtol.", [(5, 11)])
    'Call       .'
    """
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += text[at:start], _SIGN.sub(" ", text[start:end])
        at = end
    return "".join(pieces) + text[at:]
