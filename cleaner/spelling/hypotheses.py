"""Hypotheses as edges of the lattice, each with its cost; `hypothesis_sources` says which there are.

A cost is the error model's, and what else makes a hypothesis less likely before its neighbours are known: a name where
a small letter stands, a word that the text never uses.  The weights are fitted (`costs`); with them the right
hypothesis, if it is among the candidates, comes first in .86 to .91 of the places of an unseen collection.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log1p
from typing import NamedTuple

from cleaner.spelling.candidates import Candidate, Candidates
from cleaner.spelling.costs import Costs
from cleaner.spelling.decoder import Edge
from cleaner.spelling.kinds import JOIN, REAL_WORD, SPLIT, WORD
from cleaner.spelling.language_model import BOUNDARY, NUMBER
from cleaner.spelling.noisy_text import NoisyText
from cleaner.spelling.storage.bounded_cache import BoundedCache
from cleaner.spelling.surface import cased
from cleaner.spelling.tokens import OcrToken
from cleaner.spelling.word_facts import WordFacts

#: endings that a stem may have; a stem up to this length proves nothing (`wa` for `was`)
ENDINGS, SHORT = ("s", "'s", "’s"), 3
#: the edges of so many strings are kept, about two kilobytes each
MOST_READY = 10_000


class Ready(NamedTuple):
    """An edge as it is in a text that does not hold its `word`: `base` and `extra` make up its cost."""

    word: str
    edge: Edge
    base: float
    extra: float


class Hypotheses:
    """Makes the edges for the tokens of a text."""

    def __init__(self, facts: WordFacts, candidates: Candidates, costs: Costs) -> None:
        self.lexicon = facts.lexicon
        self.candidates = candidates
        self.costs = costs
        self.knows = facts.knows
        self.word_id = facts.word_id
        self._phrase = facts.phrase
        self._inflections = BoundedCache(self._inflected)
        self._ready = BoundedCache(self._of_token, MOST_READY)
        self._joined = BoundedCache(self._of_pieces, MOST_READY)
        self._cut = BoundedCache(self._of_cut, MOST_READY)
        self._standing = BoundedCache(self._as_it_stands, MOST_READY)
        self.cased = BoundedCache(cased, MOST_READY)  # sentences are read several times

    def as_it_stands(self, token: OcrToken) -> Edge:
        """The hypothesis that changes nothing."""
        return self._standing[token.text, token.number, token.stop]

    def edges(self, page: NoisyText, token: OcrToken, rule: str, marked: bool = False) -> list[Edge]:
        """A token as one or two words: `rule` is `REAL_WORD`, or `WORD` where the token is no word.

        `marked`: the marks beside it belong to them.
        """
        read = token.with_marks(page.text) if marked else token.text
        return self._in_text(page, self._ready[rule, read, token.text, token.opens, token.stop, marked])

    def joined(self, page: NoisyText, tokens: Sequence[OcrToken], between: str) -> list[Edge]:
        """Two or three tokens as one word; `between` is what stands between them."""
        return self._in_text(page, self._joined[tuple(u.text for u in tokens), between, tokens[-1].stop])

    def cut(self, page: NoisyText, tokens: Sequence[OcrToken], between: str) -> list[Edge]:
        """Two tokens as one word, in which the marks between them stand for letters."""
        return self._in_text(page, self._cut[tokens[0].text + between + tokens[1].text, tokens[1].stop])

    def inflections(self, word: str) -> Sequence[str]:
        """A word with an ending more or less, if the one without is known; in lower case."""
        return self._inflections[word]

    def _as_it_stands(self, key: tuple[str, bool, bool]) -> Edge:
        text, number, stops = key
        word_id, own = (NUMBER, 0.0) if number else self.word_id(text)
        return Edge(1, (word_id, BOUNDARY) if stops else (word_id,), 0.0, own)

    def _of_token(self, key: tuple[str, str, str, bool, bool, bool]) -> list[Ready]:
        rule, read, text, opens, stops, marked = key
        token = OcrToken(0, len(text), text, False, stops, opens)
        cases = self._cases(token)
        if rule == REAL_WORD:
            return [self._made(token, c, rule, cases) for c in self.candidates.real_word(read)]
        found = self.candidates.misread(read)
        return [self._made(token, c, SPLIT if " " in c.text else WORD, cases, marked) for c in found]

    def _of_pieces(self, key: tuple[tuple[str, ...], str, bool]) -> list[Ready]:
        pieces, between, stops = key
        extra = self.costs.three_pieces if len(pieces) == 3 else 0.0
        return [self._ready_edge(c, len(pieces), stops, JOIN, extra) for c in self.candidates.joined(pieces, between)]

    def _of_cut(self, key: tuple[str, bool]) -> list[Ready]:
        read, stops = key
        return [self._ready_edge(c, 2, stops, JOIN, 0.0) for c in self.candidates.cut(read)]

    def _made(
        self, token: OcrToken, c: Candidate, rule: str, cases: tuple[float, float], marked: bool = False
    ) -> Ready:
        case = cases[self._phrase(c.text).is_name]
        return self._ready_edge(c, 1, token.stop, rule, self.costs.mark if marked else 0.0, marked, case)

    def _ready_edge(
        self, c: Candidate, span: int, stops: bool, rule: str, extra: float, marked: bool = False, case: float = 0.0
    ) -> Ready:
        words = self._phrase(c.text)
        base = self.costs.channel * c.cost + case
        word_ids = (*words.word_ids, BOUNDARY) if stops else words.word_ids
        edge = Edge(span, word_ids, base + extra, words.own, c.text, rule, marked, c.cost, case)
        return Ready(c.text, edge, base, extra)

    def _in_text(self, page: NoisyText, ready: Sequence[Ready]) -> list[Edge]:
        """The edges in a text: each costs less for every time that it holds the edge's word."""
        counts, repeated = page.stats.counts, self.costs.repeated
        edges = []
        for word, edge, base, extra in ready:
            if word in counts:
                cost = base - repeated * log1p(counts[word]) + extra
                own, text, rule, marked, channel, case = edge[3:]
                edges.append(Edge(edge.span, edge.word_ids, cost, own, text, rule, marked, channel, case))
            else:
                edges.append(edge)
        return edges

    def _inflected(self, word: str) -> Sequence[str]:
        longer = [word + ending for ending in ENDINGS] if len(word) > SHORT and self.knows(word) else []
        stems = [word.removesuffix(ending) for ending in ENDINGS if word.endswith(ending)]
        return [*longer, *(stem for stem in stems if len(stem) > SHORT and self.knows(stem))]

    def _cases(self, token: OcrToken) -> tuple[float, float]:
        """The cost of a capital, or of none, that does not fit: of a word that is no name, and of a name."""
        if token.text.islower():
            return 0.0, self.costs.lower_name
        if token.opens or len(token.text) < 2 or token.text[1:] != token.text[1:].lower():
            return 0.0, 0.0
        return self.costs.capital_word, 0.0


def stop(token: OcrToken) -> tuple[int, ...]:
    """The word that ends a sentence, if the token does."""
    return (BOUNDARY,) if token.stop else ()
