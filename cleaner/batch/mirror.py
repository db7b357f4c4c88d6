"""OUT elsewhere: a run writes into a folder of this machine, and its files are then put at the address.

The folder stays, so that a later run goes on from it, and `cleaner review` can open it; another machine fetches the
ledger first.  What was put already, and lies there, is not put again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cleaner.files import atomic, remote
from cleaner.files.extras import Missing
from cleaner.files.given import Misuse
from cleaner.files.halves import is_half
from cleaner.files.locations import state

OPEN = ("run.db-wal", "run.db-shm")  # stand beside a ledger that somebody has open


@dataclass(frozen=True, slots=True)
class Mirror:
    """An address, and the folder that stands for it."""

    url: str
    folder: Path

    @staticmethod
    def of(url: str) -> Mirror:
        """The folder for an address, with the ledger that lies there.  Raises `Misuse`."""
        url = url.rstrip("/")
        name = f"{url.rpartition('/')[2][:40]}-{hashlib.sha256(url.encode()).hexdigest()[:12]}"
        mirror = Mirror(url, state() / "elsewhere" / name / "out")
        mirror.folder.mkdir(parents=True, exist_ok=True)
        try:
            if not (mirror.folder / "run.db").exists():
                remote.fetched(f"{url}/run.db", mirror.folder / "run.db")
        except (OSError, Missing) as error:
            raise Misuse(f"{url}: {getattr(error, 'strerror', None) or error}") from None
        return mirror

    def put(self) -> Iterator[str]:
        """Puts all files that are not there yet, the ledger last; tells of each that could not be."""
        known, there = self._known(), self._there()
        files = sorted((f for f in self.folder.rglob("*") if f.is_file()), key=lambda f: (f.name == "run.db", f))
        for file in files:
            about = file.stat()
            name, now = file.relative_to(self.folder).as_posix(), [about.st_mtime_ns, about.st_size]
            if (known.get(name) == now and name in there) or name in OPEN or is_half(file.name):
                continue
            try:
                remote.put(file, f"{self.url}/{name}")
                known[name] = now
            except OSError as error:
                yield f"{self.url}/{name}: cannot be written: {error.strerror}; it is kept in {file}"
        atomic.write(self._record, json.dumps(known).encode())

    def _there(self) -> set[str]:
        """The files at the address, where somebody may have removed some."""
        with suppress(OSError):
            return {file.name for file in remote.found(self.url)}
        return set()

    @property
    def _record(self) -> Path:
        return self.folder.parent / "put.json"

    def _known(self) -> dict[str, list[int]]:
        try:
            return dict(json.loads(self._record.read_bytes()))
        except (OSError, ValueError):
            return {}
