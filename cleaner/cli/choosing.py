"""Which rules a command is about: by id, by file, or all of them."""

from __future__ import annotations

import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options
from cleaner.cli.messages import fail

if TYPE_CHECKING:
    from cleaner.rulebook import Rule, Rulebook
    from cleaner.rulebook.rule import WordClass

Which = Annotated[
    list[str],
    typer.Argument(metavar="[RULES…]", help="Ids (mt/es/*) or rule files and folders.", show_default=False),
]
WordClasses = Annotated[
    list[str],
    typer.Option("--class", metavar="NAME", help="A word class (country, or * for all).", show_default=False),
]


def classes(names: list[str], book: Rulebook) -> list[WordClass]:
    """The word classes that are meant."""
    from cleaner.text.nearest import nearest

    for name in names:
        if not fnmatch.filter(book.classes, name):
            raise fail(f"no word class {name!r}{nearest(name, book.classes)}; --class '*' shows all")
    return [known for name, known in sorted(book.classes.items()) if any(fnmatch.fnmatch(name, n) for n in names)]


def chosen(which: list[str], own: list[Path]) -> tuple[Rulebook, list[Rule]]:
    """The rulebook with everything in it, and the rules that are meant.  `own`: the user's rules beside the shipped."""
    from cleaner.files.locations import shipped_rules
    from cleaner.rulebook import load
    from cleaner.text.nearest import nearest

    files = [Path(w) for w in which if Path(w).exists()]
    patterns = [w for w in which if not Path(w).exists()]
    outside = [f for f in files if not f.resolve().is_relative_to(shipped_rules().resolve())]
    here = options.Shared(rules=[*own, *outside]).settings()
    book = load(here.rules, allow_harm=here.allow_harm)
    meant = []
    for rule in book.rules.values():
        inside = any(Path(rule.file).resolve().is_relative_to(f.resolve()) for f in files)
        if not which or inside or any(fnmatch.fnmatch(rule.id, p) for p in patterns):
            meant.append(rule)
    if meant:
        return book, meant
    if files and not patterns:
        raise fail(f"{' '.join(which)}: no rules there (*.yaml)")
    raise fail(f"no rule matches {' '.join(which)}{nearest(which[0], book.rules) if which else ''}")
