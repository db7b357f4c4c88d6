"""`cleaner rules …`: look at rules, test, add, compare and measure them.  `COMMANDS` is the table of contents."""

from __future__ import annotations

import sys
from collections.abc import Callable

import typer

from cleaner.cli import choosing, options, rules_add, rules_diff, rules_measure, rules_test
from cleaner.cli.choosing import Which, WordClasses
from cleaner.cli.messages import fail
from cleaner.text.visible import visible

app = typer.Typer(
    help="Look at rules, test, add, compare and measure them.", no_args_is_help=True, rich_markup_mode=None
)


def list_rules(which: Which = [], rules: options.Rules = []) -> None:
    """List the rules, one a line: tier, id, reason."""
    for rule in choosing.chosen(which, rules)[1]:
        print(visible(f"{rule.tier:6} {rule.id:44} {rule.why}"))


def show(which: Which = [], word_class: WordClasses = [], rules: options.Rules = []) -> None:
    """Show all fields of a rule, and its file and line; or the words of a class."""
    from cleaner.packs import class_report, rule_report

    if not which and not word_class:
        raise fail("say which: ids of rules, or --class NAME for a word class")
    book, meant = choosing.chosen(which, rules)
    shown = [class_report.as_text(known, book.rules.values()) for known in choosing.classes(word_class, book)]
    shown += [rule_report.as_text(rule, book.classes) for rule in meant] if which else []
    sys.stdout.write("\n".join(shown))


def schema() -> None:
    """The JSON Schema of a pack, for editors."""
    from cleaner.packs.json_schema import as_text

    sys.stdout.write(as_text())


def reference() -> None:
    """The page of every field and every shipped rule, as Markdown."""
    from cleaner.packs.reference import as_markdown
    from cleaner.rulebook import load

    book = load()
    sys.stdout.write(as_markdown(book.rules.values(), book.classes))


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
