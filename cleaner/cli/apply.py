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
    from cleaner.ledger import LedgerError
    from cleaner.ledger.store import opened
    from cleaner.plural import cases, count
    from cleaner.reports import diff
    from cleaner.review import final_files

    target = to or out
    written = same = failed = 0
    by_hand: list[str] = []
    patches: list[bytes] = []
    try:
        with told(), opened(out) as ledger:
            leftovers.sweep([target])
            for outcome in final_files.outcomes(ledger):
                if outcome.failure:
                    say(f"{outcome.input.name}: {outcome.failure}")
                    failed += 1
                    continue
                place = target / outcome.input.name
                before = place.read_bytes() if place.is_file() else None
                patches.append(diff.unified(outcome.input.name, outcome.source.data, outcome.edits))  # type: ignore[union-attr]
                if before == outcome.data:
                    same += 1
                elif before is not None and not force and not final_files.is_ours(ledger, outcome.input.name, before):
                    by_hand.append(outcome.input.name)
                    continue
                else:
                    atomic.write(place, outcome.data, like=place if before is not None else None)
                    written += 1
                ledger.note_applied(outcome.input.name, outcome.data)
            atomic.write(target / "changes.diff", b"".join(patches))
            _, still_open = ledger.count()
    except LedgerError as error:
        raise fail(str(error)) from None
    say(f"{count(written, 'file')} written, {same} as they should be; {cases(still_open)} still open.")
    if failed:
        raise fail(f"{count(failed, 'file')} could not be written and stand as they were")
    if by_hand:
        raise fail(
            f"{count(len(by_hand), 'file')} in {target} changed by hand and left alone, "
            f"{by_hand[0]} the first; --to DIR writes elsewhere, --force overwrites"
        )
