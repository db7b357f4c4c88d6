"""Where a run's outcomes go: a tree with its reports, or the screen."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cleaner.batch.facts import Facts
from cleaner.cli.printing import Colour, colourful, paintable, put
from cleaner.files import atomic
from cleaner.formats import ReadOptions
from cleaner.formats.outcome import Outcome
from cleaner.formats.told import Told
from cleaner.ledger.output import Output
from cleaner.reports import failures, jsonl


@dataclass(frozen=True, slots=True)
class Tree:
    """Writes into OUT: the corrected files, `changes.diff`, the ledger `run.db`, on request `edits.jsonl`; and
    `failures.jsonl`, if something could not be cleaned.
    """

    output: Output
    options: ReadOptions  # how the files are read, for `cleaner apply`, which writes them again from the ledger
    facts: Facts  # that the documents were told
    diff: IO[bytes]
    records: IO[bytes] | None
    failures: list[str]  # lines of `failures.jsonl`

    def write(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Writes some files together, and what changed in them into the reports."""
        told = {o.input.key: o.told for o in outcomes if o.told}

        def tell(outcome: Outcome, after: str) -> Told:
            records = "".join(jsonl.lines(outcome.cleaned)).encode()
            return told.setdefault(outcome.input.key, outcome.tell(after, records, self.facts.answer(outcome.asked)))

        written = self.output.write(outcomes, self.options, tell)
        for outcome in written:
            self.failures.extend(failures.lines(outcome))
            if outcome.failure or not (outcome.source or outcome.told):
                continue
            share = told.get(outcome.input.key) or tell(outcome, "")
            self.diff.write(share.diff)
            if self.records:
                self.records.write(share.records)
        return written


@contextmanager
def tree(output: Output, reports: Path, options: ReadOptions, facts: Facts, *, edits: bool) -> Iterator[Tree]:
    """A writer for OUT, with its reports in the folder `reports`.

    The ledger grows as the run goes.  The other reports grow in temporary files, which take their place at the end, so
    that a killed run leaves those of the last run whole.
    """
    with ExitStack() as growing:
        growing.callback(output.drop)
        diff = growing.enter_context(atomic.writing(reports / "changes.diff"))
        records = growing.enter_context(atomic.writing(reports / "edits.jsonl")) if edits else None
        writer = Tree(output, options, facts, diff, records, [])
        yield writer
    place = reports / "failures.jsonl"
    if writer.failures:
        atomic.write(place, "".join(writer.failures).encode())
    else:
        place.unlink(missing_ok=True)
    output.done()


def to_stdout(outcome: Outcome) -> Outcome:
    """Prints the corrected text and nothing else."""
    put(outcome.data)
    return outcome


class Diff:
    """Prints the diff: with colours if they are wanted, else byte for byte as a file would hold it."""

    def __init__(self, wanted: Colour) -> None:
        self._coloured = colourful(sys.stdout, wanted)

    def __call__(self, outcome: Outcome) -> Outcome:
        if outcome.source is None:
            return outcome
        if not self._coloured:
            put(outcome.diff)
            return outcome
        from cleaner.reports.coloured import coloured

        screen = paintable(sys.stdout)
        screen.write(coloured(outcome.diff.decode("utf-8", "replace")))
        screen.flush()
        return outcome
