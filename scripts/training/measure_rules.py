"""Measure `measured.tsv`: what each shipped rule does on clean English.

Only counts come in; the texts stay outside the repository.  The running text has no document marks, so twenty
paragraphs in a row count as a document.  That is about an article's length: a rule's counter-cues look over a whole
document, and must not find shelter in a text of two million words.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from cleaner.build_kit import build_kit
from cleaner.config import Settings
from cleaner.kit import Kit
from cleaner.model import Document
from cleaner.packs import measure, safety_table
from training.models import Models
from training.sources import Sources

PARAGRAPHS = 20
#: every third block of paragraphs, so that two million words are taken from all of the file's sources
EVERY = 3


def documents(sources: Sources) -> Iterator[Document]:
    """The clean articles, and blocks of the running text."""
    yield from (Document(id_, text) for id_, text in sources.clean_articles())
    words = 0
    with lzma.open(sources.folder / sources.measured, "rt", encoding="utf-8") as file:
        for number, block in enumerate(iter(lambda: list(islice(file, PARAGRAPHS)), [])):
            if number % EVERY == 0 and words < sources.size.measured_words:
                text = "\n".join(block)
                words += len(text.split())
                yield Document(f"running-{number}", text)


def build(sources: Sources, models: Models, out: Path) -> dict[str, object]:
    """Write the table: all of it, or (`sources.changed`) new rows for the rules that changed since it was written."""
    kit = replace(build_kit(Settings()), lexicon=models.lexicon(), corrector=models.corrector())
    rules, table = kit.rulebook.rules, safety_table.read(out)
    stale = safety_table.outdated(rules.values(), table) if sources.changed else set(rules)
    kept = {i: row for i, row in table.items() if i in rules and i not in stale}
    wanted = set(rules) - set(kept)
    counts = measure.tally(documents(sources), _only(kit, wanted))
    rows = counts.rows(rules[i] for i in rules if i in wanted)
    safety_table.write(out, {**kept, **rows}.values(), _head(sources, counts))
    found = safety_table.unsupported(rules.values(), safety_table.read(out), safety_table.reviewed())
    return {
        "measured": len(rows),
        "tiers that the table does not support": [f"{rule.id}: {why}" for rule, why in found],
    }


def _only(kit: Kit, wanted: set[str]) -> Kit:
    return replace(kit, rulebook=kit.rulebook.only(wanted))


def _head(sources: Sources, counts: measure.RuleTally) -> list[str]:
    return [
        "What each shipped rule does on clean English.  Made by scripts/retrain.py; not edited by hand.",
        f"Texts: {counts.documents} documents, {counts.words} words: all of {sources.articles} and",
        f"{sources.size.measured_words} words of {sources.measured} (PROVENANCE.md).  Only counts were taken.",
        "fires: findings of the rule, whatever became of them; fixed, asked: what a run with default settings does.",
        "at most: upper bound of the rate per million words, Poisson, exact (Garwood), 95%, one-sided.",
    ]
