"""How a new word stands in the place of what was read: its capitals, and the line's end."""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

from cleaner.language.casing import match_case
from cleaner.language.channel import shape
from cleaner.language.page import HYPHENS

#: names as short as this are none of the clans' (`Mc`, `Mcs`)
MC = 4


def cased(own: str, new: str, is_name: bool) -> str:
    """`new`, which is in lower case, with the capitals of what was read, or those that it must have.

    >>> cased("Tbe", "the", False), cased("i1", "i", False), cased("fsraeli", "israeli", True)
    ('The', 'I', 'Israeli')
    >>> cased("Mclnnes", "mcinnes", True)
    'McInnes'
    """
    if new.replace(" ", "") == own:
        return new
    if new == "i" or new.startswith("i'"):
        return new.replace("i", "I", 1)
    if is_name and own.islower() and own[:1] != new[:1]:
        return new.capitalize()  # the capital was misread with its letter
    written = match_case(own, new)
    if is_name and written.startswith("Mc") and len(written) > MC:
        return "Mc" + written[2:].capitalize()
    return written


def placed(text: str, start: int, end: int, new: str) -> tuple[int, str]:
    """Where the change ends and what it writes, if a word stands in `[start, end)` that a line's end may part.

    A hyphen and the line's end stay where they were.  Where no hyphen shows that the word goes on, the word is
    written whole and the line ends after it.

    >>> placed("the coun-\\ntiy was", 4, 14, "country")
    (14, 'coun-\\ntry')
    >>> placed("the coun\\ntiy was", 4, 12, "country")
    (13, 'country\\n')
    """
    before = text[start:end]
    if "\n" not in before or " " in new:
        return end, new
    first, between, second = _parts(before)
    if HYPHENS & {*between}:
        cut = _counterpart(shape(first) + second, new, len(first))
        return end, new[:cut] + between + new[cut:]
    return (end + 1, new + "\n") if text[end : end + 1] == " " else (end, new)


def _parts(before: str) -> tuple[str, str, str]:
    """A word that the line's end parts: what stands before, the parting, and what follows."""
    at = before.index("\n")
    first, second = before[:at].rstrip(), before[at:].lstrip()
    bare = first.rstrip("".join(HYPHENS))
    return bare, before[len(bare) : len(before) - len(second)], second


def _counterpart(read: str, printed: str, at: int) -> int:
    """Where in `printed` the place `at` of `read` is."""
    for op in Levenshtein.opcodes(read, printed):
        if op.src_start <= at <= op.src_end:
            return int(min(op.dest_end, op.dest_start + at - op.src_start))
    return round(at * len(printed) / max(1, len(read)))
