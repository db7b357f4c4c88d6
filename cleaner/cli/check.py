"""`cleaner check`: what `clean` would do, and nothing written."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options
from cleaner.cli.job import Job
from cleaner.cli.messages import errors_told, say
from cleaner.cli.options import Shared

if TYPE_CHECKING:
    from cleaner.formats.outcome import Outcome

OutputFormat = Annotated[str, typer.Option("--output-format", help="text, json, github or sarif.")]


@options.takes(*options.CLEANING, "exclude", "quiet")
def check(paths: options.Paths, shared: Shared, output_format: OutputFormat = "text") -> None:
    """Report what is wrong and write nothing. Exit code 1 if `clean` would change anything."""
    started = perf_counter()
    with errors_told():
        from cleaner.config import SettingsError
        from cleaner.reports.findings import FINDINGS
        from cleaner.reports.summary import Summary

        if output_format not in FINDINGS:
            raise SettingsError(f"--output-format: {output_format!r} is not one of {', '.join(FINDINGS)}")
        job, summary = Job.on(paths, shared), Summary()

        def counted() -> Iterator[Outcome]:
            for outcome in job.outcomes():
                summary.add(outcome)
                job.tell(outcome)
                yield outcome

        for line in FINDINGS[output_format](counted()):
            sys.stdout.write(line)
        sys.stdout.flush()
        if not shared.quiet:
            say(*summary.lines(perf_counter() - started))
    raise typer.Exit(2 if summary.failures else int(summary.changed > 0))
