"""Measure the corrector on scanned text with truth, with each part off in turn.

    python benchmarks/corrector.py DATA/ocr/overproof2.jsonl [--models FOLDER] [--every 4] [--ablate]

For an honest figure give models that have not seen the collection:
`scripts/retrain.py DATA --without NAME --only error-model,classifier --out FOLDER` makes them.
Figures are those of `cleaner eval`'s neutral view.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from cleaner.detectors.spelling import spelling
from cleaner.diagnosis.examination import Examination, examine
from cleaner.evaluate import Sample, evaluate
from cleaner.files.locations import DATA
from cleaner.kit import Kit
from cleaner.model import Diagnosis, Edit, Finding
from cleaner.rulebook import Rulebook
from cleaner.spelling import ocr_profile
from cleaner.spelling.candidates import SOURCES
from cleaner.spelling.classifier import Classifier
from cleaner.spelling.corrector import Corrector
from cleaner.spelling.error_model import ErrorModel
from cleaner.spelling.hypothesis_sources import JOINED, KNOWN
from cleaner.spelling.language_model import TrigramModel
from cleaner.spelling.lexicon import Lexicon
from cleaner.text.analysis import Analysis
from cleaner.text.edits import apply

BARS = (0.5, 0.8, 0.9, 0.95)


class Unigrams:
    """The language model without its context."""

    def __init__(self, whole: Any) -> None:
        self.word_id, self._whole = whole.word_id, whole

    def logp(self, a: int, b: int, c: int) -> float:
        return self._whole.logp(0, 0, c)


def corrected(text: str, findings: list[Finding], bar: float) -> str:
    taken: list[Finding] = []
    for f in sorted(findings, key=lambda f: -f.confidence):
        if f.confidence >= bar and all(f.end <= t.start or f.start >= t.end for t in taken):
            taken.append(f)
    return apply(text, [Edit(f.start, f.end, f.best or "") for f in sorted(taken, key=lambda f: f.start)])


def with_models(kit: Kit, **models: Any) -> Kit:
    whole = kit.corrector
    models = {"language_model": whole.language_model, "error_model": whole.error_model, **models}
    return replace(kit, corrector=Corrector(whole.lexicon, **models))


def as_scan(text: str, kit: Kit) -> Examination:
    return replace(examine(Analysis(text), kit), diagnosis=Diagnosis({"ocr": 0.99}))


@contextmanager
def without(part: str) -> Iterator[Callable[[Kit], Kit]]:
    """One part switched off: a change of the kit, or of a module."""
    same: Callable[[Kit], Kit] = lambda kit: kit  # noqa: E731
    if part == "language model":
        yield lambda kit: with_models(kit, language_model=Unigrams(kit.corrector.language_model))
    elif part == "error model (plain edits)":
        yield lambda kit: with_models(kit, error_model=ErrorModel({}))
    elif part == "the text's own confusions":
        with patch.object(ocr_profile, "TEACHES", 10**9):
            yield same
    elif part == "visually similar words":
        with patch.dict(SOURCES):
            del SOURCES["visually similar"]
            yield same
    elif part == "words within reach":
        with patch.dict(SOURCES):
            del SOURCES["within reach"]
            yield same
    elif part == "marks as letters":
        with patch.dict(JOINED):
            del JOINED["marks as letters"]
            yield same
    elif part == "real words":
        with patch.dict(KNOWN):
            del KNOWN["real word"]
            yield same
    elif part == "splits":
        with patch.dict(SOURCES):
            del SOURCES["split"]
            yield same
    elif part == "joins":
        with patch.dict(JOINED, clear=True):
            yield same
    else:
        yield same


PARTS = (
    "nothing", "language model", "error model (plain edits)", "the text's own confusions", "visually similar words",
    "words within reach", "marks as letters", "real words", "splits", "joins",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("pairs", type=Path, help="JSON lines: id, noisy, clean")
    parser.add_argument("--models", type=Path, default=DATA, help="a folder with confusions.tsv and confidence.json")
    parser.add_argument("--every", type=int, default=1, help="take every n-th text")
    parser.add_argument("--ablate", action="store_true", help="each part off in turn")
    args = parser.parse_args()

    rows = [json.loads(line) for line in args.pairs.read_text(encoding="utf-8").splitlines()][:: args.every]
    print("| without | bar | character errors away | precision | recall | broken per 1,000 | worse | words/s |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for part in PARTS if args.ablate else PARTS[:1]:
        # models of its own for each part: what a corrector learns of strings is kept with them
        error_model = ErrorModel.open(args.models / "confusions.tsv")
        classifier = Classifier.open(args.models / "confidence.json")
        with without(part) as changed:
            corrector = Corrector(Lexicon.shipped(), TrigramModel.shipped(), error_model)
            kit = changed(Kit(Rulebook.of([], []), corrector.lexicon, corrector=corrector, classifier=classifier))
            start = time.process_time()
            found = [list(spelling(as_scan(r["noisy"], kit), kit)) for r in rows]
            speed = sum(len(r["noisy"].split()) for r in rows) / (time.process_time() - start)
        for bar in BARS:
            cases = [
                Sample(r["id"], r["noisy"], r["clean"], corrected(r["noisy"], f, bar))
                for r, f in zip(rows, found, strict=True)
            ]
            told = evaluate(cases).figures()
            print(
                f"| {part} | {bar} | {told['neutral_cer_reduction']:.1%} | {told['precision']:.3f} "
                f"| {told['recall']:.3f} | {told['damage_per_1000']:.2f} | {told['worse']:.0f} of {len(rows)} "
                f"| {speed:.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    sys.exit(main())
