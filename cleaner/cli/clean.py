"""`cleaner clean`: corrected texts, and a diff that says what changed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options
from cleaner.cli.job import Job
from cleaner.cli.messages import errors_told, fail, say, stopped
from cleaner.cli.options import Shared
from cleaner.text.plural import count

if TYPE_CHECKING:
    from cleaner.cli.writers import Tree
    from cleaner.formats.outcome import Input, Outcome
    from cleaner.ledger import Ledger
    from cleaner.ledger.inplace import Replacements
    from cleaner.reports.summary import Summary

Out = Annotated[Path | None, typer.Option("-o", "--out", help="The folder for the corrected tree and changes.diff.")]
InPlace = Annotated[bool, typer.Option("--in-place", help="Change the files themselves.")]
Diff = Annotated[bool, typer.Option("--diff", help="Print the diff and write nothing.")]
Edits = Annotated[bool, typer.Option("--edits", help="Also write OUT/edits.jsonl: every fix and every open question.")]


@options.takes(*options.CLEANING, "exclude", "quiet", "color")
def clean(
    paths: options.Paths,
    shared: Shared,
    out: Out = None,
    in_place: InPlace = False,
    diff: Diff = False,
    edits: Edits = False,
    force: options.Force = False,
) -> None:
    """Correct texts: into OUT with a diff, in place, or from standard input to standard output."""
    started = perf_counter()
    _refuse(paths == [Path("-")], out, in_place, diff, edits)
    with errors_told():
        from cleaner.cli import writers
        from cleaner.files.locations import kept_for
        from cleaner.reports.summary import Summary

        job, summary = Job.on(paths, shared, out=out), Summary()
        keep = kept_for(Path.cwd()) if in_place else out  # where the ledger lies
        writer: Tree | Replacements | None = None
        if keep is None:
            _follow(job, map(writers.Diff(shared.color) if diff else writers.to_stdout, job.outcomes()), summary)
        else:
            writer = _write(_tidied(job, out), keep, summary, out=out, edits=edits, force=force)
        if not shared.quiet:
            say(*summary.lines(perf_counter() - started, out), *_changed_in_place(writer, keep))
        if left := getattr(writer, "left", []):
            which = f"{left[0]} and {len(left) - 1} more are" if len(left) > 1 else f"{left[0]} is"
            raise fail(f"{which} not as a run wrote it, and left alone: take another OUT, or --force to overwrite")
    raise typer.Exit(2 if summary.failures else 0)


def _refuse(stdin: bool, out: Path | None, in_place: bool, diff: bool, edits: bool) -> None:
    """Say what is wrong with where the texts should go."""
    if sum((out is not None, in_place, diff)) > 1:
        raise fail("choose one of -o OUT, --in-place, --diff")
    if not (stdin or out or in_place or diff):
        raise fail(
            "where to? -o OUT writes a corrected copy and a diff, --diff only shows, --in-place changes the files"
        )
    if (in_place and stdin) or (edits and out is None):
        raise fail("--in-place needs files" if in_place else "--edits needs -o OUT")


def _tidied(job: Job, out: Path | None) -> Job:
    """The job, once what killed runs left is swept.

    In place, files go by the paths that they were given by, and a file that two of them lead to is cleaned once.
    """
    from cleaner.files.halves import sweep

    if out is not None:
        sweep([out])
        return job
    sweep({item.path.parent for item in job.inputs}, below=False)
    inputs: dict[str, Input] = {}
    for item in job.inputs:
        place = str(item.path) if item.passed or item.amiss else os.path.realpath(item.path)
        inputs.setdefault(place, replace(item, name=item.path.as_posix()))
    return replace(job, inputs=list(inputs.values()))


def _write(
    job: Job, keep: Path, summary: Summary, *, out: Path | None, edits: bool, force: bool
) -> Tree | Replacements:
    """The run: into OUT, or in place.  Returns what did the writing, which knows what became of the files."""
    from cleaner.batch.groups import sizes, written
    from cleaner.cli.writers import Tree
    from cleaner.ledger.inplace import Replacements

    writer: Tree | Replacements
    with _ledger(keep, job) as ledger, ExitStack() as stack:
        job = replace(job, kit=replace(job.kit, remembered=ledger.decisions()))
        if out:
            writer = stack.enter_context(Tree(out, ledger, job.options, edits=edits, force=force))
        else:
            writer = Replacements(ledger, job.options)
        _follow(job, written(job.outcomes(), writer.write, sizes(job.inputs)), summary)
        if not out:
            ledger.finish()
    return writer


def _follow(job: Job, outcomes: Iterator[Outcome], summary: Summary) -> None:
    """Tells of each outcome as it is done."""
    finished = 0
    try:
        for outcome in outcomes:
            job.tell(outcome)
            summary.add(outcome)
            finished += 1
    except KeyboardInterrupt:
        raise stopped(f"{finished} of {count(len(job.inputs), 'file')} done, each whole") from None


def _ledger(out: Path, job: Job) -> Ledger:
    """OUT's ledger, with what people decided there before, and this run begun in it, settings, rules and all."""
    from cleaner import __version__
    from cleaner.ledger import Ledger
    from cleaner.rulebook.fingerprint import version

    out.mkdir(parents=True, exist_ok=True)
    ledger = Ledger.open(out)
    versions = {rule.id: version(rule) for rule in job.kit.rulebook.rules.values()}
    ledger.begin(__version__, " ".join(sys.argv), asdict(job.settings), versions)
    return ledger


def _changed_in_place(writer: object, keep: Path | None) -> Iterator[str]:
    """Where the originals are, if files were changed themselves."""
    from cleaner.ledger.inplace import Replacements

    if not isinstance(writer, Replacements) or not writer.changed:
        return
    yield f"  {count(writer.changed, 'file')} changed; `cleaner apply --undo {keep}` puts back what they held"
    if writer.linked:
        yield f"  files with other names (hard links), which keep the old text: {', '.join(writer.linked)}"
