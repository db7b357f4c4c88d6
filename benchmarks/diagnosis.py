"""Does the diagnosis separate?  Detection of each damage where one clean article in a thousand is falsely accused.

    python benchmarks/diagnosis.py [--shared ../shared] [--half even|odd|all]

For each damage the bar is put just above the clean articles' (at most one in a thousand may pass); the table says
which share of each damaged collection passes it, and how many are called unknown.  `even` was used for setting
weights, `odd` checks them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from cleaner import build_kit
from cleaner.config import Settings
from cleaner.diagnosis.examination import examine
from cleaner.kit import Kit
from cleaner.model import Diagnosis, Document
from cleaner.pipeline import analyse

COLLECTIONS = {  # name: (file, field, damage)
    "clean news": ("clean/news-dev.jsonl", "text", ""),
    "OCR: overproof2": ("ocr/overproof2.jsonl", "noisy", "ocr"),
    "OCR: bln600": ("ocr/bln600-train.jsonl", "noisy", "ocr"),
    "OCR: icdar2017": ("ocr/icdar2017-eng.jsonl", "noisy", "ocr"),
    "OCR: icdar2019": ("ocr/icdar2019-en.jsonl", "noisy", "ocr"),
    "the same, bln600's truth": ("ocr/bln600-train.jsonl", "clean", "ocr"),
    "the same, icdar2017's truth": ("ocr/icdar2017-eng.jsonl", "clean", "ocr"),
    "MT, neural, there and back (pt)": ("mt/roundtrip-docs-dev.jsonl", "noisy", "mt/pt"),
    "ASR: amazon": ("asr/earnings21_amazon_dev.jsonl", "noisy", "asr"),
    "ASR: google": ("asr/earnings21_google_dev.jsonl", "noisy", "asr"),
    "ASR: rev_kaldi": ("asr/earnings21_rev_kaldi_dev.jsonl", "noisy", "asr"),
}


def diagnoses(kit: Kit, file: Path, field: str, half: str) -> Iterator[Diagnosis]:
    """The diagnosis of every document of a collection, of one half of it."""
    for number, line in enumerate(file.open(encoding="utf-8")):
        if half == "all" or (number % 2 == 0) == (half == "even"):
            text = json.loads(line)[field]
            yield examine(analyse(text, Document("x", text), kit), kit).diagnosis


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--shared", type=Path, default=Path("../shared"))
    arguments.add_argument("--half", choices=["even", "odd", "all"], default="odd")
    told = arguments.parse_args()
    kit = build_kit.build_kit(Settings())
    found = {
        name: (list(diagnoses(kit, told.shared / "data" / file, field, told.half)), damage)
        for name, (file, field, damage) in COLLECTIONS.items()
    }
    sample = (told.shared / "samples/embassy-article.txt").read_text(encoding="utf-8")
    found["the embassy article"] = ([examine(analyse(sample, Document("x", sample), kit), kit).diagnosis], "mt/es")
    clean = found["clean news"][0]
    allowed = len(clean) // 1000

    def bar(damage: str) -> float:
        ranked = sorted((d[damage] for d in clean), reverse=True)
        return ranked[allowed] if ranked else 0.0

    print("| collection | documents | damage | bar at 1/1000 false alarms | detected | unknown |")
    print("|---|---:|---|---:|---:|---:|")
    for name, (items, damage) in found.items():
        if not damage:
            called = {x: sum(d[x] >= 0.5 for d in items) for x in ("ocr", "mt/es", "web", "asr", "encoding")}
            unknown = sum(not d.probabilities for d in items) / len(items)
            print(f"| {name} | {len(items)} | none | | called 0.5 or more: {called} | {unknown:.0%} |")
            continue
        passed = sum(d[damage] > bar(damage) for d in items) / len(items)
        unknown = sum(d[damage] == 0 for d in items) / len(items)
        print(f"| {name} | {len(items)} | {damage} | {bar(damage):.3f} | {passed:.0%} | {unknown:.0%} |")


if __name__ == "__main__":
    main()
