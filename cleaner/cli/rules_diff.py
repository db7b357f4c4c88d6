"""`cleaner rules diff`: what a change of rules does to a corpus, before anybody merges it."""

from __future__ import annotations

import fnmatch
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options
from cleaner.cli.messages import errors_told, fail, say
from cleaner.cli.options import Shared

if TYPE_CHECKING:
    from cleaner.config import Settings
    from cleaner.kit import Kit

RevCorpus = Annotated[
    list[str],
    typer.Argument(metavar="[REV] CORPUS…", help="A git revision (HEAD if left out), then texts.", show_default=False),
]
Markdown = Annotated[bool, typer.Option("--markdown", help="As Markdown, for a pull request.")]
Examples = Annotated[int, typer.Option("--examples", help="So many examples of each rule.")]


@options.takes("rules", "off", "damage", "text_field")
def diff(
    rev_corpus: RevCorpus,
    shared: Shared,
    markdown: Markdown = False,
    examples: Examples = 5,
) -> None:
    """Tell which fixes and questions the rules as they are gain and lose against an earlier revision.

    Compares your own rules (--rules, or those of the settings) if there are any, else the shipped ones.  Exit code 1
    if there is a difference.
    """
    with errors_told():
        chosen = shared.settings()
        revision, corpus = _split(rev_corpus, chosen)
        from cleaner.batch.corpus import documents
        from cleaner.build_kit import build_kit
        from cleaner.packs import blast_report
        from cleaner.packs.blast_radius import compare

        new = build_kit(chosen)
        with TemporaryDirectory(prefix="cleaner-rules-") as folder:
            old = _as_it_was(chosen, revision, Path(folder), new)
        found = compare(documents(corpus, say, chosen.text_field), old, new)
        sys.stdout.write((blast_report.as_markdown if markdown else blast_report.as_text)(found, examples))
    raise typer.Exit(int(bool(found.differences)))


def _split(rev_corpus: list[str], chosen: Settings) -> tuple[str, list[Path]]:
    """The revision, if the first argument is one and no file, and the texts."""
    from cleaner.packs.revisions import is_revision

    first, *rest = rev_corpus
    if not Path(first).exists() and (rest or is_revision(first, _first_place(chosen))):
        if not rest:
            raise fail(f"which texts? `cleaner rules diff {first} CORPUS…`")
        return first, [Path(p) for p in rest]
    return "HEAD", [Path(p) for p in rev_corpus]


def _first_place(chosen: Settings) -> Path:
    from cleaner.files.locations import shipped_rules

    place = next((p for p in chosen.rules if p.exists()), shipped_rules())
    return place if place.is_dir() else place.parent


def _as_it_was(chosen: Settings, revision: str, folder: Path, new: Kit) -> Kit:
    """The kit with the rules of the revision, all else as it is."""
    from cleaner.files.locations import shipped_rules
    from cleaner.packs.revisions import unpacked
    from cleaner.rulebook import RuleErrors, load
    from cleaner.rulebook.packages import is_package

    were = [
        place if is_package(place) else unpacked(place, revision, folder / str(number))
        for number, place in enumerate(chosen.rules or [shipped_rules()])
    ]
    try:
        book = load(were, shipped=bool(chosen.rules), allow_harm=chosen.allow_harm)
    except RuleErrors as error:
        first = error.errors[0]
        place = Path(*Path(first.file).relative_to(folder).parts[1:])
        told = f"{place}:{first.line}: {first.message}"
        raise fail(f"the rules of {revision} do not load with this version of cleaner: {told}") from None
    on = {rule for rule in book.rules if not any(fnmatch.fnmatch(rule, name) for name in chosen.off)}
    return replace(new, rulebook=book.only(on))
