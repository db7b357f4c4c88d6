"""Files that a user names by a pattern (`'in/**/*.html'`) or in a list (`--file-list`)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from cleaner.files.places import LeadsOut, within
from cleaner.formats.outcome import Input

_MAGIC = frozenset("*?[")


def split(path: Path) -> tuple[Path, tuple[str, ...]]:
    """A pattern's folder, and the parts of names below it; no parts where it is no pattern.

    >>> split(Path("in/**/*.html"))
    (PosixPath('in'), ('**', '*.html'))
    """
    first = next((i for i, part in enumerate(path.parts) if _MAGIC.intersection(part)), len(path.parts))
    return Path(*path.parts[:first]), path.parts[first:]


def matches(name: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether the parts of a name fit the parts of a pattern; `**` stands for any folders, and for none.

    >>> matches(("a.html",), ("**", "*.html")), matches(("a", "b", "c.html"), ("a", "*.html"))
    (True, False)
    """
    reached = {0}  # how many parts of the pattern may be used up
    for part in name:
        reached = _through(reached, pattern)
        stay = {i for i in reached if i < len(pattern) and pattern[i] == "**"}
        reached = stay | {i + 1 for i in reached - stay if i < len(pattern) and fnmatchcase(part, pattern[i])}
    return len(pattern) in _through(reached, pattern)


def _through(reached: set[int], pattern: Sequence[str]) -> set[int]:
    """The same, where `**` may also stand for no more folders."""
    found = set(reached)
    for i, part in enumerate(pattern):
        if i in found and part == "**":
            found.add(i + 1)
    return found


def listed(data: bytes) -> Iterator[Input]:
    """The files of a list: one a line, or with a NUL after each (`find -print0`).

    They are named from the working folder on.  One that is not there, or does not lie in it, is told in its turn.
    """
    for line in data.split(b"\0" if b"\0" in data else b"\n"):
        given = os.fsdecode(line.removesuffix(b"\r"))
        if given:
            yield _listed(Path(given), Path.cwd())


def _listed(path: Path, here: Path) -> Input:
    name = Path(os.path.normpath(path.relative_to(here) if path.is_relative_to(here) else path))
    if name.is_absolute() or ".." in name.parts:
        why = f"does not lie in {here}; start where all files of the list lie"
        return Input(path, PurePosixPath(path).name, amiss=why)
    try:
        place = within(here, name.as_posix(), followed=True)
    except LeadsOut as error:
        return Input(path, name.as_posix(), amiss=str(error))
    amiss = "" if place.is_file() else "no regular file" if place.exists() else "no such file"
    return Input(name, name.as_posix(), amiss=amiss)
