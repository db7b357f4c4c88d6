"""Print articles, wear the pages, let Tesseract read them: hOCR with the truth beside it, to measure its confidences.

FOLDER/NNN.hocr is what Tesseract read, FOLDER/NNN.txt the words that were printed; two seconds a page on one core.
Faces, measures and the wear are drawn anew for each page, from fresh prints to pages on which every fourth word is
misread; the seeds are fixed, so the same Tesseract gives the same files.  A file that is there is not made again.

Needs what `damaging` needs: Tesseract, fonts, pillow, pyphen.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from damaging.printing import CENTURY, FREE_SERIF, LIBERATION, TYPEWRITER, Press, set_pages
from damaging.scanned_back import ANY_LAYOUT, tesseract
from damaging.wear import Wear, worn

#: a page of print
WORDS = 380
FACES = (CENTURY, FREE_SERIF, LIBERATION, TYPEWRITER)


def make(articles: list[str], folder: Path, wanted: int) -> None:
    """So many pages of these articles, in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in zip(range(wanted), page_texts(articles), strict=False):
        hocr = folder / f"{number:03}.hocr"
        if hocr.exists():
            continue
        chance = random.Random(number)
        page = worn(set_pages(text, press(chance))[0], wear(chance, number), 0)
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
        half = hocr.with_suffix(".half")
        half.write_bytes(tesseract(page, (*ANY_LAYOUT, "hocr")))
        half.replace(hocr)


def page_texts(articles: list[str]) -> Iterator[str]:
    """One page of each article, in an order that mixes the sources."""
    texts = list(articles)
    random.Random(4).shuffle(texts)
    for text in texts:
        lines, room = [], WORDS
        for line in text.splitlines():
            words = line.split()[:room]
            room -= len(words)
            lines.append(" ".join(words))
        if room < WORDS // 2:
            yield "\n".join(lines)


def press(chance: random.Random) -> Press:
    """A page of one or two columns, in one of four faces."""
    columns = chance.choice((1, 2))
    return Press(
        chance.choice(FACES),
        size=chance.choice((32, 34, 36, 38)),
        measure=chance.choice((700, 760, 820)) if columns == 2 else chance.choice((1100, 1300)),
        columns=columns,
        justified=chance.random() < 0.7,
    )


def wear(chance: random.Random, seed: int) -> Wear:
    """What happened to the page: on a third of them little, on a third much."""
    much = chance.triangular(0.1, 1.0, 0.55)
    return Wear(
        seed=seed,
        skew=chance.uniform(-0.7, 0.7),
        blur=2.0 * much * chance.uniform(0.6, 1.1),
        fading=chance.choice((0.0, 0.6)) * much,
        broken=0.002 * much * chance.random(),
        ghost=chance.choice((0.0, 0.12)) * much,
        noise=30 * much,
        specks=0.0008 * much * chance.random(),
        scale=1.0 - 0.55 * much * chance.uniform(0.5, 1.0),
        jpeg=chance.choice((0, 0, 30, 50)),
        threshold=chance.choice((0, 0, 165, 175)),
    )
