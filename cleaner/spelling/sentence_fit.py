"""How well words fit between those beside them, by the language model."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from cleaner.spelling.language_model import BOUNDARY, LanguageModel, model_words
from cleaner.spelling.lexicon import Lexicon
from cleaner.spelling.word_facts import WordFacts

#: characters that surely hold two words
BESIDE = 80


class SentenceFit:
    """Fits words into the places of one text.

    >>> from cleaner.spelling.language_model import TrigramModel
    >>> fit = SentenceFit("He had great in uence there.", Lexicon.shipped(), TrigramModel.shipped())
    >>> fit.gain(13, 21, "influence") > 10 > fit.gain(13, 21, "infliuence")
    True
    """

    def __init__(self, text: str, lexicon: Lexicon, model: LanguageModel) -> None:
        self._text, self._models = text, (lexicon, model)

    @cached_property
    def _facts(self) -> WordFacts:
        return WordFacts(*self._models)

    def gain(self, start: int, end: int, new: str) -> float:
        """How much better `new` fits than what stands in a span, in nats."""
        return self._ln_p(start, end, new) - self._ln_p(start, end, self._text[start:end])

    def _ln_p(self, start: int, end: int, words: str) -> float:
        before = list(model_words(self._text[max(0, start - BESIDE) : start]))[-2:]
        after = list(model_words(self._text[end : end + BESIDE]))[:2]
        numbers, own = self._numbered(model_words(words))
        a, b = (BOUNDARY, BOUNDARY, *self._numbered(before)[0])[-2:]
        from cleaner.spelling.decoder import fit

        return fit(self._facts.language_model, (a, b), numbers, self._numbered(after)[0]) + own

    def _numbered(self, words: Iterable[str]) -> tuple[list[int], float]:
        """The words' numbers in the model, and ln P of those that it does not know."""
        known = [self._facts.word_id(word) for word in words]
        return [number for number, _ in known], sum(own for _, own in known)
