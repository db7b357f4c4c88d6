"""Halves: files that are being written, each beside its place, and those that killed runs left behind."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path


def half_of(place: Path) -> Path:
    """Where a file grows: beside its place, under a name that is short and nobody else's."""
    import secrets

    return place.with_name(f".{secrets.token_hex(6)}.{_machine()}.{os.getpid()}.half")


@cache
def _machine() -> str:
    """A short name for this machine (or container), which may share its folders with others."""
    import hashlib
    import platform

    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]


# As `half_of` names them, with the machine and the number of the process that was writing.
_HALF = re.compile(r"\..+?(?:\.([0-9a-f]{8}))?\.(\d+)\.half", re.DOTALL)
HOUR = 3600.0


def is_half(name: str) -> bool:
    """Whether a file of this name is one that is being written, or was."""
    return _HALF.fullmatch(name) is not None


def sweep(folders: Iterable[Path], below: bool = True) -> int:
    """Removes what killed runs left half written in these folders, and below them; returns how many files that were.

    A half that another run is writing just now, perhaps on another machine, is left alone.
    """
    found = [half for folder in folders for half in _halves(folder, below)]
    for half in found:
        half.unlink(missing_ok=True)
    return len(found)


def _halves(folder: Path, below: bool) -> Iterator[Path]:
    for here, folders, files in os.walk(folder):
        for name in files:
            match = _HALF.fullmatch(name)
            if match and not _is_being_written(Path(here, name), match[1] or _machine(), int(match[2])):
                yield Path(here, name)
        if not below:
            folders.clear()


def _is_being_written(half: Path, machine: str, process: int) -> bool:
    if os.name != "posix" or machine != _machine():  # where a process cannot be asked; no file takes an hour to write
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
