"""`cleaner check`: what `clean` would do, and nothing written."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options
from cleaner.cli.options import say, told

if TYPE_CHECKING:
    from cleaner.formats.outcome import Outcome

OutputFormat = Annotated[str, typer.Option("--output-format", help="text, json, github or sarif.")]


def check(
    paths: options.Paths,
    output_format: OutputFormat = "text",
    rules: options.Rules = [],
    words: options.Words = [],
    glossary: options.Glossary = [],
    exclude: options.Exclude = [],
    off: options.Off = [],
    bar: options.Bar = None,
    ask: options.Ask = None,
    damage: options.Damage = [],
    format: options.Format = None,
    text_field: options.TextField = [],
    id_field: options.IdField = None,
    quiet: options.Quiet = False,
) -> None:
    """Report what is wrong and write nothing. Exit code 1 if `clean` would change anything."""
    started = perf_counter()
    with told():
        chosen = options.settings(rules, words, glossary, exclude, off, bar, ask, damage, text_field, id_field)
        options.known_format(format)
        inputs = options.inputs(paths, chosen)
        from cleaner.batch import run
        from cleaner.config import SettingsError
        from cleaner.reports.findings import FINDINGS
        from cleaner.reports.summary import Summary

        if output_format not in FINDINGS:
            raise SettingsError(f"--output-format: {output_format!r} is not one of {', '.join(FINDINGS)}")
        kit = options.kit(chosen)
        fields = (format, chosen.text_field, chosen.id_field)
        if paths == [Path("-")]:
            done = iter([run.outcome(run.STDIN, sys.stdin.buffer.read(), kit, *fields)])
        else:
            done = options.watched(run.outcomes(inputs, kit, *fields), len(inputs), quiet)
        summary = Summary()

        def counted() -> Iterator[Outcome]:
            for outcome in done:
                summary.add(outcome)
                for message in [*outcome.complaints, *([] if quiet else outcome.notices)]:
                    say(message)
                yield outcome

        for line in FINDINGS[output_format](counted()):
            sys.stdout.write(line)
        sys.stdout.flush()
        if not quiet:
            say(*summary.lines(perf_counter() - started))
    raise typer.Exit(2 if summary.failures else int(summary.changed > 0))
