"""Let Tesseract read the doubtful words of worn pages again, larger and one by one, as a witness for `heard.py`.

    python scripts/reread_pages.py TEXTS.jsonl 30 > reread.jsonl && python benchmarks/heard.py reread.jsonl --every 1

TEXTS: JSON Lines with a text each.  The pages are those of `training/worn_pages.py`: printed, worn, read as hOCR.
Doubtful is a word that is unknown, mixed with figures or marks, below .6 by Tesseract, or one of our findings.  Needs
Tesseract, fonts, Pillow and pyphen.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from damaging.printing import set_pages
from damaging.scanned_back import ANY_LAYOUT, tesseract
from damaging.wear import worn
from PIL import Image, ImageOps
from training import worn_pages

from cleaner.build_kit import build_kit
from cleaner.config import Settings
from cleaner.formats import read
from cleaner.formats.scans.layout import LayoutContainer
from cleaner.formats.scans.pictured import Box, PageBoxes
from cleaner.kit import Kit
from cleaner.model import Document
from cleaner.pipeline import clean

HEIGHT, MARGIN = 60, 20  # pixels of a word's box as it is read again, and white round it
UNSURE = 0.6
_CORE = re.compile(r"\w(?:\S*\w)?")
_PLAIN = re.compile(r"[\d.,:/%$£€-]+|\w+['’-][\w'’-]+")


def doubtful(document: Document, kit: Kit) -> Iterator[tuple[int, int]]:
    """The words, without the marks round them, that are worth a second look."""
    found = [(r.finding.start, r.finding.end) for r in clean(document, kit).records]
    found += [(a, b) for a, b, sure in document.word_confidences if sure < UNSURE]
    for m in re.finditer(r"\S+", document.text):
        core = _CORE.search(m[0])
        if core and len(core[0]) < 26:
            word = core[0]
            strange = not kit.lexicon.knows(word) if word.isalpha() else not _PLAIN.fullmatch(word)
            if strange or any(a < m.end() and b > m.start() for a, b in found):
                yield m.start() + core.start(), m.start() + core.end()


def enlarged(page: Image.Image, box: Box) -> Image.Image:
    """A word's piece of the page, larger and with all the contrast that it has."""
    left, top, right, bottom = (share * size for share, size in zip(box, (page.width, page.height) * 2, strict=True))
    high = max(1.0, bottom - top)
    beside, above = 0.35 * high, 0.3 * high
    piece = page.crop((int(left - beside), int(top - above), int(right + beside), int(bottom + above)))
    size = max(1, int(piece.width * HEIGHT / high)), max(1, int(piece.height * HEIGHT / high))
    return ImageOps.expand(ImageOps.autocontrast(piece.resize(size, Image.Resampling.LANCZOS), cutoff=2), MARGIN, 235)


def reread(pieces: Sequence[Image.Image]) -> list[str]:
    """What Tesseract reads in each piece, a word; one process for all of them."""
    if not pieces:
        return []
    with tempfile.TemporaryDirectory() as folder:
        names = [f"{folder}/{number}.png" for number in range(len(pieces))]
        for name, piece in zip(names, pieces, strict=True):
            piece.save(name, dpi=(300, 300))
        Path(folder, "list").write_text("".join(f"{name}\n" for name in names))
        command = ["tesseract", f"{folder}/list", "-", "-l", "eng", "--dpi", "300", "--psm", "8"]
        done = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"})
    return [text.strip() for text in done.stdout.decode().split("\f")[: len(pieces)]]


def witness(document: Document, page: Image.Image, kit: Kit) -> str:
    """The text with the doubtful words as they are read the second time."""
    assert isinstance(document.container, LayoutContainer)
    boxes, text = PageBoxes(document.container), document.text
    placed = [(span, found.box) for span in doubtful(document, kit) if (found := boxes.of(*span))]
    said, at = list[str](), 0
    for ((start, end), _), word in zip(placed, reread([enlarged(page, box) for _, box in placed]), strict=True):
        if " " not in word and (core := _CORE.search(word)):
            said += [text[at:start], core[0]]
            at = end
    return "".join([*said, text[at:]])


def main(texts: Path, wanted: int) -> None:
    kit = build_kit(Settings())
    articles = [json.loads(line)["text"] for line in texts.open(encoding="utf-8")]
    for number, text in zip(range(wanted), worn_pages.page_texts(articles), strict=False):
        chance = random.Random(1000 + number)  # other pages than those on which the confidences were measured
        page = worn(set_pages(text, worn_pages.press(chance))[0], worn_pages.wear(chance, number), 0).convert("L")
        (document,) = read("page.hocr", tesseract(page, (*ANY_LAYOUT, "hocr"))).documents
        row = {"id": f"{number:03}", "noisy": document.text, "clean": text}
        print(json.dumps({**row, "witnesses": {"reread": witness(document, page, kit)}}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
