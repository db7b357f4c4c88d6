"""Fit the costs of `cleaner/spelling/hypotheses.py`: what makes one reading of a place likelier than another.

    PYTHONPATH=.:scripts python scripts/fit_costs.py /work/shared/data [--every 4]

A conditional logit: among the readings of a place one of which is right by the truth, how far each measurement
speaks for the right one.  Printed are the weights beside that of the context, and how often the right reading comes
out on top in a collection that they were not fitted on, beside how often it does as things stand.  Needs numpy; two
minutes.

The costs in use lie near what was fitted (in brackets) when they were chosen: channel 1.2 (1.5), a name in small
letters 1.2 (1.2), a common word with a capital 3.2 (3.2), a word that the text has 1.7 (1.8), a word in three pieces
10 (10.7), a mark that is a letter -8 (-9.9), a speck 12 (12.5).  The channel counts for less than fitted because only
readings that are proposed at all are fitted on, and a dearer channel proposes fewer.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from math import log1p
from pathlib import Path

import numpy as np
from build_channel import COLLECTIONS, table
from build_confidence import judged

from cleaner.spelling.corrector import Correction, Corrector
from cleaner.spelling.error_model import ErrorModel
from cleaner.spelling.features import Surroundings, Weighted
from cleaner.spelling.hypotheses import CAPITAL_WORD, LOWER_NAME, REAL_WORD, SPECK
from cleaner.spelling.language_model import TrigramModel
from cleaner.spelling.lexicon import Lexicon
from cleaner.spelling.noisy_text import NoisyText

MEASURED = ("context", "channel", "name in small letters", "common word with a capital", "in the text already",
            "three pieces", "mark as a letter", "speck", "real word")  # fmt: skip
STEPS, RATE, RIDGE = 400, 0.03, 1e-3

Rivals = list[tuple[tuple[float, ...], float, Correction]]


class Recorder(Corrector):
    """A corrector that keeps all rivals of each place, with their measurements and their gain at present costs."""

    def __init__(self, channel: ErrorModel) -> None:
        super().__init__(Lexicon.shipped(), TrigramModel.shipped(), channel)
        self.places: list[Rivals] = []

    def _proposal(self, page: NoisyText, i: int, rivals: Sequence[Weighted], near: Surroundings) -> Correction:
        proposals = [super(Recorder, self)._proposal(page, i, [it, *rivals], near) for it in rivals]
        self.places.append([(_row(page, it), it.gain, p) for it, p in zip(rivals, proposals, strict=True)])
        return proposals[0]


def _row(page: NoisyText, it: Weighted) -> tuple[float, ...]:
    edge = it.edge
    flags = (edge.case == LOWER_NAME, edge.case == CAPITAL_WORD)
    kinds = (edge.span == 3, edge.marked, edge.rule == SPECK, edge.rule == REAL_WORD)
    often = log1p(page.stats.counts[edge.text or ""])
    return (it.context_gain, edge.channel_cost, *map(float, flags), often, *map(float, kinds))


def places(data: Path, name: str, every: int) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Measurements, verdicts and present gains of the readings of each place that has a right one, and others."""
    recorder = Recorder(ErrorModel({pair: cost for pair, (cost, _) in table(data / "ocr", without=name).items()}))
    for line in (data / "ocr" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()[::every]:
        row = json.loads(line)
        recorder.places.clear()
        list(recorder.propose(row["noisy"], noisy=True))
        verdicts = iter(list(judged(row["noisy"], row["clean"], [p for rs in recorder.places for *_, p in rs])))
        for rivals in recorder.places:
            right = np.array([next(verdicts) for _ in rivals])
            if len(rivals) > 1 and right.any():
                yield np.array([m for m, *_ in rivals]), right, np.array([gain for _, gain, _ in rivals])


def fit(sets: list[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> np.ndarray:
    """The weights under which the right readings of the places are likeliest, by gradient descent (Adam)."""
    scale = np.vstack([m for m, *_ in sets]).std(axis=0) + 1e-9
    weights, first, second = np.zeros((3, len(MEASURED)))
    for step in range(1, STEPS + 1):
        gradient = RIDGE * weights
        for measured, right, _ in sets:
            believed = np.exp((z := measured / scale @ weights) - z.max())
            believed /= believed.sum()
            wanted = believed * right / (believed * right).sum()
            gradient += (measured / scale).T @ (believed - wanted) / len(sets)
        first, second = 0.9 * first + 0.1 * gradient, 0.999 * second + 0.001 * gradient**2
        weights -= RATE * first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights / scale


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path, help="folder with ocr/")
    parser.add_argument("--every", type=int, default=4, help="take every n-th text")
    args = parser.parse_args()

    sets = {name: list(places(args.data, name, args.every)) for name in COLLECTIONS if COLLECTIONS[name] == 1}
    for name, held in sets.items():
        weights = fit([place for other in sets if other != name for place in sets[other]])
        top = np.mean([right[(measured @ weights).argmax()] for measured, right, _ in held])
        now = np.mean([right[gain.argmax()] for _, right, gain in held])
        print(f"{name}, unseen, {len(held):,} places: right on top in {top:.3f}, at present in {now:.3f}")
    weights = fit([place for held in sets.values() for place in held])
    print(", ".join(f"{what} {w / weights[0]:+.2f}" for what, w in zip(MEASURED, weights, strict=True)))
    print(f"scale (BELIEF in measures.py) {weights[0]:.2f}")


if __name__ == "__main__":
    main()
