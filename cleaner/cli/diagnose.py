"""`cleaner diagnose`: what was done to these texts, and how we know."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.job import Job
from cleaner.cli.messages import Complaints, errors_told
from cleaner.cli.options import Shared

Json = Annotated[bool, typer.Option("--json", help="One JSON object a document.")]


@options.takes("rules", "exclude", "damage", *options.READING)
def diagnose(paths: options.Paths, shared: Shared, json: Json = False) -> None:
    """Tell for each document which damage it bears, how likely, and on what evidence."""
    complain = Complaints()
    with errors_told():
        from cleaner.diagnosis.examination import examine
        from cleaner.pipeline import analyse
        from cleaner.reports.damages import as_json, as_text
        from cleaner.text.composed import compose

        job = Job.on(paths, shared)
        for _, source in job.sources(complain):
            for document in source.documents:
                read_as = compose(document)
                found = examine(analyse(read_as.text, read_as, job.kit), job.kit).diagnosis
                sys.stdout.write(as_json(document.id, found) if json else as_text(document.id, found))
    raise typer.Exit(2 if complain.count else 0)
