"""The one way to write what a user keeps: whole or not at all, whatever is killed whenever.

The bytes go to a half beside their place, are on the disk before they get its name, and take the place in one step.
A half that a killed run leaves behind is named so that `sweep` knows it, whatever the file is called.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


def write(path: Path, data: bytes, *, like: Path | None = None, follow: bool = False) -> None:
    """Puts `data` at `path`, with the permissions of `like`; OSError names `path` if it cannot be.

    A link that stands there is replaced; with `follow`, for a place that the user named, the file that it leads to,
    and a pipe or a device is written to.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(Path(folder, "deep/a.txt"), b"whole")
    ...     [p.read_bytes() for p in Path(folder).rglob("*") if p.is_file()]
    [b'whole']
    """

    def ready(half: Path) -> None:
        if like is not None:
            half.chmod(stat.S_IMODE(like.stat().st_mode))

    with writing(path, follow=follow, ready=ready) as file:
        file.write(data)


def write_text(path: Path, text: str) -> None:
    """Puts text as UTF-8, its line ends as they are, at a place that the user named."""
    write(path, text.encode(), follow=True)


class Meanwhile(OSError):
    """Something else stands there by now: it is left alone."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EBUSY, "changed meanwhile, and left as it is", str(path))


def change(path: Path, before: bytes | None, after: bytes | None) -> None:
    """Puts `after` in the place of `before`; None: there is no file, there is to be none.

    Links are followed.  The file keeps its owner, permissions and extended attributes, as far as we may give them.
    Whether it still holds `before` is looked at last, just before it is replaced; if it does not, `Meanwhile`.
    """
    place = path.resolve()

    def ready(half: Path | None = None) -> None:
        if half is not None and place.is_file():
            _give_what_it_has(place, half)
        if (place.read_bytes() if place.is_file() else None) != before:
            raise Meanwhile(path)

    if after is None:
        ready()
        place.unlink(missing_ok=True)
        _settle(place.parent)
        return
    with writing(place, ready=ready) as file:
        file.write(after)


@contextmanager
def writing(
    path: Path, *, follow: bool = False, ready: Callable[[Path], None] = lambda half: None
) -> Iterator[IO[bytes]]:
    """A file to write piece by piece; it takes its place at the end, and nothing is left of one that fails.

    `ready` gets the half that is about to take its place.
    """
    if follow and path.exists() and not path.is_file() and not path.is_dir():
        with path.open("wb") as stream:
            yield stream
        return
    place = path.resolve() if follow else path
    _refuse(place)
    if follow:  # a run that writes a tree sweeps it once
        sweep([place.parent], below=False)
    half = half_of(place)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with half.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        ready(half)
        half.replace(place)
    except BaseException as error:
        half.unlink(missing_ok=True)
        if isinstance(error, OSError) and str(error.filename) == str(half):
            error.filename = str(path)
        raise
    _settle(place.parent)


def half_of(place: Path) -> Path:
    """Where a file grows: beside its place, under a name that is short and nobody else's."""
    return place.with_name(f".{secrets.token_hex(6)}.{os.getpid()}.half")


def _refuse(place: Path) -> None:
    """What is no file is nothing that a file may take the place of."""
    if place.is_dir() and not place.is_symlink():
        raise IsADirectoryError(errno.EISDIR, "a folder stands where the file should go", str(place))
    if place.exists() and not place.is_file():
        raise FileExistsError(errno.EEXIST, "no regular file stands where the file should go", str(place))


def _give_what_it_has(old: Path, half: Path) -> None:
    """Owner, permissions and extended attributes."""
    about = old.stat()
    if hasattr(os, "chown"):
        for owner in (about.st_uid, -1):  # only root gives files away, but a group of one's own may be kept
            with suppress(PermissionError):
                os.chown(half, owner, about.st_gid)
                break
    half.chmod(stat.S_IMODE(about.st_mode))
    if sys.platform == "linux":
        for name in os.listxattr(old):
            with suppress(OSError):  # some are the system's own
                os.setxattr(half, name, os.getxattr(old, name))


def _settle(folder: Path) -> None:
    """Lets a name in a folder outlast a power cut, where the system can be told so."""
    if os.name != "posix":
        return
    at = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(at)
    except OSError:
        pass  # some network folders cannot; the file itself is safe
    finally:
        os.close(at)


# ------------------------------------------------------------------ what killed runs left half written

# As `half_of` names them, with the number of the process that was writing.
_HALF = re.compile(r"\..+\.(\d+)\.half", re.DOTALL)
HOUR = 3600.0


def sweep(folders: Iterable[Path], below: bool = True) -> int:
    """Removes what killed runs left half written in these folders, and below them; returns how many files that were.

    A half that another run is writing just now is left alone.
    """
    found = [half for folder in folders for half in _halves(folder, below)]
    for half in found:
        half.unlink(missing_ok=True)
    return len(found)


def _halves(folder: Path, below: bool) -> Iterator[Path]:
    for here, folders, files in os.walk(folder):
        for name in files:
            match = _HALF.fullmatch(name)
            if match and not _is_being_written(Path(here, name), int(match[1])):
                yield Path(here, name)
        if not below:
            folders.clear()


def _is_being_written(half: Path, process: int) -> bool:
    if os.name != "posix":  # elsewhere a process cannot be asked; no file takes an hour to write
        return time.time() - half.stat().st_mtime < HOUR
    try:
        os.kill(process, 0)  # signal 0 only asks whether it is there
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):  # somebody else's, or no process of this machine
        return True
    return True
