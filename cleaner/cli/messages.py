"""What the program says to its user, beside the output: on standard error, a line at a time."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from cleaner.text.plural import count
from cleaner.text.visible import visible


def say(*lines: str) -> None:
    """Lines to the user, beside the output.  A line break within one is a name's or a text's: it becomes a sign."""
    sys.stderr.write("".join(f"{visible(line)}\n" for line in lines))


def fail(message: str, *lines: str) -> typer.Exit:
    """Say what is wrong, with more lines where one is too few; raise what this gives."""
    say(f"cleaner: {message}", *lines)
    return typer.Exit(2)


def stopped(done: str) -> typer.Exit:
    """Say what stands after Ctrl-C, in a line; raise what this gives."""
    say("", f"cleaner: stopped: {done}; the same command goes on")
    return typer.Exit(130)


class Complaints:
    """Says what could not be used, and counts it, since the exit code tells it too."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, message: str) -> None:
        say(message)
        self.count += 1


@contextmanager
def errors_told() -> Iterator[None]:
    """Known mistakes become messages and exit code 2."""
    try:
        yield
    except Exception as error:
        message = _message(error)
        if not message:
            raise
        raise fail(*message) from None


def _message(error: Exception) -> list[str]:
    """What to tell a user of an error; nothing where it is no mistake of theirs, and no misfortune of a file."""
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
    if isinstance(error, SettingsError | Misuse | Unreadable | ModelFileError | LedgerError | LeadsOut | NotGiven):
        return [str(error)]
    if isinstance(error, sqlite3.Error):
        return [trouble(error)]
    if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
        whole = "" if isinstance(error, FileNotFoundError) else "; what was written before is whole"
        return [f"{error.filename or 'output'}: {error.strerror}{whole}"]
    return []
