"""What a model's choices take away, at several budgets; and how much a choice is worth.

    python benchmarks/llm.py DATA/ocr/overproof2.jsonl [--every 8]                    # a played perfect chooser
    python benchmarks/llm.py DATA/ocr/overproof2.jsonl --every 8 --llm URL --model NAME    # a real model
    python benchmarks/llm.py DATA/witness/bln600-vlm-dev.jsonl --weigh                # what a model's reading says

The perfect chooser picks the reading that the truth has, and keeps the words where none is right.  `--weigh` counts
where whole rewrites by models (field `witnesses`) hold one of our readings or the words, and gives the log-odds for
`cleaner/llm/weighing.py`.  Figures are those of `cleaner eval`'s neutral view; tokens are those that the server counts,
for the played one a quarter of the characters.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import log
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

from cleaner.build_kit import build_kit
from cleaner.config import Settings
from cleaner.evaluate import Sample, evaluate
from cleaner.kit import Kit
from cleaner.llm.budget import Budget
from cleaner.llm.chooser import Chooser
from cleaner.llm.endpoint import ChatReply, Endpoint
from cleaner.llm.open_place import OpenPlace, open_places
from cleaner.llm.prompt import body, listed
from cleaner.llm.reply_cache import ReplyCache
from cleaner.model import Cleaned, Document
from cleaner.pipeline import clean

SHARES = (0.05, 0.2, 0.5, 1.0)
HEAD = "| places | budget (calls) | asked | calls | tokens | refused | fixes | away | precision | broken per 1,000 |"


class Other:
    """Another version of a text, which tells what it holds at a place of the text."""

    def __init__(self, text: str, other: str) -> None:
        self._text, self._other = text, other
        self._blocks = list(Levenshtein.opcodes(text, other))

    def at(self, start: int, end: int) -> tuple[str, str, str]:
        """The letters that stand before the place and behind it up to the next blanks, and what the other has there."""
        left, right = start, end
        while left > 0 and not self._text[left - 1].isspace():
            left -= 1
        while right < len(self._text) and not self._text[right].isspace():
            right += 1
        a, b = self._moved(left), self._moved(max(left, right - 1)) + 1
        while a > 0 and not self._other[a - 1].isspace():
            a -= 1
        while b < len(self._other) and not self._other[b].isspace():
            b += 1
        return self._text[left:start], self._text[end:right], self._other[a:b]

    def _moved(self, at: int) -> int:
        for block in self._blocks:
            if block.src_start <= at < block.src_end:
                return min(block.dest_end, block.dest_start + at - block.src_start)
        return len(self._other)


def held(readings: Sequence[str], other: Other, start: int, end: int) -> str | None:
    """The reading that the other version holds at a place, letter by letter or at least in its letters and figures."""
    before, behind, there = other.at(start, end)
    exact = [r for r in readings if before + r + behind == there]
    alike = [r for r in readings if bare(before + r + behind) == bare(there)]
    return (exact or alike or [None])[0]


def bare(text: str) -> str:
    return re.sub(r"\W", "", text).lower()


@dataclass(frozen=True)
class Perfect:
    """Plays a server: it knows the right reading of every place."""

    right: dict[bytes, str] = field(default_factory=dict)
    url: str = "played"

    def learn(self, cleaned: Cleaned, truth: str, bar: float) -> None:
        """The right readings of a text's open places."""
        other = Other(cleaned.text, truth)
        for number, place in open_places(cleaned, bar):
            finding = cleaned.records[number].finding
            found = held([*place.ours, place.words], other, *cleaned.offsets.span_to_clean(finding.start, finding.end))
            for backwards in (False, True):
                said = listed(place, backwards=backwards).index(found or place.words) + 1
                self.right[request(place, backwards)] = str(said)

    def reply(self, asked: bytes) -> ChatReply:
        """The number of the right reading."""
        return ChatReply(self.right[asked], "", len(asked) // 4)


def request(place: OpenPlace, backwards: bool, model: str = "perfect") -> bytes:
    return json.dumps(body(model, place, backwards=backwards), ensure_ascii=False).encode("utf-8", "replace")


def measured(rows: list[dict[str, Any]], kit: Kit, server: Any, model: str) -> Iterator[str]:
    """A line for each budget."""
    texts = [clean(Document(r["id"], r["noisy"]), kit) for r in rows]
    if isinstance(server, Perfect):
        for row, text in zip(rows, texts, strict=True):
            server.learn(text, row["clean"], kit.policy.bar)
    number = sum(1 for text in texts for _ in open_places(text, kit.policy.bar))
    calls = tokens = 0  # a larger budget asks what a smaller one has asked, too, and takes the answers kept of that
    with tempfile.TemporaryDirectory() as folder:
        for share in (0.0, *SHARES):
            budget = round(2 * share * number)  # a place costs two calls at most
            asking = Chooser(server, model, Budget(budget), ReplyCache(Path(folder)), kit.policy)
            for text in texts:
                asking.collect(text)
            list(asking.ask())
            done = [asking.judged(text) for text in texts]
            cases = [Sample(r["id"], r["noisy"], r["clean"], d.text) for r, d in zip(rows, done, strict=True)]
            told, c = evaluate(cases).figures(), asking.counts
            calls, tokens = calls + c.calls, tokens + c.tokens
            fixes = sum(len(d.fixes) for d in done)
            yield (
                f"| {share:.0%} of {number} | {budget} | {c.asked} | {calls} | {tokens:,} | {c.refused} | {fixes} "
                f"| {told['neutral_cer_reduction']:.1%} | {told['precision']:.3f} | {told['damage_per_1000']:.2f} |"
            )


def weights(rows: list[dict[str, Any]], kit: Kit) -> Iterator[str]:
    """For each model how far its reading moves the log-odds of our best one."""
    counts: dict[str, Counter[tuple[bool, str]]] = {}
    for row in rows:
        text = clean(Document(row["id"], row["noisy"]), kit)
        versions = {name: Other(text.text, other) for name, other in row["witnesses"].items()}
        truth = Other(text.text, row["clean"])
        for number, place in open_places(text, kit.policy.bar):
            finding = text.records[number].finding
            span = text.offsets.span_to_clean(finding.start, finding.end)
            readings = [*place.ours, place.words]
            best_is_right = held(readings, truth, *span) == readings[0]
            for name, version in versions.items():
                if (found := held(readings, version, *span)) is not None and place.liftable:
                    said = "best" if found == readings[0] else "kept" if found == place.words else "other"
                    counts.setdefault(name, Counter())[best_is_right, said] += 1
    for name, found in counts.items():
        shares = {}
        for said in ("best", "kept"):
            for right in (True, False):
                all_of_them = sum(n for (r, _), n in found.items() if r is right)
                shares[said, right] = (found[right, said] + 0.5) / (all_of_them + 1)
        told = (f"{log(shares[s, True] / shares[s, False]):.2f}" for s in ("best", "kept"))
        rates = (f"{shares[s, r]:.3f}" for s in ("best", "kept") for r in (True, False))
        yield f"| {name} | {found.total()} | {' | '.join(rates)} | {' | '.join(told)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path, help="JSON lines: id, noisy, clean; with --weigh also witnesses")
    parser.add_argument("--every", type=int, default=1, help="take every n-th text")
    parser.add_argument("--llm", help="the address of a server; without it the perfect chooser is played")
    parser.add_argument("--model", default="perfect")
    parser.add_argument("--weigh", action="store_true")
    args = parser.parse_args()
    rows = [json.loads(line) for line in args.pairs.read_text(encoding="utf-8").splitlines()][:: args.every]
    kit = build_kit(Settings())
    if args.weigh:
        print("| model | places | best when right | when not | kept when best is right | when not | best | kept |")
        print("|---|---:|---:|---:|---:|---:|---:|---:|")
        lines = weights(rows, kit)
    else:
        server = Endpoint.at(args.llm, os.environ.get("CLEANER_LLM_KEY", "")) if args.llm else Perfect()
        print(HEAD + "\n" + re.sub(r"[^|]+", "---:", HEAD))
        lines = measured(rows, kit, server, args.model)
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    main()
