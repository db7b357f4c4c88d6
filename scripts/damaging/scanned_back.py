"""From text to a worn page and back: set in type, aged, read by Tesseract.

The same Tesseract reads the same text from the same page.  Debian: tesseract-ocr, tesseract-ocr-eng.
"""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Iterable

from PIL import Image

from damaging.printing import Press, set_pages
from damaging.wear import Wear, worn

ANY_LAYOUT = ("--psm", "3")  # Tesseract finds the columns itself
ONE_BLOCK = ("--psm", "6", "-c", "preserve_interword_spaces=1")


def read_back(text: str, press: Press, wear: Wear) -> str:
    """What Tesseract makes of `text` after the press and the years; a form feed parts its pages."""
    pages = [worn(page, wear, number) for number, page in enumerate(set_pages(text, press))]
    options = ONE_BLOCK if press.as_typed else ANY_LAYOUT
    return "\f".join(recognise(page, options) for page in pages).rstrip("\f\n") + "\n"


def recognise(page: Image.Image, options: Iterable[str]) -> str:
    """Tesseract's text of a page, line breaks and all."""
    return tesseract(page, options).decode().rstrip("\f\n ") + "\n"


def tesseract(page: Image.Image, options: Iterable[str]) -> bytes:
    """What Tesseract writes of a page.  One thread, so that every run adds up alike."""
    file = io.BytesIO()
    page.save(file, "PNG", dpi=(300, 300))
    command = ["tesseract", "-", "-", "-l", "eng", "--dpi", "300", *options]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    return subprocess.run(command, input=file.getvalue(), capture_output=True, check=True, env=environment).stdout
