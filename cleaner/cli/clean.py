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
from cleaner.cli.options import fail, say, told
from cleaner.text.plural import count

if TYPE_CHECKING:
    from cleaner.config import Settings
    from cleaner.formats.outcome import Outcome
    from cleaner.kit import Kit
    from cleaner.ledger import Ledger
    from cleaner.reports.summary import Summary

Out = Annotated[Path | None, typer.Option("-o", "--out", help="The folder for the corrected tree and changes.diff.")]
InPlace = Annotated[bool, typer.Option("--in-place", help="Change the files themselves.")]
Diff = Annotated[bool, typer.Option("--diff", help="Print the diff and write nothing.")]
Edits = Annotated[bool, typer.Option("--edits", help="Also write OUT/edits.jsonl: every fix and every open question.")]

Force = Annotated[bool, typer.Option("--force", help="Overwrite files in OUT that were changed by hand since.")]


def clean(
    paths: options.Paths,
    out: Out = None,
    in_place: InPlace = False,
    diff: Diff = False,
    edits: Edits = False,
    rules: options.Rules = [],
    words: options.Words = [],
    glossary: options.Glossary = [],
    exclude: options.Exclude = [],
    off: options.Off = [],
    bar: options.Bar = None,
    ask: options.Ask = None,
    damage: options.Damage = [],
    format: options.Format = None,
    text_field: options.TextField = [],
    id_field: options.IdField = None,
    quiet: options.Quiet = False,
    force: Force = False,
) -> None:
    """Correct texts: into OUT with a diff, in place, or from standard input to standard output."""
    started = perf_counter()
    stdin = paths == [Path("-")]
    if sum((out is not None, in_place, diff)) > 1:
        raise fail("choose one of -o OUT, --in-place, --diff")
    if not (stdin or out or in_place or diff):
        raise fail(
            "where to? -o OUT writes a corrected copy and a diff, --diff only shows, --in-place changes the files"
        )
    if (in_place and stdin) or (edits and out is None):
        raise fail("--in-place needs files" if in_place else "--edits needs -o OUT")
    with told():
        chosen = options.settings(rules, words, glossary, exclude, off, bar, ask, damage, text_field, id_field)
        options.known_format(format)
        inputs = options.inputs(paths, chosen, out)
        from cleaner.batch import run
        from cleaner.files import leftovers
        from cleaner.files.locations import kept_for
        from cleaner.reports.summary import Summary

        keep = kept_for(Path.cwd()) if in_place else out  # where the ledger lies
        if in_place:
            inputs = [replace(item, name=item.path.as_posix()) for item in inputs]
        if out or in_place:
            leftovers.sweep([out] if out else {item.path.parent for item in inputs}, below=not in_place)
        fields = (format, chosen.text_field, chosen.id_field)
        summary = Summary()
        with ExitStack() as stack:
            kit = options.kit(chosen)
            ledger = stack.enter_context(_ledger(keep, chosen, kit)) if keep else None
            if ledger is not None:
                kit = replace(kit, remembered=ledger.decisions())
            if stdin:
                done: Iterator[Outcome] = iter([run.outcome(run.STDIN, sys.stdin.buffer.read(), kit, *fields)])
            else:
                done = options.watched(run.outcomes(inputs, kit, *fields), len(inputs), quiet)
            write = _writer(stack, out, ledger, diff, edits, fields, force)
            _write_all(done, write, summary, len(inputs), quiet)
        if not quiet:
            say(*summary.lines(perf_counter() - started, out))
            say(*_changed_in_place(write, keep))
        if left := getattr(write, "left", []):
            which = f"{left[0]} and {len(left) - 1} more are" if len(left) > 1 else f"{left[0]} is"
            raise fail(f"{which} not as a run wrote it, and left alone: take another OUT, or --force to overwrite")
    raise typer.Exit(2 if summary.failures else 0)


def _write_all(
    done: Iterator[Outcome], write: Callable[[Outcome], Outcome], summary: Summary, total: int, quiet: bool
) -> None:
    """Each outcome as it comes, with what is amiss in it."""
    finished = 0
    try:
        for cleaned in done:
            outcome = write(cleaned)
            for message in [*outcome.complaints, *([] if quiet else outcome.notices)]:
                say(message)
            summary.add(outcome)
            finished += 1
    except KeyboardInterrupt:
        raise options.stopped(f"{finished} of {count(total, 'file')} done, each whole") from None


def _ledger(out: Path, chosen: Settings, kit: Kit) -> Ledger:
    """OUT's ledger, with what people decided there before, and this run begun in it, settings, rules and all."""
    from cleaner import __version__
    from cleaner.ledger import Ledger
    from cleaner.rulebook.fingerprint import version

    out.mkdir(parents=True, exist_ok=True)
    ledger = Ledger.open(out)
    versions = {rule.id: version(rule) for rule in kit.rulebook.rules.values()}
    ledger.begin(__version__, " ".join(sys.argv), asdict(chosen), versions)
    return ledger


def _writer(
    stack: ExitStack, out: Path | None, ledger: Ledger | None, diff: bool, edits: bool,
    fields: tuple[str | None, tuple[str, ...], str], force: bool,
) -> Callable[[Outcome], Outcome]:  # fmt: skip
    from cleaner.cli import writers

    if ledger is None:
        return writers.show_diff if diff else writers.to_stdout
    known = {name: value for name, value in zip(("format", "text_field", "id_field"), fields, strict=True) if value}
    if out is None:
        return stack.enter_context(writers.InPlace(ledger, known))
    return stack.enter_context(writers.Tree(out, ledger, edits, known, force))


def _changed_in_place(write: Callable[[Outcome], Outcome], keep: Path | None) -> Iterator[str]:
    """Where the originals are, if files were changed themselves."""
    from cleaner.cli.writers import InPlace

    if not isinstance(write, InPlace) or not write.changed:
        return
    yield f"  {count(write.changed, 'file')} changed; `cleaner apply --undo {keep}` puts back what they held"
    if write.linked:
        yield f"  files with other names (hard links), which keep the old text: {', '.join(write.linked)}"
