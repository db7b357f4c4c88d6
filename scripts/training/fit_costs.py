"""Fit `costs.json`: what makes one hypothesis of a place likelier than another.  Two minutes; numpy.

A conditional logit: among the hypotheses of a place, one of which is right by the truth, how far each measurement
speaks for the right one, as a multiple of what the language model's gain does.  The held-out figure is how often the
right hypothesis comes first in a collection that the weights were not fitted on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from math import log1p
from pathlib import Path

import numpy as np

from cleaner.spelling.correction import Correction
from cleaner.spelling.corrector import Corrector, nothing_protected
from cleaner.spelling.costs import Costs
from cleaner.spelling.kinds import REAL_WORD, SPECK
from cleaner.spelling.noisy_text import NoisyText
from cleaner.spelling.rivals import Weighted
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


def measured(page: NoisyText, it: Weighted, costs: Costs) -> tuple[float, ...]:
    """The measurements of a hypothesis, in the order of `MEASURED`."""
    edge = it.edge
    flags = (edge.case == costs.lower_name, edge.case == costs.capital_word)
    kinds = (edge.span == 3, edge.marked, edge.rule == SPECK, edge.rule == REAL_WORD)
    often = log1p(page.stats.counts[edge.text or ""])
    return (it.context_gain, edge.channel_cost, *map(float, flags), often, *map(float, kinds))


def hypotheses(text: str, corrector: Corrector) -> list[list[Hypothesis]]:
    """For each doubtful place of a scanned text all hypotheses: their measurements, and what each would write."""
    page = corrector.survey(text).with_locks(nothing_protected, is_scan=True)
    found = []
    for first, last in page.sentences():
        for i, place in corrector.places(page, first, last):
            alone = [(it, replace(place, rivals=[it, *place.rivals])) for it in place.rivals]
            found.append([(measured(page, it, corrector.costs), corrector.correction(page, i, p)) for it, p in alone])
    return found


def places(sources: Sources, models: Models, collection: str) -> Iterator[Place]:
    """The places of a collection that have a right hypothesis and a wrong one, under a model that has not seen it."""
    corrector = models.corrector(error_costs(sources, without=collection))
    for noisy, clean in sources.pairs(collection)[:: sources.size.costs_every]:
        found = hypotheses(noisy, corrector)
        verdicts = iter(list(judged(noisy, clean, [p for place in found for _, p in place])))
        for place in found:
            right = np.array([next(verdicts) for _ in place])
            if len(place) > 1 and right.any():
                yield np.array([numbers for numbers, _ in place]), right


def fit(found: list[Place]) -> np.ndarray:
    """The weights under which the right hypotheses are likeliest, by gradient descent (Adam)."""
    if not found:
        raise ValueError("no place has a right hypothesis: there is too little scanned text to fit costs on")
    scale = np.vstack([numbers for numbers, _ in found]).std(axis=0) + 1e-9
    weights, first, second = np.zeros((3, len(MEASURED)))
    for step in range(1, STEPS + 1):
        gradient = RIDGE * weights
        for numbers, right in found:
            believed = np.exp((z := numbers / scale @ weights) - z.max())
            believed /= believed.sum()
            wanted = believed * right / (believed * right).sum()
            gradient += (numbers / scale).T @ (believed - wanted) / len(found)
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
        first = [right[(numbers @ weights).argmax()] for numbers, right in held]
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
