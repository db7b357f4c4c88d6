"""Where a run's outcomes go: a tree with its reports, or the screen."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO

from cleaner.cli.colour import Colour, colourful
from cleaner.cli.guarded import paintable, put
from cleaner.files import atomic
from cleaner.formats import ReadOptions
from cleaner.formats.outcome import Outcome
from cleaner.ledger import Ledger
from cleaner.ledger.output import Output
from cleaner.model import unified_diff
from cleaner.reports import jsonl


class Tree:
    """OUT: the corrected files, `changes.diff`, the ledger `run.db`, on request `edits.jsonl`.

    The ledger grows as the run goes; the other reports grow beside their place and are moved there at the end, so
    that a killed run leaves the last whole ones.
    """

    def __init__(self, out: Path, ledger: Ledger, options: ReadOptions, *, edits: bool, force: bool) -> None:
        """`options`: how the files are read, for `cleaner apply`, which writes them again from the ledger."""
        self._output = Output(ledger, out, force=force)
        self.left = self._output.left
        self._ledger = ledger
        self._options = options
        self._passed: Counter[str] = Counter()
        self._names = ["changes.diff", *(["edits.jsonl"] if edits else [])]
        self._growing = ExitStack()
        self._open: dict[str, IO[bytes]] = {}

    def __enter__(self) -> Tree:
        for name in self._names:
            self._open[name] = self._growing.enter_context(atomic.writing(self._output.folder / name))
        return self

    def write(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Writes some files together, and what changed in them into the reports."""
        done = self._output.write(outcomes, self._options)
        for outcome in done:
            self._passed[outcome.passed] += bool(outcome.passed)
            if outcome.source is None or outcome.failure:
                continue
            made = unified_diff.unified(outcome.input.name, outcome.source.data, outcome.edits)
            self._open["changes.diff"].write(made)
            if "edits.jsonl" in self._open:
                self._open["edits.jsonl"].writelines(line.encode() for line in jsonl.lines(outcome.cleaned))
        return done

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._growing.__exit__(kind, error, trace)
        if kind is None:
            self._output.done()
            self._ledger.finish(+self._passed)  # those that are any


def to_stdout(outcome: Outcome) -> Outcome:
    """The corrected text, and nothing else, to standard output."""
    put(outcome.data)
    return outcome


class Diff:
    """The diff to standard output: with colours if they are wanted, else its bytes as they are for a file or a pipe."""

    def __init__(self, wanted: Colour) -> None:
        self._coloured = colourful(sys.stdout, wanted)

    def __call__(self, outcome: Outcome) -> Outcome:
        if outcome.source is None:
            return outcome
        made = unified_diff.unified(outcome.input.name, outcome.source.data, outcome.edits)
        if not self._coloured:
            put(made)
            return outcome
        from cleaner.reports.coloured import coloured

        screen = paintable(sys.stdout)
        screen.write(coloured(made.decode("utf-8", "replace")))
        screen.flush()
        return outcome
