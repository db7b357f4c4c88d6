"""Where a run's outcomes go: a tree with its reports, the files themselves, or the screen."""

from __future__ import annotations

import errno
import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO

from cleaner.cli.colour import Colour, colourful
from cleaner.cli.guarded import paintable, put
from cleaner.files import atomic
from cleaner.files.places import LeadsOut
from cleaner.formats import ReadOptions
from cleaner.formats.outcome import Outcome
from cleaner.ledger import Ledger, inplace
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

    def __call__(self, outcome: Outcome) -> Outcome:
        if outcome.source is None:
            self._passed[outcome.passed] += bool(outcome.passed)
            return outcome
        item, original = outcome.input, outcome.source.data
        self._ledger.write_file(item.label, original, outcome.cleaned, self._options, item.name)
        outcome = written(self._output, outcome, like=item.path if item.path.is_file() else None)
        if outcome.failure:
            return outcome
        self._open["changes.diff"].write(unified_diff.unified(item.name, original, outcome.edits))
        if "edits.jsonl" in self._open:
            self._open["edits.jsonl"].writelines(line.encode() for line in jsonl.lines(outcome.cleaned))
        return outcome

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._growing.__exit__(kind, error, trace)
        if kind is None:
            self._output.done()
            self._ledger.finish(+self._passed)  # those that are any


# What concerns the disk, not the file: the next one would fare no better.
_HOPELESS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}


def written(output: Output, outcome: Outcome, like: Path | None = None) -> Outcome:
    """The outcome once its file is written, or a failure that says why it cannot be: the others go on."""
    if outcome.failure:
        return outcome
    try:
        output.put(outcome.input.label, outcome.data, like)
    except LeadsOut as error:
        return Outcome(outcome.input, failure=str(error))
    except OSError as error:
        return unwritten(outcome, error)
    return outcome


def unwritten(outcome: Outcome, error: OSError) -> Outcome:
    """The outcome of a file that could not be written; raises what would stop every other one too."""
    if error.errno in _HOPELESS:
        raise error
    return Outcome(outcome.input, failure=f"cannot be written to {error.filename}: {error.strerror}")


class InPlace:
    """The files themselves, where anything changes; what they held goes to a ledger of the user's own first."""

    def __init__(self, ledger: Ledger, options: ReadOptions) -> None:
        """`options`: how the files are read, for whoever reads them again from the ledger."""
        self.changed = 0
        self.linked: list[str] = []  # files with other names, which keep what they held
        self._ledger = ledger
        self._options = options

    def __enter__(self) -> InPlace:
        return self

    def __call__(self, outcome: Outcome) -> Outcome:
        if outcome.source is None or not outcome.edits:
            return outcome
        item, before = outcome.input, outcome.source.data
        try:
            names = item.path.stat().st_nlink
            self._ledger.write_file(item.label, before, outcome.cleaned, self._options, item.name)
            inplace.replace(self._ledger, item.path, before, outcome.data)
        except atomic.Meanwhile:
            return Outcome(item, failure="was saved meanwhile, and is left as it is: clean it again")
        except OSError as error:
            return unwritten(outcome, error)
        self.changed += 1
        if names > 1:
            self.linked.append(outcome.shown)
        return outcome

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._ledger.finish()


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
