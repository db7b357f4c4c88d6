"""Build `confusions.tsv`: what scanners confuse, learnt from pairs of scanned and true text.  Ten seconds.

Only counts of letter chunks leave the pairs.  A confusion's probability is the mean over the collections, so that one
engine's habit (o for e in one newspaper) does not become everybody's.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from cleaner.spelling.error_model import CHEAPEST, LONGEST, Pair, confusions, shape
from cleaner.spelling.error_model import table as readable
from cleaner.text.alignment import token_edits
from training.models import Models
from training.sources import Sources

#: a confusion must be seen so often to be in the table: below, most are chance and misaligned text
LEAST = 4

_SAME = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ſ": "s", "’": "'", "‘": "'",
                       "“": '"', "”": '"', "—": " ", "–": "-"})  # fmt: skip
#: what the corrector may write: letters, and what holds or parts words
_PRINTABLE = re.compile(r"[a-z' -]*")
_EDGES = re.compile(r"^[^\w*^~|\\<>«»•■°§¡£¿]+|[^\w*^~|\\<>«»•■°§¡£¿]+$")


def words(text: str) -> list[str]:
    """White-space tokens without outer punctuation, shaped as the error model sees them."""
    text = re.sub(r"(?<=\w)[-¬]\s+(?=[a-z])", "", text.translate(_SAME))
    return [shape(core) for token in text.split() if (core := _EDGES.sub("", token))]


def pairs(noisy: str, clean: str) -> Iterator[Pair]:
    """Misread words with what was printed; several words where a blank was lost or added."""
    old, new = words(noisy), words(clean)
    for edit in token_edits(old, new):
        read, printed = " ".join(old[edit.start : edit.end]), " ".join(edit.tokens)
        if read and printed and not re.search(r"\d\d", read + printed):
            yield read, printed.lower()


def learn(texts: list[tuple[str, str]]) -> tuple[Counter[Pair], Counter[str]]:
    """How often each confusion occurs, and how often each chunk is printed."""
    seen: Counter[Pair] = Counter()
    printed: Counter[str] = Counter()
    for noisy, clean in texts:
        text = " ".join(words(clean)).lower()
        printed[""] += len(text)
        for n in range(1, LONGEST + 1):
            printed.update(text[i : i + n] for i in range(len(text) - n + 1))
        for read, true in pairs(noisy, clean):
            found = confusions(read, true)
            if sum(max(len(a), len(b)) for a, b in found) <= max(len(true), 4) / 2 + 1:
                seen.update(p for p in found if len(p[0]) <= LONGEST and len(p[1]) <= LONGEST)
    return seen, printed


def table(sources: Sources, without: str = "") -> dict[Pair, tuple[float, str]]:
    """Each confusion's cost, and how often it was seen, in all collections but one."""
    collections = {name: believed for name, believed in sources.collections.items() if name != without}
    learnt = {name: (believed, *learn(sources.pairs(name))) for name, believed in collections.items()}
    total = sum(collections.values())
    sound = [seen for believed, seen, _ in learnt.values() if believed == 1]
    rows = {}
    for pair in {p for _, seen, _ in learnt.values() for p in seen}:
        count = sum(seen[pair] for _, seen, _ in learnt.values())
        if count < LEAST or not _PRINTABLE.fullmatch(pair[1]) or all(seen[pair] < 2 for seen in sound):
            continue
        rate = sum(w * seen[pair] / max(printed[pair[1]], 50) for w, seen, printed in learnt.values()) / total
        rows[pair] = (max(CHEAPEST, -math.log(rate)), str(count))
    return rows


def costs(sources: Sources, without: str) -> dict[Pair, float]:
    """The error model that has not seen one collection."""
    return {pair: cost for pair, (cost, _) in table(sources, without).items()}


def build(sources: Sources, models: Models, out: Path) -> dict[str, object]:
    """Write the table of confusions."""
    heading = (
        "What scanners confuse: read, printed, -ln P(read | printed), times seen.  ∅ is nothing, ␣ a blank.\n"
        f"Made by scripts/retrain.py from {', '.join(sources.collections)}; do not edit."
    )
    out.write_text(readable(table(sources), heading), encoding="utf-8")
    return {}
