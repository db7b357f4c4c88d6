"""What stands for a text's ligatures, by the votes of all places where one may be lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cleaner.spelling.lost_ligatures import LOST, TORN, UNDECODED, LigaturePlace, WithLigature
from cleaner.text.expressions import compiled

_INTACT = compiled("ffi|ffl|ff|fi|fl")


@dataclass(frozen=True)
class Votes:
    """What the places of a text say together."""

    text: str
    places: Sequence[LigaturePlace]
    is_common: Callable[[str], bool]

    def of(self, sign: str, but: str = "") -> int:
        """How many places vote for a sign, besides one; signs that are written vote for each other.

        A word that stands often has two votes.  Only common words vote for a gap: rare ones fit any piece of a scan.
        """
        words = self._words.get(family(sign), Counter())
        return sum(min(times - (word == but), 2) for word, times in words.items())

    @cached_property
    def _words(self) -> Mapping[str, Counter[str]]:
        words: dict[str, Counter[str]] = {}
        for place in self.places:
            if place.strange and len(place.readings) == 1 and self._has_a_vote(place):
                words.setdefault(family(place.sign), Counter())[self.read(place)] += 1
        return words

    def _has_a_vote(self, place: LigaturePlace) -> bool:
        return place.sign != LOST or self.is_common(place.readings[0].word)

    def read(self, place: LigaturePlace) -> str:
        """What stands at a place."""
        return self.text[place.start : place.end].strip().lower()

    def _counts(self, place: LigaturePlace) -> bool:
        """Whether a mark stands for a ligature within this word, or does so elsewhere in the text."""
        return place.sign in self._within or self._is_within(place)

    def _is_within(self, place: LigaturePlace) -> bool:
        """Whether what stands for a ligature is no mark that any word may begin or end with: `"The`, `Stop!`."""
        outer = {self.text[place.end - 1], self.text[place.start] if place.sign.isascii() else ""}
        return place.sign not in outer

    @cached_property
    def _within(self) -> frozenset[str]:
        alone = (p for p in self.places if p.strange and len(p.readings) == 1)
        return frozenset(p.sign for p in alone if self._is_within(p))

    def readings(self, place: LigaturePlace) -> tuple[WithLigature, ...]:
        """The readings of a place that the text allows: a sign stands for one ligature, a lost one stands nowhere."""
        if not self._counts(place):
            return ()
        if place.sign == LOST:
            return tuple(r for r in place.readings if self._intact[r.ligature] <= self._lost[r.ligature])
        if place.sign in (TORN, UNDECODED):
            return place.readings
        usual = self._usual[place.sign].most_common(1)
        return tuple(r for r in place.readings if not usual or r.ligature == usual[0][0])

    @cached_property
    def _usual(self) -> Mapping[str, Counter[str]]:
        usual: dict[str, Counter[str]] = {p.sign: Counter() for p in self.places}
        for place in self.places:
            if len(place.readings) == 1:
                usual[place.sign][place.readings[0].ligature] += 1
        return usual

    @cached_property
    def _lost(self) -> Counter[str]:
        return Counter(r.ligature for p in self.places if p.sign == LOST for r in p.readings)

    @cached_property
    def _intact(self) -> Counter[str]:
        return Counter(_INTACT.findall(self.text))


def family(sign: str) -> str:
    """What votes together: all signs that are written, all gaps, all ligatures that are set apart."""
    return sign if sign in (LOST, TORN) else "a sign"
