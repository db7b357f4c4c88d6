"""What the models are built from: a data folder, and which of its files each step reads.

    lm/NAME.txt.xz      correct English text, one paragraph a line
    lm/suspicious.txt   strings that scanners make of common words (tho, tbe), one a line: not trusted by themselves
    ocr/NAME.jsonl      recognised texts with their truth; a row has `id`, `noisy` and `clean`
    clean/NAME.jsonl    articles in which nothing is wrong; a row has `id` and `text`, and `genre` if there are several
    mt/NAME.jsonl       sentences in another language; a row has `src`

`full` names the files that the shipped models were built from (`cleaner/data/PROVENANCE.md`).
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Text:
    """A file of running text: `group` is modern, books or scanned; `share` of its lines, in percent, is read."""

    group: str
    share: int = 100


@dataclass(frozen=True, slots=True)
class Size:
    """How large the models become, and how much is read for them."""

    bigrams: int = 900_000
    trigrams: int = 1_500_000
    rounds: int = 300  # trees of the classifier
    news_every: int = 3  # of the articles for the classifier
    clean_texts: int = 20  # for the classifier, of some 4,000 characters, from each file of running text
    costs_every: int = 4  # of the scanned texts, every fourth tells the costs as well as all
    pages: int = 400  # worn pages for the engine's confidence
    measured_words: int = 2_000_000  # of running text, on which the rules are measured
    sign_words: int = 5_000_000  # of each running text, in which translation rules are counted


FULL = Size()
SMALL = Size(
    bigrams=20_000,
    trigrams=20_000,
    rounds=20,
    clean_texts=5,
    costs_every=1,
    pages=6,
    measured_words=10_000,
    sign_words=5_000,
)


@dataclass(frozen=True, slots=True)
class Sources:
    """A data folder and the names of what is read in it.

    `collections` are the scanned ones, each with how far it is believed; `measured` is the running text and `articles`
    are the articles on which rules are measured.
    """

    folder: Path
    texts: Mapping[str, Text]
    collections: Mapping[str, float]
    articles: str
    measured: str
    size: Size
    kinds: str = ""  # right text of many kinds
    languages: tuple[str, ...] = ()
    changed: bool = False  # of the rules, measure those that changed since the table was written

    def group(self, name: str) -> list[str]:
        """The running texts of a group."""
        return [text for text, it in self.texts.items() if it.group == name]

    def text_file(self, name: str) -> Path:
        return self.folder / f"lm/{name}.txt.xz"

    def lines(self, name: str) -> Iterator[str]:
        """The paragraphs of a running text, each with its line end."""
        with lzma.open(self.text_file(name), "rt", encoding="utf-8") as file:
            yield from file

    def suspicious(self) -> set[str]:
        return set((self.folder / "lm/suspicious.txt").read_text(encoding="utf-8").split())

    def pairs(self, collection: str) -> list[tuple[str, str]]:
        """Noisy and true texts of a scanned collection."""
        return [(row["noisy"], row["clean"]) for row in _rows(self.folder / f"ocr/{collection}.jsonl")]

    def clean_articles(self) -> list[tuple[str, str]]:
        """Ids and texts of the clean articles."""
        return [(row["id"], row["text"]) for row in _rows(self.folder / self.articles)]

    def articles_of_kinds(self) -> list[tuple[str, str]]:
        """Genres and texts of right text of many kinds."""
        return [(row["genre"], row["text"]) for row in _rows(self.folder / self.kinds)] if self.kinds else []

    def foreign(self, name: str) -> list[str]:
        """Sentences in another language."""
        return [row["src"] for row in _rows(self.folder / f"mt/{name}.jsonl")]

    def without(self, collection: str) -> Sources:
        """The same, with one scanned collection kept unseen, to test on."""
        if collection and collection not in self.collections:
            raise ValueError(f"{collection} is no collection: {', '.join(self.collections)}")
        return replace(self, collections={name: w for name, w in self.collections.items() if name != collection})

    # which files a step reads, relative to the folder

    def text_files(self) -> list[str]:
        return [f"lm/{name}.txt.xz" for name in self.texts]

    def right_text_files(self) -> list[str]:
        """The running texts that nobody scanned."""
        return [f"lm/{name}.txt.xz" for name in (*self.group("modern"), *self.group("books"))]

    def collection_files(self) -> list[str]:
        return [f"ocr/{name}.jsonl" for name in self.collections]

    def right_files(self) -> list[str]:
        return [*filter(None, [self.articles, self.kinds]), *(f"mt/{name}.jsonl" for name in self.languages)]

    def sound(self) -> list[str]:
        """The collections whose truth is fully believed."""
        return [name for name, believed in self.collections.items() if believed == 1]


def full(folder: Path, size: Size) -> Sources:
    """The files that the shipped models were built from."""
    texts = {
        "modern-1-news-government": Text("modern"),
        # the White House and the speeches are one topic each and would drown the rest
        "modern-2-whitehouse": Text("modern", 35),
        "modern-3-speeches": Text("modern", 60),
        "books-eltec": Text("books"),
        "books-novels": Text("books"),
        # scanned newspapers of 1916: what is misread in them is not in the vocabulary and counts as unknown
        "chronam-1916": Text("scanned"),
    }
    # the truth of the last collection is poor: its transcribers left many misread words
    collections = {"bln600-train": 1.0, "icdar2017-eng": 1.0, "overproof2": 1.0, "icdar2019-en": 0.3}
    return Sources(
        folder,
        texts,
        collections,
        "clean/news-dev.jsonl",
        "lm/modern-1-news-government.txt.xz",
        size,
        "clean/genres-dev.jsonl",
        ("mlqepe-et-en-dev", "mlqepe-ro-en-dev"),
    )


def _rows(file: Path) -> Iterator[dict[str, str]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)
