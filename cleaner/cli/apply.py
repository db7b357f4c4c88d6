"""`cleaner apply`: the final texts, from originals, fixes and decisions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options
from cleaner.cli.messages import Complaints, fail, say
from cleaner.text.plural import cases, count

if TYPE_CHECKING:
    from cleaner.ledger import Ledger
    from cleaner.ledger.output import Output

Out = Annotated[
    Path | None,
    typer.Argument(metavar="OUT", help="The folder that `cleaner clean -o OUT` wrote.", show_default=False),
]
Undo = Annotated[
    bool, typer.Option("--undo", help="Put back what `clean --in-place` replaced; OUT is the folder that it named.")
]


def apply(
    out: Out = None,
    to: Annotated[Path | None, typer.Option(help="Write the texts and changes.diff here, not into OUT.")] = None,
    force: options.Force = False,
    undo: Undo = False,
) -> None:
    """Write the final texts: fixes plus what people decided.

    Writes changes.diff, too.  The same decisions give the same bytes.  The originals are not needed.
    """
    if undo:
        if to is not None or force:
            raise fail("--undo goes with neither --to nor --force: it puts back only what nobody changed since")
        _undo(out)
        return
    if out is None:
        raise fail("name the OUT of `cleaner clean -o OUT`; or, after `cleaner clean --in-place`, give --undo")
    from cleaner.files.halves import sweep
    from cleaner.ledger import Ledger, inplace
    from cleaner.ledger.output import Output

    target, complain = to or out, Complaints()
    with Ledger.open(out, create=False) as ledger:
        if to is None and inplace.replaced(ledger):
            cure = "--undo puts back what they replaced, --to DIR writes corrected copies"
            raise fail(f"{out} is the ledger of runs in place: {cure}")
        sweep([target])
        output = Output(ledger, target, elsewhere=target.resolve() != out.resolve(), force=force)
        _write_all(ledger, output, complain)
        output.done()
        _, still_open = ledger.count()
    say(f"{count(output.written, 'file')} written, {output.same} as they should be; {cases(still_open)} still open.")
    if complain.count:
        raise fail(f"{count(complain.count, 'file')} could not be written and stand as they were")
    if output.left:
        raise fail(
            f"{count(len(output.left), 'file')} in {target} changed by hand and left alone, "
            f"{output.left[0]} the first; --to DIR writes elsewhere, --force overwrites"
        )


def _write_all(ledger: Ledger, output: Output, complain: Complaints) -> None:
    """Write the files and changes.diff; complain of each file that cannot be written."""
    from cleaner.batch.groups import written
    from cleaner.files import atomic
    from cleaner.ledger import export

    patches: list[bytes] = []
    for done in written(export.outcomes(ledger), output.write):
        if done.failure or done.source is None:
            complain(f"{done.shown}: {done.failure}")
        else:
            patches.append(done.diff)
    atomic.write(output.folder / "changes.diff", b"".join(patches))


def _undo(out: Path | None) -> None:
    """Put the old content back into files that `clean --in-place` changed."""
    from cleaner.files.locations import kept_for
    from cleaner.ledger import Ledger
    from cleaner.ledger.inplace import put_back

    folder = out or kept_for(Path.cwd())
    if out is None and not folder.exists():
        raise fail("nothing was changed in place from this folder; name the ledger that the run named")
    with Ledger.open(folder, create=False) as ledger:
        found = put_back(ledger)
    for place in found.left:
        say(f"{place}: changed since, and left as it is")
    say(f"{count(len(found.done), 'file')} put back, {len(found.same)} as they were, {len(found.left)} left alone.")
    if found.left:
        raise fail(f"what they held is kept in {folder}")
