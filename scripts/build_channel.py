"""Build `cleaner/data/confusions.tsv`: what scanners confuse, learnt from pairs of scanned and true text.

    python scripts/build_channel.py /work/shared/data/ocr -o cleaner/data/confusions.tsv [--without
    overproof2]

Only counts of letter chunks leave the pairs.  A confusion's probability is the mean over the collections, so
that one engine's habit (o for e in one newspaper) does not become everybody's.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from cleaner.evaluate.alignment import token_edits
from cleaner.spelling.error_model import CHEAPEST, LONGEST, Pair, confusions, shape
from cleaner.spelling.error_model import table as readable

#: how far each collection is believed; the truth of the last is poor (its PROFILE.md)
COLLECTIONS = {"bln600-train": 1.0, "icdar2017-eng": 1.0, "overproof2": 1.0, "icdar2019-en": 0.3}
#: a confusion must be seen so often to be in the table: below, chance and misaligned text rule
LEAST = 4

_SAME = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ſ": "s", "’": "'", "‘": "'",
                       "“": '"', "”": '"', "—": " ", "–": "-"})  # fmt: skip
#: what the corrector may put: letters, and what holds or parts words
_PRINTABLE = re.compile(r"[a-z' -]*")
_EDGES = re.compile(r"^[^\w*^~|\\<>«»•■°§¡£¿]+|[^\w*^~|\\<>«»•■°§¡£¿]+$")


def words(text: str) -> list[str]:
    """White-space tokens without outer punctuation, shaped as the channel sees them."""
    text = re.sub(r"(?<=\w)[-¬]\s+(?=[a-z])", "", text.translate(_SAME))
    return [shape(core) for token in text.split() if (core := _EDGES.sub("", token))]


def pairs(noisy: str, clean: str) -> Iterator[Pair]:
    """Misread words with what was printed; several words where a blank was lost or added."""
    old, new = words(noisy), words(clean)
    for edit in token_edits(old, new):
        read, printed = " ".join(old[edit.start : edit.end]), " ".join(edit.tokens)
        if read and printed and not re.search(r"\d\d", read + printed):
            yield read, printed.lower()


def learn(rows: list[dict[str, str]]) -> tuple[Counter[Pair], Counter[str]]:
    """How often each confusion occurs, and how often each chunk is printed."""
    seen: Counter[Pair] = Counter()
    printed: Counter[str] = Counter()
    for row in rows:
        text = " ".join(words(row["clean"])).lower()
        printed[""] += len(text)
        for n in range(1, LONGEST + 1):
            printed.update(text[i : i + n] for i in range(len(text) - n + 1))
        for read, true in pairs(row["noisy"], row["clean"]):
            found = confusions(read, true)
            if sum(max(len(a), len(b)) for a, b in found) <= max(len(true), 4) / 2 + 1:
                seen.update(p for p in found if len(p[0]) <= LONGEST and len(p[1]) <= LONGEST)
    return seen, printed


def table(folder: Path, without: str = "") -> dict[Pair, tuple[float, str]]:
    """Each confusion's cost, and how often it was seen."""
    learnt = {}
    for name, weight in COLLECTIONS.items():
        if name != without:
            lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
            learnt[name] = (weight, *learn([json.loads(line) for line in lines]))
    total = sum(weight for weight, _, _ in learnt.values())
    sound = [seen for weight, seen, _ in learnt.values() if weight == 1.0]
    rows = {}
    for pair in {p for _, seen, _ in learnt.values() for p in seen}:
        count = sum(seen[pair] for _, seen, _ in learnt.values())
        if count < LEAST or not _PRINTABLE.fullmatch(pair[1]) or all(seen[pair] < 2 for seen in sound):
            continue
        rate = sum(w * seen[pair] / max(printed[pair[1]], 50) for w, seen, printed in learnt.values()) / total
        rows[pair] = (max(CHEAPEST, -math.log(rate)), str(count))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("pairs", type=Path, help="folder of the collections, JSON lines of noisy and clean")
    parser.add_argument("-o", "--out", type=Path, default=Path("cleaner/data/confusions.tsv"))
    parser.add_argument("--without", default="", help="a collection to leave out, to test on")
    args = parser.parse_args()

    rows = table(args.pairs, args.without)
    names = ", ".join(name for name in COLLECTIONS if name != args.without)
    heading = (
        "What scanners confuse: read, printed, -ln P(read | printed), times seen.  ∅ is nothing, ␣ a blank.\n"
        f"Made by scripts/build_channel.py from {names}; do not edit."
    )
    args.out.write_text(readable(rows, heading), encoding="utf-8")
    print(f"{args.out}: {len(rows)} confusions")


if __name__ == "__main__":
    main()
