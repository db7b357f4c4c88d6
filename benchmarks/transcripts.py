"""What the program does to transcripts: each change and question against what people wrote.

    python benchmarks/transcripts.py DATA                    # DATA: the folder asr/ of the shared data
    python benchmarks/transcripts.py DATA --half odd         # calls that were not looked at when rules were written
    python benchmarks/transcripts.py DATA --what right       # human references: edits and questions per 10,000 words
    python benchmarks/transcripts.py DATA --what clean-read  # words removed, and how many of them the editors kept

A hit is *nearer* where it alone brings its passage's words nearer to the reference (case and marks are not counted, nor
um and uh), *farther* where it takes them away.  A call is one document.  `--unaided` leaves out `--damage asr`.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

from cleaner import build_kit
from cleaner.config import Settings
from cleaner.kit import Kit
from cleaner.model import Document, Record, Verdict
from cleaner.pipeline import clean

VENDORS = ("amazon", "google", "speechmatics", "rev_kaldi")
GAP = "\n\n"
_FILLERS = frozenset({"um", "uh", "er", "uhm", "mm"})


def words(text: str) -> list[str]:
    """The words of a text without case, marks and fillers."""
    found = (w.strip('.,;:?!"()[]…“”‘’').lower().replace("’", "'") for w in text.split())
    return [w for w in found if w and w not in _FILLERS]


@dataclass(frozen=True)
class Call:
    """The passages of a call, and the text that they make."""

    name: str
    passages: Sequence[dict[str, Any]]
    field: str

    @property
    def text(self) -> str:
        return GAP.join(p[self.field] for p in self.passages)

    def passage(self, at: int) -> tuple[int, dict[str, Any]]:
        """The passage in which a place lies, and where that begins."""
        start = 0
        for passage in self.passages:
            end = start + len(passage[self.field])
            if at <= end:
                return start, passage
            start = end + len(GAP)
        raise IndexError(at)


def calls(file: Path, field: str, half: str) -> Iterator[Call]:
    """The calls of a collection, of one half of them."""
    by_name: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in file.read_text(encoding="utf-8").split("\n"):
        if line:
            passage = json.loads(line)
            by_name[str(passage["meta"].get("call", passage["meta"].get("podcast", passage["id"])))].append(passage)
    for number, name in enumerate(sorted(by_name)):
        if half in ("all", ("even", "odd")[number % 2]):
            yield Call(name, by_name[name], field)


def verdict(call: Call, record: Record) -> str:
    """Whether a change brings its passage nearer to the reference."""
    start, passage = call.passage(record.finding.start)
    text, wanted = passage[call.field], words(passage["clean"])
    a, b = record.finding.start - start, record.finding.end - start
    before = Levenshtein.distance(words(text), wanted)
    after = Levenshtein.distance(words(text[:a] + (record.after or "") + text[b:]), wanted)
    return "nearer" if after < before else "farther" if after > before else "same"


def against_people(data: Path, kit: Kit, half: str, samples: int) -> None:
    """Every fix and question on the four recognisers' texts."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    shown: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for vendor in VENDORS:
        for call in calls(data / f"earnings21_{vendor}_dev.jsonl", "noisy", half):
            text = call.text
            for r in clean(Document(call.name, text), kit).records:
                if r.verdict is Verdict.FLAG:
                    counts["flag", r.finding.rule]["flags"] += 1
                    continue
                how = verdict(call, r)
                counts[str(r.verdict), r.finding.rule][how] += 1
                around = text[max(0, r.finding.start - 25) : r.finding.start], text[r.finding.end :][:25]
                shown[str(r.verdict), r.finding.rule, how].append(f"{around[0]}[{r.before} → {r.after}]{around[1]}")
    total: dict[str, Counter[str]] = defaultdict(Counter)
    for (what, rule), found in sorted(counts.items()):
        total[what] += found
        print(f"{what:5} {rule:34} {tally(found)}")
        for how in ("farther", "same"):
            for sample in shown[what, rule, how][:samples]:
                print(f"        {how}: {sample!r}")
    for what, found in total.items():
        print(f"{what:5} all of them: {tally(found)}")


def tally(found: Counter[str]) -> str:
    """Hits that came nearer, made no difference, went farther; and the share of the first."""
    hits = found["nearer"] + found["same"] + found["farther"]
    share = f"  {found['nearer'] / hits:.3f}" if hits else ""
    return f"{found['nearer']:5} / {found['same']:3} / {found['farther']:3}{share}" if hits else f"{found['flags']:5}"


def right_texts(data: Path, kit: Kit, half: str, samples: int) -> None:
    """Edits, questions and flags on the human references, as they are published and with every um."""
    for field in ("clean", "clean_verbatim"):
        found: dict[str, Counter[str]] = defaultdict(Counter)
        shown: dict[tuple[str, str], list[str]] = defaultdict(list)
        size = 0
        for call in calls(data / "earnings21_amazon_dev.jsonl", field, half):
            text = call.text
            size += len(text.split())
            for r in clean(Document(call.name, text), kit).records:
                found[str(r.verdict)][r.finding.rule] += 1
                around = text[max(0, r.finding.start - 25) : r.finding.start], text[r.finding.end :][:25]
                shown[str(r.verdict), r.finding.rule].append(f"{around[0]}[{r.before} → {r.after}]{around[1]}")
        print(f"{field}: {size:,} words")
        for what, rules in found.items():
            print(f"  {what:5} {rules.total() * 10_000 / size:.2f} in 10,000 words: {dict(rules.most_common())}")
            for rule in rules:
                for sample in shown[what, rule][:samples]:
                    print(f"        {rule}: {sample!r}")


def clean_read(data: Path, kit: Kit, half: str, samples: int) -> None:
    """Error before and after, and the words removed that the editors kept."""
    before = after = size = removed = kept = 0
    wrong: Counter[str] = Counter()
    for call in calls(data / "rev16_cleanread_dev.jsonl", "noisy", half):
        text = call.text
        cleaned = clean(Document(call.name, text), kit)
        for r in cleaned.fixes:
            gone = len(words_read(r.before)) - len(words_read(r.after or ""))
            removed += gone
            start, passage = call.passage(r.finding.start)
            a, b = r.finding.start - start, r.finding.end - start
            source, wanted = passage["noisy"], words_read(passage["clean"])
            with_it = source[:a] + (r.after or "") + source[b:]
            if Levenshtein.distance(words_read(with_it), wanted) >= Levenshtein.distance(words_read(source), wanted):
                kept += gone
                wrong[f"{r.finding.rule}: {r.before!r}"] += 1
        cuts = [p["noisy"] for p in call.passages]
        size += sum(len(words_read(c)) for c in cuts)
        offsets, at = cleaned.offsets, 0
        for p in call.passages:
            end = at + len(p["noisy"])
            new = cleaned.text[offsets.to_clean(at) : offsets.to_clean(end)]
            wanted = words_read(p["clean"])
            before += Levenshtein.distance(words_read(p["noisy"]), wanted)
            after += Levenshtein.distance(words_read(new), wanted)
            at = end + len(GAP)
    print(f"{size:,} words; error {before / size:.2%} before, {after / size:.2%} after")
    print(f"{removed:,} words removed, {kept:,} of them kept by the editors ({kept * 1000 / size:.2f} in 1,000 words)")
    for what, times in wrong.most_common(samples * 5):
        print(f"    {times:4} {what}")


def words_read(text: str) -> list[str]:
    """The words of a text, fillers with them."""
    found = (w.strip('.,;:?!"()[]…“”‘’-').lower().replace("’", "'") for w in text.split())
    return [w for w in found if w]


MEASURES = {"people": against_people, "right": right_texts, "clean-read": clean_read}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--what", choices=MEASURES, default="people")
    parser.add_argument("--half", choices=("all", "even", "odd"), default="all")
    parser.add_argument("--unaided", action="store_true")
    parser.add_argument("--samples", type=int, default=0)
    parser.add_argument("--off", action="append", default=[])
    args = parser.parse_args()
    settings = Settings(damage={} if args.unaided else {"asr": 0.999}, off=tuple(args.off))
    if args.what == "clean-read":
        settings = replace(settings, mode="clean-read")
    MEASURES[args.what](args.data, build_kit.build_kit(settings), args.half, args.samples)


if __name__ == "__main__":
    main()
