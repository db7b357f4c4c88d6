"""Fits the weights of `cleaner/witness/belief.py`: how likely a change that another version makes is right.

    python scripts/training/fit_belief.py DATA --models UNSEEN    # minutes; prints WEIGHTS and how well they hold

A logistic regression on every change that six models make to the even ones of 91 newspaper articles of the 19th century
(DATA/witness/bln600-vlm-dev.jsonl), two of the models from the text, two from the image, two from both; with none, one
or some of the others beside it as further witnesses.  With a third of their weight go the same versions of the text and
of the image with one word in twenty changed for a word of another article, so that what is right by and large is not
believed in everything.  The odd articles tell how well the weights hold.  Last comes AGAINST: by how much a reading of
ours is right more seldom than we believe where a version keeps the words or has others, in log-odds.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from cleaner.build_kit import build_kit
from cleaner.config import Settings
from cleaner.evaluate.judging import Claim, Judge
from cleaner.kit import Kit
from cleaner.model import Cleaned, Document, Tier, log_odds, probability
from cleaner.pipeline import clean
from cleaner.spelling.classifier import Classifier
from cleaner.spelling.corrector import Corrector
from cleaner.spelling.error_model import ErrorModel
from cleaner.text.word_keys import keys
from cleaner.witness.agreement import together
from cleaner.witness.belief import WitnessPlace, measured
from cleaner.witness.sightings import sightings
from cleaner.witness.versions import Statement, Version, WitnessKind

Row = dict[str, Any]
#: how many further witnesses stand beside the one that is weighed, and how often
BESIDE, OFTEN = (0, 1, 2, 4), (0.4, 0.35, 0.15, 0.1)
SINGLE = 2  # so few are others than those of models that have read both
#: of the models that have read both the text and the image so much is taken, and so much do spoiled versions weigh
OF_BOTH, SPOILED = 0.3, 0.3
LIES = 0.05
#: our readings in which we believe less are not even asked about
ASKED = 0.3
PENALTY = 1.0
BANDS = (0.98, 0.95, 0.9, 0.8, 0.6, 0.3, 0.0)


class Example(NamedTuple):
    """A change as it is known, whether it is right, and how much it weighs."""

    place: WitnessPlace
    right: bool
    weight: float


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path, help="the folder with witness/bln600-vlm-dev.jsonl")
    parser.add_argument(
        "--models", type=Path, help="a folder with confusions.tsv and confidence.json, fitted without BLN600"
    )
    options = parser.parse_args()
    lines = (options.data / "witness/bln600-vlm-dev.jsonl").read_text("utf-8").splitlines()
    rows, kit, chance = [json.loads(line) for line in lines], kit_with(options.models), random.Random(1)
    words = [word for row in rows for word in row["clean"].split() if len(word) > 3]
    halves: tuple[list[Example], list[Example]] = [], []
    doubts: dict[tuple[bool, bool], list[tuple[float, bool]]] = defaultdict(list)
    for number, row in enumerate(rows):
        ours = clean(Document(row["id"], row["noisy"]), kit)
        halves[number % 2].extend(examples(row, ours, kit, words, chance))
        for where, doubt in doubted(row, ours):
            doubts[where].append(doubt)
    weights = fitted(halves[0])
    for name, weight in weights.items():
        print(f'    "{name}": {weight:.2f},')
    for low, high in zip(BANDS, (1.01, *BANDS), strict=False):
        told = [e for e in halves[1] if low <= believed(e.place, weights) < high]
        print(f"# {low}: {len(told)} changes, right {sum(e.right for e in told) / max(1, len(told)):.3f}")
    for (image, keeps), told in doubts.items():
        belief, right = sum(b for b, _ in told) / len(told), sum(r for _, r in told) / len(told)
        print(f"# against: image {image}, keeps {keeps}: {len(told)}, {log_odds(right) - log_odds(belief):+.2f}")


def kit_with(models: Path | None) -> Kit:
    """The shipped kit, with another channel and judge if they are given."""
    kit = build_kit(Settings())
    if models is None:
        return kit
    whole = kit.corrector
    channel = ErrorModel.open(models / "confusions.tsv")
    corrector = Corrector(whole.lexicon, whole.language_model, channel)
    return replace(kit, corrector=corrector, classifier=Classifier.open(models / "confidence.json"))


def doubted(row: Row, ours: Cleaned) -> Iterator[tuple[tuple[bool, bool], tuple[float, bool]]]:
    """Our readings of misread words that a version does not have, each with our belief and whether it is right."""
    judge = Judge(row["noisy"], row["clean"])
    told = [statement(n, text) for n, text in row["witnesses"].items() if not n.endswith("both")]
    versions = [Version(row["noisy"], t) for t in told]
    for record in (*ours.records, *ours.kept):
        f = record.finding
        if (
            f.tier is not Tier.LIKELY
            or f.damage != "ocr"
            or f.confidence < ASKED
            or keys(record.before) == keys(f.best or "")
        ):
            continue
        said = str(judge.judge(Claim("", f.start, f.end, record.before, f.best, f.rule, "fix")).judgement)
        for version in versions if said != "harmless" else ():
            if not together(row["noisy"], version.made, f):
                keeps = version.keeps(f.start, f.end)
                yield (version.kind is WitnessKind.IMAGE, keeps), (f.confidence, said == "right")


def examples(row: Row, ours: Cleaned, kit: Kit, words: Sequence[str], chance: random.Random) -> Iterator[Example]:
    """What the versions of one article teach."""
    judge = Judge(row["noisy"], row["clean"])
    versions = {name: Version(row["noisy"], statement(name, text)) for name, text in row["witnesses"].items()}
    for name, version in versions.items():
        beside = chance.choices(BESIDE, OFTEN)[0]
        apart = [v for n, v in versions.items() if n != name and (beside > SINGLE or not n.endswith("both"))]
        others = chance.sample(apart, beside)
        if not name.endswith("both"):
            lying = statement(name, with_lies(row["witnesses"][name], words, chance))
            yield from taught(ours, Version(row["noisy"], lying), others, kit, judge, SPOILED)
        yield from taught(ours, version, others, kit, judge, OF_BOTH if name.endswith("both") else 1.0)


def taught(
    ours: Cleaned, version: Version, others: Sequence[Version], kit: Kit, judge: Judge, weight: float
) -> Iterator[Example]:
    """Each change of words that is right or wrong; what is neither teaches nothing."""
    for seen in sightings(ours, version, kit, others):
        change = seen.change
        if keys(change.before) == keys(change.after):
            continue
        claim = Claim("", change.start, change.end, change.before, change.after, "witness", "fix")
        said = str(judge.judge(claim).judgement)
        if said != "harmless":
            yield Example(WitnessPlace.of(seen, version.kind is WitnessKind.IMAGE), said == "right", weight)


def statement(name: str, text: str) -> Statement:
    return Statement(name, WitnessKind.TEXT if name.endswith("text") else WitnessKind.IMAGE, text)


def with_lies(text: str, words: Sequence[str], chance: random.Random) -> str:
    """The text with some words changed for words of other articles."""
    return " ".join(chance.choice(words) if chance.random() < LIES else token for token in text.split(" "))


def fitted(examples: Sequence[Example]) -> dict[str, float]:
    """The weights, by Newton's method."""
    names = sorted({name for e in examples for _, name, _, _ in measured(e.place)})
    at = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(examples), len(names)))
    for row, example in enumerate(examples):
        for _, name, value, _ in measured(example.place):
            x[row, at[name]] += value
    y, of = np.array([e.right for e in examples], float), np.array([e.weight for e in examples])
    w = np.zeros(len(names))
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        slope = x.T @ ((y - p) * of) - PENALTY * w
        w += np.linalg.solve((x * (p * (1 - p) * of)[:, None]).T @ x + PENALTY * np.eye(len(names)), slope)
    return dict(zip(names, map(float, w), strict=True))


def believed(place: WitnessPlace, weights: dict[str, float]) -> float:
    return probability(sum(weights.get(name, 0.0) * value for _, name, value, _ in measured(place)))


if __name__ == "__main__":
    main()
