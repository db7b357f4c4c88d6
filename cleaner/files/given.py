"""Files that a user gives beside the texts: settings, word lists, packs of rules, patterns of files."""

from __future__ import annotations

import stat
from collections.abc import Collection
from pathlib import Path

# Nobody writes so much by hand; the largest word lists that are published have some 500,000 words.
LARGEST = 50_000_000  # bytes
MOST = 5_000  # files of one folder of rules; the shipped packs have fewer than 100
LOOKED_AT = 50_000  # of anything below such a folder, before it is taken for a wrong one


class NotGiven(ValueError):
    """A file that cannot be what it was given for: which, and `why`."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file}: {why}".encode("utf-8", "backslashreplace").decode())
        self.why = why


class Misuse(Exception):
    """The paths cannot be used as they were given; the message says what to do."""


def regular(file: Path) -> Path:
    """The file, if it is one: a pipe or a device has no end.  Raises `NotGiven`.

    >>> regular(Path("/no/such"))
    Traceback (most recent call last):
    cleaner.files.given.NotGiven: /no/such: No such file or directory
    """
    try:
        mode = file.stat().st_mode
    except OSError as error:
        raise NotGiven(file, error.strerror or str(error)) from None
    except ValueError:
        raise NotGiven(file, "no such file: its name holds a NUL") from None
    if not stat.S_ISREG(mode):
        raise NotGiven(file, "a folder, and a file is wanted" if stat.S_ISDIR(mode) else "not a regular file")
    return file


def data(file: Path) -> bytes:
    """A regular file's bytes, if it is no larger than such a file can be.  Raises `NotGiven`."""
    try:
        with regular(file).open("rb") as opened:
            found = opened.read(LARGEST + 1)
    except OSError as error:
        raise NotGiven(file, error.strerror or str(error)) from None
    if len(found) > LARGEST:
        raise NotGiven(file, f"more than {LARGEST:,} bytes; is it the right file?")
    return found


def text(file: Path, errors: str = "strict") -> str:
    """The same as text, which is UTF-8, with a byte-order mark or without."""
    try:
        return data(file).decode("utf-8-sig", errors)
    except UnicodeDecodeError as error:
        raise NotGiven(file, f"not UTF-8 (byte {error.start})") from None


def below(folder: Path, suffixes: Collection[str]) -> list[Path]:
    """The regular files below a folder whose names end so, in order.  Raises `NotGiven`."""
    found: list[Path] = []
    for looked_at, file in enumerate(folder.rglob("*")):
        if looked_at >= LOOKED_AT or len(found) > MOST:
            raise NotGiven(folder, f"{looked_at:,} files and more below it; name the folder that holds the rules alone")
        if file.suffix in suffixes and file.is_file():
            found.append(file)
    return sorted(found)
