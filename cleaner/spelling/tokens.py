"""OCR tokens: the pieces of a text between blanks, with the marks that a scanner put for letters.

A word tokenizer would cut `acie*` and `wi11` in two.  Here a mark belongs to the token, unless the token without it is
a word: of `land*` the token is `land`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from cleaner.text import abbreviations

#: marks that are rare in print and common in scans: inside a piece they stand for letters
MARKS = r"*^~|\\<>«»•■°§¡{}=+£€¥©®¢¿¬_"
#: combining marks: where a letter and its mark have a character of their own, the text has that one
COMBINING = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
# Unlike `analysis.WORD` it keeps the marks that scanners put for letters.
_PIECE = re.compile(rf"[\w{re.escape(MARKS)}{COMBINING}]+(?:['’‘´`][\w{re.escape(MARKS)}{COMBINING}]+)*")
_LETTER = re.compile(r"[^\W\d_]")
#: figures with an ending or a unit of measurement
_MEASURE = re.compile(
    r"(?i)\d(?:st|nd|rd|th|ft|in|yds?|lbs?|oz|cwt|[ap]m|mins?|secs?|hrs?|[kcm]m|kg|mg|bn|mph|ins|s|d|l|p|m|g|k)\.?$"
)
_STOP = re.compile(r"[.!?]")


class OcrToken(NamedTuple):
    """A piece of a text at `[start, end)`.

    `number`: it is no word, nor meant to be one.  `stop`: a sentence ends after it; `opens`: one begins with it.
    `whole`: its place with the marks beside it, if there are any: `rock«` may be "rock" with a speck, or "rocks".
    """

    start: int
    end: int
    text: str
    number: bool
    stop: bool
    opens: bool
    whole: tuple[int, int] | None = None

    def with_marks(self, text: str) -> str:
        """What stands in the text here, with the marks beside it."""
        return text[slice(*self.whole)] if self.whole else self.text


def read(text: str, knows: Callable[[str], bool]) -> Iterator[OcrToken]:
    """The tokens of a text, in order.

    >>> [u.text for u in read("The 40 acie* of land. Wi11 (sold)", "the of land sold".split().__contains__)]
    ['The', '40', 'acie*', 'of', 'land', 'Wi11', 'sold']
    """
    places = list(places_of(text, knows))
    opens = True
    for i, (start, end, whole) in enumerate(places):
        piece = text[start:end]
        last = i + 1 == len(places)
        gap = text[end:] if last else text[end : places[i + 1][0]]
        stop = last or (gap != " " and _ends(piece, gap, text[places[i + 1][0]]))
        yield OcrToken(start, end, piece, is_number(piece), stop, opens, whole)
        opens = stop


def places_of(text: str, knows: Callable[[str], bool]) -> Iterator[tuple[int, int, tuple[int, int] | None]]:
    """Where tokens begin and end, and where they do with the marks beside them, if there are any."""
    for m in _PIECE.finditer(text):
        piece, start, end = m.group(), m.start(), m.end()
        if piece.isalnum():
            yield start, end, None
            continue
        inner = piece.strip(MARKS)
        if not inner:
            continue
        if inner != piece and (knows(inner) or not _LETTER.search(inner)):
            at = start + piece.index(inner)
            yield at, at + len(inner), (start, end)
        else:
            yield start, end, None


def is_number(piece: str) -> bool:
    """Figures, alone or with an ending or a unit (6d, 1st, 4lb, 100l); and what has no letter at all.

    >>> [is_number(piece) for piece in ("40", "1st", "6d", "A1", "wi11", "1he")]
    [True, True, True, True, False, False]
    """
    if piece.isalpha():
        return False
    letters = len(_LETTER.findall(piece))
    digits = sum(c.isdigit() for c in piece)
    return not letters or digits > letters or (digits > 0 and (letters < 2 or bool(_MEASURE.search(piece))))


def _ends(piece: str, gap: str, following: str) -> bool:
    """Does a sentence end after the piece?"""
    if "\n\n" in gap:
        return True
    if not _STOP.search(gap[:3]) or len(piece) < 2 or piece.lower() in abbreviations.COUNTED:
        return False
    # a speck looks like a full stop, so what follows must look like a beginning: a capital, a figure, a quotation mark
    return not following or not following.islower()
