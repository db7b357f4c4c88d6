"""What a misread word may have been.

For one string, wherever it stands: words within two letters (SymSpell), words that look alike in print
(strokes), two words run together.  Each comes with what the channel charges for it; the context decides
later.  The work is done once for each distinct string.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import inf

from cleaner.spelling.error_model import ErrorModel, shape
from cleaner.spelling.storage.bounded_cache import BoundedCache
from cleaner.spelling.word_facts import LN10, WordFacts
from cleaner.text.analysis import LONGEST_WORD

#: how many candidates a string keeps
MOST = 8
#: a string with a reading cheaper than this (cost less frequency) needs no words that only look alike
PLAIN = -1.0
#: confusions in one word are no accidents of each other: where the print is bad, all of it is.  Beyond `BURST`
#: nats each further one counts for less
BURST, BURST_RATE = 10.0, 0.5
#: the dearest reading that is still believed
DEAREST = 26.0
#: for a word we trust, only cheap confusions count, and only with words about as common (a tenth, at least)
REAL_WORD_DEAREST, REAL_WORD_RARER = 9.5, 1.0
#: a word below this zipf (once in 30,000 words) is rather misread than meant, in a bad scan: dearer readings
#: count too
RARE, RARE_DEAREST = 4.5, 15.0
#: parts of a string that two words were run into: common ones, or the parts of any noise are found
PART = {1: 6.0, 2: 5.2, 3: 4.3}
OTHER_PART = 3.0
#: what a scanner makes of the word I
STROKE = "l"
#: beside a part that is misread the other must be a very common word, and what is misread long enough to tell
BESIDE, MISREAD_PART = 5.3, 4
#: a word that pieces are joined to is at least so common, and so long
JOINED, JOINED_LEAST = 1.8, 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """`text` in lower case, a blank where two words are proposed; `cost` in nats; `zipf` of its rarest word."""

    text: str
    cost: float
    zipf: float


class Candidates:
    """Candidates by string under one error model; those of a string are worked out once."""

    def __init__(self, facts: WordFacts, error_model: ErrorModel) -> None:
        self.facts = facts
        self.lexicon = facts.lexicon
        self.error_model = error_model
        self._misread = BoundedCache[str, tuple[Candidate, ...]]()
        self._nearest = BoundedCache[str, tuple[Candidate, ...]]()
        self._real = BoundedCache[str, tuple[Candidate, ...]]()
        self._joined = BoundedCache[tuple[str, ...], tuple[Candidate, ...]]()

    def misread(self, word: str) -> tuple[Candidate, ...]:
        """For a string that is no word: the likeliest first, context unseen."""
        found = self._misread.get(word)
        if found is None:
            read, pool = shape(word), list[Candidate]()
            if len(read) <= LONGEST_WORD:
                for source in SOURCES.values():
                    pool += source(self, read, pool)
            found = self._misread.keep(word, self._ranked(pool))
        return found

    def near(self, word: str) -> tuple[Candidate, ...]:
        """The likeliest of the words within two letters: enough to tell what a text is like."""
        found = self._nearest.get(word)
        return self._nearest.keep(word, self._ranked(self._near(shape(word)))) if found is None else found

    def real_word(self, word: str) -> tuple[Candidate, ...]:
        """For a word we trust: commoner words that a cheap confusion away."""
        found = self._real.get(word)
        if found is None:
            read, own = shape(word), self.lexicon.zipf(word)
            pool = self._near(read, distance=2 if own < RARE or len(word) >= 6 else 1)
            if own < RARE:
                pool += self._visually_similar(read, pool)
            likely = [
                c
                for c in pool
                if c.zipf >= own - REAL_WORD_RARER
                and c.cost <= (RARE_DEAREST if own < RARE else REAL_WORD_DEAREST)
                and c.text.replace("'", "") != read.replace("'", "")
            ]
            found = self._real.keep(word, self._ranked(likely)[: MOST - 2])
        return found

    def joined(self, pieces: tuple[str, ...], between: str) -> tuple[Candidate, ...]:
        """For strings that may be one word, with what stands between them."""
        key = (*pieces, between)
        found = self._joined.get(key)
        if found is None:
            read = "".join(map(shape, pieces))
            parting = (len(pieces) - 1) * (1.0 if "-" in between else self.error_model.cost("a b", "ab"))
            if self.lexicon.knows(read):
                words = [Candidate(read, 0.0, self.lexicon.zipf(read))]
            else:
                words = self._near(read) if JOINED_LEAST <= len(read) <= LONGEST_WORD else []  # looks find no more
            likely = [Candidate(c.text, c.cost + parting, c.zipf) for c in words if c.zipf >= JOINED]
            found = self._joined.keep(key, self._ranked(likely)[:3])
        return found

    def _ranked(self, candidates: list[Candidate]) -> tuple[Candidate, ...]:
        best: dict[str, Candidate] = {}
        for c in candidates:
            if c.cost <= DEAREST and (c.text not in best or c.cost < best[c.text].cost):
                best[c.text] = c
        return tuple(sorted(best.values(), key=lambda c: (c.cost - LN10 * c.zipf, c.text))[:MOST])

    def _near(self, read: str, found: Sequence[Candidate] = (), distance: int = 2) -> list[Candidate]:
        """Words within so many letters."""
        return self._with_costs(read, self.facts.near(read.lower(), distance))

    def _visually_similar(self, read: str, found: Sequence[Candidate]) -> list[Candidate]:
        """Words that only look alike, if none of those found so far is plain."""
        if min((c.cost - LN10 * c.zipf for c in found), default=inf) <= PLAIN:
            return []
        return self._with_costs(read, self.facts.visually_similar(read.lower()))

    def _with_costs(self, read: str, words: Iterable[tuple[str, float]]) -> list[Candidate]:
        cost = self.error_model.cost
        return [Candidate(text, _burst(cost(read, text)), zipf) for text, zipf in words]

    def _splits(self, read: str, others: Sequence[Candidate] = ()) -> list[Candidate]:
        """Two words: both as they stand, or a common one beside one that is misread."""
        found = []
        folded = read.lower()
        knows, zipf, cost = self.lexicon.knows, self.lexicon.zipf, self.error_model.cost
        for i in range(1, len(folded)):
            first, second = folded[:i], folded[i:]
            a, b = zipf(first), zipf(second)
            one, two = (
                a >= PART.get(i, OTHER_PART) and knows(first),
                b >= PART.get(len(second), OTHER_PART) and knows(second),
            )
            if one and two:
                text = f"{first} {second}"
                found.append(Candidate(text, cost(folded, text), a + b - 9.0))
            elif (one and second == STROKE) or (two and first == STROKE):  # a lost I: `andl`, `lwould`
                text = f"{first} i" if second == STROKE else f"i {second}"
                found.append(
                    Candidate(text, cost(STROKE, "i") + cost("ab", "a b"), a + b - zipf(STROKE) + zipf("i") - 9.0)
                )
            elif one and a >= BESIDE and len(second) >= MISREAD_PART:
                found += [
                    Candidate(f"{first} {c.text}", c.cost + cost("ab", "a b"), a + c.zipf - 9.0)
                    for c in self._near(second, distance=1)
                ]
            elif two and b >= BESIDE and i >= MISREAD_PART:
                found += [
                    Candidate(f"{c.text} {second}", c.cost + cost("ab", "a b"), c.zipf + b - 9.0)
                    for c in self._near(first, distance=1)
                ]
        return found


#: what a string that is no word may have been: who tells, in order; each sees what those before it found
SOURCES: dict[str, Callable[[Candidates, str, Sequence[Candidate]], list[Candidate]]] = {
    "near": Candidates._near,
    "visually similar": Candidates._visually_similar,
    "split": Candidates._splits,
}


def _burst(cost: float) -> float:
    return cost if cost <= BURST else BURST + BURST_RATE * (cost - BURST)
