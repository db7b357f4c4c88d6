"""`cleaner apply`: the final texts, from originals, fixes and decisions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.options import fail, say, told

Out = Annotated[Path, typer.Argument(metavar="OUT", help="The folder that `cleaner clean -o OUT` wrote.")]
To = Annotated[Path | None, typer.Option("--to", help="Write the texts and changes.diff here, not into OUT.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite files in OUT that were changed by hand since.")]


def apply(out: Out, to: To = None, force: Force = False) -> None:
    """Write the final texts and changes.diff: what the run fixed and what people decided.

    The same decisions give the same bytes.  The originals are not needed.
    """
    from cleaner import atomic, leftovers
    from cleaner.cli.writers import written
    from cleaner.ledger.output import Output
    from cleaner.ledger.store import opened
    from cleaner.plural import cases, count
    from cleaner.reports import diff
    from cleaner.review import final_files

    target = to or out
    failed = 0
    patches: list[bytes] = []
    with told(), opened(out) as ledger:
        leftovers.sweep([target])
        output = Output(ledger, target, elsewhere=target.resolve() != out.resolve(), force=force)
        for outcome in final_files.outcomes(ledger):
            done = written(output, outcome)
            if done.failure or done.source is None:
                say(f"{done.shown}: {done.failure}")
                failed += 1
            else:
                patches.append(diff.unified(done.input.name, done.source.data, done.edits))
        atomic.write(target / "changes.diff", b"".join(patches))
        output.done()
        _, still_open = ledger.count()
    say(f"{count(output.written, 'file')} written, {output.same} as they should be; {cases(still_open)} still open.")
    if failed:
        raise fail(f"{count(failed, 'file')} could not be written and stand as they were")
    if output.left:
        raise fail(
            f"{count(len(output.left), 'file')} in {target} changed by hand and left alone, "
            f"{output.left[0]} the first; --to DIR writes elsewhere, --force overwrites"
        )
