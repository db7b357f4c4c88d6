"""What a misread word may have been.

For one string, wherever it stands: words within two letters (SymSpell), words that look alike in print
(strokes), two words run together.  Each comes with what the channel charges for it; the context decides
later.  The work is done once for each distinct string.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from cleaner.language.channel import Channel, shape
from cleaner.language.lexicon import Lexicon

#: ln 10: a zipf is a decimal logarithm, costs are natural ones
LN10 = 2.302585
#: how many candidates a string keeps.  The right one is among the first 8 in all but 1 of 100 cases where it
#: is found
MOST = 8
#: how many of SymSpell's answers are weighed by the channel, those first that are common for their distance,
#: and how many of those that only look alike.  Weighing all finds 1 right word in 200 more, for ten times the
#: work.
WEIGHED, WEIGHED_ALIKE = 16, 5
#: the distance at which looks count instead of letters
FAR = 3
#: what an edit costs, more or less, before the channel has told
USUAL_EDIT = 4.0
#: the dearest reading that is still believed: about three unusual confusions
DEAREST = 26.0
#: for a word we trust, only cheap confusions count, and only with words about as common (a tenth, at least)
REAL_WORD_DEAREST, REAL_WORD_RARER = 9.5, 1.0
#: a word below this zipf (once in 30,000 words) is rather misread than meant, in a bad scan: dearer readings
#: count too
RARE, RARE_DEAREST = 4.5, 20.0
#: longer strings are no words, however they are read
LONGEST_WORD = 40
#: parts of a string that two words were run into: common ones, or the parts of any noise are found
PART = {1: 6.0, 2: 5.2, 3: 4.3}
OTHER_PART = 3.0
#: a word that two pieces are joined to is at least so common
JOINED = 1.8


@dataclass(frozen=True, slots=True)
class Candidate:
    """`text` in lower case, a blank where two words are proposed; `cost` in nats; `zipf` of its rarest word."""

    text: str
    cost: float
    zipf: float


class Candidates:
    """Candidates by string, kept for the life of the object; the lexicon and the channel are fixed."""

    def __init__(self, lexicon: Lexicon, channel: Channel, like: Candidates | None = None) -> None:
        """`like`: candidates of the same lexicon under another channel; what does not hang on the channel is shared."""
        self.lexicon = lexicon
        self.channel = channel
        self._neighbours: dict[tuple[str, int], list[tuple[str, float]]] = like._neighbours if like else {}
        self._misread: dict[str, tuple[Candidate, ...]] = {}
        self._real: dict[str, tuple[Candidate, ...]] = {}
        self._joined: dict[tuple[str, str], tuple[Candidate, ...]] = {}

    def forget(self, most: int) -> None:
        """Start afresh if more than `most` strings are kept."""
        if len(self._neighbours) > most:
            for kept in (self._neighbours, self._misread, self._real, self._joined):
                kept.clear()
            self.channel.forget()

    def misread(self, word: str) -> tuple[Candidate, ...]:
        """For a string that is no word: the likeliest first, context unseen."""
        found = self._misread.get(word)
        if found is None:
            read = shape(word)
            pool = [*self._words(read), *self._splits(read)] if len(read) <= LONGEST_WORD else []
            found = self._misread[word] = self._ranked(pool)
        return found

    def real_word(self, word: str) -> tuple[Candidate, ...]:
        """For a word we trust: commoner words that a cheap confusion away."""
        found = self._real.get(word)
        if found is None:
            read, own = shape(word), self.lexicon.zipf(word)
            pool = self._words(read) if own < RARE else self._near(read, 1 if len(word) < 6 else 2)
            found = self._real[word] = self._ranked(
                [
                    c
                    for c in pool
                    if c.zipf >= own - REAL_WORD_RARER
                    and c.cost <= (RARE_DEAREST if own < RARE else REAL_WORD_DEAREST)
                    and c.text.replace("'", "") != read.replace("'", "")
                ]
            )[: MOST - 2]
        return found

    def joined(self, first: str, second: str, between: str) -> tuple[Candidate, ...]:
        """For two strings that may be one word, with what stands between them."""
        key = (first + between, second)
        found = self._joined.get(key)
        if found is None:
            read = shape(first) + shape(second)
            parting = 1.0 if "-" in between else self.channel.cost("a b", "ab")
            words = [Candidate(read, 0.0, zipf)] if (zipf := self.lexicon.zipf(read)) >= JOINED else []
            if self.lexicon.knows(read) or not 3 <= len(read) <= LONGEST_WORD:
                words = [c for c in words if self.lexicon.knows(read)]
            else:
                words = self._words(read)
            found = self._joined[key] = self._ranked(
                [Candidate(c.text, c.cost + parting, c.zipf) for c in words if c.zipf >= JOINED]
            )[:3]
        return found

    def _ranked(self, candidates: list[Candidate]) -> tuple[Candidate, ...]:
        best: dict[str, Candidate] = {}
        for c in candidates:
            if c.cost <= DEAREST and (c.text not in best or c.cost < best[c.text].cost):
                best[c.text] = c
        return tuple(sorted(best.values(), key=lambda c: (c.cost - LN10 * c.zipf, c.text))[:MOST])

    def _words(self, read: str) -> list[Candidate]:
        return self._near(read, FAR if len(read) >= 4 else 2)

    def _near(self, read: str, distance: int) -> list[Candidate]:
        folded = read.lower()
        near = self._neighbours.get((folded, distance))
        if near is None:
            near = self._neighbours[folded, distance] = list(self._look_up(folded, distance))
        cost = self.channel.cost
        return [Candidate(text, cost(read, text), zipf) for text, zipf in near]

    def _look_up(self, folded: str, distance: int) -> Iterator[tuple[str, float]]:
        """SymSpell's answers, of a hundred and more those that are common for their distance; and for `FAR`
        words of like strokes besides: three letters away and more, but not for a scanner."""
        near = self.lexicon.near(folded, min(distance, 2))
        near.sort(key=lambda it: USUAL_EDIT * it[1] - LN10 * it[2])
        yield from ((text, zipf) for text, apart, zipf in near[:WEIGHED] if apart)
        if distance == FAR:
            alike = dict(self.lexicon.alike(folded))
            cutoff = max(3, len(folded) // 2)
            found = process.extract(folded, alike.keys(), scorer=OSA.distance, score_cutoff=cutoff, limit=None)
            far = sorted((2.0 * apart - LN10 * alike[text], text) for text, apart, _ in found if apart > 2)
            yield from ((text, alike[text]) for _, text in far[:WEIGHED_ALIKE])

    def _splits(self, read: str) -> list[Candidate]:
        found = []
        folded = read.lower()
        for i in range(1, len(folded)):
            first, second = folded[:i], folded[i:]
            a, b = self.lexicon.zipf(first), self.lexicon.zipf(second)
            if a < PART.get(i, OTHER_PART) or b < PART.get(len(second), OTHER_PART):
                continue
            if self.lexicon.knows(first) and self.lexicon.knows(second):
                text = f"{first} {second}"
                found.append(Candidate(text, self.channel.cost(folded, text), a + b - 9.0))
        return found
