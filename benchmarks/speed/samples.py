"""The texts that are measured, from a data folder or the corpus, and the rules that the script makes.

Which files are read is the table `FILES`.  Where there are fewer articles than asked for, more are made of
paragraphs of correct running text (`lm/`).  Every choice has a seed, so two runs read the same texts.
"""

from __future__ import annotations

import json
import lzma
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from pathlib import Path

# kind of text → where it lies: first in a data folder (as for scripts/retrain.py), then in the corpus
FILES = {
    "clean": ("clean/news-*.jsonl", "clean/*.txt"),
    "scanned": ("ocr/*-*.jsonl", "ocr/overproof2.jsonl", "damaged/ocr/*.txt"),
    "translated": ("mt/roundtrip-docs-*.jsonl", "damaged/mt-*/*.txt"),
    "running": ("lm/modern-1-*.txt.xz",),
}
SEED = 17
PAGE = 3_000  # characters of one page
ARTICLE = 2_000  # characters of an article that is made of paragraphs, about the mean of the real ones
RUNNING = 60_000  # paragraphs of running text that are read, some 16 million characters


@dataclass(frozen=True)
class Amounts:
    """How much of each thing is measured.  Sizes are in characters."""

    articles: int = 1_000
    scanned: int = 120_000
    translated: int = 120_000
    documents: tuple[int, ...] = (100, 500, 1_000, 5_000)
    sizes: tuple[int, ...] = (100_000, 500_000, 1_000_000, 2_000_000, 4_000_000, 8_000_000)
    rules: tuple[int, ...] = (1_000, 10_000)
    slow: int = 40_000  # what a tool reads that needs more than a millisecond a word


FULL = Amounts()
SMALL = Amounts(16, 6_000, 6_000, (4, 8, 16), (10_000, 20_000, 40_000), (10, 100), 4_000)


class NoTextError(Exception):
    """The folder has no text of a kind."""


def articles(data: Path, count: int) -> list[str]:
    """So many clean articles, or as many as there are: the real ones first, then made ones."""
    real = islice(_texts(data, "clean"), count)
    return list(islice(chain(real, _made(data)), count))


def damaged(data: Path, kind: str, size: int) -> list[str]:
    """Scanned or translated texts, the collections in turn, until their size is reached."""
    files = [list(_read(path)) for path in _files(data, kind)]
    chosen: list[str] = []
    for text in chain.from_iterable(zip_longest(*files)):
        if text and sum(map(len, chosen)) < size:
            chosen.append(text)
    return chosen


def long_document(data: Path, size: int) -> str:
    """One clean document of a size: different paragraphs in random order, so that all sizes are of one kind.

    Shorter than asked for where the folder has not so much text.
    """
    paragraphs = [p for text in _texts(data, "clean") for p in text.splitlines() if p.strip()]
    paragraphs += _running(data)
    random.Random(SEED).shuffle(paragraphs)
    chosen, length = [], 0
    for paragraph in paragraphs:
        if length >= size:
            break
        chosen.append(paragraph)
        length += len(paragraph) + 2
    return "\n\n".join(chosen)[:size]


def page(texts: Sequence[str]) -> str:
    return "\n\n".join(texts)[:PAGE]


def made_rules(count: int, texts: Iterable[str]) -> str:
    """A pack of so many phrase rules: two words each that stand in the texts, so that their literals are met."""
    words = sorted({word for text in texts for word in re.findall(r"\b[a-z]{4,12}\b", text)})
    pairs = random.Random(SEED).sample(range(len(words) ** 2), count)  # all different, as the loader demands
    phrases = [f"{words[pair // len(words)]} {words[pair % len(words)]}" for pair in pairs]
    pack = {
        f"made-{number}": {
            "find": phrase,
            "fix": "something else",
            "tier": "ask",
            "why": "Made for a measurement.",
            "tests": {"fix": {f"It is {phrase}.": "It is something else."}, "keep": ["It is late."]},
        }
        for number, phrase in enumerate(phrases)
    }
    return json.dumps({"rules": pack}, indent=1)


def as_files(texts: Iterable[str], folder: Path) -> Path:
    """A folder with one file for each text."""
    folder.mkdir(parents=True)
    for number, text in enumerate(texts):
        (folder / f"{number:05}.txt").write_bytes(text.encode())
    return folder


def as_json_lines(texts: Iterable[str], folder: Path) -> Path:
    """A folder with one JSON Lines file."""
    folder.mkdir(parents=True)
    rows = (json.dumps({"id": str(number), "text": text}) + "\n" for number, text in enumerate(texts))
    (folder / "articles.jsonl").write_text("".join(rows), encoding="utf-8")
    return folder


def _made(data: Path) -> Iterator[str]:
    """Articles of paragraphs of running text."""
    article: list[str] = []
    for paragraph in _running(data):
        article.append(paragraph)
        if sum(map(len, article)) >= ARTICLE:
            yield "\n\n".join(article)
            article = []


def _running(data: Path) -> list[str]:
    paragraphs = chain.from_iterable(_read(path) for path in _files(data, "running", needed=False))
    return list(islice(paragraphs, RUNNING))


def _texts(data: Path, kind: str) -> Iterator[str]:
    for path in _files(data, kind):
        yield from _read(path)


def _files(data: Path, kind: str, needed: bool = True) -> list[Path]:
    found = [path for pattern in FILES[kind] for path in sorted(data.glob(pattern))]
    if needed and not found:
        raise NoTextError(f"{data} has no {kind} texts: {', '.join(FILES[kind])}")
    return found


def _read(path: Path) -> Iterator[str]:
    """The texts of a file: JSON Lines with `text` or `noisy`, packed paragraphs one a line, or one text."""
    if path.suffix == ".jsonl":
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield row.get("text") or row["noisy"]
    elif path.suffix == ".xz":
        with lzma.open(path, "rt", encoding="utf-8") as file:
            yield from (line.strip() for line in file if line.strip())
    else:
        yield path.read_text(encoding="utf-8")
