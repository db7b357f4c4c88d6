"""The characters that a source of markup says, each with its place, and the way back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html.entities import html5

from rapidfuzz.distance import Levenshtein

from cleaner.formats.source import SourceEdit

# What parts words, lines and paragraphs, where elements do and no character.
BLANK, LINE, PARAGRAPH = " ", "\n", "\n\n"

_LETTER = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(\w{1,32}));|([ \t\r\n\f]++)|.", re.S)


@dataclass(frozen=True, slots=True)
class Letter:
    """A character that is read, and where the source writes it: `&amp;` is one letter, and so is a run of blanks."""

    read: str
    start: int
    end: int


def letters(source: str, start: int, end: int) -> Iterator[Letter]:
    """What the source says in `[start, end)`, character by character.  An entity that nobody knows stands for itself.

    >>> "".join(letter.read for letter in letters("AT&amp;T &#38; \\n&co;", 0, 20))
    'AT&T & &co;'
    """
    for m in _LETTER.finditer(source, start, end):
        read = " " if m[4] else _named(m) if m[0][0] == "&" else m[0]
        if read:
            yield Letter(read, m.start(), m.end())
        else:
            yield from (Letter(c, m.start() + i, m.start() + i + 1) for i, c in enumerate(m[0]))


def _named(m: re.Match[str]) -> str:
    if m[3]:
        character = html5.get(f"{m[3]};", "")
    elif m[0] == "&":
        return "&"
    else:
        number = int(m[1]) if m[1] else int(m[2], 16)
        character = chr(number) if 0 < number < 0xD800 or 0xDFFF < number < 0x110000 else ""
    return character if len(character) == 1 else ""


def written(text: str, quote: str = "") -> str:
    """The text as markup says it; `quote` is the mark round an attribute's value.

    >>> written('R&D "<"', '"')
    'R&amp;D &quot;&lt;&quot;'
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace(quote, {'"': "&quot;", "'": "&#39;"}[quote]) if quote else text


def rewritten(
    found: Sequence[Letter],
    new: str,
    quote: Callable[[int], str] = lambda _: "",
    at: Callable[[int], int] | None = None,
    spelt: Callable[[str, str], str] = written,
) -> Iterator[SourceEdit]:
    """What makes some letters read `new`: only those that differ are touched.

    `quote`: the mark round the attribute's value in which a place lies, "" between tags; `at`: the place in the source
    for what comes in before a letter, by its number: after the one before it, if nobody says otherwise; `spelt`: a text
    as the file writes it, given that mark.
    """
    at = at or (lambda number: found[number - 1].end if number else found[0].start)
    for step in Levenshtein.opcodes("".join(letter.read for letter in found), new):
        old, put = found[step.src_start : step.src_end], new[step.dest_start : step.dest_end]
        if step.tag == "insert":
            place = at(step.src_start)
            yield place, place, spelt(put, quote(place))
        elif step.tag == "delete":
            yield from ((letter.start, letter.end, "") for letter in old)
        elif step.tag == "replace":
            for letter, character in zip(old, put, strict=True):
                yield letter.start, letter.end, spelt(character, quote(letter.start))
