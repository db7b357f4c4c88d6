"""PDF: its text layer, as input only.  What comes out is a text beside it, `a.pdf.txt`; the PDF is never written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from cleaner.files.extras import Missing, imported
from cleaner.formats import plain
from cleaner.formats.source import LONGEST, Source, Unreadable, sized

# What PDFium writes for the hyphen of a word that goes on in the next line.
_HYPHEN = re.compile("[\x02\ufffe](?=\r?\n|\\Z)")
_END_OF_LINE = re.compile(r"[ \t]*\r?\n")


def read(name: str, data: bytes) -> Source:
    """The text of all pages as one document; a page is a paragraph at least.  Raises `Unreadable`."""
    try:
        pdfium = imported("pypdfium2", "pdf")
    except Missing as error:
        raise Unreadable(str(error)) from None
    try:
        file = pdfium.PdfDocument(data)
        text = "\n\n".join(filter(None, _pages(file)))
        file.close()
    except pdfium.PdfiumError as error:
        why = "it wants a password; save it without one" if "assword" in str(error) else "it was cut off, or is no PDF"
        raise Unreadable(f"no whole PDF: {why} ({error})") from None
    if not text:
        raise Unreadable("no text layer in it: a scan, perhaps; have it read first (ocrmypdf, or tesseract … hocr)")
    return plain.taken_out(name, data, f"{sized(text)}\n")


def _pages(file: Any) -> Iterator[str]:
    """The text of each page, as far as an article can go."""
    length = 0
    for number in range(len(file)):
        page = file[number]
        layer = page.get_textpage()
        found = _END_OF_LINE.sub("\n", _HYPHEN.sub("-", layer.get_text_bounded())).replace("\0", "").strip()
        layer.close()
        page.close()
        length += len(found)
        if length > LONGEST:
            sized(" " * length)
        yield found
