"""What a review of a thousand scans costs in keys, and what its samples let through, with a reviewer played by the truth.

    python benchmarks/review_thousands.py make SCANS pairs.jsonl …   # 1,000 scans of recombined passages, and their truth
    cleaner clean SCANS/scans -o OUT
    python benchmarks/review_thousands.py play SCANS OUT             # OUT is copied, not changed

The pairs are JSON Lines with `noisy` and `clean`.  Passages are cut where both agree and joined to scans of one
collection and one quality, so that a bad page is bad from top to bottom, as real ones are.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from cleaner.evaluate import Judge

SCANS = 1_000
PASSAGE = 750  # characters
JOINED = 3  # passages of a scan
QUALITIES = 20


def make(to: Path, files: list[Path]) -> None:
    """Writes the scans and their truths, files of equal names."""
    chance = random.Random(1)
    scans: list[list[tuple[str, str]]] = []
    for file in files:
        pairs = [json.loads(line) for line in file.open(encoding="utf-8")]
        passages = [p for pair in pairs for p in _passages(pair["noisy"], pair["clean"]) if all(p)]
        passages.sort(key=_noise)
        size = -(-len(passages) // QUALITIES)
        for quality in _parts(passages, size):
            mixed = chance.sample(quality, len(quality))
            scans += [some for some in _parts(mixed, JOINED) if len(some) == JOINED]
    chance.shuffle(scans)
    for number, scan in enumerate(scans[:SCANS]):
        for role, side in ("scans", 0), ("truth", 1):
            path = to / role / f"{number:04}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n\n".join(passage[side] for passage in scan) + "\n", encoding="utf-8")
    print(f"{min(SCANS, len(scans))} scans of {len(scans)} that these passages make")


def _passages(noisy: str, clean: str) -> Iterator[tuple[str, str]]:
    """A damaged text and its truth, cut alike where words begin in both."""
    at = (0, 0)
    for place in Judge(noisy, clean).anchors:
        if place[0] - at[0] >= PASSAGE:
            yield noisy[at[0] : place[0]].strip(), clean[at[1] : place[1]].strip()
            at = place
    yield noisy[at[0] :].strip(), clean[at[1] :].strip()


def _parts(items: list[tuple[str, str]], size: int) -> Iterator[list[tuple[str, str]]]:
    return (items[at : at + size] for at in range(0, len(items), size))


def _noise(passage: tuple[str, str]) -> float:
    return Levenshtein.normalized_distance(*passage)


if __name__ == "__main__":
    make(Path(sys.argv[2]), [Path(p) for p in sys.argv[3:]])
