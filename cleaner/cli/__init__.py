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
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import Any

import typer

from cleaner.cli.messages import fail, in_words, stopped
from cleaner.cli.plain_values import PlainCommand, PlainGroup
from cleaner.cli.printing import Guarded
from cleaner.version import __version__


class Stoppable(PlainGroup):
    """The commands; Ctrl-C ends each with a message that says what is saved."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise stopped("what was written is whole, and what was answered is saved") from None


COMMANDS = {
    "clean": "cleaner.cli.clean:clean",
    "check": "cleaner.cli.check:check",
    "survey": "cleaner.cli.survey:survey",
    "explain": "cleaner.cli.explain:explain",
    "diagnose": "cleaner.cli.diagnose:diagnose",
    "review": "cleaner.cli.review:review",
    "apply": "cleaner.cli.apply:apply",
    "audit": "cleaner.cli.audit:audit",
    "report": "cleaner.cli.report:report",
    "learn": "cleaner.cli.learn:learn",
    "profile": "cleaner.cli.profile:profile",
    "eval": "cleaner.cli.evaluate:eval_",
    "init": "cleaner.cli.init:init",
    "rules": "cleaner.cli.rules:app",
    "decisions": "cleaner.cli.decisions:app",
    "lm": "cleaner.cli.lm:app",
    "lsp": "cleaner.cli.lsp:lsp",
}


def program(names: Iterable[str] = COMMANDS) -> typer.Typer:
    """The program with these commands; the files of the others are not imported."""
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
    app.callback()(_options)
    for name in names:
        module, _, attribute = COMMANDS[name].partition(":")
        command = getattr(import_module(module), attribute)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name, cls=PlainCommand)(command)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        from cleaner.native.library import told

        typer.echo(f"cleaner {__version__} ({told()})")
        raise typer.Exit


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
            asked = sys.argv[1:2]  # a command, if it is well named; else all are needed, for the help or a hint
            program(asked if asked and asked[0] in COMMANDS else COMMANDS)()
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
        gc.freeze()  # at its end Python looks for cycles among all values, in vain: 25 ms
