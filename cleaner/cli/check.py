"""`cleaner check`: tell what `clean` would do, and write nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cleaner.cli import options
from cleaner.cli.job import Job
from cleaner.cli.messages import fail, say
from cleaner.cli.options import Shared
from cleaner.cli.with_facts import with_facts
from cleaner.text.plural import count

if TYPE_CHECKING:
    from cleaner.reports.baseline import Baseline

OutputFormat = Literal["text", "json", "github", "sarif"]


@options.takes(*options.CLEANING, "exclude", "file_list", "jobs", "quiet")
def check(
    shared: Shared,
    paths: options.Paths = [],
    strict: options.Strict = False,
    facts: options.Facts = None,
    output_format: Annotated[OutputFormat, typer.Option(help="How to show what is found.")] = "text",
    baseline: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Findings that are known: they are not told again.", show_default=False),
    ] = None,
    write_baseline: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write all findings to such a file; exit code 0.", show_default=False),
    ] = None,
) -> None:
    """Report what is wrong and write nothing.  Exit code 1 if `clean` would change anything."""
    from cleaner.reports.findings import FINDINGS
    from cleaner.reports.summary import Summary, passed_over

    known = _baseline(baseline, write_baseline)
    started = perf_counter()
    job, summary = with_facts(Job.on(paths, shared), facts), Summary()
    found = job.outcomes(summary)
    if known and write_baseline:
        known.write(found)
    else:
        for line in FINDINGS[output_format](known.new(found) if known else found):
            sys.stdout.write(line)
        sys.stdout.flush()
    if not shared.quiet:
        say(*summary.lines(perf_counter() - started), *_summary(known, write_baseline))
    if strict and (line := passed_over(summary.passed)):
        raise fail(f"--strict: {line}")
    changes = known.new_fixes if known else summary.changed
    raise typer.Exit(2 if summary.failures else int(changes > 0 and not write_baseline))


def _baseline(read: Path | None, written: Path | None) -> Baseline | None:
    """What is known, as the options say."""
    if read is None and written is None:
        return None
    from cleaner.reports.baseline import Baseline

    if read and written:
        raise fail("--baseline or --write-baseline, not both")
    return Baseline.read(read) if read else Baseline(written or Path())


def _summary(known: Baseline | None, written: Path | None) -> Iterator[str]:
    """What the summary says of a baseline."""
    if known is None:
        return
    if written:
        yield f"  {count(known.met.total(), 'finding')} written to {known.place}"
        return
    yield f"  {count(known.told, 'finding')} in {known.place} already: not told again"
    if known.gone:
        gone = f"{count(known.gone, 'finding')} of {known.place} no longer there"
        yield f"  {gone}: `--write-baseline {known.place}` writes it anew"
