"""The lexicon: what is a word, how common it is, which words are near it.

A word is *trusted* if more than a list speaks for it: large web lists hold what scanners made of words (`tbe`, `thc`,
`havo`).  `scripts/training/build_lexicon.py` decides.  A trusted word may still be misread for another (`arc` for
`are`, a *real-word error*); the language model tells that, no list can.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.files.locations import DATA
from cleaner.native.library import LONGEST_STRING
from cleaner.native.word_search import DeletesSearch
from cleaner.spelling.channel_search import ChannelReading, ChannelSearch
from cleaner.spelling.storage.bounded_cache import MOST_KEPT, BoundedCache
from cleaner.spelling.storage.mmap_arrays import MmapArrays
from cleaner.spelling.storage.symspell_index import MAX_DISTANCE, PREFIX_LENGTH, SymSpellIndex, mask_of
from cleaner.spelling.storage.vocabulary import Vocabulary
from cleaner.spelling.visual_similarity import LN10, VisualSimilarity

if TYPE_CHECKING:
    from symspellpy import SymSpell

#: flags of a word in the shipped file
TRUSTED, NAME, INDEXED = 1, 2, 4
#: a zipf value is stored in twentieths: a step is 12% in frequency
ZIPF_STEPS = 20
#: the least zipf of a word from a glossary or from the document itself: once in a million words
NAMED_ZIPF = 3.0

#: what the trigram model of letters tells apart: a word's edge, a to z, and all others
LETTERS = " abcdefghijklmnopqrstuvwxyz*"
#: its probabilities are kept in sixteenths of a nat
SPELLING_STEPS = 16

#: only the commonest words are looked for by visual similarity: of a rarer word, what differs so much is rarely right
COMMON = 12_000
#: words of this zipf and above (1.6 in a million; 21,500 words) are sought by channel search: more of them add nothing
REACHED = 3.2

SHIPPED = DATA / "lexicon.bin"


class Lexicon:
    """The words of the language, and those that the user or the document adds.

    >>> lexicon = Lexicon.shipped()
    >>> [lexicon.knows(word) for word in ("newspaper", "tbe", "Pompeo's", "well-known")]
    [True, False, True, True]
    >>> lexicon.zipf("the") > lexicon.zipf("newspaper") > lexicon.zipf("qwzrt") == 0.0
    True
    >>> max(lexicon.near("newspapor"), key=lambda found: found[2])[:2]
    ('newspaper', 1)
    >>> lexicon.with_words(["Zelvadroka"]).knows("Zelvadroka")
    True
    """

    def __init__(self, mapped: MmapArrays, like: Lexicon | None = None, added: frozenset[str] = frozenset()) -> None:
        """`like`: a lexicon of the same file, whose table is shared."""
        self._mapped = mapped
        self._table: Vocabulary = like._table if like else Vocabulary(mapped)
        self._numbers: BoundedCache[str, int] = like._numbers if like else BoundedCache(self._table.find)
        self._flags = mapped["flags"]
        self._zipf = mapped["zipf"]
        self._spelling = mapped["spelling"]
        self._added = added
        #: what `knows` tells, for whoever asks of each token
        self.known = BoundedCache(self._is_known)
        self._met: set[str] = set()  # known words that `unknown` has met

    @classmethod
    def open(cls, path: Path) -> Lexicon:
        """A lexicon from a file.  `ModelFileError` if it is none."""
        return cls(MmapArrays.open(path, "lexicon"))

    @staticmethod
    @cache
    def shipped() -> Lexicon:
        """The English lexicon that comes with the program, opened once for the process."""
        return Lexicon.open(SHIPPED)

    def with_words(self, words: Iterable[str]) -> Lexicon:
        """The same lexicon, trusting these words too: a glossary's, a user's, the document's own."""
        return Lexicon(self._mapped, self, self._added | {_fold(word) for word in words})

    def zipf(self, word: str) -> float:
        """How common a word is, case set aside: log10 of its occurrences in a billion words; 0.0 if it is unknown.

        `the` has 7.7, a word met once in a million 3.0.
        """
        folded = _fold(word)
        number = self._numbers[folded]
        level = self._zipf[number] / ZIPF_STEPS if number >= 0 else 0.0
        return max(level, NAMED_ZIPF) if folded in self._added else level

    def knows(self, word: str) -> bool:
        """Is this a word we trust, as it stands or as a possessive, or a compound of such with hyphens?"""
        return self.known[word]

    def unknown(self, words: Set[str]) -> Set[str]:
        """Those of some words that it does not know; most were met before, and are not looked up one by one.

        >>> sorted(Lexicon.shipped().unknown({"newspaper", "tbe", "qwzrt"}))
        ['qwzrt', 'tbe']
        """
        new = words - self._met
        unknown = {word for word in new if word.lower() not in self._met and not self.knows(word)}
        if len(self._met) > MOST_KEPT:
            self._met = set()
        self._met |= new - unknown
        return unknown

    def _is_known(self, word: str) -> bool:
        folded = _fold(word)
        if self._trusts(folded):
            return True
        stem = _without_possessive(folded)
        if stem != folded and self._trusts(stem):
            return True
        parts = stem.split("-")
        return len(parts) > 1 and all(self._trusts(_without_possessive(part)) for part in parts)

    def is_name(self, word: str) -> bool:
        """Is the word written with a capital wherever it stands (Pompeo, Dublin, Monday)?"""
        number = self._numbers[_without_possessive(_fold(word))]
        return number >= 0 and bool(self._flags[number] & NAME)

    def wordlike(self, word: str) -> float:
        """How much a string looks like an English word: mean ln P of its letters, each after the two before it.

        Most words and names lie above -3, most misread words below.

        >>> lexicon = Lexicon.shipped()
        >>> lexicon.wordlike("connexion") > lexicon.wordlike("Zelensky") > lexicon.wordlike("liinif8lf")
        True
        """
        a = b = total = 0
        for c in (*map(letter, _fold(word)), 0):
            total += self._spelling[(a * len(LETTERS) + b) * len(LETTERS) + c]
            a, b = b, c
        return -total / SPELLING_STEPS / (len(word) + 1)

    def near(self, word: str, distance: int = MAX_DISTANCE) -> list[tuple[str, int, float]]:
        """(candidate, edit distance, zipf) of the words within `distance` letters, 0 to 2, in no order.

        Words too rare to be met (below zipf 1.8) are trusted but not offered.
        """
        folded = _fold(word)
        words, zipf = self._table.words, self._zipf
        found = [
            (words[number], apart, zipf[number] / ZIPF_STEPS) for number, apart in self._deletes.near(folded, distance)
        ]
        if self._added:
            from symspellpy import Verbosity

            own = self._own.lookup(folded, Verbosity.ALL, max_edit_distance=distance)
            named = {item.term: (item.term, item.distance, self.zipf(item.term)) for item in own}
            found = [*(it for it in found if it[0] not in named), *named.values()]
        return found

    def nearest(self, word: str, distance: int, edit: float, most: int) -> list[tuple[str, int, float]]:
        """The `most` likeliest of these, the likeliest first: by zipf, where a letter apart costs `edit` nats."""
        folded = _fold(word)
        if self._search and not self._added and len(folded) < LONGEST_STRING:
            word_of, levels = self._table.word, self._zipf
            found = self._search.near(folded, distance, edit, LN10, most)
            return [(word_of(number), apart, levels[number] / ZIPF_STEPS) for number, apart in found]
        near = self.near(word, distance)
        ranked = sorted((edit * apart - LN10 * zipf, -zipf, apart, text) for text, apart, zipf in near)
        return [(text, apart, -rarity) for _, rarity, apart, text in ranked[:most]]

    def visually_similar(self, word: str, most: int) -> list[tuple[str, float]]:
        """(candidate, zipf) of common words that are visually similar to `word`, however many letters apart."""
        return self._visual_similarity.find(_fold(word), most)

    def within_reach(self, word: str, reading: ChannelReading, most: int) -> list[tuple[str, float]]:
        """(candidate, cost) of common words that an error model makes of `word`, however many letters apart."""
        return self._channel_search.find(word, reading, most)

    def _trusts(self, folded: str) -> bool:
        number = self._numbers[folded]
        return (number >= 0 and bool(self._flags[number] & TRUSTED)) or folded in self._added

    @cached_property
    def _deletes(self) -> SymSpellIndex:
        return SymSpellIndex(self._mapped, self._table.words)

    @cached_property
    def _search(self) -> DeletesSearch | None:
        return DeletesSearch.made(self._mapped, mask_of(self._mapped), ZIPF_STEPS)

    @cached_property
    def _visual_similarity(self) -> VisualSimilarity:
        word, flags, zipf = self._table.word, self._flags, self._zipf
        common = [number for number in range(COMMON) if flags[number] & INDEXED]
        return VisualSimilarity([word(number) for number in common], [zipf[number] / ZIPF_STEPS for number in common])

    @cached_property
    def _channel_search(self) -> ChannelSearch:
        table, flags, zipf = self._table, self._flags, self._zipf
        trusted = (n for n in range(len(table)) if zipf[n] >= REACHED * ZIPF_STEPS and flags[n] & INDEXED)
        levels = {word: zipf[n] / ZIPF_STEPS for n in trusted if (word := table.word(n)).isalpha() and len(word) > 1}
        return ChannelSearch(list(levels), list(levels.values()))

    @cached_property
    def _own(self) -> SymSpell:
        """The added words: few enough to hold in memory."""
        from symspellpy import SymSpell

        engine = SymSpell(max_dictionary_edit_distance=MAX_DISTANCE, prefix_length=PREFIX_LENGTH)
        for word in sorted(self._added):
            engine.create_dictionary_entry(word, 1)
        return engine


def letter(character: str) -> int:
    """A character's place in `LETTERS`."""
    return ord(character) - 96 if "a" <= character <= "z" else len(LETTERS) - 1


def _fold(word: str) -> str:
    return word.lower().replace("’", "'")


def _without_possessive(folded: str) -> str:
    return folded[:-2] if folded.endswith("'s") else folded.removesuffix("'")
