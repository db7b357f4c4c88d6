"""`cleaner rules …`: look at rules and test them."""

from __future__ import annotations

import fnmatch
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options
from cleaner.cli.options import fail, say, told

if TYPE_CHECKING:
    from cleaner.rulebook import Rule, Rulebook

app = typer.Typer(help="Look at rules and test them.", no_args_is_help=True, rich_markup_mode=None)

Which = Annotated[list[str], typer.Argument(metavar="[RULES…]", help="Ids (mt/es/*) or rule files and folders.", show_default=False)]


@app.command("list")
def list_rules(which: Which = [], rules: options.Rules = []) -> None:
    """One line a rule: its tier, its id, why."""
    with told():
        _, chosen = _chosen(which, rules)
        for rule in chosen:
            sys.stdout.write(f"{rule.tier:6} {rule.id:44} {rule.why}\n")


@app.command()
def show(which: Which, rules: options.Rules = []) -> None:
    """Everything that a rule says, and where it stands."""
    with told():
        _, chosen = _chosen(which, rules)
        from cleaner.reports.rule import as_text

        sys.stdout.write("\n".join(as_text(rule) for rule in chosen))


@app.command()
def test(which: Which = [], rules: options.Rules = [], quiet: options.Quiet = False) -> None:
    """Run the rules' own tests, each rule alone and among all. Exit code 1 if one fails."""
    with told():
        book, chosen = _chosen(which, rules)
        from cleaner import ruletest
        from cleaner.kit import Kit
        from cleaner.language.lexicon import Lexicon

        kit = Kit(book, Lexicon.shipped())
        failed = list(ruletest.failures(book.only({r.id for r in chosen}), kit))
    for f in failed:
        sys.stdout.write(f"{f.rule.file}:{f.rule.line}: {f.rule.id}: {f.text!r} {f.message}\n")
    if not quiet:
        tests = sum(len(r.tests.fix) + len(r.tests.flag) + len(r.tests.keep) for r in chosen)
        say(f"{len(chosen)} rules, {tests} tests, {len(failed)} failed")
    raise typer.Exit(1 if failed else 0)


def _chosen(which: list[str], own: list[Path]) -> tuple[Rulebook, list[Rule]]:
    """The rulebook with everything in it, and the rules that are meant."""
    from cleaner import config
    from cleaner.paths import shipped_rules
    from cleaner.rulebook import load

    files = [Path(w) for w in which if Path(w).exists()]
    patterns = [w for w in which if not Path(w).exists()]
    shipped = shipped_rules().resolve()
    outside = [f for f in files if not f.resolve().is_relative_to(shipped)]
    book = load([*config.find(Path.cwd()).rules, *own, *outside])
    meant = []
    for rule in book.rules.values():
        inside = any(Path(rule.file).resolve().is_relative_to(f.resolve()) for f in files)
        if not which or inside or any(fnmatch.fnmatch(rule.id, p) for p in patterns):
            meant.append(rule)
    if not meant:
        from cleaner.rulebook.schema import nearest

        raise fail(f"no rule is meant by {' '.join(which)}{nearest(which[0], book.rules) if which else ''}")
    return book, meant
