"""`cleaner explain FILE[:LINE]`: why a place was fixed, asked about or left alone."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.options import say, told

Place = Annotated[str, typer.Argument(metavar="FILE[:LINE]", help="A file, or one line of it; - is standard input.")]


def explain(
    place: Place,
    rules: options.Rules = [],
    words: options.Words = [],
    glossary: options.Glossary = [],
    off: options.Off = [],
    bar: options.Bar = None,
    ask: options.Ask = None,
    damage: options.Damage = [],
    format: options.Format = None,
    text_field: options.TextField = [],
    id_field: options.IdField = None,
) -> None:
    """Tell which rules looked at a place, what each weighed, and why it was fixed, asked about or kept."""
    with told():
        chosen = options.settings(rules, words, glossary, [], off, bar, ask, damage, text_field, id_field)
        options.known_format(format)
        from cleaner.batch import run
        from cleaner.config import SettingsError
        from cleaner.explain import explain as account
        from cleaner.formats import Unreadable, read
        from cleaner.reports.explanation import as_text
        from cleaner.reports.findings import Listing

        path, line = _split(place)
        kit = options.kit(chosen)
        try:
            data = sys.stdin.buffer.read() if path == Path("-") else path.read_bytes()
            source = read(
                run.STDIN.name if path == Path("-") else path.name,
                data,
                format,
                chosen.text_field,
                chosen.id_field,
            )
        except OSError as error:
            raise SettingsError(f"{path}: {error.strerror}") from None
        except Unreadable as error:
            raise SettingsError(f"{path}: {error}") from None
        for problem in source.problems:
            say(f"{path}:{problem.line}: {problem.message}")
        if line is not None and not 1 <= line <= source.data.count(b"\n") + 1:
            raise SettingsError(f"{path} has no line {line}")
        documents = source.documents
        if line is not None and len(documents) > 1:  # records, each with lines of its own
            documents = tuple(d for d in documents if Listing.of(d).hold(line))
            if not documents:
                raise SettingsError(f"{path}: no document stands on line {line}")
        for document in documents:
            sys.stdout.write(as_text(*account(document, kit), line=line))


def _split(place: str) -> tuple[Path, int | None]:
    """A file's name and a line number, if one is given (`a:b.txt` is a name)."""
    m = re.fullmatch(r"(.+):(\d+)", place, re.S)
    if m and not Path(place).exists():
        return Path(m[1]), int(m[2])
    return Path(place), None
