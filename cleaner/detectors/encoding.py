"""Mojibake: text that was decoded with the wrong encoding (`donâ€™t`, `cafÃ©`).  The library ftfy repairs it.

ftfy changes a whole text, but a reviewer wants places.  So each line is compared with what ftfy makes of it, and every
stretch that differs becomes a finding that names ftfy's steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Evidence, Finding, Suggestion, Tier, log_odds
from cleaner.text.expressions import compiled
from cleaner.text.lines import matches_on_lines

# The encodings that ftfy undoes where UTF-8 was read as one of them.  There the first two bytes of a letter stand side
# by side as characters of that encoding; a line without such a pair needs no ftfy, which takes 0.1 s to import.
_MISREAD_AS = (
    "latin-1", "cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp1257", "iso8859-2", "mac_roman", "cp437",
)  # fmt: skip


def _pairs(encoding: str) -> str:
    """A pattern for two bytes that begin a letter of UTF-8, as they look in another encoding."""
    first, second = (bytes(r).decode(encoding, "ignore") for r in (range(0xC2, 0xF5), range(0x80, 0xC0)))
    return f"[{regex.escape(first)}][{regex.escape(second)}]"


# The second byte of `à` is a blank, and may have become a plain one.
@cache
def _suspect() -> regex.Pattern[str]:
    return compiled("|".join([*map(_pairs, _MISREAD_AS), r"\p{Ll}Ã "]))  # it loads ten encodings, which few texts need


# What ftfy leaves because the two could stand beside each other, though never inside a word: `RÄ«ga`.
_IN_A_WORD = compiled(r"(?<=\p{L})[ÃÄÅÆÇÈÉÐÑ][^\x00-\x7f\p{L}\p{N}\s’‘‐–—…](?=\p{Ll})")
# A line, or as much of a very long one as ends at a blank: ftfy judges a stretch, and comparing takes its square.
_LINE = compiled(r"[^\r\n]{1,2000}+(?:(?=[\r\n])|\Z)|[^\r\n]{1,2000}(?=\s)|[^\r\n]{1,2000}")


# What every suspect pair is, and hardly any right text holds: two characters beyond ASCII side by side.
_BEYOND_ASCII = compiled(r"[^\x00-\x7f]{2}|Ã ")


def encoding(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """A likely fix for every stretch of mojibake."""
    if seen.analysis.text.isascii():
        return
    for line in matches_on_lines(_BEYOND_ASCII, _LINE, seen.analysis.text):
        if _BEYOND_ASCII.search(line.group()) and _suspect().search(line.group()):
            yield from _stretches(line.group(), line.start(), seen.diagnosis["ocr"])


def _stretches(line: str, offset: int, scanned: float) -> Iterator[Finding]:
    import ftfy  # a tenth of a second, for the few texts that need it

    fixed, steps = ftfy.fix_encoding_and_explain(line)
    fixed = _IN_A_WORD.sub(_decoded, fixed)
    if fixed == line:
        return
    how = ", ".join(f"{step.action} {step.parameter}" for step in steps or ()) or "UTF-8 read as Windows-1252"
    for start, end, after in _differences(line, fixed):
        belief = _belief(line[max(0, start - 1) : end], after, scanned)
        yield Finding(
            offset + start, offset + end, "encoding/mojibake", "encoding", Tier.LIKELY, (Suggestion(after),),
            f"decoded as what it was not ({how})", (Evidence("ftfy's judgement", log_odds(belief)),),
        )  # fmt: skip


def _decoded(pair: regex.Match[str]) -> str:
    """The small letter that two bytes are, if they are one."""
    as_read = str(pair.group())
    try:
        letter = as_read.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return as_read
    return letter if letter.islower() else as_read


def _belief(before: str, after: str, scanned: float) -> float:
    """How likely a repair is right.

    It is nearly certain where it gives marks and letters of western Europe, a little less so for other alphabets.  In a
    scan, junk (`Ä«l`) can look like a broken letter, though hardly like three in a row; an Â after a capital may be a
    letter.
    """
    if regex.fullmatch(r"\p{Lu}Â\xa0?", before):
        return 0.8
    if all(c <= "\xff" or "\u2000" <= c <= "\u20cf" or "\u2100" <= c <= "\u21ff" for c in after):
        return 0.995
    return 0.8 if scanned > 0.5 and sum(c > "\x7f" for c in after) < 3 else 0.98


def _differences(before: str, after: str) -> Iterator[tuple[int, int, str]]:
    """Where two lines differ; differences less than two characters apart are one.

    >>> list(_differences("donâ€™t", "don’t"))
    [(3, 6, '’')]
    """
    from rapidfuzz.distance import Indel

    start = end = left = right = -1
    for op in Indel.opcodes(before, after):
        if op.tag == "equal":
            continue
        if start >= 0 and op.src_start - end < 2:
            end, right = op.src_end, op.dest_end
            continue
        if start >= 0:
            yield start, end, after[left:right]
        start, end, left, right = op.src_start, op.src_end, op.dest_start, op.dest_end
    if start >= 0:
        yield start, end, after[left:right]
