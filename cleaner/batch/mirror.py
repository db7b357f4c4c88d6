"""OUT elsewhere: a run writes into a folder of this machine, and its files are then put at the address.

The folder stays, so that a later run goes on from it, and `cleaner review` can open it; another machine fetches the
ledger first, and each file that it need not clean again.  What lies there as it was put is not put again.
Where another machine has put a ledger since, that one is taken; if this folder's has changed too, the run is refused,
because one of the two holds answers that the other lacks.
A shard has a folder of its own, which goes once all of it is put: its record then lies at the address, where the run
that puts the shards together fetches it.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from cleaner.batch import shard as shards
from cleaner.batch.shard import Shard
from cleaner.files import atomic, remote
from cleaner.files.content import sha256
from cleaner.files.extras import Missing
from cleaner.files.given import Misuse
from cleaner.files.halves import half_of, is_half
from cleaner.files.locations import state

LEDGER = "run.db"
OPEN = (f"{LEDGER}-wal", f"{LEDGER}-shm")  # stand beside a ledger that somebody has open
RECORDS = f"{shards.FOLDER}/"
SURVEY = ".survey/"
_RECORD = re.compile(r"\d+-of-\d+/run\.db")

# Files that lie at the address: when each was written here, how large it is, and its version there.
Put = dict[str, list[int | str]]


@dataclass(frozen=True, slots=True)
class Mirror:
    """An address, and the folder that stands for it in a run or in one of its shards."""

    url: str
    folder: Path
    shard: Shard | None = None
    _fetched: dict[str, list[int]] = field(default_factory=dict)
    _records: set[str] = field(default_factory=set)  # of shards, at the address

    @staticmethod
    def of(url: str, shard: Shard | None = None) -> Mirror:
        """The folder for an address, with the ledger that lies there.  Raises `Misuse`."""
        url = url.rstrip("/")
        name = f"{url.rpartition('/')[2][:40]}-{hashlib.sha256(url.encode()).hexdigest()[:12]}"
        place = state() / "elsewhere" / name
        mirror = Mirror(url, place / shard.name / "out" if shard else place / "out", shard)
        mirror.folder.mkdir(parents=True, exist_ok=True)
        try:
            if shard:  # it only looks at OUT's ledger, which may be another by now; its own is newer here than there
                (mirror.folder / LEDGER).unlink(missing_ok=True)
            for ledger in (LEDGER, f"{RECORDS}{shard.name}/{LEDGER}") if shard else (LEDGER,):
                if not (mirror.folder / ledger).exists():
                    mirror._fetch(ledger)
            if not shard:
                mirror._meet()
        except (OSError, Missing) as error:
            raise Misuse(f"{url}: {getattr(error, 'strerror', None) or error}") from None
        return mirror

    def gather(self) -> None:
        """Fetches the records of all shards.  Raises OSError."""
        shutil.rmtree(self.folder / RECORDS, ignore_errors=True)
        self._records.clear()
        for file in remote.found(f"{self.url}/{RECORDS}"):
            if _RECORD.fullmatch(file.name) and self._fetch(f"{RECORDS}{file.name}"):
                self._records.add(file.name.partition("/")[0])

    def bring(self, name: str, content: str) -> bool:
        """Whether the file at the address has this content (its hash); it then stands in the folder, too."""
        place = self.folder / name
        half = half_of(place)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            if not remote.fetched(f"{self.url}/{name}", half) or sha256(half.read_bytes()) != content:
                return False
            half.replace(place)
        except OSError:
            return False
        finally:
            half.unlink(missing_ok=True)
        self._fetched[name] = _now(place)
        return True

    def put(self) -> Iterator[str]:
        """Puts all files that are not there yet, the ledger last; tells of each that could not be."""
        known, ledger = self._known()
        there, new, lost = self._there(), dict[str, list[int]](), False
        known |= {name: [*now, there.get(name, "")] for name, now in self._fetched.items()}
        for name in sorted(self._names(), key=lambda n: (n.endswith(LEDGER), n)):
            file, now = self.folder / name, _now(self.folder / name)
            if name in there and known.get(name) == [*now, there[name]]:
                continue
            try:
                remote.put(file, f"{self.url}/{name}")
                new[name] = now
                ledger = _digest(file) if name == LEDGER else ledger
            except OSError as error:
                lost = True
                yield f"{self.url}/{name}: cannot be written: {error.strerror}; it is kept in {file}"
        if self.shard and not lost:
            shutil.rmtree(self.folder.parent)
            return
        there = self._there() if new else there
        self._note(known | {name: [*now, there.get(name, "")] for name, now in new.items()}, ledger)
        for shard in sorted(self._records) if not lost else ():
            if not (self.folder / RECORDS / shard).exists():  # it is in OUT's own ledger
                with suppress(OSError):
                    remote.remove(f"{self.url}/{RECORDS}{shard}")

    def _meet(self) -> None:
        """Takes the ledger that another machine has put since.  Raises `Misuse` if this folder's has changed, too."""
        place = self.folder / LEDGER
        half = half_of(place)
        try:
            if not remote.fetched(f"{self.url}/{LEDGER}", half):
                return
            known, put = self._known()
            there, here = _digest(half), _digest(place)
            if there not in (here, put):
                if here != put or any((self.folder / name).exists() for name in OPEN):
                    cure = f"keep this one's answers with `cleaner decisions export {self.folder} FILE`, remove it, run"
                    raise Misuse(f"{self.url}/{LEDGER} and {place} have both changed: {cure} again, and import FILE")
                half.replace(place)
            self._note(known, there)
        finally:
            half.unlink(missing_ok=True)

    def _fetch(self, name: str) -> bool:
        place = self.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        return remote.fetched(f"{self.url}/{name}", place)

    def _names(self) -> Iterator[str]:
        """The files that belong at the address: a shard has no part in OUT's ledger, a run none in shards' records.

        A survey stays here, too: another machine makes its own.
        """
        for file in self.folder.rglob("*"):
            name = file.relative_to(self.folder).as_posix()
            others = name == LEDGER if self.shard else name.startswith((RECORDS, SURVEY))
            if file.is_file() and not (others or name in OPEN or is_half(file.name)):
                yield name

    def _there(self) -> dict[str, str]:
        """The files at the address and their versions: somebody may have removed some, or put others."""
        with suppress(OSError):
            return {file.name: file.version for file in remote.found(self.url)}
        return {}

    @property
    def _record(self) -> Path:
        return self.folder.parent / "put.json"

    def _note(self, files: Put, ledger: str) -> None:
        atomic.write(self._record, json.dumps({"files": files, "ledger": ledger}).encode())

    def _known(self) -> tuple[Put, str]:
        """What lies at the address as far as this machine knows: files, and the hash of the ledger."""
        try:
            noted = json.loads(self._record.read_bytes())
            return dict(noted["files"]), str(noted["ledger"])
        except (OSError, ValueError, KeyError, TypeError):
            return {}, ""


def _now(file: Path) -> list[int]:
    about = file.stat()
    return [about.st_mtime_ns, about.st_size]


def _digest(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
