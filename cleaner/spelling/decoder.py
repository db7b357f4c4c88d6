"""All readings of a text at once, and the likeliest path through them.

Between tokens lie edges: a token as it stands, what it may have been, two words where one was read, one where
two were, nothing where a speck was.  `decode` walks the edges from left to right and keeps, at each place,
the few likeliest histories of two words, for that is all the context model looks at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.spelling.language_model import BOUNDARY, LanguageModel

#: histories kept at each place.  Twelve find no more than six do (docs/corrector.md)
BEAM = 6


@dataclass(frozen=True, slots=True)
class Edge:
    """A reading of `span` tokens: the words it gives, its cost, and what the words cost by themselves.

    `word_ids` end with a boundary where the sentence ends.  `own` is ln P of words that the context model does
    not know, given that it does not.  `text` is None for the reading that changes nothing.
    """

    span: int
    word_ids: tuple[int, ...]
    cost: float
    own: float
    text: str | None = None
    rule: str = ""
    marked: bool = False  # it replaces the marks beside the token too
    channel_cost: float = 0.0  # what the channel charges, as part of the cost
    case: float = 0.0  # what its capital costs, as another


State = tuple[int, int]
_Path = tuple["_Path", Edge] | None


def decode(lattice: Sequence[Sequence[Edge]], model: LanguageModel) -> list[Edge | None]:
    """For each token the edge of the likeliest path that begins there; None where an earlier edge covers it."""
    ahead: list[dict[State, tuple[float, _Path]]] = [{} for _ in range(len(lattice) + 1)]
    ahead[0][BOUNDARY, BOUNDARY] = (0.0, None)
    for i, edges in enumerate(lattice):
        states = ahead[i]
        if len(states) > BEAM:
            states = dict(sorted(states.items(), key=lambda item: -item[1][0])[:BEAM])
        sure = len(states) == 1 and len(edges) == 1
        for (a, b), (total, path) in states.items():
            for edge in edges:
                reached, (c, d) = total, (a, b)
                if not sure:  # one way only: it need not be weighed
                    reached += edge.own - edge.cost
                    for word_id in edge.word_ids:
                        reached += model.logp(c, d, word_id)
                        c, d = d, word_id
                else:
                    for word_id in edge.word_ids:
                        c, d = d, word_id
                target = ahead[i + edge.span]
                state = (BOUNDARY, d) if d == BOUNDARY else (c, d)
                if state not in target or target[state][0] < reached:
                    target[state] = (reached, (path, edge))
        ahead[i] = {}
    return _edges(max(ahead[-1].values(), key=lambda end: end[0])[1], len(lattice))


def _edges(path: _Path, length: int) -> list[Edge | None]:
    chosen: list[Edge | None] = [None] * length
    place = length
    while path is not None:
        path, edge = path
        place -= edge.span
        chosen[place] = edge
    return chosen


def fit(model: LanguageModel, before: State, word_ids: Sequence[int], after: Sequence[int]) -> float:
    """ln P of words in their place, and of the two that follow."""
    total = 0.0
    a, b = before
    for word_id in (*word_ids, *after):
        total += model.logp(a, b, word_id)
        a, b = b, word_id
    return total
