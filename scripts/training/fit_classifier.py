"""Fit `confidence.json`: boosted trees that say how sure to be of a correction.  Ten minutes; lightgbm, numpy.

lightgbm is needed here only: the program walks the trees as plain numbers.

Every place that the corrector doubts is measured and called right or wrong by the truth.  A collection is always read
under an error model that has not seen it, for that is how a user's scans will be met.  It is read twice, as the program
does, the second time with the confusions that a classifier of the first readings of the *other* collections is sure of.
The truths themselves, and lines that the language model has not seen, are read as well: whatever is changed there is
wrong.  The held-out figures are those of trees that have not seen the collection; what is written has seen them all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import lightgbm
import numpy as np

from cleaner.spelling.classifier import Classifier
from cleaner.spelling.correction import Correction
from cleaner.spelling.corrector import Corrector
from cleaner.spelling.features import FEATURES
from cleaner.spelling.ocr_profile import ScanReading
from training.build_error_model import costs as error_costs
from training.build_language_model import is_held_out
from training.models import Models
from training.sources import Sources
from training.truth import Rows, judged_features

#: monotone constraints: more of these cannot make a correction less likely (1), or more likely (-1)
DIRECTIONS = {
    "gain": 1, "context gain": 1, "margin": 1, "share": 1, "new frequency": 1, "channel": -1, "own frequency": -1,
}  # fmt: skip
#: smaller trees do worse on two unseen collections of three (.003 of log loss), larger or more of them no better
SETTINGS = {
    "objective": "binary", "num_leaves": 32, "learning_rate": 0.08, "min_data_in_leaf": 60, "lambda_l2": 5.0,
    "feature_fraction": 0.7, "bagging_fraction": 0.8, "bagging_freq": 1, "seed": 1, "verbose": -1, "num_threads": 1,
    "monotone_constraints": [DIRECTIONS.get(name, 0) for name in FEATURES],
}  # fmt: skip
#: characters of a text of clean lines
CLEAN_TEXT = 4000
#: every so many texts of a collection are read; of the largest, half tell as much as all
EVERY = {"bln600-train": 2}


@dataclass
class Material:
    """The rows of all collections, by name: first readings, second readings, and the truths; and of clean text."""

    sources: Sources
    first: dict[str, Rows] = field(default_factory=dict)
    second: dict[str, Rows] = field(default_factory=dict)
    truths: dict[str, Rows] = field(default_factory=dict)
    clean: Rows = field(default_factory=list)

    def parts(self, without: str = "") -> list[tuple[Rows, float]]:
        """All rows but those of one collection, with how far each set counts."""
        sets = (self.first, self.second, self.truths)
        names = [(name, believed) for name, believed in self.sources.collections.items() if name != without]
        return [(self.clean, 1.0)] + [(rows[n], believed) for n, believed in names for rows in sets if rows.get(n)]


def measured(sources: Sources, models: Models) -> Material:
    """All that the trees are fitted on."""
    material = Material(sources)
    pairs = {name: sources.pairs(name)[:: EVERY.get(name, 1)] for name in sources.collections}
    correctors = {name: models.corrector(error_costs(sources, without=name)) for name in sources.collections}
    for name, corrector in correctors.items():
        material.first[name] = judged_features(pairs[name], as_scan(corrector))
        if name in sources.sound():
            material.truths[name] = judged_features([(clean, clean) for _, clean in pairs[name]], as_text(corrector))
    material.clean = judged_features(clean_texts(sources), as_text(models.corrector()))
    for name, corrector in correctors.items():
        classifier = Classifier(exported(fit(material.parts(without=name), sources.size.rounds)))
        material.second[name] = judged_features(pairs[name], as_scan(corrector, classifier))
    return material


def as_text(corrector: Corrector) -> Callable[[str], Iterable[Correction]]:
    """How a text is read of which nobody says that it is scanned."""
    return lambda text: corrector.propose(corrector.survey(text))


def as_scan(corrector: Corrector, classifier: Classifier | None = None) -> Callable[[str], Iterable[Correction]]:
    """How a scanned text is read: once, or, where a classifier tells what its confusions are, twice."""
    if classifier is None:
        return lambda text: corrector.propose(corrector.survey(text), noisy=True)
    return lambda text: ScanReading().read(corrector.survey(text), corrector, classifier, noisy=True).corrections


def clean_texts(sources: Sources) -> Iterator[tuple[str, str]]:
    """Lines that the language model was not built from, in texts of some length; none of scanned text."""
    for name in [*sources.group("modern"), *sources.group("books")]:
        unseen = (line for line in sources.lines(name) if is_held_out(line))
        for text in islice(_joined(unseen), sources.size.clean_texts):
            yield text, text


def _joined(lines: Iterator[str]) -> Iterator[str]:
    held: list[str] = []
    for line in lines:
        held.append(line)
        if sum(map(len, held)) >= CLEAN_TEXT:
            yield "\n".join(held)
            held = []
    if held:
        yield "\n".join(held)


def fit(parts: list[tuple[Rows, float]], rounds: int) -> lightgbm.Booster:
    features = np.array([f for rows, _ in parts for f, _ in rows], dtype=np.float32)
    right = np.array([r for rows, _ in parts for _, r in rows])
    weights = np.array([weight for rows, weight in parts for _ in rows])
    return lightgbm.train(SETTINGS, lightgbm.Dataset(features, right, weight=weights), num_boost_round=rounds)


def exported(booster: lightgbm.Booster) -> list[list[list[float]]]:
    """The trees as `Classifier` reads them."""

    def nodes(tree: dict, found: list[list[float]]) -> int:  # type: ignore[type-arg]
        place = len(found)
        found.append([])
        if "split_index" not in tree:
            found[place] = [-1, 0, 0, 0, float(f"{tree['leaf_value']:.4g}")]
        else:
            low, high = nodes(tree["left_child"], found), nodes(tree["right_child"], found)
            value, threshold = float(f"{tree['internal_value']:.4g}"), float(f"{tree['threshold']:.6g}")
            found[place] = [tree["split_feature"], threshold, low, high, value]
        return place

    trees = []
    for told in booster.dump_model()["tree_info"]:
        nodes(told["tree_structure"], found := [])
        trees.append(found)
    return trees


def reliability(booster: lightgbm.Booster, rows: Rows) -> dict[str, object]:
    """How well calibrated the trees are on rows that they have not seen; at each bar: right, and let through."""
    p = booster.predict(np.array([f for f, _ in rows], dtype=np.float32))
    right = np.array([r for _, r in rows])
    bins = np.minimum((p * 10).astype(int), 9)
    error = sum(abs(p[bins == b].sum() - right[bins == b].sum()) for b in range(10)) / len(p)
    bars = {str(bar): [int(right[p >= bar].sum()), int((p >= bar).sum())] for bar in (0.5, 0.8, 0.9, 0.95)}
    return {"calibration error": round(float(error), 3), "right of": bars}


def build(sources: Sources, models: Models, out: Path) -> dict[str, object]:
    """Write the classifier."""
    material, rounds = measured(sources, models), sources.size.rounds
    held_out: dict[str, object] = {}
    if len(sources.collections) > 1:
        for name, rows in material.second.items():
            held_out[name] = reliability(fit(material.parts(without=name), rounds), rows)
    told = {"features": FEATURES, "trees": exported(fit(material.parts(), rounds))}
    out.write_text(json.dumps(told, separators=(",", ":")) + "\n", encoding="utf-8")
    return held_out
