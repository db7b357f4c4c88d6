"""Fit `costs.json`: what makes one hypothesis of a place likelier than another.  Two minutes; numpy.

A conditional logit: among the hypotheses of a place, one of which is right by the truth, how far each measurement
speaks for the right one, as a multiple of what the language model's gain does.  The held-out figure is how often the
right hypothesis comes first in a collection that the weights were not fitted on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from math import log1p
from pathlib import Path

import numpy as np

from cleaner.spelling.corrector import Correction, Corrector
from cleaner.spelling.error_model import ErrorModel
from cleaner.spelling.features import Surroundings, Weighted
from cleaner.spelling.hypotheses import REAL_WORD, SPECK
from cleaner.spelling.noisy_text import NoisyText
from training.build_error_model import costs as error_costs
from training.models import Models
from training.sources import Sources
from training.truth import judged

#: what is measured of a hypothesis, by the names of `Costs`; the language model's gain is the unit of the others, and
#: what real words weigh is left to the classifier
MEASURED = (
    "gain", "channel", "lower_name", "capital_word", "repeated", "three_pieces", "mark", "speck", "real_word",
)  # fmt: skip
#: of the fitted weight of the channel so much is used: only what is proposed was fitted on, and a dearer channel
#: proposes fewer corrections
CHANNEL_SHARE = 0.8
STEPS, RATE, RIDGE = 400, 0.03, 1e-3

Hypothesis = tuple[tuple[float, ...], Correction]
#: the measurements of a place's hypotheses, and which of them are right
Place = tuple[np.ndarray, np.ndarray]


class Recorder(Corrector):
    """A corrector that keeps all hypotheses of each place, with their measurements."""

    places: list[list[Hypothesis]]

    def _proposal(self, page: NoisyText, i: int, rivals: Sequence[Weighted], near: Surroundings) -> Correction:
        proposals = [super(Recorder, self)._proposal(page, i, [it, *rivals], near) for it in rivals]
        self.places.append([(self._measured(page, it), p) for it, p in zip(rivals, proposals, strict=True)])
        return proposals[0]

    def _measured(self, page: NoisyText, it: Weighted) -> tuple[float, ...]:
        edge = it.edge
        flags = (edge.case == self.costs.lower_name, edge.case == self.costs.capital_word)
        kinds = (edge.span == 3, edge.marked, edge.rule == SPECK, edge.rule == REAL_WORD)
        often = log1p(page.stats.counts[edge.text or ""])
        return (it.context_gain, edge.channel_cost, *map(float, flags), often, *map(float, kinds))


def places(sources: Sources, models: Models, collection: str) -> Iterator[Place]:
    """The places of a collection that have a right hypothesis and a wrong one, under a model that has not seen it."""
    error_model = ErrorModel(error_costs(sources, without=collection))
    recorder = Recorder(models.lexicon(), models.language_model(), error_model, costs=models.costs())
    for noisy, clean in sources.pairs(collection)[:: sources.size.costs_every]:
        recorder.places = []
        list(recorder.propose(recorder.survey(noisy), noisy=True))
        verdicts = iter(list(judged(noisy, clean, [p for found in recorder.places for _, p in found])))
        for found in recorder.places:
            right = np.array([next(verdicts) for _ in found])
            if len(found) > 1 and right.any():
                yield np.array([measured for measured, _ in found]), right


def fit(found: list[Place]) -> np.ndarray:
    """The weights under which the right hypotheses are likeliest, by gradient descent (Adam)."""
    if not found:
        raise ValueError("no place has a right hypothesis: there is too little scanned text to fit costs on")
    scale = np.vstack([measured for measured, _ in found]).std(axis=0) + 1e-9
    weights, first, second = np.zeros((3, len(MEASURED)))
    for step in range(1, STEPS + 1):
        gradient = RIDGE * weights
        for measured, right in found:
            believed = np.exp((z := measured / scale @ weights) - z.max())
            believed /= believed.sum()
            wanted = believed * right / (believed * right).sum()
            gradient += (measured / scale).T @ (believed - wanted) / len(found)
        first, second = 0.9 * first + 0.1 * gradient, 0.999 * second + 0.001 * gradient**2
        weights -= RATE * first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights / scale


def as_costs(weights: np.ndarray) -> dict[str, float]:
    """The weights as costs, in nats of the language model."""
    told = dict(zip(MEASURED, (weights / weights[0]).tolist(), strict=True))
    return {name: round(told[name] if name == "repeated" else -told[name], 1) + 0.0 for name in MEASURED[1:-1]}


def build(sources: Sources, models: Models, out: Path) -> dict[str, object]:
    """Write the costs."""
    sets = {name: list(places(sources, models, name)) for name in sources.sound()}
    held_out = {}
    for name, held in sets.items():
        weights = fit([place for other in sets if other != name for place in sets[other]])
        first = [right[(measured @ weights).argmax()] for measured, right in held]
        held_out[name] = {"places": len(held), "right first": round(float(np.mean(first)), 3) if held else None}
    weights = fit([place for held in sets.values() for place in held])
    fitted = as_costs(weights)
    used = {
        **fitted,
        "channel": round(CHANNEL_SHARE * fitted["channel"], 1),
        "temperature": round(float(weights[0]), 2),
    }
    told = {
        "what": "what makes a hypothesis dearer or cheaper before the language model has judged it, in its nats",
        "made by": "scripts/training/fit_costs.py",
        "fitted on": f"{', '.join(sets)}: one text in {sources.size.costs_every}",
        "fitted": fitted,
        "used": used,
        "why used differs": f"the channel counts {CHANNEL_SHARE} of what was fitted: a dearer one proposes fewer",
    }
    out.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return held_out
