"""How the files of captions and recognisers spell a letter, and how a new one is written in each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from cleaner.formats.decoding import LOST
from cleaner.formats.markup.letters import letters, written


@dataclass(frozen=True, slots=True)
class Notation:
    """`odd`: what does not read as it stands, and `reads`, what it reads; `writes`: a text as the file spells it."""

    odd: re.Pattern[str]
    reads: Callable[[str], str]
    writes: Callable[[str], str]

    def read(self, stretch: str) -> str:
        """What a stretch of the file says.

        >>> marked_up("\\n").read("R&amp;D &lt;new&gt;")
        'R&D <new>'
        """
        return self.odd.sub(lambda found: self.reads(found[0]), stretch)


_BREAK = "\r\n?"


def plain(newline: str) -> Notation:
    """SRT: letters stand for themselves; `newline` ends a line of the file.

    >>> plain("\\r\\n").writes("R&D\\nfell")
    'R&D\\r\\nfell'
    """
    return Notation(re.compile(_BREAK), lambda found: "\n", lambda text: text.replace("\n", newline))


def marked_up(newline: str) -> Notation:
    """WebVTT: letters may stand as entities, and `<` and `&` must.

    >>> marked_up("\\n").writes("R&D"), marked_up("\\n").reads("&amp;")
    ('R&amp;D', '&')
    """
    return Notation(
        re.compile(rf"&[^\s&;]{{1,40}};|{_BREAK}"),
        lambda found: "".join(x.read for x in letters(found, 0, len(found))) if found[0] == "&" else "\n",
        lambda text: written(text).replace("\n", newline),
    )


_ESCAPE = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.", re.S)
_HALF = re.compile("[\ud800-\udfff]")


def in_json(source: str) -> Notation:
    """JSON: written with escapes alone if the source has some and no other letters.

    >>> in_json('"caf\\\\u00e9"').writes('"é"')
    '\\\\"\\\\u00e9\\\\"'
    """
    escaped = "\\u" in source and source.isascii()
    return Notation(
        _ESCAPE,
        lambda found: _HALF.sub(LOST, json.loads(f'"{found}"')),
        lambda text: json.dumps(text, ensure_ascii=escaped)[1:-1],
    )
