"""Build `cleaner/data/confidence.json`: how sure to be, learnt from scanned text with its truth and from
clean text.

    PYTHONPATH=.:scripts python scripts/build_confidence.py /work/shared/data -o cleaner/data/confidence.json

Needs `lightgbm` (here only; at run time the trees are plain numbers).  About ten minutes.

Every place that the corrector doubts is measured and called right or wrong by the truth.  A collection is
always read with a channel that has not seen it, for that is how a user's scans will be met; and it is read twice,
as the program does, the second time with the confusions that a judgement on the first readings of the *other*
collections is sure of.  The truths themselves, and lines that the context model has not seen, are read as well:
whatever is changed there is wrong.  The report trains without each collection in turn and says how the
judgement does on it; what is shipped has seen them all.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from zlib import crc32

import lightgbm
import numpy as np
from build_channel import COLLECTIONS, table
from build_lm import HELD_OUT
from rapidfuzz.distance import Levenshtein

from cleaner.evaluate.alignment import token_edits
from cleaner.spelling.classifier import Classifier
from cleaner.spelling.corrector import Correction, Corrector
from cleaner.spelling.error_model import ErrorModel
from cleaner.spelling.features import FEATURES
from cleaner.spelling.language_model import TrigramModel
from cleaner.spelling.lexicon import Lexicon
from cleaner.spelling.ocr_profile import ScanProfile

#: more of these cannot make a reading less likely, or not more likely: the trees may not learn otherwise
DIRECTIONS = {
    "gain": 1, "context gain": 1, "margin": 1, "share": 1, "new frequency": 1, "channel": -1, "own frequency": -1,
}  # fmt: skip
#: Smaller trees do worse on two unseen collections of three (.003 of log loss), larger or more of them no better
SETTINGS = {
    "objective": "binary", "num_leaves": 32, "learning_rate": 0.08, "min_data_in_leaf": 60, "lambda_l2": 5.0,
    "feature_fraction": 0.7, "bagging_fraction": 0.8, "bagging_freq": 1, "seed": 1, "verbose": -1, "num_threads": 1,
    "monotone_constraints": [DIRECTIONS.get(name, 0) for name in FEATURES],
}  # fmt: skip
ROUNDS = 200
CLEAN = ("modern-1-news-government", "modern-2-whitehouse", "modern-3-speeches", "books-eltec", "books-novels")
CLEAN_TEXTS = 120  # of some 4,000 characters, from each
#: every so many texts of a collection are read; of the largest, half tell as much as all
EVERY = {"bln600-train": 2}

_TOKEN = re.compile(r"\w(?:\w|['’‘ʼ`](?=[^\W\d_])|[-¬‐‑](?=\w)|[-¬‐‑]\s+(?=[a-zà-ÿ])|[-¬‐‑]\s*\n\s*(?=\w))*")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ſ": "s"})

Rows = list[tuple[tuple[float, ...], int]]


def tokens(text: str) -> list[tuple[str, int, int]]:
    """Words as a neutral eye sees them: no case, no hyphens and apostrophes, line breaks mended."""
    found = ((re.sub(r"[\W_]", "", m.group().lower().translate(_LIGATURES)), *m.span()) for m in _TOKEN.finditer(text))
    return [token for token in found if token[0]]


def judged(noisy: str, clean: str, proposals: list[Correction]) -> Iterator[int]:
    """For each proposal 1 if it makes of its place what the truth has there, 0 if not."""
    placed = tokens(noisy)
    words = [word for word, _, _ in placed]
    starts, ends = [start for _, start, _ in placed], [end for _, _, end in placed]
    edits = token_edits(words, [word for word, _, _ in tokens(clean)])
    printed = set(re.findall(r"\w+", clean.lower()))
    for p in proposals:
        first, last = bisect_right(ends, p.start), bisect_left(starts, p.end)
        for edit in [*edits, *reversed(edits)]:  # whole edits only: widen to those that are cut
            if edit.start < last and edit.end > first:
                first, last = min(first, edit.start), max(last, edit.end)
        true: list[str] = []
        at = first
        for edit in edits:
            if first <= edit.start < edit.end <= last:
                true += [*words[at : edit.start], *edit.tokens]
                at = edit.end
        true += words[at:last]
        start = min([p.start, *starts[first:last]])
        end = max([p.end, *ends[first:last]])
        got = [word for word, _, _ in tokens(noisy[start : p.start] + p.after + noisy[p.end : end])]
        yield int(
            got != words[first:last]
            and (
                got == true
                or (
                    (start < p.start or end > p.end)  # more than the proposal stands here: part of it may be right
                    and printed.issuperset(re.findall(r"\w+", p.after.lower()))
                    and _on_the_way(words[first:last], got, true)
                )
            )
        )


def _on_the_way(old: list[str], got: list[str], true: list[str]) -> bool:
    """Is no letter changed that need not be?"""
    before, after, printed = " ".join(old), " ".join(got), " ".join(true)
    there = Levenshtein.distance(before, after) + Levenshtein.distance(after, printed)
    return there == Levenshtein.distance(before, printed)


def measured(texts: Iterable[tuple[str, str]], read: Callable[[str], Iterable[Correction]]) -> Rows:
    rows: Rows = []
    for noisy, clean in texts:
        proposals = list(read(noisy))
        verdicts = judged(noisy, clean, proposals) if noisy != clean else (0 for _ in proposals)
        rows += [(p.features, right) for p, right in zip(proposals, verdicts, strict=True)]
    return rows


def as_scan(corrector: Corrector, judge: Classifier | None = None) -> Callable[[str], Iterable[Correction]]:
    """How a scanned text is read: once, or, where a judgement tells what its confusions are, twice."""
    if judge is None:
        return lambda text: corrector.propose(text, noisy=True)
    return lambda text: ScanProfile().proposals(corrector, judge, text, lambda start, end: False, noisy=True)


def clean_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Lines that the context model was not built from, in texts of some length."""
    for name in CLEAN:
        with lzma.open(folder / f"{name}.txt.xz", "rt", encoding="utf-8") as file:
            unseen = (line for line in file if crc32(line.encode()) % HELD_OUT == 0)
            for _ in range(CLEAN_TEXTS):
                lines: list[str] = []
                while sum(map(len, lines)) < 4000 and (line := next(unseen, "")):
                    lines.append(line)
                text = "\n".join(lines)
                yield text, text


def fit(parts: list[tuple[Rows, float]]) -> lightgbm.Booster:
    features = np.array([f for rows, _ in parts for f, _ in rows], dtype=np.float32)
    right = np.array([r for rows, _ in parts for _, r in rows])
    weights = np.array([weight for rows, weight in parts for _ in rows])
    return lightgbm.train(SETTINGS, lightgbm.Dataset(features, right, weight=weights), num_boost_round=ROUNDS)


def report(name: str, p: np.ndarray, right: np.ndarray) -> None:
    bins = np.minimum((p * 10).astype(int), 9)
    error = sum(abs(p[bins == b].sum() - right[bins == b].sum()) for b in range(10)) / len(p)
    bars = ", ".join(f"{bar}: {right[p >= bar].mean():.3f} of {(p >= bar).sum()}" for bar in (0.5, 0.8, 0.9, 0.95))
    print(f"{name}, unseen: calibration error {error:.3f}; right at bar {bars}", flush=True)


def exported(booster: lightgbm.Booster) -> list[list[list[float]]]:
    """The trees as `confidence.Confidence` reads them."""

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


class Material:
    """The rows of all collections, by name: first readings, second readings, and the truths."""

    def __init__(self, data: Path) -> None:
        self.correctors: dict[str, Corrector] = {}
        self.pairs: dict[str, list[tuple[str, str]]] = {}
        self.first: dict[str, Rows] = {}
        self.second: dict[str, Rows] = {}
        self.truths: dict[str, Rows] = {}
        for name in COLLECTIONS:
            channel = ErrorModel({pair: cost for pair, (cost, _) in table(data / "ocr", without=name).items()})
            self.correctors[name] = corrector = Corrector(Lexicon.shipped(), TrigramModel.shipped(), channel)
            lines = (data / "ocr" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
            texts = list(map(json.loads, lines))[:: EVERY.get(name, 1)]
            self.pairs[name] = [(row["noisy"], row["clean"]) for row in texts]
            self.first[name] = measured(self.pairs[name], as_scan(corrector))
            if COLLECTIONS[name] == 1:
                self.truths[name] = measured([(clean, clean) for _, clean in self.pairs[name]], corrector.propose)
            print(
                f"{name}: {len(self.first[name]):,} doubtful places, {sum(r for _, r in self.first[name]):,} right",
                flush=True,
            )
        corrector = Corrector(Lexicon.shipped(), TrigramModel.shipped(), ErrorModel.shipped())
        self.clean = measured(clean_texts(data / "lm"), corrector.propose)
        for name in COLLECTIONS:
            judge = Classifier(exported(fit(self.parts(without=name))))
            self.second[name] = measured(self.pairs[name], as_scan(self.correctors[name], judge))
            print(f"{name} again: {sum(r for _, r in self.second[name]):,} right", flush=True)

    def parts(self, without: str = "") -> list[tuple[Rows, float]]:
        """All rows but those of one collection, with how far each set counts."""
        sets = (self.first, self.second, self.truths)
        names = [name for name in COLLECTIONS if name != without]
        return [(self.clean, 1.0)] + [(rows[n], COLLECTIONS[n]) for n in names for rows in sets if rows.get(n)]


def write(booster: lightgbm.Booster, path: Path) -> None:
    told = {"features": FEATURES, "trees": exported(booster)}
    path.write_text(json.dumps(told, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{path}: {ROUNDS} trees, {path.stat().st_size:,} bytes", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path, help="folder with ocr/ and lm/")
    parser.add_argument("-o", "--out", type=Path, default=Path("cleaner/data/confidence.json"))
    parser.add_argument(
        "--without", type=Path, help="a folder: also write judgements that have not seen one collection"
    )
    args = parser.parse_args()

    material = Material(args.data)
    for name in COLLECTIONS:
        booster = fit(material.parts(without=name))
        rows = material.second[name]
        report(name, booster.predict(np.array([f for f, _ in rows], dtype=np.float32)), np.array([r for _, r in rows]))
        if args.without:
            write(booster, args.without / f"without-{name}.json")
    write(fit(material.parts()), args.out)


if __name__ == "__main__":
    main()
