"""Cleans files in place.  A ledger of the user's own keeps what they held, so that it can be put back."""

from __future__ import annotations

import os
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from cleaner.files import packing
from cleaner.files.atomic import NewFile, change, changed
from cleaner.files.content import sha256
from cleaner.files.halves import sweep
from cleaner.files.locations import state
from cleaner.files.places import LeadsOut
from cleaner.formats import ReadOptions, Unreadable
from cleaner.formats.outcome import Input, Outcome
from cleaner.ledger.output import put
from cleaner.ledger.store import Ledger


class Replacements:
    """A run that changes the files themselves, where anything is to be changed."""

    def __init__(self, ledger: Ledger, options: ReadOptions) -> None:
        """`options`: how the files are read, for whoever reads them again from the ledger."""
        self.changed = 0
        self.linked: list[str] = []  # files with other names, which keep what they held
        self._ledger = ledger
        self._options = options

    def write(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Replaces some files together, once the ledger keeps what they hold.  A failure says why a file cannot be."""
        outcomes, files = list(outcomes), dict[int, NewFile]()
        for i, outcome in enumerate(outcomes):
            if outcome.source is not None and outcome.source.becomes:
                why = "its text is read and the file itself is never written; -o OUT writes the text beside it"
                outcomes[i] = Outcome(outcome.input, failure=why)
        with self._ledger.transaction():
            for i, outcome in enumerate(outcomes):
                if outcome.source is not None and outcome.edits:
                    files[i] = self._kept(outcome, outcome.source.file)
        done = put(outcomes, files)
        self.changed += sum(not done[i].failure for i in files)
        return done

    def _kept(self, outcome: Outcome, text: bytes) -> NewFile:
        """The file with its edits, once the ledger has what it holds and the hash of what it is about to hold."""
        item, after = outcome.input, outcome.data
        before = text if not packing.ending(item.name) else _packed(item, text)
        self._ledger.write_file(item.label, text, outcome.cleaned, self._options, item.name)
        self._ledger.db.execute(
            "INSERT INTO replaced (place, data, before, after) VALUES (?, ?, ?, ?)",
            (os.fsencode(item.path.resolve()), zlib.compress(before), sha256(before), sha256(after)),
        )
        new = changed(item.path, before, after)

        def ready(half: Path) -> None:
            names = item.path.stat().st_nlink
            new.ready(half)
            if names > 1:
                self.linked.append(outcome.shown)

        return replace(new, ready=ready)


def _packed(item: Input, text: bytes) -> bytes:
    """The bytes of a packed file, if it still holds what was read: it can be packed in more ways than one."""
    with suppress(Unreadable, OSError):  # it is gone, or another by now
        if item.read() == text:
            return item.path.read_bytes()
    return b""


def replaced(ledger: Ledger) -> list[str]:
    """The files that runs changed in their place, each once."""
    return [os.fsdecode(row[0]) for row in ledger.db.execute("SELECT DISTINCT place FROM replaced ORDER BY place")]


@dataclass(slots=True)
class PutBack:
    """The files of a ledger: those that hold again what they held, those that held it already, those left alone."""

    done: list[Path] = field(default_factory=list)
    same: list[Path] = field(default_factory=list)
    left: list[Path] = field(default_factory=list)


def put_back(ledger: Ledger) -> PutBack:
    """Gives every file of the ledger what it held before the runs changed it.

    A file that somebody changed, moved or removed since is left alone.  `LeadsOut` for a ledger that does not lie in
    the user's own state folder: it might name any file.
    """
    if not ledger.folder.is_relative_to(state().resolve()):
        kept = f"{state()}, where --in-place keeps what it replaces"
        raise LeadsOut(f"{ledger.folder} does not lie in {kept}: nothing is put back")
    found, names = PutBack(), replaced(ledger)
    sweep({Path(name).parent for name in names}, below=False)
    for name in names:
        place = Path(name)
        try:
            now = place.read_bytes()
            before = _before(ledger, name, sha256(now))
            if before is None:
                found.left.append(place)
            elif before == now:
                found.same.append(place)
            else:
                change(place, now, before)
                found.done.append(place)
        except OSError:
            found.left.append(place)
    return found


def _before(ledger: Ledger, place: str, content: str) -> bytes | None:
    """What a file that has this content held before runs changed it, one after the other; None if no run left this.

    Where somebody changed it between two runs, what they left is what it held.
    """
    wanted = "SELECT data, before, after FROM replaced WHERE place = ? ORDER BY id DESC"
    data = None
    for row in ledger.db.execute(wanted, (os.fsencode(place),)):
        if row["after"] == content or (data is None and row["before"] == content):
            data, content = zlib.decompress(row["data"]), row["before"]
    return data
