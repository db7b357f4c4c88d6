"""Invisible characters: bytes of Windows-1252 read as control characters, and soft hyphens inside words.

The reports show them by their numbers (`⟨U+0092⟩`).
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Evidence, Finding, Suggestion, Tier, log_odds
from cleaner.text.character_references import is_source
from cleaner.text.expressions import compiled
from cleaner.text.lines import matches_on_lines

# The bytes 0x80 to 0x9f are control characters in Latin-1, which today's texts do not use.  In Windows-1252 they are
# marks and letters, but for five that are not assigned.
_STOOD = {chr(byte): bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xA0)}
# Two to four such bytes in a row are UTF-8 read as Latin-1: the detector of mojibake decodes those.
_UTF8 = r"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
_CONTROL = compiled(rf"(?:{_UTF8})(*SKIP)(*FAIL)|[\x80-\x9f]")
# Where Windows-1252 is certain: between letters the byte gives a letter of the same case, the apostrophe of a short
# form, a dash or dots.  Elsewhere the text may come from a machine on which the byte is another letter (0x8e is é on a
# Macintosh).
_FITS = compiled(
    r"(?<=\p{Ll})[šžœ]|[šžœ](?=\p{Ll})|(?<!\p{Ll})[ŠŽŒŸ](?=\p{L})|(?<=\p{Lu})[ŠŽŒŸ]|[–—…]"
    r"|(?<=\p{L})’(?=(?:s|t|re|ve|ll|d|m|S|T|RE|VE|LL|D|M)(?!\p{L}))|(?<=(?<!\p{L})(?:[dlcjmnstDLCJMNST]|[Oo]|qu|Qu))’(?=\p{L})"
    r"|[^\p{L}–—…](?!\p{L})|(?<!\p{L})[^\p{L}–—…]"
)
_OTHER_MACHINES = ("mac_roman", "cp437")
_SURE, _UNSURE = 0.995, 0.6
# Programs of mainframes end their lines with 0x85; then the text has no other line ends.
_NEXT_LINE = "\x85"

_SOFT = "\u00ad"
_SIGN_OF_CONTROL, _SIGN_OF_SOFT = compiled(r"[\x80-\x9f]"), compiled(_SOFT)
# After a capital with an accent a soft hyphen is the second byte of a broken letter (`Ă` and this were í).
_PARTED = compiled(rf"[\p{{L}}\p{{M}}’'-]++(?:(?<![^\x00-\x7f\p{{Ll}}]){_SOFT}++[\p{{L}}\p{{M}}’'-]++)++")
_SPOKEN_OF = compiled(r"(?i)\bsoft[ -]hyphens?\b|\bU\+00AD\b|&shy;")


def controls(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """A fix for every control character that stands for a mark, and for every word with soft hyphens in it."""
    yield from _controls(seen.analysis.text)
    yield from _soft_hyphens(seen.analysis.text, kit)


def _controls(text: str) -> Iterator[Finding]:
    ends_lines = text.count(_NEXT_LINE) > 1 and "\n" not in text.rstrip("\n")
    for m in matches_on_lines(_SIGN_OF_CONTROL, _CONTROL, text):
        stood = _STOOD[m.group()]
        if m.group() == _NEXT_LINE and ends_lines:
            continue
        if not stood:
            why = "A control character: something was lost here."
            yield _finding(m.start(), m.end(), "control-character", (), 0.9, why)
            continue
        before, behind = text[max(0, m.start() - 4) : m.start()], text[m.end() : m.end() + 4]
        sure = bool(_FITS.match(before + stood + behind, len(before)))
        others = [] if sure else [m.group().encode("latin-1").decode(machine) for machine in _OTHER_MACHINES]
        readings = tuple(dict.fromkeys([*(c for c in others if c.isalpha()), stood]))
        why = f"The byte 0x{ord(m.group()):X} of Windows-1252, read as a control character."
        yield _finding(m.start(), m.end(), "windows-1252", readings, _SURE if sure else _UNSURE, why)


def _soft_hyphens(text: str, kit: Kit) -> Iterator[Finding]:
    """One finding for each word.

    A soft hyphen at a line's end is visible and stays; in source code and markup they are set on purpose.
    """
    found = list(matches_on_lines(_SIGN_OF_SOFT, _PARTED, text))
    if not found or is_source(text) or _SPOKEN_OF.search(text):
        return
    for m in found:
        word, parts = m.group().replace(_SOFT, ""), [part for part in m.group().split(_SOFT) if part]
        left, right = m.start() + m.group().index(_SOFT), m.start() + m.group().rindex(_SOFT) + 1
        joined = text[left:right].replace(_SOFT, "")
        compound = not kit.lexicon.knows(word) and all(map(kit.lexicon.knows, parts))  # dual-use, set with a soft one
        readings = (joined, regex.sub(f"{_SOFT}+", "-", text[left:right])) if compound else (joined,)
        why = "A soft hyphen inside the word: nobody sees it, and no search finds the word."
        yield _finding(left, right, "soft-hyphen", readings, _UNSURE if compound else _SURE, why)


def _finding(start: int, end: int, rule: str, readings: tuple[str, ...], sure: float, why: str) -> Finding:
    return Finding(
        start, end, f"encoding/{rule}", "encoding", Tier.LIKELY if readings else Tier.FLAG,
        tuple(Suggestion(text, 1 / len(readings)) for text in readings), why,
        (Evidence("what else it could be", log_odds(sure)),),
    )  # fmt: skip
