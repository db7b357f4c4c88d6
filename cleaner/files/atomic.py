"""The one way to write what a user keeps: whole or not at all, even if the process is killed.

The bytes go to a half beside their place, are on the disk before they get its name, and take the place in one step.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cleaner.files.halves import half_of, sweep


def write(path: Path, data: bytes, *, follow: bool = False) -> None:
    """Puts `data` at `path`; OSError names `path` if it cannot be.

    A link that stands there is replaced; with `follow`, for a place that the user named, the file that it leads to,
    and a pipe or a device is written to.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(Path(folder, "deep/a.txt"), b"whole")
    ...     [p.read_bytes() for p in Path(folder).rglob("*") if p.is_file()]
    [b'whole']
    """
    with writing(path, follow=follow) as file:
        file.write(data)


@contextmanager
def writing(path: Path, *, follow: bool = False) -> Iterator[IO[bytes]]:
    """A file to write piece by piece; it takes its place at the end, and nothing is left of one that fails."""
    if follow and path.exists() and not path.is_file() and not path.is_dir():
        with path.open("wb") as stream:
            yield stream
        return
    place = path.resolve() if follow else path
    if follow:  # a run that writes a tree sweeps it once
        sweep([place.parent], below=False)
    half = _Half(NewFile(place))
    try:
        yield half.begin()
        half.sync()
        half.take_place()
    except BaseException as error:
        half.drop(error, path)
        raise
    _sync_folder(place.parent)


class Meanwhile(OSError):
    """Something else stands there by now: it is left alone."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EBUSY, "changed meanwhile, and left as it is", str(path))


def change(path: Path, before: bytes | None, after: bytes | None) -> None:
    """Puts `after` in the place of `before`; None: there is no file, there is to be none.

    Links are followed.  `Meanwhile` if the file does not hold `before`.
    """
    if after is not None:
        (error,) = write_all([changed(path, before, after)])
        if error:
            raise error
        return
    place = path.resolve()
    _refuse_other_content(path, before)
    place.unlink(missing_ok=True)
    _sync_folder(place.parent)


# ------------------------------------------------------------------ several files together


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that is to stand at `path`.  `ready` gets the half that is about to take its place, and may refuse."""

    path: Path
    data: bytes = b""
    ready: Callable[[Path], object] = lambda half: None


def like(model: Path) -> Callable[[Path], object]:
    """For a new file: it gets the permissions of `model`."""
    return lambda half: half.chmod(stat.S_IMODE(model.stat().st_mode))


def changed(path: Path, before: bytes | None, after: bytes) -> NewFile:
    """The new file that takes the place of `before`; links are followed.

    It keeps the old one's owner, permissions and extended attributes, as far as we may give them.  Whether `before`
    still stands there is looked at last, just before it is replaced; if it does not, `Meanwhile`.
    """
    place = path.resolve()

    def ready(half: Path) -> None:
        if place.is_file():
            _give_what_it_has(place, half)
        _refuse_other_content(path, before)

    return NewFile(place, after, ready)


def write_all(files: Sequence[NewFile]) -> list[OSError | None]:
    """Puts each file in its place, and says for each what went wrong.

    All are written, then all are synced, then all take their places, and then each folder is synced: a disk syncs
    many files in hardly more time than one.
    """
    halves = [_Half(file) for file in files]
    try:
        for half in halves:
            half.tried(half.begin)
        if len(halves) < WORTH_THREADS:
            for half in halves:
                half.tried(half.sync)
        else:
            from concurrent.futures import ThreadPoolExecutor  # 8 ms, which a few files do not cost

            with ThreadPoolExecutor(AT_ONCE) as pool:
                list(pool.map(lambda half: half.tried(half.sync), halves))
        for half in halves:
            half.tried(half.take_place)
    except BaseException:
        for half in halves:
            half.drop()
        raise
    for folder in {half.place.parent for half in halves if not half.error}:
        _sync_folder(folder)
    return [half.error for half in halves]


AT_ONCE = 8  # syncs; with them 64 small files took 0.4 of the time of one after the other (ext4 on a solid-state disk)
WORTH_THREADS = 4  # files


class _Half:
    """A file that grows beside its place, in three steps; `drop` ends it at any of them."""

    def __init__(self, file: NewFile) -> None:
        self.place = file.path
        self.error: OSError | None = None
        self._new = file
        self._half = half_of(file.path)
        self._file: IO[bytes] | None = None

    def begin(self) -> IO[bytes]:
        """Writes what there is to write; more may come."""
        _refuse_what_is_no_file(self.place)
        self.place.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._half.open("xb")
        self._file.write(self._new.data)
        return self._file

    def sync(self) -> None:
        """From here on its bytes outlast a power cut."""
        assert self._file
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def take_place(self) -> None:
        """From here on it is the file."""
        self._new.ready(self._half)
        self._half.replace(self.place)

    def tried(self, step: Callable[[], object]) -> None:
        """Takes a step, if none failed before."""
        if self.error is None:
            try:
                step()
            except OSError as error:
                self.error = error
                self.drop(error, self.place)

    def drop(self, error: BaseException | None = None, known: Path | None = None) -> None:
        """Leaves nothing of it; an `error` then names the file by the path that is `known` to the user."""
        if self._file:
            with suppress(OSError):  # what cannot be written cannot be flushed either
                self._file.close()
            self._half.unlink(missing_ok=True)
        if isinstance(error, OSError) and str(error.filename) == str(self._half):
            error.filename = str(known)


def _refuse_what_is_no_file(place: Path) -> None:
    if place.is_dir() and not place.is_symlink():
        raise IsADirectoryError(errno.EISDIR, "a folder stands where the file should go", str(place))
    if place.exists() and not place.is_file():
        raise FileExistsError(errno.EEXIST, "no regular file stands where the file should go", str(place))


def _refuse_other_content(path: Path, before: bytes | None) -> None:
    if (path.read_bytes() if path.is_file() else None) != before:
        raise Meanwhile(path)


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


def _sync_folder(folder: Path) -> None:
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
