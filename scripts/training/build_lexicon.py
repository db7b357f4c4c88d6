"""Build `lexicon.bin`: which words we trust, how common they are, which are names, what is near them.

Needs `symspellpy` and `wordfreq` (the latter here only, never at run time).  Two minutes, 2 GB.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from symspellpy import SymSpell
from wordfreq import get_frequency_dict

from cleaner.spelling.lexicon import INDEXED, LETTERS, NAME, SPELLING_STEPS, TRUSTED, ZIPF_STEPS, letter
from cleaner.spelling.storage import symspell_index, vocabulary
from cleaner.spelling.storage.mmap_arrays import write
from training.models import Models
from training.sources import Sources

FUNCTION = frozenset("of the and to in that was is for with on at by his he it from had have they which".split())
#: words rarer than this zipf (once in 16 million words) are trusted, never proposed: below lie a third of the words and
#: of the index, and next to no right answers
PROPOSED = 1.8

_WORD = re.compile(r"(?<![\w'’])[^\W\d_]+(?:['’][^\W\d_]+)*(?!\w)")
#: a word that cannot begin a sentence: its capital, if it has one, is its own
_WITHIN = re.compile(r"(?<=[a-z,;] )[^\W\d_]+(?:['’][^\W\d_]+)*(?!\w)")
_PLAIN = re.compile(r"[^\W\d_]+(?:'(?:t|d|m|ll|re|ve|clock))?")
_POSSESSIVE = re.compile(r"'s?$")


class Count:
    """Counts of a group of texts: words in lower case; how often each stands within a sentence, and with a capital."""

    def __init__(self, sources: Sources, group: str) -> None:
        surface, inner = Counter[str](), Counter[str]()
        for name in sources.group(group):
            for line in sources.lines(name):
                passage = line.replace("’", "'")
                surface.update(_WORD.findall(passage))
                inner.update(_WITHIN.findall(passage))
        self.words, self.within, self.capital = Counter[str](), Counter[str](), Counter[str]()
        for word, n in surface.items():
            self.words[_POSSESSIVE.sub("", word.lower())] += n
        for word, n in inner.items():
            self.within[word.lower()] += n
            if word[0].isupper():
                self.capital[word.lower()] += n
        self._total = self.words.total()

    def zipf(self, word: str) -> float:
        rate = self.words[word] / self._total if self._total else 0.0
        return math.log10(rate * 1e9) if rate else 0.0


@dataclass(frozen=True)
class Grounds:
    """What speaks for and against a word: three groups of texts, two word lists, and what scanners make of words."""

    modern: Count
    books: Count
    scanned: Count
    suspicious: set[str]
    web: dict[str, float]  # wordfreq's large list; it counted scanned books too
    dictionary: frozenset[str]  # symspellpy's

    @cached_property
    def pool(self) -> set[str]:
        """Every string that may be a word."""
        found = set(self.dictionary) | set(self.modern.words) | set(self.books.words) | self.suspicious
        found |= {word for word, rate in self.web.items() if rate >= 1e-7}
        return {word for word in found if _PLAIN.fullmatch(word) and len(word) <= 30}

    def clean_zipf(self, word: str) -> float:
        return max(self.modern.zipf(word), self.books.zipf(word))

    def trusts(self, word: str) -> bool:
        """Is it a word, on better grounds than that somebody's scanner once wrote it?"""
        if len(word) == 1:
            return word in "aio"
        if word in self.suspicious:
            return self._is_a_word_too(word)
        if word not in self.dictionary and self._run_together(word):
            return False
        if word in self.dictionary or self.modern.words[word] >= 3 or self.books.words[word] >= 3:
            return True
        # what only scanned text knows is not taken from wordfreq
        seen = self.modern.words[word] + self.books.words[word]
        return self.web.get(word, 0.0) >= 1e-7 and (seen > 0 or self.scanned.words[word] <= 2)

    def _is_a_word_too(self, word: str) -> bool:
        """A string that scanned newspapers made common must be common in clean text too.

        Within 30 times of its rate there (arc, yon, hi pass; tho, aud, bis, tor, ing do not), or within 10 if it is
        rarer (tort, oat).  A dictionary is believed from five letters on (pears, aground): the words that scanners make
        by the thousand are misread little words.  So it is where the web has a word as often as scanners write it, or
        a fourth as often (tilde, grout, buffered): it holds what our clean texts do not speak of.
        """
        clean = self.clean_zipf(word)
        web = math.log10(self.web.get(word, 0.0) * 1e9 + 1)
        on_the_web = web >= 2.0 and self.scanned.zipf(word) - web <= 0.6
        if word in self.dictionary and len(word) >= 5 and (clean >= 2.2 or on_the_web):
            return True
        return self.scanned.zipf(word) - clean <= (1.5 if clean >= 3.2 else 1.0) and clean >= 2.6

    def _run_together(self, word: str) -> bool:
        """`ofthe`, `tothe`: even edited text holds them often enough to look like words."""
        return any(
            (word[:i] in FUNCTION or word[i:] in FUNCTION)
            and self.clean_zipf(word[:i]) >= 4.5
            and self.clean_zipf(word[i:]) >= 4.5
            and self.clean_zipf(word) < 3.5
            for i in range(2, len(word) - 1)
        ) and not self.is_name(word)

    def zipf(self, word: str) -> float:
        """How common the word is; 0.5 if only symspellpy's dictionary has it."""
        rates = [10 ** count.zipf(word) if count.words[word] else 0.0 for count in (self.modern, self.books)]
        weights = [0.35, 0.25]
        if word not in self.suspicious:
            rates.append(self.web.get(word, 0.0) * 1e9)
            weights.append(0.4)
        rate = sum(r * w for r, w in zip(rates, weights, strict=True)) / sum(weights)
        return max(0.05, math.log10(rate)) if rate > 0 else 0.5

    def is_name(self, word: str) -> bool:
        """Has the word a capital within sentences, nearly always?"""
        seen = self.modern.within[word] + self.books.within[word]
        capital = self.modern.capital[word] + self.books.capital[word]
        return seen >= 3 and capital / seen >= 0.7


def build(sources: Sources, models: Models, out: Path) -> dict[str, object]:
    """Write the lexicon."""
    modern, books, scanned = (Count(sources, group) for group in ("modern", "books", "scanned"))
    web = get_frequency_dict("en", "large")
    grounds = Grounds(modern, books, scanned, sources.suspicious(), web, _symspell_dictionary())
    good = {word for word in grounds.pool if grounds.trusts(word)}
    seen = {word for word in grounds.pool - good if grounds.clean_zipf(word) >= 2.0}  # kept for their frequency only
    zipf = {word: grounds.zipf(word) for word in good | seen}
    by_rank = sorted(zipf, key=lambda word: (-zipf[word], word))
    indexed = {word for word in good if zipf[word] >= PROPOSED}

    engine = SymSpell(
        max_dictionary_edit_distance=symspell_index.MAX_DISTANCE, prefix_length=symspell_index.PREFIX_LENGTH
    )
    for word in sorted(indexed):
        engine.create_dictionary_entry(word, 1)
    numbers = {word: number for number, word in enumerate(by_rank)}
    flags = [TRUSTED * (w in good) | NAME * grounds.is_name(w) | INDEXED * (w in indexed) for w in by_rank]
    arrays = {
        **vocabulary.pack(by_rank),
        "flags": ("B", bytes(flags)),
        "zipf": ("B", bytes(min(255, round(zipf[word] * ZIPF_STEPS)) for word in by_rank)),
        "spelling": ("B", _spelling(good, zipf)),
        **symspell_index.pack(engine._deletes, numbers),
    }
    write(
        out, "lexicon", arrays, {"language": "en", "words": len(by_rank), "trusted": len(good), "indexed": len(indexed)}
    )
    return {}


def _spelling(words: set[str], zipf: dict[str, float]) -> bytes:
    """Which letter follows which two, in parts of a nat: a trigram model of letters over the trusted words."""
    size = len(LETTERS)
    three, two = Counter[int](), Counter[int]()
    for word in words:
        places = [0, 0, *map(letter, word), 0]
        for a, b, c in zip(places, places[1:], places[2:], strict=False):
            three[(a * size + b) * size + c] += max(1.0, zipf[word])  # type: ignore[assignment]
            two[b * size + c] += max(1.0, zipf[word])  # type: ignore[assignment]
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
