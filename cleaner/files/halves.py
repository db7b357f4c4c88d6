"""Halves: files that are being written, each beside its place, and those that killed runs left behind."""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Iterable, Iterator
from pathlib import Path


def half_of(place: Path) -> Path:
    """Where a file grows: beside its place, under a name that is short and nobody else's."""
    return place.with_name(f".{secrets.token_hex(6)}.{os.getpid()}.half")


# As `half_of` names them, with the number of the process that was writing.
_HALF = re.compile(r"\..+\.(\d+)\.half", re.DOTALL)
HOUR = 3600.0


def sweep(folders: Iterable[Path], below: bool = True, elsewhere: bool = False) -> int:
    """Removes what killed runs left half written in these folders, and below them; returns how many files that were.

    A half that another run is writing just now is left alone.  `elsewhere`: that may be a run on another machine.
    """
    found = [half for folder in folders for half in _halves(folder, below, elsewhere)]
    for half in found:
        half.unlink(missing_ok=True)
    return len(found)


def _halves(folder: Path, below: bool, elsewhere: bool) -> Iterator[Path]:
    for here, folders, files in os.walk(folder):
        for name in files:
            match = _HALF.fullmatch(name)
            if match and not _is_being_written(Path(here, name), int(match[1]), elsewhere):
                yield Path(here, name)
        if not below:
            folders.clear()


def _is_being_written(half: Path, process: int, elsewhere: bool) -> bool:
    if os.name != "posix" or elsewhere:  # where a process cannot be asked; no file takes an hour to write
        try:
            return time.time() - half.stat().st_mtime < HOUR
        except FileNotFoundError:  # it has taken its place meanwhile
            return True
    try:
        os.kill(process, 0)  # signal 0 only asks whether it is there
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):  # somebody else's, or no process of this machine
        return True
    return True
