"""`cleaner clean`: corrected texts, and a diff that says what changed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options
from cleaner.cli.job import Job
from cleaner.cli.messages import fail, say
from cleaner.cli.options import Shared
from cleaner.text.plural import count

if TYPE_CHECKING:
    from cleaner.cli.writers import Tree
    from cleaner.formats.outcome import Input
    from cleaner.ledger import Ledger
    from cleaner.ledger.done import Mark
    from cleaner.ledger.inplace import Replacements
    from cleaner.reports.summary import Summary


@options.takes(*options.CLEANING, "exclude", "file_list", "jobs", "quiet", "color")
def clean(
    shared: Shared,
    paths: options.Paths = [],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="The folder for corrected files and a diff.")] = None,
    in_place: Annotated[bool, typer.Option("--in-place", help="Change the files themselves.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Print the diff and write nothing.")] = False,
    edits: Annotated[
        bool, typer.Option("--edits", help="Also write OUT/edits.jsonl: all fixes and questions.")
    ] = False,
    force: options.Force = False,
    strict: options.Strict = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget what earlier runs into OUT cleaned.")] = False,
    add: Annotated[bool, typer.Option("--add", help="Add files of another folder to those that OUT holds.")] = False,
) -> None:
    """Correct texts: a corrected copy and a diff, or in place.  Standard input is corrected to standard output."""
    from cleaner.cli import writers
    from cleaner.files.locations import kept_for
    from cleaner.reports.summary import Summary, passed_over

    started = perf_counter()
    _refuse(paths == [Path("-")], out, in_place, diff, edits or fresh or add)
    job, summary = Job.on(paths, shared, out=out), Summary()
    keep = kept_for(Path.cwd()) if in_place else out  # where the ledger lies
    writer: Tree | Replacements | None = None
    if keep is None:
        show = writers.Diff(shared.color) if diff else writers.to_stdout
        for _ in job.outcomes(summary, lambda cleaned: map(show, cleaned)):
            pass
    else:
        how = Writing(out=out, edits=edits, force=force, fresh=fresh, add=add)
        writer = _write(_tidied(job, out), keep, summary, how)
    if not shared.quiet:
        say(*summary.lines(perf_counter() - started, out), *_changed_in_place(writer, keep))
    if isinstance(writer, writers.Tree) and (left := writer.output.left):
        which = f"{left[0]} and {len(left) - 1} more are" if len(left) > 1 else f"{left[0]} is"
        raise fail(f"{which} not what a run wrote there, and left alone: take another OUT, or --force to overwrite")
    if strict and (line := passed_over(summary.passed)):
        raise fail(f"--strict: {line}")
    raise typer.Exit(2 if summary.failures else 0)


def _refuse(stdin: bool, out: Path | None, in_place: bool, diff: bool, of_out: bool) -> None:
    """Refuse options that do not say, or say twice, where the texts should go."""
    if sum((out is not None, in_place, diff)) > 1:
        raise fail("choose one of -o OUT, --in-place, --diff")
    if not (stdin or out or in_place or diff):
        raise fail(
            "say where to write: -o OUT writes a copy and a diff, --diff only shows, --in-place changes the files"
        )
    if in_place and stdin:
        raise fail("--in-place needs files")
    if of_out and out is None:
        raise fail("--edits, --fresh and --add need -o OUT")


def _tidied(job: Job, out: Path | None) -> Job:
    """Remove what killed runs left.

    In place, files are named by the paths that the user gave, and a file that two of them lead to is cleaned once.
    """
    from cleaner.files.halves import sweep

    if out is not None:
        sweep([out])
        return job
    sweep({item.path.parent for item in job.inputs}, below=False)
    inputs: dict[str, Input] = {}
    for item in job.inputs:
        place = str(item.path) if item.passed or item.amiss else os.path.realpath(item.path)
        inputs.setdefault(place, replace(item, name=item.path.as_posix(), undivided=True))
    return replace(job, inputs=list(inputs.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """How the files are written, as the command line says it; without `out`, in place."""

    out: Path | None
    edits: bool
    force: bool
    fresh: bool
    add: bool


def _write(job: Job, keep: Path, summary: Summary, how: Writing) -> Tree | Replacements:
    """The run: into OUT, or in place.  Returns what did the writing, which knows what became of the files."""
    from cleaner.batch.groups import sizes, written
    from cleaner.batch.reuse import earlier
    from cleaner.cli.writers import tree
    from cleaner.ledger.inplace import Replacements

    writer: Tree | Replacements
    with _begun(keep, job, summary, how) as ledger, ExitStack() as stack:
        mark = _mark(job, ledger)
        job = replace(job, kit=replace(job.kit, remembered=ledger.decisions()))
        if how.out:
            job = replace(job, earlier=earlier(ledger, how.out, mark.recipe))
            writer = stack.enter_context(tree(how.out, ledger, job.options, mark, edits=how.edits, force=how.force))
        else:
            writer = Replacements(ledger, job.options)
        for _ in job.outcomes(summary, lambda cleaned: written(cleaned, writer.write, sizes(job.inputs))):
            pass
    return writer


def _mark(job: Job, ledger: Ledger) -> Mark:
    """Under what this run cleans."""
    from cleaner.batch.recipe import recipe
    from cleaner.ledger.done import Mark, last_decision

    return Mark(recipe(job.settings, job.options, job.kit), last_decision(ledger.db))


@contextmanager
def _begun(out: Path, job: Job, summary: Summary, how: Writing) -> Iterator[Ledger]:
    """Open OUT's ledger and note there that this run begins, with settings and rules, and that it finished."""
    from cleaner import __version__
    from cleaner.batch.reuse import enter
    from cleaner.ledger import Ledger
    from cleaner.rulebook.fingerprint import version

    out.mkdir(parents=True, exist_ok=True)
    versions = {rule.id: version(rule) for rule in job.kit.rulebook.rules.values()}
    with Ledger.open(out) as ledger:
        with ledger.transaction():
            if how.out:
                enter(ledger, job.inputs, out, add=how.add, fresh=how.fresh)
            ledger.begin(__version__, " ".join(sys.argv), asdict(job.settings), versions)
        yield ledger
        ledger.finish(+summary.passed)  # the kinds of files that were passed over


def _changed_in_place(writer: Tree | Replacements | None, keep: Path | None) -> Iterator[str]:
    """Where the originals are, if files were changed themselves."""
    from cleaner.ledger.inplace import Replacements

    if not isinstance(writer, Replacements) or not writer.changed:
        return
    yield f"  {count(writer.changed, 'file')} changed; `cleaner apply --undo {keep}` puts back what they held"
    if writer.linked:
        yield f"  files with other names (hard links), which keep the old text: {', '.join(writer.linked)}"
