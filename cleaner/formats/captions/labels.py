"""Who speaks, and when, at the beginnings of lines of a plain transcript: `Speaker 1:`, `[00:12:31] SPEAKER_00:`.

Programs write these; no correction touches them.  Names of people before a colon are not told from headings and titles.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.text.expressions import compiled

_CLOCK = r"\[?\(?\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,3})?)?\)?\]?"
_SPEAKER = (
    r"\[?(?i:speaker|spk|spkr|voice|unknown speaker)(?:[ _-]?(?:\d{1,3}|[A-Z]|[a-z]{3,6}(?:[ -][a-z]{3,5})?))?\]?"
)
_LABEL = compiled(
    rf"(?m)^[ \t]*+(?:{_CLOCK}[ \t]*+(?:-[ \t]*+)?{_SPEAKER}|{_SPEAKER}[ \t]*+{_CLOCK}|{_SPEAKER}"
    r"|\[\d{1,2}:\d\d(?::\d\d)?\])[ \t]*+:?(?=\s)"
)


def labels(text: str) -> Iterator[tuple[int, int]]:
    """The labels of speakers and the times at the beginnings of lines; none where fewer than two lines begin so.

    >>> list(labels("Speaker 1: So we met.\\nSPEAKER_02: Yes.\\nSpeaker of the house"))
    [(0, 10), (22, 33)]
    """
    found = [m.span() for m in _LABEL.finditer(text) if m[0].rstrip().endswith((":", "]"))]
    if len(found) > 1:
        yield from found
