"""Files that are changed themselves: what they held goes to a ledger of the user's own first, and can be put back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from cleaner.files import atomic, leftovers
from cleaner.files.locations import state
from cleaner.files.places import LeadsOut
from cleaner.ledger.store import Ledger


def replace(ledger: Ledger, place: Path, before: bytes, after: bytes) -> None:
    """Puts `after` in the place of `before`, which the ledger keeps.

    `atomic.Meanwhile` if the file holds something else by now, OSError if it cannot be written.
    """
    real = place.resolve()
    ledger.will_replace(str(real), before, _hash(before), _hash(after))
    atomic.change(real, before, after)


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
    found, names = PutBack(), ledger.replaced()
    leftovers.sweep({Path(name).parent for name in names}, below=False)
    for name in names:
        place = Path(name)
        try:
            now = place.read_bytes()
            before = ledger.before(name, _hash(now))
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


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
