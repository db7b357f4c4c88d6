"""A folder of final files: nobody's own work is overwritten, and whatever is killed whenever, the next run goes on."""

from __future__ import annotations

from pathlib import Path

from cleaner.files import atomic
from cleaner.files.places import spelt_out, within
from cleaner.ledger.store import Ledger
from cleaner.ledger.writing import sha256


class Output:
    """Where the files of a ledger are written: OUT, or another folder (`apply --to`).

    The ledger knows what it is about to write before a file is replaced, and what it wrote before until all are:
    a file that holds either is ours.  Any other is somebody's work, and left alone unless `force` says otherwise.
    """

    def __init__(self, ledger: Ledger, folder: Path, *, elsewhere: bool = False, force: bool = False) -> None:
        """`elsewhere`: the folder is not the ledger's own."""
        self.folder = folder
        self.left: list[Path] = []  # somebody's own
        self.written = self.same = 0
        self._ledger = ledger
        self._force = force
        self._key = spelt_out(str(folder.resolve())) if elsewhere else ""
        self._stands: dict[str, str] = {}

    def put(self, path: str, data: bytes, like: Path | None = None) -> None:
        """Writes a file of the ledger, with the permissions of `like`.  OSError or `LeadsOut` if it cannot be."""
        place = within(self.folder, self._ledger.file_name(path))
        found = place.read_bytes() if place.is_file() and not place.is_symlink() else None
        wanted = sha256(data)
        if not (self._force or found in (None, data) or self._is_ours(path, sha256(found or b""))):
            self.left.append(place)
            return
        self._will_write(path, wanted)
        if found == data:
            self.same += 1
        else:
            atomic.write(place, data, like=like or (place if found is not None else None))
            self.written += 1
        self._stands[path] = wanted

    def done(self) -> None:
        """All is written: from now on only what stands is ours."""
        rows = [(self._key, path, content) for path, content in self._stands.items()]
        with self._ledger.transaction():
            self._ledger.db.executemany("DELETE FROM wrote WHERE folder = ? AND path = ? AND sha256 <> ?", rows)

    def _is_ours(self, path: str, content: str) -> bool:
        """Whether a run wrote the content with this hash, or was about to."""
        wanted = "SELECT 1 FROM wrote WHERE (folder, path, sha256) = (?, ?, ?)"
        return self._ledger.db.execute(wanted, (self._key, path, content)).fetchone() is not None

    def _will_write(self, path: str, content: str) -> None:
        """Notes what is about to be written.  What stands there until then stays ours as well."""
        with self._ledger.transaction():
            self._ledger.db.execute("INSERT OR IGNORE INTO wrote VALUES (?, ?, ?)", (self._key, path, content))
