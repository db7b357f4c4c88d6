"""Which rules a command is about: by id, by file, or all of them."""

from __future__ import annotations

import fnmatch
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.messages import fail

if TYPE_CHECKING:
    from cleaner.config import Settings
    from cleaner.rulebook import Rule, Rulebook

Which = Annotated[
    list[str],
    typer.Argument(metavar="[RULES…]", help="Ids (mt/es/*) or rule files and folders.", show_default=False),
]


def settings(which: list[str], own: list[Path]) -> Settings:
    """The settings that hold here, with the rule files named on the command line."""
    from cleaner import config
    from cleaner.files.locations import shipped_rules

    shipped = shipped_rules().resolve()
    named = [Path(w) for w in which if Path(w).exists()]
    outside = [f for f in named if not f.resolve().is_relative_to(shipped)]
    found = config.find(Path.cwd())
    return replace(found, rules=(*found.rules, *own, *outside))


def chosen(which: list[str], own: list[Path]) -> tuple[Rulebook, list[Rule]]:
    """The rulebook with everything in it, and the rules that are meant."""
    from cleaner.rulebook import load

    here = settings(which, own)
    files = [Path(w) for w in which if Path(w).exists()]
    patterns = [w for w in which if not Path(w).exists()]
    book = load(here.rules, allow_harm=here.allow_harm)
    meant = []
    for rule in book.rules.values():
        inside = any(Path(rule.file).resolve().is_relative_to(f.resolve()) for f in files)
        if not which or inside or any(fnmatch.fnmatch(rule.id, p) for p in patterns):
            meant.append(rule)
    if not meant:
        from cleaner.rulebook.fields import nearest

        if files and not patterns:
            raise fail(f"{' '.join(which)}: no rules there (*.yaml)")
        raise fail(f"no rule is meant by {' '.join(which)}{nearest(which[0], book.rules) if which else ''}")
    return book, meant
