"""`cleaner clean`: corrected texts, and a diff that says what changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options
from cleaner.cli.job import Job
from cleaner.cli.messages import fail, say
from cleaner.cli.options import Shared
from cleaner.cli.with_facts import with_facts
from cleaner.text.plural import count

if TYPE_CHECKING:
    from cleaner.batch.mirror import Mirror
    from cleaner.batch.shard import Shard
    from cleaner.cli.engine_run import Engine
    from cleaner.cli.writers import Tree
    from cleaner.cli.writing_run import Writing
    from cleaner.formats.outcome import Input, Outcome
    from cleaner.ledger.inplace import Replacements
    from cleaner.reports.summary import Summary


Edits = Annotated[bool, typer.Option("--edits", help="Also write OUT/edits.jsonl: all fixes and questions.")]
Part = Annotated[
    str | None, typer.Option(metavar="I/N", help="Clean the I-th of N parts; without it, put the parts together.")
]


@options.takes(*options.CLEANING, "exclude", "file_list", "jobs", "quiet", "color", "to", *options.ELSEWHERE)
def clean(
    shared: Shared,
    paths: options.Paths = [],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="The folder or address for corrected files.")] = None,
    in_place: Annotated[bool, typer.Option("--in-place", help="Change the files themselves.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Print the diff and write nothing.")] = False,
    edits: Edits = False,
    force: options.Force = False,
    strict: options.Strict = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget what earlier runs into OUT cleaned.")] = False,
    add: Annotated[bool, typer.Option("--add", help="Add files of another folder to those that OUT holds.")] = False,
    shard: Part = None,
    facts: options.Facts = None,
) -> None:
    """Correct texts: a corrected copy and a diff, or in place.  Standard input is corrected to standard output."""
    from cleaner.cli import writers, writing_run
    from cleaner.files.locations import kept_for
    from cleaner.reports.summary import Summary

    started = perf_counter()
    _refuse(paths, shared, out, in_place, diff, edits or fresh or add or bool(shard))
    part, by = _part(shard), _engine(shared)
    out, mirror = _mirrored(out, part)
    job, summary, failed = _begun(paths, shared, out, facts, by, part), Summary(), 0
    keep = kept_for(Path.cwd()) if in_place else out  # where the ledger lies
    writer: Tree | Replacements | None = None
    if keep is None:
        _show(job, summary, writers.Diff(shared.color) if diff else writers.to_stdout)
    elif out:
        how = writing_run.Writing(out, edits, force, fresh, add, part, bool(by), mirror)
        job, failed = by.cleaned(job, how) if by else (job, 0)
        writer = writing_run.into(_tidied(job, how), summary, how)
    else:
        writer = writing_run.in_place(_by_place(job), keep, summary)
    if not shared.quiet:
        say(*summary.lines(perf_counter() - started, None if part else out), *_last_lines(writer, keep, part, job))
    failed += _put(mirror) if mirror else 0
    if by and part:  # whatever else failed in it is told when the shards are put together
        raise typer.Exit(2 if failed else 0)
    _judge(writer.output.left if isinstance(writer, writers.Tree) else [], summary, strict, failed + _unanswered(job))


def _begun(
    paths: list[Path], shared: Shared, out: Path | None, facts: Path | None, by: Engine | None, part: Shard | None
) -> Job:
    """The job, with what its documents may know of one another; a shard knows that only from given facts."""
    job = Job.on(paths, by.begin(shared) if by and part else shared, out=out)
    job = with_facts(job, facts, out, survey=not part, lasting=bool(by))
    if shared.witness or shared.witness_field:
        from cleaner.cli.with_witnesses import with_witnesses

        job = with_witnesses(job)
    if not any(getattr(shared, name) for name in options.MODEL):
        return job
    from cleaner.cli.with_model import with_model

    return with_model(job, part)


def _unanswered(job: Job) -> int:
    """Tell that a language model gave no answer, or a witness none.  Returns 1 if so, for the exit code."""
    complaints = [line for part in (job.asking, job.hearing) if part and (line := part.complaint())]
    say(*(f"cleaner: {line}" for line in complaints))
    return int(bool(complaints))


def _show(job: Job, summary: Summary, show: Callable[[Outcome], Outcome]) -> None:
    """Print what comes of the files, one after the other."""
    for _ in job.outcomes(summary, lambda cleaned: map(show, cleaned)):
        pass


def _put(mirror: Mirror) -> int:
    """Put OUT where it goes, and tell what could not be put.  Returns how many files that are."""
    lost = list(mirror.put())
    say(*lost)
    return len(lost)


def _judge(left: Sequence[Path], summary: Summary, strict: bool, failed: int) -> None:
    """Say what was left alone; leave with the run's exit code.  `failed`: shards, and files that could not be put."""
    from cleaner.reports.summary import passed_over

    if left:
        which = f"{left[0]} and {len(left) - 1} more are" if len(left) > 1 else f"{left[0]} is"
        raise fail(f"{which} not what a run wrote there, and left alone: take another OUT, or --force to overwrite")
    if strict and (line := passed_over(summary.passed)):
        raise fail(f"--strict: {line}")
    raise typer.Exit(2 if summary.failures or failed else 0)


def _mirrored(out: Path | None, part: Shard | None) -> tuple[Path | None, Mirror | None]:
    """OUT, or the folder that stands for it if it lies elsewhere."""
    from cleaner.files.remote import url_of

    if out is None or not (url := url_of(out)):
        return out, None
    from cleaner.batch.mirror import Mirror

    mirror = Mirror.of(url, part)
    if not part:
        mirror.gather()
    return mirror.folder, mirror


def _refuse(paths: list[Path], shared: Shared, out: Path | None, in_place: bool, diff: bool, of_out: bool) -> None:
    """Refuse options that do not say, or say twice, where the texts should go."""
    stdin = paths == [Path("-")]
    if sum((out is not None, in_place, diff)) > 1:
        raise fail("choose one of -o OUT, --in-place, --diff")
    if not (stdin or out or in_place or diff or shared.llm_dry_run):
        raise fail(
            "say where to write: -o OUT writes a copy and a diff, --diff only shows, --in-place changes the files"
        )
    if in_place and stdin:
        raise fail("--in-place needs files")
    if (of_out or shared.engine) and out is None:
        raise fail("--edits, --fresh, --add and --shard need -o OUT")


def _part(shard: str | None) -> Shard | None:
    from cleaner.batch.shard import Shard

    return Shard.told(shard) if shard else None


def _engine(shared: Shared) -> Engine | None:
    if shared.engine is None:
        if shared.scheduler or shared.shards:
            raise fail("--scheduler and --shards need --engine")
        return None
    from cleaner.cli.engine_run import Engine

    return Engine.told(shared.engine, shared.scheduler or "", shared.shards)


def _tidied(job: Job, how: Writing) -> Job:
    """Remove what killed runs left in OUT.  A shard gets its share of the files."""
    from cleaner.batch.groups import sizes
    from cleaner.files.halves import sweep

    sweep([how.out])
    return replace(job, inputs=how.shard.mine(job.inputs, sizes(job.inputs))) if how.shard else job


def _by_place(job: Job) -> Job:
    """In place, files are named by the paths that the user gave, and one that two of them lead to is cleaned once."""
    from cleaner.files.halves import sweep

    if any(item.url for item in job.inputs):
        raise fail("--in-place changes files of this machine; -o OUT takes an address too")
    sweep({item.path.parent for item in job.inputs}, below=False)
    inputs: dict[str, Input] = {}
    for item in job.inputs:
        place = str(item.path) if item.passed or item.amiss else os.path.realpath(item.path)
        inputs.setdefault(place, replace(item, name=item.path.as_posix(), undivided=True))
    return replace(job, inputs=list(inputs.values()))


def _last_lines(writer: Tree | Replacements | None, keep: Path | None, part: Shard | None, job: Job) -> Iterator[str]:
    """What was asked of a model, what is to be done with a shard, and where the originals are of files that changed."""
    from cleaner.ledger.inplace import Replacements

    for said in (job.asking, job.hearing):
        yield from said.lines() if said else ()
    if part:
        yield "  when all shards are done, the same command without --shard puts them together"
    if not isinstance(writer, Replacements) or not writer.changed:
        return
    yield f"  {count(writer.changed, 'file')} changed; `cleaner apply --undo {keep}` puts back what they held"
    if writer.linked:
        yield f"  files with other names (hard links), which keep the old text: {', '.join(writer.linked)}"
