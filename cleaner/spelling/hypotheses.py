"""The readings of a place as edges of the lattice, each with its price; where they come from, `sources` tells.

A price is what the channel charges, and what else makes a reading less likely before its neighbours are heard: a name
where a small letter stands, a word that the text never uses.  The prices lie near the weights of a conditional logit
over places of three collections (`scripts/fit_costs.py`); the right reading, where it is among the candidates, comes
out on top in .86 to .91 of the places.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log1p

from cleaner.spelling.candidates import LN10, Candidate, Candidates
from cleaner.spelling.costs import Costs
from cleaner.spelling.decoder import Edge
from cleaner.spelling.language_model import BOUNDARY, NUMBER, UNKNOWN, LanguageModel
from cleaner.spelling.lexicon import Lexicon
from cleaner.spelling.noisy_text import NoisyText
from cleaner.spelling.tokens import OcrToken

KINDS = (
    "spelling/word", "spelling/real-word", "spelling/split", "spelling/join", "spelling/speck", "spelling/hyphen",
)  # fmt: skip
WORD, REAL_WORD, SPLIT, JOIN, SPECK, HYPHEN = KINDS

#: a word that no list knows, before its looks are weighed: met once in some thirty billion words
UNSEEN_ZIPF = -1.5
#: the context model's unknown words are met once in e**4 words
UNKNOWN_COST = 4.0


class Hypotheses:
    """Edges for a page's tokens.  What is known of words is kept for the life of the object."""

    def __init__(
        self,
        lexicon: Lexicon,
        language_model: LanguageModel,
        candidates: Candidates,
        costs: Costs,
        like: Hypotheses | None = None,
    ) -> None:
        """`like`: readings of the same lexicon and context under another channel; what they know is shared."""
        self.lexicon = lexicon
        self.language_model = language_model
        self.candidates = candidates
        self.costs = costs
        self._knows: dict[str, bool] = like._knows if like else {}
        self._word_ids: dict[str, tuple[int, float]] = like._word_ids if like else {}

    def knows(self, word: str) -> bool:
        known = self._knows.get(word)
        if known is None:
            known = self._knows[word] = self.lexicon.knows(word)
        return known

    def as_it_stands(self, token: OcrToken) -> Edge:
        """The reading that changes nothing."""
        word_id, own = (NUMBER, 0.0) if token.number else self.word_id(token.text)
        return Edge(1, (word_id, *stop(token)), 0.0, own)

    def edges(self, page: NoisyText, token: OcrToken, found: Iterable[Candidate], marked: bool = False) -> list[Edge]:
        """A token as one or two words; `marked`: the marks beside it belong to them."""
        return [self.edge(page, (token,), c, SPLIT if " " in c.text else WORD, marked) for c in found]

    def edge(self, page: NoisyText, tokens: Sequence[OcrToken], c: Candidate, rule: str, marked: bool = False) -> Edge:
        """Some tokens, one to three, as a candidate."""
        words = [self.word_id(word) for word in c.text.replace("-", " ").split()]
        case = self._case(tokens[0], c.text) if len(tokens) == 1 else 0.0
        costs = self.costs
        cost = costs.channel * c.cost + case - costs.repeated * log1p(page.stats.counts[c.text])
        cost += (costs.three_pieces if len(tokens) == 3 else 0.0) + (costs.mark if marked else 0.0)
        word_ids = (*(word_id for word_id, _ in words), *stop(tokens[-1]))
        return Edge(len(tokens), word_ids, cost, sum(own for _, own in words), c.text, rule, marked, c.cost, case)

    def _case(self, token: OcrToken, text: str) -> float:
        """What it costs that the capital, or its absence, does not fit the word."""
        if token.text.islower():
            return self.costs.lower_name if self.lexicon.is_name(text) else 0.0
        if token.opens or len(token.text) < 2 or token.text[1:] != token.text[1:].lower():
            return 0.0
        return 0.0 if self.lexicon.is_name(text) else self.costs.capital_word

    def word_id(self, word: str) -> tuple[int, float]:
        """A word's number in the context model and what it costs beyond that: nothing, if the model knows it."""
        found = self._word_ids.get(word)
        if found is None:
            word_id, own = self.language_model.word_id(word), 0.0
            if word_id == UNKNOWN:
                zipf = self.lexicon.zipf(word)
                if not self.lexicon.knows(word):
                    zipf = min(zipf, UNSEEN_ZIPF) + 0.8 * max(-2.0, min(1.0, self.lexicon.wordlike(word) + 2.8))
                own = min(0.0, LN10 * (zipf - 9.0) + UNKNOWN_COST)
            found = self._word_ids[word] = (word_id, own)
        return found


def stop(token: OcrToken) -> tuple[int, ...]:
    """The word that ends a sentence, if the token does."""
    return (BOUNDARY,) if token.stop else ()
