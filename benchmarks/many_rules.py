"""What ten thousand rules cost beside a thousand.

    python benchmarks/many_rules.py [--text FILE.jsonl] [--rounds 5]

The rules are phrases of two words drawn from the lexicon (seeded), on top of the shipped ones; the text is the
corpus, or a JSON Lines file.  Both rulebooks scan the same text in turn; the ratio of the medians is what counts, not
the seconds.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from statistics import median
from time import process_time

from cleaner.model import Tier
from cleaner.rulebook import Rule, Rulebook, load
from cleaner.rulebook.compile import forms
from cleaner.spelling.lexicon import Lexicon
from cleaner.text.analysis import Analysis

CORPUS = Path(__file__).parent.parent / "corpus"


def made(count: int, words: list[str]) -> list[Rule]:
    """So many rules of two words."""
    chance = random.Random(17)
    pairs = [f"{chance.choice(words)} {chance.choice(words)}" for _ in range(count)]
    return [
        Rule(
            id=f"made/{i}",
            damage="made",
            file="",
            line=1,
            kind="find",
            find=(pair,),
            fix=("x",),
            tier=Tier.ASK,
            why="made",
        )
        for i, pair in enumerate(pairs)
    ]


def scan(book: Rulebook, texts: list[str], lexicon: Lexicon) -> float:
    """Seconds of CPU for one look at all texts."""
    started = process_time()
    for text in texts:
        book.scan(Analysis(text), lexicon)
    return process_time() - started


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--text", type=Path)
    arguments.add_argument("--rounds", type=int, default=5)
    told = arguments.parse_args()
    if told.text:
        texts = [json.loads(line)["text"] for line in told.text.open(encoding="utf-8")][:300]
    else:
        texts = [f.read_text(encoding="utf-8") for f in sorted(CORPUS.rglob("*.txt"))]
    lexicon = Lexicon.shipped()
    # Common words, so that the literals do occur in the text.
    words = sorted({w for text in texts for w in Analysis(text).words if w.islower() and 2.0 < lexicon.zipf(w) < 6.0})
    shipped = load()
    books = {}
    for count in (1_000, 10_000):
        rules = made(count, words)
        books[count] = Rulebook.of(
            [*shipped.rules.values(), *rules], [*shipped.forms, *(f for r in rules for f in forms(r, lexicon))]
        )
        scan(books[count], texts, lexicon)  # compiles what the text needs
    taken: dict[int, list[float]] = {count: [] for count in books}
    for _ in range(told.rounds):
        for count, book in books.items():
            taken[count].append(scan(book, texts, lexicon))
    size = sum(map(len, texts)) / 1e6
    for count, seconds in taken.items():
        told_of = f"{count:6} rules and the shipped {len(shipped.rules)}"
        print(f"{told_of}: median {median(seconds):.3f} s of CPU for {size:.2f} million characters")
    print(f"ratio {median(taken[10_000]) / median(taken[1_000]):.2f}")


if __name__ == "__main__":
    main()
