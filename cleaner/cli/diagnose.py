"""`cleaner diagnose`: what was done to these texts, and how we know."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.job import Job
from cleaner.cli.messages import Complaints
from cleaner.cli.options import Shared
from cleaner.cli.with_facts import with_facts


@options.takes("rules", "exclude", "damage", "same_source", *options.READING)
def diagnose(
    paths: options.Paths,
    shared: Shared,
    facts: options.Facts = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a document.")] = False,
) -> None:
    """Tell which damage each document bears, and how we know."""
    from cleaner.batch.first_look import with_file_evidence
    from cleaner.batch.run import placed
    from cleaner.diagnosis.examination import examine
    from cleaner.pipeline import analyse
    from cleaner.reports.damages import as_json, as_text
    from cleaner.text.composed import compose

    complain, job = Complaints(), Job.on(paths, shared)
    job = with_facts(job, facts, survey=job.kit.same_source)
    for item, source in job.sources(complain):
        for document in with_file_evidence(source.documents, job.kit):
            read_as, kit = compose(document), job.kit
            companions = kit.companions(placed(document, item))
            found = examine(analyse(read_as.text, read_as, kit), kit, companions=companions).diagnosis
            sys.stdout.write(as_json(document.id, found) if json else as_text(document.id, found))
    raise typer.Exit(2 if complain.count else 0)
