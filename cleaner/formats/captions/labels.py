"""Who speaks, and when, at the beginnings of lines of a transcript: `Speaker 1:`, `[00:12:31] SPEAKER_00:`.

Programs write these; no correction touches them.  Names of people before a colon are not told from headings and titles,
so they are labels only where the user names them as such.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

import regex

from cleaner.text.expressions import compiled

_CLOCK = r"\[?\(?\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,3})?)?\)?\]?"
_SPEAKER = r"(?i:speaker|spk|spkr|voice|unknown speaker)(?:[ _-]?(?:\d{1,3}|[A-Z]|[a-z]{3,6}(?:[ -][a-z]{3,5})?))?"


class Label(NamedTuple):
    """`[start, end)` of a text, and where in it the speaker is named."""

    start: int
    end: int
    speaker: tuple[int, int]


def _pattern(speaker: str) -> regex.Pattern[str]:
    who = rf"\[?(?P<who>{speaker})\]?"
    return compiled(
        rf"(?m)^[ \t]*+(?:{_CLOCK}[ \t]*+(?:-[ \t]*+)?{who}|{who}[ \t]*+{_CLOCK}|{who}"
        r"|\[\d{1,2}:\d\d(?::\d\d)?\])[ \t]*+:?(?=\s)"
    )


_LABEL = _pattern(_SPEAKER)


def labels(text: str, told: Collection[str] = ()) -> Iterator[tuple[int, int]]:
    """The labels of speakers and the times at the beginnings of lines; none where fewer than two lines begin so.

    `told` are labels that the user names; they count wherever a line begins with one.

    >>> list(labels("Speaker 1: So we met.\\nSPEAKER_02: Yes.\\nSpeaker of the house"))
    [(0, 10), (22, 33)]
    >>> list(labels("JD: So we met.\\nNo: that is wrong.", ["JD"]))
    [(0, 3)]
    """
    # Most articles lack the marks that end labels; looking at each line takes 1% of a run.
    found = list(_found(_LABEL, text)) if text.count(":") + text.count("]") > 1 else []
    if len(found) > 1:
        yield from ((label.start, label.end) for label in found)
    yield from ((label.start, label.end) for label in told_labels(text, told))


def told_labels(text: str, told: Collection[str]) -> Iterator[Label]:
    """The labels that the user names, wherever a line begins with one.

    >>> [text[slice(*label.speaker)] for text in ["JD: No.\\n[0:07] JD: Yes."] for label in told_labels(text, ["JD"])]
    ['JD', 'JD']
    """
    if told:
        yield from _found(_pattern("|".join(map(regex.escape, told))), text)


def speakers(text: str) -> list[str]:
    """The speakers whom a program has labelled in a text, in order, each once.

    >>> speakers("Speaker 1: So we met.\\nSpeaker 2: Yes.\\nSpeaker 1: No.")
    ['Speaker 1', 'Speaker 2']
    """
    found = [text[slice(*label.speaker)] for label in _found(_LABEL, text)]
    return [speaker for speaker in dict.fromkeys(found) if speaker] if len(found) > 1 else []


def _found(pattern: regex.Pattern[str], text: str) -> Iterator[Label]:
    for m in pattern.finditer(text):
        if m[0].rstrip().endswith((":", "]")):
            yield Label(m.start(), m.end(), m.span("who") if m["who"] is not None else (m.start(), m.start()))
