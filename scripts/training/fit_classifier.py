"""Fit `confidence.json`: boosted trees that say how sure to be of a correction.  Ten minutes; lightgbm, numpy.

lightgbm is needed here only: the program walks the trees as plain numbers.

Every place that the corrector doubts is measured and called right or wrong by the truth.  A collection is always read
under an error model that has not seen it, for that is how a user's scans will be met.  It is read twice, as the program
does, the second time with the confusions that a classifier of the first readings of the *other* collections is sure of.
The truths themselves, lines that the language model has not seen, and right texts of many kinds are read as well:
whatever is changed there is wrong.  Light scans are made of the right texts (`right_texts`).  The held-out figures are
those of trees that have not seen the collection, or the kind of text; what is written has seen them all.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import lightgbm
import numpy as np

from cleaner.spelling.classifier import Classifier
from cleaner.spelling.correction import Correction
from cleaner.spelling.corrector import Corrector
from cleaner.spelling.features import FEATURES
from cleaner.spelling.ocr_profile import ScanReading
from cleaner.text.analysis import Analysis
from training.build_error_model import costs as error_costs
from training.build_language_model import is_held_out
from training.models import Models
from training.right_texts import RightText, light_scans, right_texts
from training.sources import Sources
from training.truth import Rows, judged_features

#: monotone constraints: more of these cannot make a correction less likely (1), or more likely (-1)
DIRECTIONS = {
    "gain": 1, "context gain": 1, "margin": 1, "share": 1, "new frequency": 1, "channel": -1, "own frequency": -1,
}  # fmt: skip
#: smaller trees do worse on two unseen collections of three (.003 of log loss), larger ones no better; fewer than 300
#: are too modest of light scans
SETTINGS = {
    "objective": "binary", "num_leaves": 32, "learning_rate": 0.08, "min_data_in_leaf": 60, "lambda_l2": 5.0,
    "feature_fraction": 0.7, "bagging_fraction": 0.8, "bagging_freq": 1, "seed": 1, "verbose": -1, "num_threads": 1,
    "monotone_constraints": [DIRECTIONS.get(name, 0) for name in FEATURES],
}  # fmt: skip
#: characters of a text of clean lines
CLEAN_TEXT = 4000
#: every so many texts of a collection are read; of the largest, some tell as much as all
EVERY = {"bln600-train": 8, "icdar2017-eng": 4, "overproof2": 2}
#: the kinds of text that are no right text: scans with their truths, and single lines of running text
SCAN, LINES = "scan", "lines"
#: every so many right texts is read as a scan besides
AS_SCAN = 2
#: a place of a scan counts so much, for most places that are read are right texts' and light scans'
SCANS = 3.0
#: what people write as they speak or in a hurry counts less where it is right: it makes all else doubtful that looks so
SPOKEN, LESS = frozenset({"chat", "dialect", "dialogue", LINES}), 0.5
#: where one word in so many is misread it counts once, where fewer are more, for a light scan shows so few of them
SPARSE, MOST = 30, 16.0


#: kinds of right text, and of light scans made of it, that are held out in turn, as each sound collection is
HELD_OUT = ("news", "dialect")
#: processes that read, each about 600 MB
WORKERS = min(4, os.cpu_count() or 1)


class Read(NamedTuple):
    """Places with the verdict on each: of which collection and which kind of text they are, and how far they count."""

    collection: str
    kind: str
    rows: Rows
    weight: float = 1.0


@dataclass
class Material:
    """All that was read: scans and their truths (kind `scan`), right texts and light scans of every kind."""

    sources: Sources
    read: list[Read] = field(default_factory=list)

    def parts(self, without: str = "") -> list[tuple[Rows, float]]:
        """All rows but those of one collection, or of one kind of text, with how far each set counts."""
        return [(it.rows, it.weight) for it in self.read if without not in (it.collection, it.kind) and it.rows]


def measured(sources: Sources, models: Models) -> Material:
    """All that the trees are fitted on; what is read does not hang on each other, so every core reads."""
    texts = list(right_texts(sources))
    with ProcessPoolExecutor(mp_context=get_context("fork"), max_workers=WORKERS) as pool:
        jobs = [pool.submit(read_scans, sources, models, name) for name in sources.collections]
        for turn, name in enumerate(sources.sound()):
            jobs.append(pool.submit(read_light_scans, sources, models, texts[turn :: len(sources.sound())], name))
            jobs.append(pool.submit(read_right_texts, models, texts[turn :: len(sources.sound())]))
        jobs.append(pool.submit(read_lines, sources, models))
        material = Material(sources, [read for job in jobs for read in job.result()])
        again = []
        for name in sources.collections:
            trees = exported(fit(material.parts(without=name), sources.size.rounds))
            again.append(pool.submit(read_scans, sources, models, name, trees))
        material.read += [read for job in again for read in job.result()]
    return material


def read_scans(sources: Sources, models: Models, name: str, trees: list[list[list[float]]] | None = None) -> list[Read]:
    """The scans of a collection under an error model that has not seen it, and their truths; with trees: read twice."""
    corrector = models.corrector(error_costs(sources, without=name))
    pairs = sources.pairs(name)[:: EVERY.get(name, 1)]
    read = as_scan(corrector, trees and Classifier(trees))
    found = [Read(name, SCAN, judged_features(pairs, read), SCANS * sources.collections[name])]
    if trees is None and name in sources.sound():
        truths = [(clean, clean) for _, clean in pairs]
        found.append(Read(name, SCAN, judged_features(truths, as_text(corrector)), SCANS))
    return found


def read_lines(sources: Sources, models: Models) -> list[Read]:
    """Single lines of running text."""
    return [Read("", LINES, judged_features(clean_texts(sources), as_text(models.corrector())), LESS)]


def read_right_texts(models: Models, texts: list[RightText]) -> list[Read]:
    """Right texts, both as texts of which nobody knows what they are and as scans."""
    corrector = models.corrector()
    as_both = as_text(corrector), as_scan(corrector)
    found = []
    for number, (kind, text) in enumerate(texts):
        found += [Read("", kind, judged_features([(text, text)], read)) for read in as_both[: 1 + number % AS_SCAN]]
    return found


def read_light_scans(sources: Sources, models: Models, texts: list[RightText], name: str) -> list[Read]:
    """Light scans by the confusions of a collection, read under an error model that has not seen it."""
    corrector = models.corrector(error_costs(sources, without=name))
    own = error_costs(replace(sources, collections={name: 1.0}), without="")
    found = []
    for it in light_scans(texts, own, sources.sound().index(name)):
        how = as_scan if it.noisy else as_text
        rows = judged_features([(it.read, it.printed)], how(corrector))
        wrong = [row for row in rows if not row[1]]
        found.append(Read(name, it.kind, wrong, LESS if it.kind in SPOKEN else 1.0))
        found.append(Read(name, it.kind, [row for row in rows if row[1]], min(MOST, max(1.0, it.one_in / SPARSE))))
    return found


def as_text(corrector: Corrector) -> Callable[[str], Iterable[Correction]]:
    """How a text is read of which nobody says that it is scanned."""

    def read(text: str) -> Iterable[Correction]:
        seen = Analysis(text)
        return corrector.propose(corrector.survey(text, prose=seen.prose), seen.is_protected)

    return read


def as_scan(corrector: Corrector, classifier: Classifier | None = None) -> Callable[[str], Iterable[Correction]]:
    """How a scanned text is read: once, or, where a classifier tells what its confusions are, twice."""

    def read(text: str) -> Iterable[Correction]:
        seen = Analysis(text)
        surveyed = corrector.survey(text, prose=seen.prose)
        if classifier is None:
            return corrector.propose(surveyed, seen.is_protected, noisy=True)
        return ScanReading().read(surveyed, corrector, classifier, seen.is_protected, noisy=True).corrections

    return read


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
        for name in [*sources.sound(), *HELD_OUT]:
            rows = [row for it in material.read if name in (it.collection, it.kind) for row in it.rows]
            held_out[name] = reliability(fit(material.parts(without=name), rounds), rows)
    told = {"features": FEATURES, "trees": exported(fit(material.parts(), rounds))}
    out.write_text(json.dumps(told, separators=(",", ":")) + "\n", encoding="utf-8")
    return held_out
