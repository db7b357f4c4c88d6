"""`cleaner clean`: corrected texts, and a diff that says what changed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
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
    from cleaner.formats.outcome import Outcome
    from cleaner.ledger import Ledger
    from cleaner.reports.summary import Summary

Out = Annotated[Path | None, typer.Option("-o", "--out", help="The folder for the corrected tree and changes.diff.")]
InPlace = Annotated[bool, typer.Option("--in-place", help="Change the files themselves.")]
Diff = Annotated[bool, typer.Option("--diff", help="Print the diff and write nothing.")]
Edits = Annotated[bool, typer.Option("--edits", help="Also write OUT/edits.jsonl: every fix and every open question.")]

Write = Callable[["Outcome"], "Outcome"]


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
        with ExitStack() as stack:
            if keep is None:
                write: Write = writers.Diff(shared.color) if diff else writers.to_stdout
            else:
                job = _tidied(job, out)
                ledger = stack.enter_context(_ledger(keep, job))
                job = replace(job, kit=replace(job.kit, remembered=ledger.decisions()))
                if out:
                    write = stack.enter_context(writers.Tree(out, ledger, job.options, edits=edits, force=force))
                else:
                    write = stack.enter_context(writers.InPlace(ledger, job.options))
            _write_all(job, write, summary)
        if not shared.quiet:
            say(*summary.lines(perf_counter() - started, out), *_changed_in_place(write, keep))
        if left := getattr(write, "left", []):
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
    """The job, once what killed runs left is swept.  In place, files go by the paths that they were given by."""
    from cleaner.files import atomic

    if out is not None:
        atomic.sweep([out])
        return job
    atomic.sweep({item.path.parent for item in job.inputs}, below=False)
    return replace(job, inputs=[replace(item, name=item.path.as_posix()) for item in job.inputs])


def _write_all(job: Job, write: Write, summary: Summary) -> None:
    """Each outcome as it comes, with what is amiss in it."""
    finished = 0
    try:
        for cleaned in job.outcomes():
            outcome = write(cleaned)
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


def _changed_in_place(write: Write, keep: Path | None) -> Iterator[str]:
    """Where the originals are, if files were changed themselves."""
    from cleaner.cli.writers import InPlace

    if not isinstance(write, InPlace) or not write.changed:
        return
    yield f"  {count(write.changed, 'file')} changed; `cleaner apply --undo {keep}` puts back what they held"
    if write.linked:
        yield f"  files with other names (hard links), which keep the old text: {', '.join(write.linked)}"
