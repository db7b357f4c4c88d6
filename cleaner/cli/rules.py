"""`cleaner rules …`: look at rules, test, add, compare and measure them.  `COMMANDS` is the table of contents."""

from __future__ import annotations

import sys
from collections.abc import Callable

import typer

from cleaner.cli import choosing, options, rules_add, rules_diff, rules_measure, rules_test
from cleaner.cli.choosing import Which
from cleaner.cli.messages import errors_told
from cleaner.text.visible import visible

app = typer.Typer(
    help="Look at rules, test, add, compare and measure them.", no_args_is_help=True, rich_markup_mode=None
)


def list_rules(which: Which = [], rules: options.Rules = []) -> None:
    """One line a rule: its tier, its id, why."""
    with errors_told():
        _, chosen = choosing.chosen(which, rules)
        for rule in chosen:
            sys.stdout.write(visible(f"{rule.tier:6} {rule.id:44} {rule.why}") + "\n")


def show(which: Which, rules: options.Rules = []) -> None:
    """Everything that a rule says, and where it stands."""
    with errors_told():
        _, chosen = choosing.chosen(which, rules)
        from cleaner.packs.rule_report import as_text

        sys.stdout.write("\n".join(as_text(rule) for rule in chosen))


def schema() -> None:
    """The JSON Schema of a pack, for editors."""
    from cleaner.packs.json_schema import as_text

    sys.stdout.write(as_text())


def reference() -> None:
    """The page of every field and every shipped rule, as Markdown."""
    with errors_told():
        from cleaner.packs.reference import as_markdown
        from cleaner.rulebook import load

        sys.stdout.write(as_markdown(load().rules.values()))


COMMANDS: dict[str, Callable[..., None]] = {
    "list": list_rules,
    "show": show,
    "test": rules_test.test,
    "add": rules_add.add,
    "diff": rules_diff.diff,
    "measure": rules_measure.measure,
    "schema": schema,
    "reference": reference,
}

for name, function in COMMANDS.items():
    app.command(name)(function)
