"""A shard: one n-th of a run's files, cleaned by itself into a ledger of its own.

It is told by two numbers (`--shard 2/8`) and knows no engine: whatever starts eight such commands, anywhere, has the
run done.  Each writes its files into OUT and its record into `OUT/.shards/2-of-8`, which nobody else writes.  The same
command without `--shard` puts the records together: it takes every file that a shard has finished, and cleans what
none has.
"""

from __future__ import annotations

import heapq
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaner.files.given import Misuse
from cleaner.formats.outcome import Input
from cleaner.ledger import Ledger, LedgerError

FOLDER = ".shards"
A_CORE = 4  # shards for each core of an engine, so that no core waits long for the last one
LARGEST = 32_000_000  # bytes of such a shard: some 8 minutes of one core (docs/scale.md), which a lost worker costs


@dataclass(frozen=True, slots=True)
class Shard:
    """The `number`-th of `count` shards; both from 1."""

    number: int
    count: int

    @staticmethod
    def told(words: str) -> Shard:
        """What `--shard` says.  Raises `Misuse`.

        >>> Shard.told("2/8")
        Shard(number=2, count=8)
        """
        m = re.fullmatch(r"(\d{1,6})/(\d{1,6})", words)
        if m and 1 <= int(m[1]) <= int(m[2]):
            return Shard(int(m[1]), int(m[2]))
        raise Misuse(f"--shard: {words!r} is no shard; the second of eight is 2/8, and the first is 1/8")

    @property
    def name(self) -> str:
        """What the shard's record is called.

        >>> Shard(2, 8).name
        '2-of-8'
        """
        return f"{self.number}-of-{self.count}"

    def place(self, out: Path) -> Path:
        """The folder with the shard's record."""
        return out / FOLDER / self.name

    def mine(self, inputs: Sequence[Input], sizes: Iterable[int]) -> list[Input]:
        """The shard's files: all shards have about the same to do, and every file is in one of them.

        The largest come first, each to the shard that has least; so the same files are divided in the same way.
        """
        by_size = sorted(zip(sizes, range(len(inputs)), strict=True), key=lambda s: (-s[0], inputs[s[1]].name))
        loads = [(0, number) for number in range(1, self.count + 1)]
        mine = []
        for size, at in by_size:
            load, number = loads[0]
            heapq.heapreplace(loads, (load + size + 1, number))
            if number == self.number:
                mine.append(at)
        return [inputs[at] for at in sorted(mine)]


def divided(out: Path, sizes: Sequence[int], cores: int) -> int:
    """Into how many shards a run of an engine goes: into those that were begun in OUT, if there are any."""
    names = (folder.name.partition("-of-")[2] for folder in (out / FOLDER).glob("*-of-*"))
    begun = Counter(int(name) for name in names if name.isdecimal())
    wanted = max(A_CORE * cores, -(-sum(sizes) // LARGEST))
    return begun.most_common(1)[0][0] if begun else max(1, min(wanted, len(sizes)))


def parts(out: Path) -> list[Ledger]:
    """The records of an OUT's shards.  One that cannot be read is left out: what it has is cleaned again."""
    found = []
    for folder in sorted((out / FOLDER).glob("*-of-*")):
        try:
            found.append(Ledger.open(folder, create=False, look=True))
        except LedgerError:
            continue
    return found


def clear(out: Path) -> None:
    """Removes the records of shards that came to their end; their files are in OUT's own by now."""
    for folder in sorted((out / FOLDER).glob("*-of-*")):
        try:
            with Ledger.open(folder, create=False) as part:
                part.db.execute("BEGIN EXCLUSIVE")
                finished = part.db.execute("SELECT finished FROM runs ORDER BY id DESC LIMIT 1").fetchone()
                part.db.execute("ROLLBACK")
        except (LedgerError, sqlite3.Error):
            continue
        if finished and finished[0]:
            shutil.rmtree(folder, ignore_errors=True)
    if (out / FOLDER).is_dir() and not any((out / FOLDER).iterdir()):
        (out / FOLDER).rmdir()
