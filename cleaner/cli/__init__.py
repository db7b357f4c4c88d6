"""The command line, one file for each command; `COMMANDS` is the table of contents.

A command only reads its options, calls the room that does the work, and tells the user what came of it.  It imports
what it needs when it runs, so that `cleaner --help` loads no dictionary and no model.  A command's docstring is its
help, and the first sentence of it stands in `cleaner --help`: at most 65 characters.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
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
from cleaner.cli.messages import fail, in_words, stopped
from cleaner.cli.printing import Guarded


class Stoppable(TyperGroup):
    """The commands; Ctrl-C ends each with a message that says what is saved."""

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

COMMANDS: dict[str, Callable[..., None] | typer.Typer] = {
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
    "rules": rules.app,
    "decisions": decisions.app,
    "lm": lm.app,
}

for name, command in COMMANDS.items():
    if isinstance(command, typer.Typer):
        app.add_typer(command, name=name)
    else:
        app.command(name)(command)


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


def main() -> None:
    """The entry point.  Every failure that we know of is a message and exit code 2, not a traceback."""
    gc.set_threshold(50_000, 20, 50)  # hardly any of our values form cycles; looking for them took 5 to 10% of a run
    for name in ("stdin", "stdout", "stderr"):  # None where the shell closed it (`>&-`)
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115 - for the whole run
    for stream in (sys.stdout, sys.stderr):  # a character that a stream cannot encode must not end a run
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        with redirect_stdout(Guarded(sys.stdout)), redirect_stderr(Guarded(sys.stderr)):
            app()
    except BrokenPipeError:  # `cleaner … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except KeyboardInterrupt:
        sys.stderr.write("\ncleaner: stopped\n")
        sys.exit(130)
    except Exception as error:
        if not (told := in_words(error)):
            raise
        sys.exit(fail(*told).exit_code)
    finally:
        if expressions := sys.modules.get("cleaner.text.expressions"):
            expressions.keep()  # so that the next process need not compile the rules' patterns
