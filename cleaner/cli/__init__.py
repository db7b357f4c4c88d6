"""The command line.  One file a command; `COMMANDS` is the table of contents; no craft lives here.

Command modules import what they need when they run, so that `cleaner --help` loads no dictionary and no model.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from cleaner import __version__
from cleaner.cli import (
    apply,
    check,
    clean,
    decisions,
    diagnose,
    evaluate,
    explain,
    init,
    learn,
    lm,
    profile,
    report,
    review,
    rules,
)
from cleaner.cli.guarded import Guarded
from cleaner.cli.messages import errors_told, stopped


class Stoppable(TyperGroup):
    """Commands that a Ctrl-C ends with a word about what stands."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise stopped("what was written is whole, and what was answered is saved") from None


app = typer.Typer(
    name="cleaner",
    cls=Stoppable,
    help="Finds and mends what machines do to articles."
    " A correct text comes out untouched, and nothing changes silently.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

COMMANDS: dict[str, Callable[..., None]] = {
    "clean": clean.clean,
    "check": check.check,
    "explain": explain.explain,
    "diagnose": diagnose.diagnose,
    "review": review.review,
    "apply": apply.apply,
    "report": report.report,
    "learn": learn.learn,
    "profile": profile.profile,
    "eval": evaluate.eval_,
    "init": init.init,
}
# What `cleaner --help` says of those whose first sentence is longer than the rest of a line of 80.
SHORT = {
    "clean": "Correct texts: a corrected copy and a diff, or in place.",
    "explain": "Tell why a place was fixed, asked about or left alone.",
    "diagnose": "Tell which damage each document bears, and how we know.",
    "review": "Answer what a run left open: by pattern, with one key.",
    "report": "Show a run: as one page, as a diff, or for other programs.",
    "apply": "Write the final texts: fixes plus what people decided.",
    "learn": "Propose rules, names and words from what was corrected.",
    "profile": "Show what these scans are like, and which letters they confuse.",
    "eval": "Measure any tool's output against the truth.",
    "init": "Write a cleaner.toml with every setting, commented out.",
}
GROUPS: dict[str, typer.Typer] = {
    "rules": rules.app,
    "decisions": decisions.app,
    "lm": lm.app,
}

for name, function in COMMANDS.items():
    app.command(name, short_help=SHORT.get(name))(function)
for name, group in GROUPS.items():
    app.add_typer(group, name=name)


def _version(wanted: bool) -> None:
    if wanted:
        from cleaner.native.library import told

        typer.echo(f"cleaner {__version__} ({told()})")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version and leave."
    ),
) -> None:
    pass


@contextmanager
def _kept_patterns() -> Iterator[None]:
    """Whatever a command compiled, the next process need not."""
    try:
        yield
    finally:
        if expressions := sys.modules.get("cleaner.text.expressions"):
            expressions.keep()


def main() -> None:
    """The entry point: every failure is a message and exit code 2, never a traceback."""
    for name in ("stdin", "stdout", "stderr"):  # closed by the shell (`>&-`)
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115 - for the whole run
    for stream in (sys.stdout, sys.stderr):  # a name or a text that cannot be shown must not end a run
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        with (
            redirect_stdout(Guarded(sys.stdout)),
            redirect_stderr(Guarded(sys.stderr)),
            errors_told(),
            _kept_patterns(),
        ):
            app()
    except typer.Exit as end:  # what no command foresaw was told
        sys.exit(end.exit_code)
    except BrokenPipeError:  # `cleaner … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except KeyboardInterrupt:
        sys.stderr.write("\ncleaner: stopped\n")
        sys.exit(130)
