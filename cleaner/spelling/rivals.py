"""The rival hypotheses at each doubtful place of a sentence, each scored against leaving the text alone.

The decoder's best path says what the neighbours of a place are; between them each rival is scored by the language
model, and so are the tokens as they stand.  The difference is the rival's gain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp
from operator import itemgetter
from typing import NamedTuple

from cleaner.spelling.decoder import BEAM, Edge, decode, fit
from cleaner.spelling.historical import is_historical
from cleaner.spelling.language_model import BOUNDARY, UNKNOWN, LanguageModel

#: in nats: a best rival that gains less is not proposed, where the token is unknown, and where it is a known word
HOPELESS, HOPELESS_KNOWN = -15.0, -4.5
#: so many tokens on each side are near
NEAR = 4
_FIRST = itemgetter(0)


class Weighted(NamedTuple):
    """An edge with its gain over leaving the text alone: the language model's, and that less the edge's cost."""

    edge: Edge
    context_gain: float
    gain: float


@dataclass(frozen=True, slots=True)
class DoubtfulPlace:
    """The rivals that begin at token `i` of a sentence, the best first.

    `doubt`: the share of doubtful tokens near by; `blind`: of the four words beside it, how many the model does not
    know.
    """

    i: int
    rivals: Sequence[Weighted]
    doubt: float
    blind: float


def shares(rivals: Sequence[Weighted], temperature: float) -> list[float]:
    """The probability of each rival if one of them is right: a softmax of their gains, `temperature` their scale."""
    beliefs = [exp(temperature * (r.gain - rivals[0].gain)) for r in rivals]
    total = sum(beliefs)
    return [belief / total for belief in beliefs]


class DecodedSentence:
    """A sentence's lattice, the likeliest path through it, and what the hypotheses gain."""

    def __init__(self, lattice: Sequence[Sequence[Edge]], model: LanguageModel) -> None:
        self._lattice = lattice
        if model.search:
            chosen, gains = model.search.read(lattice, BEAM)
            starts = [0, *accumulate(map(len, lattice))]
            self._path = [
                edges[at - start] if at >= 0 else None
                for at, edges, start in zip(chosen, lattice, starts, strict=False)
            ]
            self._gains: Callable[[int], Sequence[float]] = lambda i: gains[starts[i] : starts[i + 1]]
        else:
            self._path = decode(lattice, model)
            self._gains = Gains(lattice, self._path, model).at
        self._stream, self._starts = stream(self._path)

    def places(self, words: Sequence[str], known: Sequence[bool]) -> Iterator[DoubtfulPlace]:
        """The doubtful places of the sentence, whose tokens read `words`; `known`: which of them are known words.

        Historical spelling is left alone: of 1,365 corrections of it in four collections 147 were right.
        """
        doubtful = [len(edges) > 1 and not is_known for edges, is_known in zip(self._lattice, known, strict=True)]
        for i, edges in enumerate(self._lattice):
            if len(edges) == 1 or self._path[i] is None:
                continue
            rivals = self._rivals(i, HOPELESS if doubtful[i] else HOPELESS_KNOWN)
            if not rivals or is_historical(words[i].lower(), rivals[0].edge.text or ""):
                continue
            near = doubtful[max(0, i - NEAR) : i + NEAR + 1]
            before, after = self._starts[i], self._starts[i + rivals[0].edge.span]
            beside = (*self._stream[before - 2 : before], *self._stream[after : after + 2])
            yield DoubtfulPlace(i, rivals, (sum(near) - 1) / len(near), float(beside.count(UNKNOWN)))

    def _rivals(self, i: int, least: float) -> list[Weighted]:
        """The hypotheses at a token that change something, best first; none if the best gains less than `least`."""
        gained = [
            (gain - edge.cost, gain, edge)
            for edge, gain in zip(self._lattice[i], self._gains(i), strict=True)
            if edge.text is not None
        ]
        if not gained or max(gained, key=_FIRST)[0] < least:  # nearly all
            return []
        gained.sort(key=_FIRST, reverse=True)
        return [Weighted(edge, context_gain, gain) for gain, context_gain, edge in gained]


def stream(path: Sequence[Edge | None]) -> tuple[Sequence[int], Sequence[int]]:
    """The words of a path after two boundaries, and where in them each token's words begin; last, where they end."""
    words, starts = [BOUNDARY, BOUNDARY], []
    for edge in path:
        starts.append(len(words))
        words.extend(edge.word_ids if edge else ())
    return words, [*starts, len(words)]


class Gains:
    """What hypotheses gain over leaving the text alone, where there is no compiled core."""

    def __init__(self, lattice: Sequence[Sequence[Edge]], path: Sequence[Edge | None], model: LanguageModel) -> None:
        self._lattice, self._path, self._model = lattice, path, model
        self._stream, self._starts = stream(path)

    def at(self, i: int) -> Sequence[float]:
        """The gains of the hypotheses at a token; 0 where nothing changes."""
        lattice, path = self._lattice, self._path
        whole = next((e for e in lattice[i] if e.text is None and e.span == 2), None)
        alone: dict[int, float] = {}  # the score of leaving all alone, by the token up to which
        gains = []
        for edge in lattice[i]:
            if edge.text is None:
                gains.append(0.0)
                continue
            end = beyond = i + edge.span
            while end < len(path) and path[end] is None:  # the path joins more tokens: those stay as they are
                end += 1
            if end not in alone:
                singles = [lattice[j][0] for j in range(i, end)]
                alone[end] = self._score(i, [whole, *singles[2:]] if whole and len(singles) > 1 else singles, end)
            gains.append(self._score(i, [edge, *(lattice[j][0] for j in range(beyond, end))], end) - alone[end])
        return gains

    def _score(self, start: int, edges: Sequence[Edge], end: int) -> float:
        """ln P of these hypotheses for the tokens `[start, end)`, and of the two words that follow."""
        at, beyond = self._starts[start], self._starts[end]
        before = (self._stream[at - 2], self._stream[at - 1])
        word_ids = [word_id for edge in edges for word_id in edge.word_ids]
        own = 0.0  # not `sum`, which newer Pythons round otherwise
        for edge in edges:
            own += edge.own
        return fit(self._model, before, word_ids, self._stream[beyond : beyond + 2]) + own
