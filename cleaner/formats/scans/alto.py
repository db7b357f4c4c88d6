"""ALTO XML, versions 1 to 4: what libraries keep of a scan.  The words' CONTENT changes; all else stays byte for byte.

A file is one document: its TextLines are lines, its TextBlocks paragraphs.  A word broken at a line's end is read as it
is printed, half by half, with its hyphen; where a half is mended, the whole word beside it (SUBS_CONTENT) is made to
agree.  ALTERNATIVE and Glyph stay: they are what the engine saw.
"""

from __future__ import annotations

import re
from dataclasses import replace

from cleaner.formats.markup.declared import decoded_markup
from cleaner.formats.markup.letters import LINE, PARAGRAPH
from cleaner.formats.markup.wellformed import PieceKind, Span, attributes, pieces, root_of
from cleaner.formats.scans.cells import Chunk, Half, Reading
from cleaner.formats.scans.layout import laid_out
from cleaner.formats.source import Source, Unreadable

_GAPS = {"TextLine": LINE, "TextBlock": PARAGRAPH, "ComposedBlock": PARAGRAPH, "Page": PARAGRAPH}
_HALVES = {"HypPart1": 1, "HypPart2": 2}
_HYPHENS = ("-", "\N{SOFT HYPHEN}", "¬", "‐", "⸗")
_SOFTWARE = re.compile(r"<(?:[\w.-]+:)?softwareName>([^<>]*)</")


def is_alto(head: bytes) -> bool:
    """Whether a file that begins so is ALTO.

    >>> is_alto(b'<?xml version="1.0"?><alto xmlns="">'), is_alto(b"<music><alto/></music>")
    (True, False)
    """
    return root_of(head) == "alto"


def read(name: str, data: bytes) -> Source:
    """The file as one document.  Raises `Unreadable`."""
    file = decoded_markup(data)
    source, reading = file.text, Reading(file.text)
    root = ""
    wordless = 0
    for piece in pieces(source):
        if piece.kind is PieceKind.TEXT:
            continue
        root = root or piece.name
        if gap := _GAPS.get(piece.name, ""):
            _hyphenate(reading)
            reading.gap(gap)
        if piece.kind is PieceKind.CLOSE:
            continue
        if piece.name == "String":
            wordless += not _word(reading, attributes(source, piece))
        elif piece.name == "HYP":
            _hyphen(reading, attributes(source, piece))
    if root != "alto":
        raise Unreadable(f"its root is <{root or '…'}>, not <alto>; --format text reads it as plain text")
    software = _SOFTWARE.search(source)
    found = laid_out(name, data, file, reading, quoted=True, engine=software[1].strip() if software else "")
    told = (f"{wordless} String elements have no CONTENT; they stay as they are",) if wordless else ()
    return replace(found, notices=found.notices + told)


def _word(reading: Reading, found: dict[str, Span]) -> bool:
    """A String's word, if it has one."""
    if "CONTENT" not in found:
        return False
    number = _HALVES.get(_value(reading.source, found, "SUBS_TYPE"), 0)
    half = Half(number, found.get("SUBS_CONTENT")) if number else None
    sure = confidence(_value(reading.source, found, "WC"), _value(reading.source, found, "CC"))
    reading.begin(sure, half)
    reading.chunks.append(Chunk(*found["CONTENT"]))
    return True


def _hyphen(reading: Reading, found: dict[str, Span]) -> None:
    """The hyphen at a line's end belongs to the word before it; whatever sign stands for it, it reads as a hyphen."""
    if "CONTENT" in found and not reading.present.endswith(_HYPHENS):
        reading.chunks.append(Chunk(*found["CONTENT"], reads="-"))


def _hyphenate(reading: Reading) -> None:
    """A first half that says no hyphen is read with one, which is nowhere in the file."""
    if reading.half and reading.half.number == 1 and not reading.present.endswith(_HYPHENS):
        end = reading.chunks[-1].end
        reading.chunks.append(Chunk(end, end, reads="-"))


def _value(source: str, found: dict[str, Span], name: str) -> str:
    return source[slice(*found[name])] if name in found else ""


def confidence(word: str, characters: str = "") -> float | None:
    """How sure the engine was of a word, 0 to 1: WC, else from CC, a figure a letter from 0 (sure) to 9 (not).

    >>> confidence("0.87"), confidence("", "0 0 9"), confidence("", "009"), confidence("high")
    (0.87, 0.6666666666666667, 0.6666666666666667, None)
    """
    if re.fullmatch(r"\d*\.?\d+", word):
        return min(1.0, float(word))
    figures = [int(c) for c in characters if c in "0123456789"]
    return 1 - sum(figures) / len(figures) / 9 if figures else None
