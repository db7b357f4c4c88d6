"""Files elsewhere (`s3://`, `gs://`, `https://`, `memory://`): found, read as streams, and written, all with fsspec."""

from __future__ import annotations

import errno
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import IO, Any, NamedTuple, cast

from cleaner.files.extras import Missing, imported
from cleaner.files.halves import half_of

# Two letters and more: `C:` is a disk.  A path has lost one of its strokes.
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/+")


def url_of(path: Path) -> str:
    """The address that was given as a path; "" for a path of this machine.

    >>> url_of(Path("s3://bucket/in")), url_of(Path("file:///in")), url_of(Path("in/a.txt"))
    ('s3://bucket/in', 'file:///in', '')
    """
    text = path.as_posix()
    found = None if path.exists() else _URL.match(text)
    if not found:
        return ""
    return f"{found[1]}://{'/' if found[1] == 'file' else ''}{text[found.end() :]}"


class RemoteFile(NamedTuple):
    """A file that was found: its address, its place below what was named, and its size in bytes if that is told.

    `version`: a digest of all that the store tells of it, which changes when somebody puts another file there.
    """

    url: str
    name: str
    size: int
    version: str


def found(url: str) -> list[RemoteFile]:
    """The files that an address names: one, those below a folder, or those that fit a pattern.  Raises OSError."""
    with _told(url):
        system, path = _system(url)
        root = path
        if "*" in path:
            root = path[: path.index("*")].rpartition("/")[0]
            files = {p: about for p, about in system.glob(path, detail=True).items() if about["type"] == "file"}
        elif system.isfile(path):
            root, files = path.rpartition("/")[0], {path: system.info(path)}
        else:
            files = system.find(path, detail=True)
        return [
            RemoteFile(
                system.unstrip_protocol(p),
                PurePosixPath(p[len(root) :].lstrip("/")).as_posix(),
                int(about.get("size") or 0),
                _version(about),
            )
            for p, about in sorted(files.items())
        ]


@contextmanager
def opened(url: str) -> Iterator[IO[bytes]]:
    """The file at an address, as a stream.  What goes wrong while it is read is an OSError."""
    with _told(url):
        system, path = _system(url)
        file = system.open(path, "rb")
    try:
        yield cast(IO[bytes], io.BufferedReader(_Stream(url, file), 1 << 20))
    finally:
        file.close()


def fetched(url: str, place: Path) -> bool:
    """Whether there is a file at the address; it is then at `place`, too, and whole.  Raises OSError."""
    with _told(url):
        system, path = _system(url)
        if not system.exists(path):
            return False
        half = half_of(place)
        try:
            system.get_file(path, str(half))
            half.replace(place)
        finally:
            half.unlink(missing_ok=True)
        return True


def put(place: Path, url: str) -> None:
    """Puts a file at an address, whole or not at all where the store can.  Raises OSError."""
    with _told(url):
        system, path = _system(url)
        system.makedirs(path.rpartition("/")[0], exist_ok=True)
        system.put_file(str(place), path)


def remove(url: str) -> None:
    """Removes what lies at an address, a file or a folder with all that is below it.  Raises OSError."""
    with _told(url):
        system, path = _system(url)
        system.rm(path, recursive=True)


def _version(about: dict[str, Any]) -> str:
    return blake2b(repr(sorted(about.items())).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _system(url: str) -> tuple[Any, str]:
    return cast(tuple[Any, str], imported("fsspec", "cloud").url_to_fs(url))


class _Stream(io.RawIOBase):
    """A remote file whose reading fails as a file's on a disk does."""

    def __init__(self, url: str, file: IO[bytes]) -> None:
        self._url, self._file = url, file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with _told(self._url):
            piece = self._file.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Each store has errors of its own; all become one, with what they say."""
    try:
        yield
    except Missing:
        raise
    except ImportError:
        raise Missing("cloud") from None
    except Exception as error:
        said = str(error).split("\n", 1)[0] or type(error).__name__
        raise OSError(errno.EREMOTEIO if hasattr(errno, "EREMOTEIO") else errno.EIO, said, url) from None
