"""`cleaner rules diff`: tell what a change of rules does to a corpus, before it is merged."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.messages import fail, say
from cleaner.cli.options import Shared


@options.takes("rules", "off", "damage", "text_field")
def diff(
    rev_corpus: Annotated[
        list[str], typer.Argument(metavar="[REV] CORPUS…", help="A git revision (HEAD if left out), then texts.")
    ],
    shared: Shared,
    markdown: Annotated[bool, typer.Option("--markdown", help="As Markdown, for a pull request.")] = False,
    examples: Annotated[int, typer.Option(help="How many examples of each rule to show.")] = 5,
) -> None:
    """Show which fixes and questions your rules gain and lose against an earlier revision of them.

    Compares your own rules (--rules, or those of the settings) if there are any, else the shipped ones.  Exit code 1
    if there is a difference.
    """
    from cleaner.batch.inputs import documents
    from cleaner.build_kit import build_kit
    from cleaner.packs.blast_radius import compare, report
    from cleaner.packs.revisions import rules_at

    revision, corpus = _split(rev_corpus)
    chosen = shared.settings()
    new = build_kit(chosen)
    old = replace(new, rulebook=rules_at(revision, chosen.rules, chosen.allow_harm, chosen.off))
    compared = [compare(document, old, new) for document in documents(corpus, say, chosen.text_field)]
    found = [difference for differences in compared for difference in differences]
    sys.stdout.write(report(len(compared), found, examples, markdown))
    raise typer.Exit(int(bool(found)))


def _split(rev_corpus: list[str]) -> tuple[str, list[Path]]:
    """The revision, if the first argument is no file, and the texts."""
    first, *rest = rev_corpus
    if Path(first).exists():
        return "HEAD", [Path(p) for p in rev_corpus]
    if not rest:
        raise fail(f"name the texts: {first} is no file; `cleaner rules diff [REV] CORPUS…`")
    return first, [Path(p) for p in rest]
