"""`cleaner survey`: batch facts, what documents may know of one another, for `cleaner clean --facts`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.job import Job
from cleaner.cli.messages import fail, say
from cleaner.cli.options import Shared
from cleaner.text.plural import count

Part = Annotated[
    str | None, typer.Option(metavar="I/N", help="Survey the I-th of N parts; without it, put the parts together.")
]


@options.takes(*options.CLEANING, "exclude", "file_list", "jobs", "quiet")
def survey(
    shared: Shared,
    paths: options.Paths = [],
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="FACTS", help="The file for the facts.")] = None,
    shard: Part = None,
) -> None:
    """Gather what texts share with others of their site or folder.  `cleaner clean --facts FACTS` reads it."""
    from cleaner.batch.facts import write_facts
    from cleaner.batch.groups import sizes
    from cleaner.batch.shard import Shard
    from cleaner.batch.survey_record import WHOLE, record
    from cleaner.cli.surveyed import batch, how, records_of
    from cleaner.spelling.storage.mmap_arrays import may_replace

    started = perf_counter()
    if out is None:
        raise fail("name the file for the facts with -o FACTS")
    if paths == [Path("-")]:
        raise fail("a survey reads files; standard input is one text alone")
    may_replace(out)
    job = Job.on(paths, shared)
    part = Shard.told(shard) if shard else None
    if part:
        job = replace(job, inputs=part.mine(job.inputs, sizes(job.inputs)))
    with record(records_of(out), f"{part.number}-of-{part.count}" if part else WHOLE, how(job)) as found:
        files = batch(job, found)
        if part:
            documents = files.remembered()
        else:
            made, documents = files.gathered()
            write_facts(out, made, files.damages)
    if not shared.quiet:
        say(f"{count(documents, 'document')} surveyed, {perf_counter() - started:.1f} s")
        last = "when all shards are done, the same command without --shard puts them together" if part else f"{out}"
        say(f"  {last}")
