"""Where a run's outcomes go: a tree with its reports, the files themselves, or the screen."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO

from cleaner import atomic
from cleaner.cli.screen import paintable, put
from cleaner.ledger import Ledger
from cleaner.reports import diff, records
from cleaner.review import final_files
from cleaner.run import Outcome


class Tree:
    """OUT: the corrected files, `changes.diff`, the ledger `run.db`, on request `edits.jsonl`.

    The ledger grows as the run goes; the other reports grow beside their place and are moved there at the end, so
    that a killed run leaves the last whole ones.  A file that no run wrote as it stands is somebody's work: it is
    `left` alone, unless `force` says otherwise.
    """

    def __init__(self, out: Path, ledger: Ledger, edits: bool, options: Mapping[str, str], force: bool = False) -> None:
        """`options`: how the files are read, for who writes them again from the ledger (`cleaner apply`)."""
        self.out = out
        self.left: list[Path] = []
        self._force = force
        self._ledger = ledger
        self._options = options
        self._names = ["changes.diff", *(["edits.jsonl"] if edits else [])]
        self._growing = ExitStack()
        self._open: dict[str, IO[bytes]] = {}

    def __enter__(self) -> Tree:
        self._open = {name: self._growing.enter_context(atomic.writing(self.out / name)) for name in self._names}
        return self

    def __call__(self, outcome: Outcome) -> None:
        if outcome.source is None:
            return
        place, label = self.out / outcome.input.name, outcome.input.label
        before = place.read_bytes() if place.is_file() and not place.is_symlink() else None
        ours = self._force or before is None or final_files.is_ours(self._ledger, label, before)
        self._ledger.write_file(label, outcome.source.data, outcome.cleaned, self._options)
        item, original = outcome.input, outcome.source.data
        if ours or before == outcome.data:
            atomic.write(place, outcome.data, like=item.path if item.path.is_file() else None)
            self._ledger.note_applied(label, outcome.data)
        else:
            self.left.append(place)
        self._open["changes.diff"].write(diff.unified(item.name, original, outcome.edits))
        if "edits.jsonl" in self._open:
            self._open["edits.jsonl"].writelines(line.encode() for line in records.lines(outcome.cleaned))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._growing.__exit__(kind, error, trace)
        if kind is None:
            self._ledger.finish()


def in_place(outcome: Outcome) -> None:
    """Change the file itself, if anything changes."""
    if outcome.edits:
        atomic.write(outcome.input.path, outcome.data, like=outcome.input.path, follow=True)


def to_stdout(outcome: Outcome) -> None:
    """The corrected text, and nothing else, to standard output."""
    put(outcome.data)


def show_diff(outcome: Outcome) -> None:
    """The diff: coloured on a terminal, plain for a pipe."""
    if outcome.source is None:
        return
    made = diff.unified(outcome.input.name, outcome.source.data, outcome.edits)
    if colourful():
        from cleaner.reports.terminal import coloured

        screen = paintable(sys.stdout)
        screen.write(coloured(made.decode("utf-8", "replace")))
        screen.flush()
    else:
        put(made)


def colourful() -> bool:
    """Whether the screen shows colours and its owner wants them (no-color.org, force-color.org)."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()
