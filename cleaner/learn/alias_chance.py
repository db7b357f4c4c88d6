"""How likely a spelling of a run is a name misheard: whether it is worth a person's look, and which comes first.

Likeness alone does not tell: near every name of a glossary stand some words of the same letters.  What tells beside it
is in the user's own texts: how well the name fits where the spelling stands, by the language model; whether the
spelling is written with a capital like a name; whether the name stands right elsewhere, so that it was known.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from rapidfuzz import fuzz

from cleaner.names.clusters import Spelling, apart
from cleaner.names.likeness import alike, sound
from cleaner.names.name_words import keys
from cleaner.spelling.language_model import TrigramModel
from cleaner.spelling.lexicon import Lexicon
from cleaner.spelling.sentence_fit import SentenceFit

#: A logistic regression on 118,519 spellings, 5,575 of them right, of 29 calls of Earnings-21 by three recognisers
#: (`benchmarks/aliases.py --fit`).  Letters and sound count by ten hundredths, fit by ten nats, the others where they
#: hold.
WEIGHTS: Mapping[str, float] = {
    "any spelling": -8.51,
    "letters": 0.69,
    "sound": 0.46,
    "oftener than in English": 0.05,
    "fits here": 0.8,
    "everyday words": -0.17,
    "a word of the language": -0.96,
    "a capital within sentences": 0.96,
    "the name stands here too": -0.88,
    "the name is made of known words": -1.33,
    "the same first letter": 0.27,
}
# Fitted on half of the calls and counted on the other: of 657 names missed three times or more 477 have a right
# spelling that is likelier (with .03 494, and a quarter more wrong spellings; with .05 465, and a sixth fewer).
LEAST = 0.04
MOST_FIT = 30.0  # nats
LOOKED_AT = 6  # places of a spelling
CLOSES = '.?!:"'


def likely(found: Iterable[Spelling], texts: Sequence[str]) -> list[Spelling]:
    """The spellings of some texts that are worth a person's look, those of a name the likeliest first.

    The names come in the order of the places that a yes would mend.

    >>> text = "We sell DSUVIA here. Now Desu via is there, and we say the via is there."
    >>> places = [(said, ((0, at := text.index(said), at + len(said)),)) for said in ("say the", "Desu via")]
    >>> found = [Spelling("DSUVIA", said, 160.0, place, everyday=False) for said, place in places]
    >>> [one.said for one in likely(found, [text])]
    ['Desu via']
    """
    chances = AliasChances(texts)
    weighed = (replace(one, chance=chances.chance(one)) for one in found)
    by_name: defaultdict[str, list[Spelling]] = defaultdict(list)
    for one in sorted(weighed, key=lambda one: (-one.chance, one.name, one.said)):
        if one.chance >= LEAST:
            by_name[one.name].append(one)
    questions = sorted(map(apart, by_name.values()), key=lambda kept: (-_promised(kept), kept[0].name))
    return [one for kept in questions for one in kept]


def _promised(kept: Iterable[Spelling]) -> float:
    """How many places the spellings of a name would mend, one with the other."""
    return sum(one.chance * len(one.places) for one in kept)


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
