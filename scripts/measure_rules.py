"""Makes `cleaner/data/measured.tsv`: what each shipped rule does on clean English.

    python scripts/measure_rules.py ../shared/data [--changed] [--examples FILE]

The texts are other people's and stay outside the repository; only counts come in.  The news and government text has no
document marks, so twenty paragraphs in a row count as a document (about an article's length: a rule's counter-cues look
over a whole document, and must not find shelter in a text of two million words).
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TextIO

from cleaner import build_kit
from cleaner.config import Settings
from cleaner.model import Document, Record
from cleaner.packs import measure, safety_report, safety_table
from cleaner.rulebook.fingerprint import digest

NEWS, GOVERNMENT = "clean/news-dev.jsonl", "lm/modern-1-news-government.txt.xz"
WORDS, PARAGRAPHS = 2_000_000, 20
# Every third block of paragraphs, so that two million words are taken from all of the file's sources.
EVERY = 3


def news(data: Path) -> Iterator[Document]:
    for line in (data / NEWS).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Document(row["id"], row["text"])


def government(data: Path) -> Iterator[Document]:
    words = 0
    with lzma.open(data / GOVERNMENT, "rt", encoding="utf-8") as file:
        for number, block in enumerate(iter(lambda: list(islice(file, PARAGRAPHS)), [])):
            if number % EVERY == 0 and words < WORDS:
                text = "\n".join(block)
                words += len(text.split())
                yield Document(f"government-{number}", text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path, help="the folder of shared data")
    parser.add_argument("--changed", action="store_true", help="only rules that changed since the table was written")
    parser.add_argument("--examples", type=Path, help="write every firing in context here, to be looked at")
    chosen = parser.parse_args()
    kit = build_kit.build_kit(Settings())
    table = safety_table.read()
    rules = kit.rulebook.rules
    if chosen.changed:
        new = {i for i, rule in rules.items() if i not in table or table[i].digest != digest(rule)}
        kit = replace(kit, rulebook=kit.rulebook.only(new))
        sys.stderr.write(f"{len(new)} rules changed\n")
    out: TextIO | None = chosen.examples.open("w", encoding="utf-8") if chosen.examples else None

    def show(document: Document, rule: str, record: Record) -> None:
        if out:
            out.write(safety_report.firing(document.id, document.text, rule, record))

    texts = (document for source in (news, government) for document in source(chosen.data))
    counts = measure.tally(texts, kit, show)
    rows = {row.id: row for row in counts.rows(kit.rulebook.rules.values())}
    kept = {i: row for i, row in table.items() if i in rules}
    safety_table.write(safety_table.TABLE, {**kept, **rows}.values(), provenance(counts))
    sys.stdout.write(safety_report.as_text(list(rows.values()), rules, {}))
    for rule, reason in safety_table.unsupported(rules.values(), safety_table.read(), safety_table.reviewed()):
        sys.stdout.write(f"{rule.id}: {reason}\n")


def provenance(counts: measure.RuleTally) -> list[str]:
    """The head of the table."""
    return [
        "What each shipped rule does on clean English.  Made by scripts/measure_rules.py; not edited by hand.",
        f"Texts: {counts.documents} documents, {counts.words} words: all of {NEWS} (FNC-1 2014-16, BBC 2004-05, GUM",
        f"Wikinews, UD PUD, WMT22) and two million words of {GOVERNMENT} (kremlin.ru, digital.gov, 18F,",
        "Congressional Record, Wikipedia current events, factbook, FOMC).  Only counts were taken from them.",
        "fires: findings of the rule, whatever became of them; fixed, asked: what a run with default settings does.",
        "at most: upper bound of the rate per million words, Poisson, exact (Garwood), 95%, one-sided.",
    ]


if __name__ == "__main__":
    main()
