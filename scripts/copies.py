"""How well copies of one story are told from other stories.

    python scripts/copies.py DATA

Pages of `DATA/web/extracted-dev.jsonl` as several programs extracted them are copies, if half of the shorter text's
runs of seven words stand in the longer one too; other pages of the same site are none, unless four fifths do.  News of
`DATA/clean/news-dev.jsonl` is cut and changed.  Prints how many pairs `near_duplicates` takes for copies, and what it
costs.
"""

from __future__ import annotations

import json
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path

from cleaner.text.near_duplicates import ALIKE, alike, sketch, stories

WHOLE = "html-text"
CHANGES: dict[str, Callable[[str, random.Random], str]] = {
    "cut to two thirds": lambda text, _: text[: len(text) * 2 // 3],
    "cut to a third": lambda text, _: text[: len(text) // 3],
    "a paragraph more": lambda text, _: "The council will meet again on Friday to look at all of it.\n\n" + text,
    "3% of the words changed": lambda text, chance: changed(text, 0.03, chance),
    "8% of the words changed": lambda text, chance: changed(text, 0.08, chance),
    "15% of the words changed": lambda text, chance: changed(text, 0.15, chance),
}


def main(data: Path) -> None:
    """Prints the table."""
    pages: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)  # by site and page, the texts by program
    for line in (data / "web/extracted-dev.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        pages[row["site"], row["id"].rpartition("-")[2]].update({row["extractor"]: row["text"], "people": row["gold"]})
    same = [(a, b) for texts in pages.values() for a, b in combinations(sorted(texts.items()), 2)]
    copies = [(a, b) for a, b in same if _shared(a[1], b[1]) >= 0.5]
    told("one page, two extractions", ((a[1], b[1]) for a, b in copies if WHOLE not in (a[0], b[0])))
    told("one page, an extraction and the whole page", ((a[1], b[1]) for a, b in copies if WHOLE in (a[0], b[0])))
    others = [
        (program, one[program], other[program])
        for (site, _), one in pages.items()
        for (where, _), other in pages.items()
        if site == where and one is not other
        for program in one.keys() & other.keys()
    ]
    others = [(program, a, b) for program, a, b in others if a < b and _shared(a, b) < 0.8]
    told("two pages of a site, extracted", ((a, b) for program, a, b in others if program != WHOLE))
    told("two whole pages of a site", ((a, b) for program, a, b in others if program == WHOLE))
    news = [json.loads(line)["text"] for line in (data / "clean/news-dev.jsonl").open(encoding="utf-8")]
    for name, change in CHANGES.items():
        told(f"news, {name}", ((text, change(text, random.Random(number))) for number, text in enumerate(news)))
    begun = time.process_time()
    sketches = [sketch(text) for text in news]
    sketched = time.process_time()
    found = stories(sketches)
    grouped = time.process_time()
    costs = [(sketched - begun) / len(news), (grouped - sketched) / len(news)]
    print(f"{len(news)} news texts are {len(set(found))} stories")
    print("a text takes {:.0f} µs to sketch and {:.0f} to group".format(*(1e6 * cost for cost in costs)))


def told(name: str, pairs: Iterable[tuple[str, str]]) -> None:
    """Prints how many of some pairs are taken for copies."""
    likeness = [alike(sketch(one), sketch(other)) for one, other in pairs]
    print(f"{name:44} {sum(value >= ALIKE for value in likeness):4} of {len(likeness)}")


def changed(text: str, share: float, chance: random.Random) -> str:
    """The text with a share of its words changed."""
    return " ".join("otherwise" if chance.random() < share else word for word in text.split(" "))


def _shared(one: str, other: str) -> float:
    a, b = _runs(one), _runs(other)
    return len(a & b) / max(1, min(len(a), len(b)))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + 7]) for i in range(len(words) - 6)}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
