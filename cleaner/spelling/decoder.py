"""The decoder: beam search for the likeliest path through the lattice of hypotheses.

The lattice's edges lie between the places before and after tokens: a token as it stands, what it may have been, two
words for one token, one word for two, nothing for a speck.  `decode` walks it from left to right as the Viterbi
algorithm does. A state is the last two words, all that a trigram model looks at; at each place only the `BEAM`
likeliest states go on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cleaner.spelling.language_model import BOUNDARY, LanguageModel

#: states kept at each place; twelve find no more than six do
BEAM = 6


class Edge(NamedTuple):
    """A hypothesis for `span` tokens: its words, and its cost before the language model has seen them.

    `word_ids` end with a boundary where the sentence ends.  `own` is ln P of the words that the language model does not
    know, given that they are unknown.  `text` is None if the tokens stay as they are.
    """

    span: int
    word_ids: tuple[int, ...]
    cost: float
    own: float
    text: str | None = None
    rule: str = ""
    marked: bool = False  # the marks beside the token belong to it
    channel_cost: float = 0.0  # the error model's part of the cost
    case: float = 0.0  # the part for a capital that does not fit


State = tuple[int, int]
_Path = tuple["_Path", Edge] | None


def decode(lattice: Sequence[Sequence[Edge]], model: LanguageModel) -> list[Edge | None]:
    """For each token the edge of the likeliest path that begins there; None where an earlier edge covers it."""
    logp = model.logp
    ahead: list[dict[State, tuple[float, _Path]]] = [{} for _ in range(len(lattice) + 1)]
    ahead[0][BOUNDARY, BOUNDARY] = (0.0, None)
    for i, edges in enumerate(lattice):
        states = ahead[i]
        if len(states) > BEAM:
            states = dict(sorted(states.items(), key=lambda item: -item[1][0])[:BEAM])
        sure = len(states) == 1 and len(edges) == 1  # there is one way only, so its score does not matter
        steps = [(edge, ahead[i + edge.span], edge.word_ids, edge.own - edge.cost) for edge in edges]
        for (a, b), (total, path) in states.items():
            for edge, target, word_ids, worth in steps:
                reached, c, d = total if sure else total + worth, a, b
                for word_id in word_ids:
                    if not sure:
                        reached += logp(c, d, word_id)
                    c, d = d, word_id
                state = (BOUNDARY, d) if d == BOUNDARY else (c, d)
                best = target.get(state)
                if best is None or best[0] < reached:
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
    """ln P of words after the two before them, and of the two that follow."""
    logp, total = model.logp, 0.0
    a, b = before
    for word_id in (*word_ids, *after):
        total += logp(a, b, word_id)
        a, b = b, word_id
    return total
