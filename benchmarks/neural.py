"""What a small language model's view of doubtful words is worth, and what it costs.

    python benchmarks/neural.py DATA/ocr/overproof2.jsonl --every 10 --models FOLDER [--half odd]
    python benchmarks/neural.py DATA/clean/genres-dev.jsonl --every 4           # right text, told that it was scanned
    python benchmarks/neural.py … --places FILE                                 # writes each doubtful place
    python benchmarks/neural.py --fit FILE… [--half even]                       # and the weights for such places

The detector alone, as in `benchmarks/corrector.py`, without the model and with it.  For an honest figure give models
that have not seen the collection.  What the model said is kept in the cache folder, as in a run.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from corrector import as_scan, corrected
from llm import Other, held

from cleaner.detectors.spelling import spelling
from cleaner.evaluate import Sample, evaluate
from cleaner.files.locations import DATA, cache
from cleaner.kit import Kit
from cleaner.model import Finding, Tier, log_odds
from cleaner.neural.evidence import NAME, Differences, with_neural
from cleaner.neural.kept_scores import KeptScores
from cleaner.neural.passage import Passage, PassageReader
from cleaner.neural.small_model import SmallModel, installed
from cleaner.rulebook import Rulebook
from cleaner.spelling.classifier import Classifier
from cleaner.spelling.corrector import Corrector
from cleaner.spelling.error_model import ErrorModel
from cleaner.spelling.language_model import TrigramModel
from cleaner.spelling.lexicon import Lexicon

BARS = (0.5, 0.8, 0.95)
HEAD = "| model | bar | away | precision | recall | broken per 1,000 |\n|---|---:|---:|---:|---:|---:|"
#: steps of Newton's method, and how far weights are held to nought
STEPS, RIDGE = 30, 1.0


class Place(NamedTuple):
    """A doubtful place: the number of its text, our log-odds alone, what the model said, and whether we are right.

    `weight`: how far it counts in a fit.
    """

    text: int
    odds: float
    over_words: float
    over_second: float
    right: bool
    weight: float


class Listening:
    """A reader that notes what it said."""

    def __init__(self, reader: PassageReader) -> None:
        self._reader, self.name = reader, reader.name
        self.said: list[Differences] = []

    def log_probabilities(self, passage: Passage) -> tuple[float, ...]:
        scores = self._reader.log_probabilities(passage)
        self.said.append(Differences.of(scores))
        return scores


def read(rows: Sequence[dict[str, Any]], kit: Kit, reader: Listening) -> Iterator[tuple[list[Finding], list[Finding]]]:
    """The findings of each text, without the model and with it."""
    for row in rows:
        found = list(spelling(as_scan(row["noisy"], kit), kit))
        yield found, list(with_neural(found, row["noisy"], reader))


def places(
    number: int, row: dict[str, Any], found: list[Finding], heard: list[Finding], said: list[Differences], weight: float
) -> Iterator[Place]:
    """What the model was asked in a text."""
    truth, told = Other(row["noisy"], row["clean"]), iter(said)
    for before, after in zip(found, heard, strict=True):
        if any(e.name == NAME for e in after.evidence):
            right = held([before.best or ""], truth, before.start, before.end) is not None
            yield Place(number, log_odds(before.confidence), *next(told), right, weight)


def figures(rows: Sequence[dict[str, Any]], found: Sequence[list[Finding]], bar: float) -> str:
    """Cells of the table: a scan's figures, or the wrong fixes in right text."""
    if all(row["noisy"] == row["clean"] for row in rows):
        words = sum(len(row["noisy"].split()) for row in rows)
        fixes = sum(f.confidence >= bar and f.tier is Tier.LIKELY for each in found for f in each)
        return f"{fixes} in {words:,} words | | | "
    cases = [
        Sample(row["id"], row["noisy"], row["clean"], corrected(row["noisy"], each, bar))
        for row, each in zip(rows, found, strict=True)
    ]
    told = evaluate(cases).figures()
    return (
        f"{told['neutral_cer_reduction']:.1%} | {told['precision']:.3f} | {told['recall']:.3f} "
        f"| {told['damage_per_1000']:.2f}"
    )


def fitted(found: Sequence[Place]) -> tuple[np.ndarray, float, float]:
    """The weights by logistic regression beside our own odds, and the log loss of our odds and of both."""
    odds, right = np.array([p.odds for p in found]), np.array([p.right for p in found], dtype=float)
    said = np.array([[1.0, *Differences(p.over_words, p.over_second).within()] for p in found])
    counts = np.array([p.weight for p in found])
    weights, held_back = np.zeros(said.shape[1]), np.diag([0.0, RIDGE, RIDGE])
    for _ in range(STEPS):
        sure = 1 / (1 + np.exp(-(odds + said @ weights)))
        slope = said.T @ (counts * (right - sure)) - held_back @ weights
        bend = (said * (counts * sure * (1 - sure))[:, None]).T @ said + held_back
        weights += np.linalg.solve(bend, slope)
    return weights, loss(odds, right, counts), loss(odds + said @ weights, right, counts)


def loss(odds: np.ndarray, right: np.ndarray, counts: np.ndarray) -> float:
    return float(np.average(np.logaddexp(0, odds) - right * odds, weights=counts))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path, nargs="?", help="JSON lines: id, noisy, clean; or id, text")
    parser.add_argument("--models", type=Path, default=DATA, help="a folder with confusions.tsv and confidence.json")
    parser.add_argument("--every", type=int, default=1, help="take every n-th text")
    parser.add_argument("--half", choices=["even", "odd"], help="of these, take every second")
    parser.add_argument("--places", type=Path, help="write what the model said of each place, one a line")
    parser.add_argument("--weight", type=float, default=1.0, help="how far these places count in a fit")
    parser.add_argument("--fit", type=Path, nargs="+", help="such files: print the weights")
    args = parser.parse_args()
    halves = {None: (0, 1), "even": (0,), "odd": (1,)}[args.half]
    if args.fit:
        lines = [json.loads(line) for file in args.fit for line in file.read_text(encoding="utf-8").splitlines()]
        found = [place for place in (Place(*line) for line in lines) if place.text % 2 in halves]
        weights, alone, with_model = fitted(found)
        print(f"{len(found)} places: {np.round(weights, 3)}, log loss {alone:.3f} → {with_model:.3f}")
        return
    rows = [json.loads(line) for line in args.pairs.read_text(encoding="utf-8").splitlines()][:: args.every]
    rows = [
        {"noisy": row.get("text"), "clean": row.get("text"), **row} for n, row in enumerate(rows) if n % 2 in halves
    ]
    corrector = Corrector(Lexicon.shipped(), TrigramModel.shipped(), ErrorModel.open(args.models / "confusions.tsv"))
    classifier = Classifier.open(args.models / "confidence.json")
    kit = Kit(Rulebook.of([], []), corrector.lexicon, corrector=corrector, classifier=classifier)
    reader = Listening(KeptScores(SmallModel(installed()), cache() / "neural"))
    without, with_model, told = [], [], []
    start = time.process_time()
    for number, (row, (found, heard)) in enumerate(zip(rows, read(rows, kit, reader), strict=True)):
        told += places(number, row, found, heard, reader.said, args.weight)
        reader.said.clear()
        without.append(found)
        with_model.append(heard)
    spent, words = time.process_time() - start, sum(len(row["noisy"].split()) for row in rows)
    print(f"{len(told)} places in {words:,} words; {1000 * spent / words:.1f} s of CPU for 1,000 words, both readings")
    if args.places:
        args.places.write_text("".join(json.dumps(place) + "\n" for place in told), encoding="utf-8")
    print(HEAD)
    for name, each in (("without", without), ("with", with_model)):
        for bar in BARS:
            print(f"| {name} | {bar} | {figures(rows, each, bar)} |", flush=True)


if __name__ == "__main__":
    main()
