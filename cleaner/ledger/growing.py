"""A large file that is written part by part, and takes its place when the last part is there."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO

from cleaner.files import atomic


class NotFinished(Exception):
    """A file that does not take its place: a part failed, or somebody else's stands there."""


class Growing:
    """The half of one file.  Nothing is left of it unless it is finished."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._stack = ExitStack()
        self._file: IO[bytes] = self._stack.enter_context(atomic.writing(place))
        self._hash = hashlib.sha256()

    def add(self, data: bytes) -> None:
        """The next part."""
        self._file.write(data)
        self._hash.update(data)

    @property
    def content(self) -> str:
        """The hash of what is written."""
        return self._hash.hexdigest()

    def found(self) -> str | None:
        """The hash of what stands in its place."""
        if not self.place.is_file() or self.place.is_symlink():
            return None
        with self.place.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def take_place(self) -> None:
        """From here on it is the file."""
        self._stack.close()

    def drop(self) -> None:
        """Leaves nothing of it."""
        with suppress(NotFinished), self._stack:
            raise NotFinished
