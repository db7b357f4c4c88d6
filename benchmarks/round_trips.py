"""Do fixes and first suggestions move a round trip towards its original, or away?

    python benchmarks/round_trips.py [--shared ../shared] [--ask 0.3]

Every fix and every question's first suggestion is tried alone, at its place: is the text then nearer to the original,
as near, or farther (word edit distance)?  Then all are accepted at once.  `--ask 0` shows what every rule would
propose whatever the diagnosis. The corpus's own articles, damaged by Apertium and by a neural model, stand beside the
development data.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from cleaner import build_kit
from cleaner.config import Settings
from cleaner.model import Document, Edit, Record, Verdict
from cleaner.pipeline import clean
from cleaner.text.edits import Occupied, apply

CORPUS = Path(__file__).parent.parent / "corpus"
FAR = "| collection | pack | nearer | as near | farther |\n|---|---|---:|---:|---:|"


def pairs(shared: Path) -> Iterator[tuple[str, str, str]]:
    """(collection, damaged, original)."""
    for file in ("roundtrip-docs-dev", "roundtrip-dev"):
        path = shared / f"data/mt/{file}.jsonl"
        for line in path.open(encoding="utf-8") if path.exists() else ():
            row = json.loads(line)
            yield f"{file} {row['dataset']}", row["noisy"], row["clean"]
    for damage in ("mt-es", "mt-pt"):
        for path in sorted((CORPUS / "damaged" / damage).glob("*.txt")):
            yield (
                f"corpus {damage}",
                path.read_text(encoding="utf-8"),
                (CORPUS / "clean" / path.name).read_text(encoding="utf-8"),
            )


def distance(one: str, other: str) -> int:
    """Words to change, put in or take out."""
    return int(Levenshtein.distance(one.split(), other.split()))


def everything(text: str, records: list[Record]) -> str:
    """The text with all fixes and first suggestions; an open record takes the place of a fix inside it."""
    taken, edits = Occupied(), []
    for r in sorted(records, key=lambda r: (r.verdict is Verdict.FIX, r.finding.start)):
        if taken.free(r.finding.start, r.finding.end):
            taken.take(r.finding.start, r.finding.end)
            edits.append(r.edit)
    return apply(text, edits)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--shared", type=Path, default=Path("../shared"))
    arguments.add_argument("--ask", type=float, default=0.3)
    told = arguments.parse_args()
    kit = build_kit.build_kit(Settings(ask=told.ask))
    tried: Counter[tuple[str, str, int]] = Counter()
    whole: Counter[tuple[str, str]] = Counter()
    for collection, damaged, original in pairs(told.shared):
        records = [r for r in clean(Document("x", damaged), kit).records if r.verdict is not Verdict.FLAG]
        before = distance(damaged, original)
        whole[collection, "texts"] += 1
        whole[collection, "before"] += before
        whole[collection, "after"] += distance(everything(damaged, records), original) if records else before
        for r in records:
            alone = apply(damaged, [Edit(r.finding.start, r.finding.end, r.after or "")])
            gain = before - distance(alone, original)
            tried[collection, r.finding.rule.rsplit("/", 1)[0], (gain > 0) - (gain < 0)] += 1
    print(FAR)
    for collection, pack in sorted({key[:2] for key in tried}):
        nearer, same, farther = (tried[collection, pack, way] for way in (1, 0, -1))
        print(f"| {collection} | {pack} | {nearer} | {same} | {farther} |")
    print("\n| collection | texts | words to change before | after all first suggestions |\n|---|---:|---:|---:|")
    for collection in sorted({key[0] for key in whole}):
        texts, before, after = (whole[collection, name] for name in ("texts", "before", "after"))
        print(f"| {collection} | {texts} | {before} | {after} |")


if __name__ == "__main__":
    main()
