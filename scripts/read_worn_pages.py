"""Print articles, wear the pages, let Tesseract read them: hOCR with the truth beside it, to measure its confidences.

    python scripts/read_worn_pages.py news-dev.jsonl PAGES 400     # as many pages, two seconds each on one core

PAGES/NNN.hocr is what Tesseract read, PAGES/NNN.txt the words that were printed.  Faces, measures and the wear are
drawn anew for each page, from fresh prints to pages on which every fourth word is misread; the seeds are fixed, so the
same Tesseract gives the same files.  A file that is there is not made again.  `measure_word_confidence.py` counts in
them.

Needs what `degrade.py` needs.
"""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from degrade import CENTURY, FREE_SERIF, LIBERATION, TYPEWRITER, Press, Wear, set_pages, worn
from PIL import Image

#: a page of print
WORDS = 380
FACES = (CENTURY, FREE_SERIF, LIBERATION, TYPEWRITER)


def main(articles: Path, folder: Path, wanted: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in zip(range(wanted), page_texts(articles), strict=False):
        hocr = folder / f"{number:03}.hocr"
        if hocr.exists():
            continue
        chance = random.Random(number)
        page = worn(set_pages(text, press(chance))[0], wear(chance, number), 0)
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
        half = hocr.with_suffix(".half")
        half.write_bytes(recognised(page))
        half.replace(hocr)


def page_texts(articles: Path) -> Iterator[str]:
    """One page of each article, in an order that mixes the sources."""
    texts = [json.loads(line)["text"] for line in articles.read_text(encoding="utf-8").splitlines()]
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


def recognised(page: Image.Image) -> bytes:
    """Tesseract's hOCR of a page.  One thread, so that every run adds up alike."""
    file = io.BytesIO()
    page.save(file, "PNG", dpi=(300, 300))
    command = ["tesseract", "-", "-", "-l", "eng", "--dpi", "300", "--psm", "3", "hocr"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    return subprocess.run(command, input=file.getvalue(), capture_output=True, check=True, env=environment).stdout


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
