"""Messages to the user, on standard error."""

from __future__ import annotations

import sys

import typer

from cleaner.text.plural import count
from cleaner.text.visible import visible


def say(*lines: str) -> None:
    """Write lines to standard error.  A line break inside a line comes from a name or a text; it is shown as a sign."""
    sys.stderr.write("".join(f"{visible(line)}\n" for line in lines))


def fail(message: str, *lines: str) -> typer.Exit:
    """Tell what is wrong, in one line or more.  The caller raises what this returns."""
    say(f"cleaner: {message}", *lines)
    return typer.Exit(2)


def stopped(done: str) -> typer.Exit:
    """Tell after Ctrl-C what is done, in one line.  The caller raises what this returns."""
    say("", f"cleaner: stopped: {done}; the same command goes on")
    return typer.Exit(130)


class Complaints:
    """Tells what could not be used, and counts it for the exit code."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, message: str) -> None:
        say(message)
        self.count += 1


def in_words(error: Exception) -> list[str]:
    """What to tell the user about an error, in lines; empty for an error in the program itself."""
    import sqlite3

    from cleaner.batch.pool import NoWorkers
    from cleaner.config import SettingsError
    from cleaner.files.given import Misuse, NotGiven
    from cleaner.files.places import LeadsOut
    from cleaner.formats import Unreadable
    from cleaner.ledger import LedgerError
    from cleaner.ledger.trouble import trouble
    from cleaner.rulebook import RuleErrors
    from cleaner.spelling.storage.mmap_arrays import ModelFileError

    if isinstance(error, RuleErrors):
        return [f"{count(len(error.errors), 'mistake')} in the rules", *map(str, error.errors)]
    if isinstance(
        error, SettingsError | Misuse | Unreadable | ModelFileError | LedgerError | LeadsOut | NotGiven | NoWorkers
    ):
        return [str(error)]
    if isinstance(error, sqlite3.Error):
        return [trouble(error)]
    if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
        whole = "" if isinstance(error, FileNotFoundError) else "; what was written before is whole"
        return [f"{error.filename or 'output'}: {error.strerror}{whole}"]
    return []
