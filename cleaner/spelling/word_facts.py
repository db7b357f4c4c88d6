"""What the lexicon and the language model know of a string, wherever it stands.

Correctors that differ only in their error models share these facts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from cleaner.spelling.language_model import UNKNOWN, LanguageModel
from cleaner.spelling.lexicon import Lexicon
from cleaner.spelling.storage.bounded_cache import BoundedCache
from cleaner.spelling.visual_similarity import LN10

#: the zipf of a word that no list knows, if it looks like most words: met once in some thirty billion words
UNSEEN_ZIPF = -1.5
#: how much wordlikeness counts: 0.8 of a zipf for each nat a letter beyond -2.8, from -2 to 1 nats (set by hand)
WORDLIKE, USUAL_WORDLIKE, LEAST_WORDLIKE, MOST_WORDLIKE = 0.8, -2.8, -2.0, 1.0
#: -ln P of the language model's unknown word: one word in e^4 = 55 is unknown
UNKNOWN_COST = 4.0
#: what an edit costs in nats, roughly, for ranking before the error model is asked
USUAL_EDIT = 4.0
#: so many neighbours are handed to the error model: those within two letters that rank first, and the visually similar
NEAR, SIMILAR = 16, 16

Neighbours = list[tuple[str, float]]  # words, each with its zipf


class Phrase(NamedTuple):
    """A word or two: their numbers, ln P of those the language model does not know, and whether they are a name."""

    word_ids: tuple[int, ...]
    own: float
    is_name: bool


class WordFacts:
    """Whether a word is known, its number in the language model, and the words near it; each worked out once."""

    def __init__(self, lexicon: Lexicon, language_model: LanguageModel) -> None:
        self.lexicon = lexicon
        self.language_model = language_model
        self.knows: Callable[[str], bool] = lexicon.known.__getitem__
        self._word_ids = BoundedCache(self._number)
        self._phrases = BoundedCache(self._phrase)
        self._near = BoundedCache(self._within)
        self._similar = BoundedCache[str, Neighbours](lambda word: lexicon.visually_similar(word, SIMILAR))

    def word_id(self, word: str) -> tuple[int, float]:
        """A word's number in the language model, and ln P of the word given that number: 0 if the model knows it."""
        return self._word_ids[word]

    def phrase(self, text: str) -> Phrase:
        """What a candidate's words are to the models."""
        return self._phrases[text]

    def near(self, word: str, distance: int) -> Neighbours:
        """Words within so many letters, the likeliest first."""
        return self._near[word, distance]

    def visually_similar(self, word: str) -> Neighbours:
        """Common words that look like this one in print, however many letters apart."""
        return self._similar[word]

    def _number(self, word: str) -> tuple[int, float]:
        word_id = self.language_model.word_id(word)
        if word_id != UNKNOWN:
            return word_id, 0.0
        zipf = self.lexicon.zipf(word)
        if not self.lexicon.knows(word):
            looks = self.lexicon.wordlike(word) - USUAL_WORDLIKE
            zipf = min(zipf, UNSEEN_ZIPF) + WORDLIKE * max(LEAST_WORDLIKE, min(MOST_WORDLIKE, looks))
        return word_id, min(0.0, LN10 * (zipf - 9.0) + UNKNOWN_COST)

    def _phrase(self, text: str) -> Phrase:
        words = [self.word_id(word) for word in text.replace("-", " ").split()]
        word_ids = tuple(word_id for word_id, _ in words)
        return Phrase(word_ids, sum(own for _, own in words), self.lexicon.is_name(text))

    def _within(self, key: tuple[str, int]) -> Neighbours:
        return [(text, zipf) for text, apart, zipf in self.lexicon.nearest(*key, USUAL_EDIT, NEAR) if apart]
