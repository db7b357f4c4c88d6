"""Files that are changed themselves: what they held goes to a ledger of the user's own first, and can be put back."""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from cleaner.files import atomic
from cleaner.files.locations import state
from cleaner.files.places import LeadsOut
from cleaner.ledger.store import Ledger
from cleaner.ledger.writing import sha256


def replace(ledger: Ledger, place: Path, before: bytes, after: bytes) -> None:
    """Puts `after` in the place of `before`, which the ledger keeps.

    `atomic.Meanwhile` if the file holds something else by now, OSError if it cannot be written.
    """
    real = place.resolve()
    _will_replace(ledger, real, before, after)
    atomic.change(real, before, after)


def replaced(ledger: Ledger) -> list[str]:
    """The files that runs changed in their place, each once."""
    return [os.fsdecode(row[0]) for row in ledger.db.execute("SELECT DISTINCT place FROM replaced ORDER BY place")]


def _will_replace(ledger: Ledger, place: Path, before: bytes, after: bytes) -> None:
    """Keeps what a file holds, with the hash of what it is about to hold."""
    with ledger.transaction():
        ledger.db.execute(
            "INSERT INTO replaced (place, data, before, after) VALUES (?, ?, ?, ?)",
            (os.fsencode(place), zlib.compress(before), sha256(before), sha256(after)),
        )


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
    atomic.sweep({Path(name).parent for name in names}, below=False)
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
                atomic.change(place, now, before)
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
