"""Options that several commands share, and how they become settings."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.guarded import paintable
from cleaner.text.plural import count
from cleaner.text.visible import visible

if TYPE_CHECKING:
    from cleaner.config import Settings
    from cleaner.formats import Unreadable
    from cleaner.formats.outcome import Input, Outcome
    from cleaner.kit import Kit
    from cleaner.model import Remembered

Paths = Annotated[
    list[Path],
    typer.Argument(metavar="PATHS…", help="Files and folders; - is standard input.", show_default=False),
]
Rules = Annotated[
    list[Path], typer.Option("--rules", help="Your own rules beside the shipped ones: a folder, a file, package:NAME.")
]
Words = Annotated[list[Path], typer.Option("--words", help="A list of words that are right, one a line.")]
Glossary = Annotated[
    list[Path], typer.Option("--glossary", help="A list of names as they should be spelt, one a line.")
]
Exclude = Annotated[list[str], typer.Option("--exclude", help="Files to pass over, as a .gitignore would say it.")]
Off = Annotated[list[str], typer.Option("--off", help="A rule (mt/es/*) or a detector (spelling) to leave out.")]
Bar = Annotated[
    float | None,
    typer.Option("--bar", help="How sure a likely fix must be, 0 to 1.  [default: 0.95]", show_default=False),
]
Ask = Annotated[
    float | None,
    typer.Option("--ask", help="How likely a question must be, 0 to 1.  [default: 0.3]", show_default=False),
]
Damage = Annotated[
    list[str], typer.Option("--damage", help="What was done to the text: mt/es, ocr, …; ocr=0 rules it out.")
]
Format = Annotated[
    str | None,
    typer.Option("--format", help="text, markdown, jsonl, json, csv, hocr, alto, …, whatever the name says."),
]
TextField = Annotated[
    list[str],
    typer.Option(
        "--text-field",
        help="JSON, CSV: a field (article.body) or column with a text; repeatable.  [default: text]",
    ),
]
IdField = Annotated[
    str | None,
    typer.Option("--id-field", help="JSON, CSV: the field with the name.  [default: id]", show_default=False),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No summary and no notices; failures are still told.")]


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


@contextmanager
def told() -> Iterator[None]:
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


def settings(
    rules: list[Path], words: list[Path], glossary: list[Path], exclude: list[str], off: list[str],
    bar: float | None, ask: float | None, damage: list[str], text_field: list[str] = [], id_field: str | None = None,
) -> Settings:  # fmt: skip
    """The settings found upward from here, with what the command line says on top."""
    from cleaner import config

    found = config.find(Path.cwd())
    return replace(
        found,
        rules=(*found.rules, *rules),
        words=(*found.words, *words),
        glossary=(*found.glossary, *glossary),
        exclude=(*found.exclude, *exclude),
        off=(*found.off, *off),
        bar=found.bar if bar is None else config.probability(bar, "--bar"),
        ask=found.ask if ask is None else config.probability(ask, "--ask"),
        damage={**found.damage, **config.damages(tuple(damage))},
        text_field=tuple(text_field) or found.text_field,
        id_field=id_field or found.id_field,
    )


def kit(chosen: Settings, remembered: Remembered | None = None) -> Kit:
    """The kit for some settings, and for what people decided before."""
    from cleaner import build_kit

    return build_kit.build_kit(chosen, remembered)


def inputs(paths: list[Path], chosen: Settings, out: Path | None = None) -> list[Input]:
    """The files to read; standard input stands alone."""
    from cleaner.batch import inputs
    from cleaner.files.given import Misuse

    if Path("-") in paths:
        if len(paths) > 1:
            raise Misuse("- (standard input) goes alone")
        return []
    return inputs.find(paths, chosen.exclude, out)


def complain(item: Input, error: Unreadable) -> int:
    """Say why a file could not be read; 1, or 0 for what a folder holds beside its texts."""
    from cleaner.formats import NoText

    if isinstance(error, NoText) and not item.named:
        return 0
    say(f"{item.path}: {error}")
    return 1


def watched(done: Iterator[Outcome], total: int, quiet: bool) -> Iterator[Outcome]:
    """The outcomes, with a progress bar where somebody looks on and it takes a while."""
    if quiet or total < WORTH_A_BAR or not sys.stderr.isatty():
        yield from done
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(done, "cleaning", total, transient=True, console=Console(file=paintable(sys.stderr)))


# Fewer files are done before a bar is drawn.
WORTH_A_BAR = 20


def known_format(format: str | None) -> None:
    """Refuse a format that there is not."""
    from cleaner.config import SettingsError
    from cleaner.formats import FORMATS

    if format is not None and format not in FORMATS:
        raise SettingsError(f"--format: {format!r} is no format we read; known: {', '.join(FORMATS)}")
