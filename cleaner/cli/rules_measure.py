"""`cleaner rules measure`: count how often each rule fires in right texts."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options
from cleaner.cli.messages import say
from cleaner.cli.options import Shared
from cleaner.text.plural import count

if TYPE_CHECKING:
    from cleaner.model import Document, Record

Clean = Annotated[list[Path], typer.Argument(metavar="CLEAN…", help="Texts in which nothing is wrong.")]
Changed = Annotated[
    bool, typer.Option("--changed", help="With --write: only rules that changed since the table was written.")
]


@options.takes("rules", "off", "text_field", "quiet")
def measure(
    clean: Clean,
    shared: Shared,
    ledger: Annotated[list[Path], typer.Option(help="A reviewed OUT: adds what people accepted.")] = [],
    write: Annotated[Path | None, typer.Option(help="Keep the numbers in this table.")] = None,
    changed: Changed = False,
    examples: Annotated[int, typer.Option(help="Show so many firings of each rule in context.")] = 0,
) -> None:
    """Count how often each rule fires in clean text, per million words and with an upper bound."""
    from cleaner.batch.inputs import documents
    from cleaner.build_kit import build_kit
    from cleaner.packs import measure, safety_report, safety_table

    settings = shared.settings()
    kit = build_kit(settings)
    everything = kit.rulebook.rules
    table = safety_table.read(write) if write else {}
    if changed:
        new = safety_table.outdated(everything.values(), table)
        kit = replace(kit, rulebook=kit.rulebook.only(new))
    counts = measure.tally(documents(clean, say, settings.text_field), kit, _shower(examples))
    rows = counts.rows(kit.rulebook.rules.values())
    answered = {rule: n for out in ledger for rule, n in measure.answers(out).items()}
    sys.stdout.write(safety_report.as_text(rows.values(), everything, answered))
    table = {id: row for id, row in table.items() if id in everything} | rows
    if write:
        told_before = safety_table.head(write) if changed else []
        texts = f"{count(counts.documents, 'document')}, {counts.words} words"
        made = f"`cleaner rules measure`: {len(rows)} rules on {texts}"
        safety_table.write(write, table.values(), [*told_before, made])
        if not shared.quiet:
            say(f"written to {write}")
    for rule, reason in safety_table.unsupported(everything.values(), table, safety_table.reviewed()):
        say(f"{rule.file}:{rule.line}: {rule.id}: {reason}")


def _shower(examples: int) -> Callable[[Document, str, Record], None]:
    """A function that prints the first firings of each rule in their context."""
    from cleaner.packs import safety_report

    shown: Counter[str] = Counter()

    def show(document: Document, rule: str, record: Record) -> None:
        shown[rule] += 1
        if shown[rule] <= examples:
            sys.stdout.write(safety_report.firing(document.id, document.text, rule, record))

    return show
