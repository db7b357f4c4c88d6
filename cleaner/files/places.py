"""Holds names that somebody else gave (in a ledger, a pack, a diff, a record) to places within their folder."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath, PureWindowsPath


class LeadsOut(ValueError):
    """A name that is no place in its folder; the message says which, and why."""


def within(folder: Path, name: str, *, followed: bool = False) -> Path:
    """The place of `name`, written with slashes, below `folder`; `LeadsOut` if it does not lie there.

    A folder on the way may be a link, as long as it leads to a place below `folder`.  What stands at the place itself
    is replaced by a writer, link or not; where it is going to be opened (`followed`), it may not lead out either.

    >>> within(Path("out"), "notes/a.txt").as_posix()
    'out/notes/a.txt'
    >>> within(Path("out"), "../a.txt")
    Traceback (most recent call last):
    cleaner.files.places.LeadsOut: '../a.txt' does not lie in out: “..” leads out of a folder
    >>> within(Path("out"), "/etc/passwd")
    Traceback (most recent call last):
    cleaner.files.places.LeadsOut: '/etc/passwd' does not lie in out: it names a place of its own
    """
    if wrong := no_place(name):
        raise LeadsOut(f"{name!r} does not lie in {folder}: {wrong}")
    place = folder.joinpath(*PurePosixPath(name).parts)
    try:
        real = (place if followed else place.parent).resolve()
        inside = real.is_relative_to(folder.resolve())
    except (OSError, RuntimeError) as error:  # links in a ring
        raise LeadsOut(f"{name!r} cannot be found in {folder}: {error}") from None
    if not inside:
        raise LeadsOut(f"{name!r} does not lie in {folder}: a link leads to {real}")
    return place


def no_place(name: str) -> str:
    """Why a name is no place in any folder; "" if it may be one."""
    path = PurePosixPath(name)
    if not path.parts:
        return "it names no file"
    if "\0" in name:
        return "no name holds a NUL"
    if path.is_absolute() or PureWindowsPath(name).is_absolute():
        return "it names a place of its own"
    return "“..” leads out of a folder" if ".." in path.parts else ""


def spelt_out(name: str) -> str:
    """A name of the file system as text that can be stored and shown.

    >>> spelt_out(os.fsdecode(b"bad\\xff.txt"))
    'bad\\\\xff.txt'
    """
    return name if name.isascii() else os.fsencode(name).decode("utf-8", "backslashreplace")
