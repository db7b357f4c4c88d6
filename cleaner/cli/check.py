"""`cleaner check`: tell what `clean` would do, and write nothing."""

from __future__ import annotations

import sys
from time import perf_counter
from typing import Annotated, Literal

import typer

from cleaner.cli import options
from cleaner.cli.job import Job
from cleaner.cli.messages import fail, say
from cleaner.cli.options import Shared
from cleaner.cli.with_facts import with_facts

OutputFormat = Literal["text", "json", "github", "sarif"]


@options.takes(*options.CLEANING, "exclude", "file_list", "jobs", "quiet")
def check(
    shared: Shared,
    paths: options.Paths = [],
    strict: options.Strict = False,
    facts: options.Facts = None,
    output_format: Annotated[OutputFormat, typer.Option(help="How to show what is found.")] = "text",
) -> None:
    """Report what is wrong and write nothing.  Exit code 1 if `clean` would change anything."""
    from cleaner.reports.findings import FINDINGS
    from cleaner.reports.summary import Summary, passed_over

    started = perf_counter()
    job, summary = with_facts(Job.on(paths, shared), facts), Summary()
    for line in FINDINGS[output_format](job.outcomes(summary)):
        sys.stdout.write(line)
    sys.stdout.flush()
    if not shared.quiet:
        say(*summary.lines(perf_counter() - started))
    if strict and (line := passed_over(summary.passed)):
        raise fail(f"--strict: {line}")
    raise typer.Exit(2 if summary.failures else int(summary.changed > 0))
