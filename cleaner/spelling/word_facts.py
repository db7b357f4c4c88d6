"""What is known of a string, wherever it stands and whatever scanned it.

These are facts of the lexicon and the language model.  Correctors of the same two that read under different error
models share them.
"""

from __future__ import annotations

from cleaner.spelling.language_model import UNKNOWN, LanguageModel
from cleaner.spelling.lexicon import Lexicon
from cleaner.spelling.storage.bounded_cache import BoundedCache

#: ln 10: a zipf is a decimal logarithm, costs are natural ones
LN10 = 2.302585
#: a word that no list knows, before its looks are weighed: met once in some thirty billion words
UNSEEN_ZIPF = -1.5
#: the language model's unknown words are met once in e**4 words
UNKNOWN_COST = 4.0
#: what an edit costs, more or less, before the error model has told
USUAL_EDIT = 4.0
#: how many of SymSpell's answers are weighed by the error model, those first that are common for their distance,
#: and how many of those that only look alike
WEIGHED, WEIGHED_SIMILAR = 16, 16

Neighbours = list[tuple[str, float]]  # words, each with its zipf


class WordFacts:
    """Whether a word is known, its number in the language model, and the words near it; each worked out once."""

    def __init__(self, lexicon: Lexicon, language_model: LanguageModel) -> None:
        self.lexicon = lexicon
        self.language_model = language_model
        self._knows = BoundedCache[str, bool]()
        self._word_ids = BoundedCache[str, tuple[int, float]]()
        self._near = BoundedCache[tuple[str, int], Neighbours]()
        self._similar = BoundedCache[str, Neighbours]()

    def knows(self, word: str) -> bool:
        """Whether the lexicon trusts the word."""
        known = self._knows.get(word)
        return self._knows.keep(word, self.lexicon.knows(word)) if known is None else known

    def word_id(self, word: str) -> tuple[int, float]:
        """A word's number in the language model and what it costs beyond that: nothing, if the model knows it."""
        found = self._word_ids.get(word)
        if found is None:
            word_id, own = self.language_model.word_id(word), 0.0
            if word_id == UNKNOWN:
                zipf = self.lexicon.zipf(word)
                if not self.lexicon.knows(word):
                    zipf = min(zipf, UNSEEN_ZIPF) + 0.8 * max(-2.0, min(1.0, self.lexicon.wordlike(word) + 2.8))
                own = min(0.0, LN10 * (zipf - 9.0) + UNKNOWN_COST)
            found = self._word_ids.keep(word, (word_id, own))
        return found

    def near(self, word: str, distance: int) -> Neighbours:
        """Words within so many letters, the likeliest first."""
        found = self._near.get((word, distance))
        if found is None:
            words = self.lexicon.near(word, distance)
            words.sort(key=lambda it: USUAL_EDIT * it[1] - LN10 * it[2])
            likely = [(text, zipf) for text, apart, zipf in words[:WEIGHED] if apart]
            found = self._near.keep((word, distance), likely)
        return found

    def visually_similar(self, word: str) -> Neighbours:
        """Common words that look like this one in print, however many letters apart."""
        found = self._similar.get(word)
        if found is None:
            found = self._similar.keep(word, self.lexicon.visually_similar(word, WEIGHED_SIMILAR))
        return found
