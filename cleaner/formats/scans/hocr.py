"""hOCR: what Tesseract and others read, as HTML.  The words change; tags, boxes and confidences stay byte for byte.

The text is what stands inside elements of class `ocr_page`, in the order of the file; all pages are one document, since
sentences run on.  Words are `ocrx_word`; if an engine marks only lines (ocropus), a line is read as it stands.
"""

from __future__ import annotations

import re

from cleaner.formats.markup.declared import decoded_markup
from cleaner.formats.markup.letters import BLANK, LINE, PARAGRAPH
from cleaner.formats.markup.wellformed import RAW, Piece, PieceKind, attributes, pieces
from cleaner.formats.scans.cells import Chunk, Reading
from cleaner.formats.scans.layout import laid_out
from cleaner.formats.source import Source, Unreadable

# What parts words, by class; every other class of hOCR (`ocr_par`, `ocr_carea`, …) parts paragraphs.
_GAPS = {
    "ocrx_word": BLANK,
    "ocr_line": LINE, "ocrx_line": LINE, "ocr_header": LINE, "ocr_footer": LINE, "ocr_caption": LINE,
    "ocr_textfloat": LINE, "ocr_pageno": LINE,
    "ocrx_cinfo": "", "ocr_cinfo": "", "ocr_glyph": "", "ocr_glyphs": "", "ocr_dropcap": "", "ocr_chem": "",
}  # fmt: skip
_TAG_GAPS = {"br": LINE} | dict.fromkeys("p div h1 h2 h3 h4 h5 h6 table tr li blockquote".split(), PARAGRAPH)
_SYSTEM = re.compile(r"<meta\s[^<>]*?name=[\"']ocr-system[\"']\s+content=(?:\"([^\"<>]*)\"|'([^'<>]*)')", re.I)
_PAGE = re.compile(rb"<[a-z][^<>]{0,500}?\sclass\s*=\s*[\"']?[^\"'<>]{0,200}\bocr_page\b", re.I)


def is_hocr(head: bytes) -> bool:
    """Whether a file that begins so is hOCR.

    >>> is_hocr(b"<html><body><div class='ocr_page'>"), is_hocr(b"<html><p>About ocr_page</p>")
    (True, False)
    """
    return bool(_PAGE.search(head))


def read(name: str, data: bytes) -> Source:
    """The file's pages as one document.  Raises `Unreadable`."""
    file = decoded_markup(data)
    source, reading = file.text, Reading(file.text)
    if not _read_pages(source, reading):
        raise Unreadable("no element has the class ocr_page, so it is no hOCR; --format text reads it as plain text")
    system = _SYSTEM.search(source)
    return laid_out(name, data, file, reading, quoted=False, engine=system[1] or system[2] if system else "")


def _read_pages(source: str, reading: Reading) -> int:
    """Reads the words of all pages; how many pages there are."""
    pages = 0
    inside = [("", False)]  # the open elements: what each parts, whether its text is read
    for piece in pieces(source, html=True):
        if piece.kind is PieceKind.TEXT:
            if inside[-1][1] and (reading.chunks or not source[piece.start : piece.end].isspace()):
                reading.chunks.append(Chunk(piece.start, piece.end))
        elif piece.kind is PieceKind.CLOSE:
            if gap := inside.pop()[0]:
                reading.gap(gap)
        else:
            classes, title = _class_and_title(source, piece)
            gap = _gap(piece.name, classes)
            if "ocrx_word" in classes:
                reading.begin(confidence(title))
            elif gap:
                reading.gap(gap)
            is_page = "ocr_page" in classes
            pages += is_page
            if piece.kind is PieceKind.OPEN:
                inside.append((gap, (is_page or inside[-1][1]) and piece.name not in RAW))
    return pages


def _class_and_title(source: str, tag: Piece) -> tuple[frozenset[str], str]:
    found = {name.lower(): span for name, span in attributes(source, tag).items()}
    classes = source[slice(*found["class"])] if "class" in found else ""
    return frozenset(classes.split()), source[slice(*found["title"])] if "title" in found else ""


def _gap(name: str, classes: frozenset[str]) -> str:
    ours = [_GAPS.get(c, PARAGRAPH) for c in classes if c.startswith(("ocr_", "ocrx_"))]
    return ours[0] if ours else _TAG_GAPS.get(name, "")


_WORD = re.compile(r"\bx_wconf\s+(-?\d+(?:\.\d+)?)")
_LETTERS = re.compile(r"\bx_confs\s+((?:-?\d+(?:\.\d+)?\s*)+)")


def confidence(title: str) -> float | None:
    """How sure the engine was of a word, 0 to 1: `x_wconf`, else the mean of its letters' `x_confs`.

    >>> confidence("bbox 0 0 9 9; x_wconf 87"), confidence("bbox 0 0 9 9; x_confs 90 70"), confidence("bbox 0 0 9 9")
    (0.87, 0.8, None)
    """
    if found := _WORD.search(title) or _LETTERS.search(title):
        values = [float(v) for v in found[1].split()]
        return min(1.0, max(0.0, sum(values) / len(values) / 100))
    return None
