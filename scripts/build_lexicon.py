"""Build `cleaner/data/lexicon.bin`: which words we trust, how common they are, which are names, what is near
them.

    python scripts/build_lexicon.py /work/shared/data/lm -o cleaner/data/lexicon.bin

Needs `symspellpy` and `wordfreq` (the latter here only, never at run time).  About two minutes, 2 GB.
Sources and their licences: `cleaner/data/PROVENANCE.md`.
"""

from __future__ import annotations

import argparse
import lzma
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from symspellpy import SymSpell
from wordfreq import get_frequency_dict

from cleaner.spelling.lexicon import INDEXED, LETTERS, NAME, SPELLING_STEPS, TRUSTED, ZIPF_STEPS, letter
from cleaner.spelling.storage import symspell_index, vocabulary
from cleaner.spelling.storage.mmap_arrays import write

MODERN = ("modern-1-news-government", "modern-2-whitehouse", "modern-3-speeches")
BOOKS = ("books-eltec", "books-novels")
SCANNED = ("chronam-1916",)

FUNCTION = frozenset("of the and to in that was is for with on at by his he it from had have they which".split())

_WORD = re.compile(r"(?<![\w'’])[^\W\d_]+(?:['’][^\W\d_]+)*(?!\w)")
#: a word that cannot begin a sentence: its capital, if it has one, is its own
_WITHIN = re.compile(r"(?<=[a-z,;] )[^\W\d_]+(?:['’][^\W\d_]+)*(?!\w)")
_PLAIN = re.compile(r"[^\W\d_]+(?:'(?:t|d|m|ll|re|ve|clock))?")
_POSSESSIVE = re.compile(r"'s?$")


@dataclass
class Count:
    """Counts of a group of files: words in lower case; how often each has a capital it need not have."""

    words: Counter[str] = field(default_factory=Counter)
    within: Counter[str] = field(default_factory=Counter)
    capital: Counter[str] = field(default_factory=Counter)

    def zipf(self, word: str) -> float:
        rate = self.words[word] / self._total
        return math.log10(rate * 1e9) if rate else 0.0

    def close(self) -> None:
        self._total = self.words.total()


def passages(path: Path) -> Iterator[str]:
    """A file's text in pieces of some four megabytes that end with a line."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        while piece := file.read(1 << 22):
            yield (piece + file.readline()).replace("’", "'")


def count(folder: Path, names: tuple[str, ...]) -> Count:
    made = Count()
    surface: Counter[str] = Counter()
    within: Counter[str] = Counter()
    for name in names:
        for passage in passages(folder / f"{name}.txt.xz"):
            surface.update(_WORD.findall(passage))
            within.update(_WITHIN.findall(passage))
    for word, n in surface.items():
        made.words[_POSSESSIVE.sub("", word.lower())] += n
    for word, n in within.items():
        made.within[word.lower()] += n
        if word[0].isupper():
            made.capital[word.lower()] += n
    made.close()
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("texts", type=Path, help="folder of the language model's texts (*.txt.xz, suspicious.txt)")
    parser.add_argument("-o", "--out", type=Path, default=Path("cleaner/data/lexicon.bin"))
    args = parser.parse_args()

    modern, books, scanned = (count(args.texts, names) for names in (MODERN, BOOKS, SCANNED))
    suspicious = set((args.texts / "suspicious.txt").read_text(encoding="utf-8").split())
    web = get_frequency_dict("en", "large")
    dictionary = _symspell_dictionary()

    def clean_zipf(word: str) -> float:
        return max(modern.zipf(word), books.zipf(word))

    def trusted(word: str) -> bool:
        """Is it a word, on better grounds than that somebody's scanner once wrote it?"""
        if len(word) == 1:
            return word in "aio"
        # A word that scanned newspapers made common must be common in clean text too: within 30 times of its
        # rate there (arc, yon, hi pass; tho, aud, bis, tor, ing do not), or within 10 if it is rarer (tort, oat).
        # What a dictionary holds is believed from five letters on (pears, aground): the words that scanners make by
        # the thousand are misread little words.
        if word in suspicious:
            excess = scanned.zipf(word) - clean_zipf(word)
            if word in dictionary and len(word) >= 5 and clean_zipf(word) >= 2.2:
                return True
            return excess <= (1.5 if clean_zipf(word) >= 3.2 else 1.0) and clean_zipf(word) >= 2.6
        if word not in dictionary and run_together(word):
            return False
        if word in dictionary or modern.words[word] >= 3 or books.words[word] >= 3:
            return True
        # wordfreq counted scanned books too; what only scanned text knows is not taken from it.
        seen = modern.words[word] + books.words[word]
        return web.get(word, 0.0) >= 1e-7 and (seen > 0 or scanned.words[word] <= 2)

    def run_together(word: str) -> bool:
        """`ofthe`, `tothe`: even edited text holds them often enough to look like words."""
        return any(
            (word[:i] in FUNCTION or word[i:] in FUNCTION)
            and clean_zipf(word[:i]) >= 4.5
            and clean_zipf(word[i:]) >= 4.5
            and clean_zipf(word) < 3.5
            for i in range(2, len(word) - 1)
        ) and not name(word)

    def zipf(word: str) -> float:
        rates = [10 ** count.zipf(word) if count.words[word] else 0.0 for count in (modern, books)]
        weights = [0.35, 0.25]
        if word not in suspicious:
            rates.append(web.get(word, 0.0) * 1e9)
            weights.append(0.4)
        rate = sum(r * w for r, w in zip(rates, weights, strict=True)) / sum(weights)
        if rate > 0:
            return max(0.05, math.log10(rate))
        # Known to symspellpy's dictionary only: rare, whatever the web's count says.
        return 0.5

    def name(word: str) -> bool:
        seen = modern.within[word] + books.within[word]
        capital = modern.capital[word] + books.capital[word]
        return seen >= 3 and capital / seen >= 0.7

    pool = set(dictionary) | set(modern.words) | set(books.words) | set(suspicious)
    pool |= {word for word, rate in web.items() if rate >= 1e-7}
    pool = {word for word in pool if _PLAIN.fullmatch(word) and len(word) <= 30}
    good = {word for word in pool if trusted(word)}
    seen = {word for word in pool - good if clean_zipf(word) >= 2.0}  # kept for their frequency only
    by_rank = sorted(good | seen, key=lambda word: (-zipf(word), word))
    # A candidate must be a word that a text is at all likely to hold: rarer ones are trusted, never proposed.
    # Below 1.8 (once in 16 million words) lie a third of the words and of the index, and next to no right
    # answers.
    indexed = {word for word in good if zipf(word) >= 1.8}

    engine = SymSpell(
        max_dictionary_edit_distance=symspell_index.MAX_DISTANCE, prefix_length=symspell_index.PREFIX_LENGTH
    )
    for word in sorted(indexed):
        engine.create_dictionary_entry(word, 1)
    numbers = {word: number for number, word in enumerate(by_rank)}

    flags = bytes(TRUSTED * (word in good) | NAME * name(word) | INDEXED * (word in indexed) for word in by_rank)
    levels = bytes(min(255, round(zipf(word) * ZIPF_STEPS)) for word in by_rank)
    write(
        args.out,
        "lexicon",
        {
            **vocabulary.pack(by_rank),
            "flags": ("B", flags),
            "zipf": ("B", levels),
            "spelling": ("B", _spelling(good, zipf)),
            **symspell_index.pack(engine._deletes, numbers),
        },
        {"language": "en", "words": len(by_rank), "trusted": len(good), "indexed": len(indexed)},
    )
    print(
        f"{args.out}: {args.out.stat().st_size:,} bytes, {len(by_rank):,} words, {len(good):,} trusted, "
        f"{len(indexed):,} indexed, {sum(map(name, by_rank)):,} names"
    )


def _spelling(words: set[str], zipf: Callable[[str], float]) -> bytes:
    """Which letter follows which two, in parts of a nat: a trigram model of letters over the trusted words."""
    size = len(LETTERS)
    three, two = Counter[int](), Counter[int]()
    for word in words:
        places = [0, 0, *map(letter, word), 0]
        for a, b, c in zip(places, places[1:], places[2:], strict=False):
            three[(a * size + b) * size + c] += max(1.0, zipf(word))  # type: ignore[assignment]
            two[b * size + c] += max(1.0, zipf(word))  # type: ignore[assignment]
    pairs, ones = Counter[int](), Counter[int]()
    for key, n in three.items():
        pairs[key // size] += n
    for key, n in two.items():
        ones[key // size] += n
    table = bytearray()
    for key in range(size**3):
        b, c = key // size % size, key % size
        lower = (two[b * size + c] + 1.0) / (ones[b] + size)
        p = (three[key] + 20.0 * lower) / (pairs[key // size] + 20.0)
        table.append(min(255, round(-math.log(p) * SPELLING_STEPS)))
    return bytes(table)


def _symspell_dictionary() -> frozenset[str]:
    text = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return frozenset(line.split()[0] for line in text.splitlines() if line.strip())


if __name__ == "__main__":
    main()
