"""How likely a spelling of a run is a name misheard: whether it is worth a person's look, and which comes first.

Likeness alone does not tell: near every name of a glossary stand some words of the same letters.  What tells beside it
is in the user's own texts: how well the name fits where the spelling stands, by the language model; whether the
spelling is written with a capital like a name; whether the name stands right elsewhere, so that it was known.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from rapidfuzz import fuzz

from cleaner.names.clusters import Spelling
from cleaner.names.likeness import alike, sound
from cleaner.names.name_words import keys
from cleaner.spelling.language_model import TrigramModel
from cleaner.spelling.lexicon import Lexicon
from cleaner.spelling.sentence_fit import SentenceFit

#: A logistic regression on 7,280 spellings, 431 of them right, of five calls of Earnings-21 by three recognisers.
#: Letters and sound count by ten hundredths, fit by ten nats, the others where they hold.
WEIGHTS: Mapping[str, float] = {
    "any spelling": -9.88,
    "letters": 0.71,
    "sound": 0.54,
    "oftener than in English": 0.15,
    "fits here": 0.67,
    "everyday words": -1.04,
    "a word of the language": -0.7,
    "a capital within sentences": 1.05,
    "the name stands here too": -1.04,
    "the name is made of known words": -1.24,
    "the same first letter": 0.48,
}
# On ten other calls 524 of the 540 right spellings that were shown before are likelier, and half of the 6,867 wrong.
LEAST = 0.0125
MOST_FIT = 30.0  # nats
LOOKED_AT = 6  # places of a spelling
CLOSES = '.?!:"'


def likely(found: Iterable[Spelling], texts: Sequence[str]) -> list[Spelling]:
    """The spellings of some texts that are worth a person's look, the likeliest first.

    >>> text = "We sell DSUVIA here. Now Desu via is there, and we say the via is there."
    >>> places = [(said, ((0, at := text.index(said), at + len(said)),)) for said in ("say the", "Desu via")]
    >>> found = [Spelling("DSUVIA", said, 160.0, place, everyday=False) for said, place in places]
    >>> [one.said for one in likely(found, [text])]
    ['Desu via']
    """
    chances = AliasChances(texts)
    worth = [(chance, one) for one in found if (chance := chances.chance(one)) >= LEAST]
    return [one for _, one in sorted(worth, key=lambda pair: (-pair[0], pair[1].name, pair[1].said))]


class AliasChances:
    """The chances of spellings in the texts of one run."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._lexicon, self._model = Lexicon.shipped(), TrigramModel.shipped()
        self._all = "\n".join(texts).lower()
        self._fit = cache(self._fit_of)
        self.stands = cache(self._stands)

    def chance(self, spelling: Spelling) -> float:
        """How likely a spelling is its name misheard, 0 to 1."""
        log_odds = sum(WEIGHTS[what] * value for what, value in self.evidence(spelling).items())
        return 1 / (1 + math.exp(-log_odds))

    def evidence(self, spelling: Spelling) -> dict[str, float]:
        """What speaks for a spelling and against it."""
        name, said, knows = spelling.name, spelling.said, self._lexicon.knows
        meant, heard = "".join(keys(name)), said.replace(" ", "")
        letters, sounds = fuzz.ratio(meant, heard), alike(sound(meant), sound(heard))
        return {
            "any spelling": 1,
            "letters": letters / 10,
            "sound": sounds / 10,
            "oftener than in English": (spelling.score - letters - sounds) / 10,
            "fits here": self._fits(spelling) / 10,
            "everyday words": spelling.everyday,
            "a word of the language": " " not in said and knows(said),
            "a capital within sentences": self._has_capitals(spelling),
            "the name stands here too": self.stands(name.lower()),
            "the name is made of known words": all(map(knows, name.lower().replace("-", " ").split())),
            "the same first letter": meant[:1] == heard[:1],
        }

    def _fits(self, spelling: Spelling) -> float:
        """By how much the name fits better where the spelling stands, in nats."""
        places = spelling.places[:LOOKED_AT]
        gained = sum(self._fit(number).gain(start, end, spelling.name) for number, start, end in places)
        return max(-MOST_FIT, min(MOST_FIT, gained / len(places)))

    def _fit_of(self, number: int) -> SentenceFit:
        return SentenceFit(self._texts[number], self._lexicon, self._model)

    def _has_capitals(self, spelling: Spelling) -> bool:
        """Whether the spelling has a capital in half of its places within sentences."""
        within = [self._texts[n][start] for n, start, _ in spelling.places if self._is_within(n, start)]
        return bool(within) and 2 * sum(map(str.isupper, within)) >= len(within)

    def _is_within(self, number: int, start: int) -> bool:
        before = self._texts[number][max(0, start - 3) : start].rstrip()
        return bool(before) and before[-1] not in CLOSES

    def _stands(self, name: str) -> bool:
        return re.search(rf"\b{re.escape(name)}\b", self._all) is not None
