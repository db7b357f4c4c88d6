"""Commands that die at a chosen step, and take with them what was not on the disk yet: a kill and a power cut in one.

A step is a write, an fsync, a rename, a removal, or a commit of the ledger.  The command runs in a forked child, so
that what is loaded once in the parent costs nothing.
"""

from __future__ import annotations

import gc
import io
import os
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from threading import RLock
from typing import Any

from command import cleaner

DIED = 99
SAID = Path("../said.txt")


def runs(act: Callable[[], object], dies_at: int = 0) -> tuple[int, int]:
    """The exit code of `act` in a child, and how many steps it took; `DIED` if it died at step `dies_at` (from 1)."""
    told, tell = os.pipe()
    gc.freeze()  # what is loaded is not looked through, and so not copied, by the child's collector
    child = os.fork()
    if child == 0:
        _child(act, dies_at, tell)
    os.close(tell)
    with os.fdopen(told, "rb") as pipe:
        steps = int(pipe.read() or b"0")
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), steps


def command(*arguments: object, stdin: str = "") -> Callable[[], object]:
    """`cleaner …` as a user would run it, to be run in a child; what it prints goes to `said.txt`."""

    def act() -> None:
        ran = cleaner(*arguments, stdin=stdin.encode())
        _say(ran.out + ran.err.encode())
        sys.exit(ran.code)

    return act


def _say(told: bytes) -> None:
    """Outside of what is watched."""
    said = os.open(SAID, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.write(said, told)
    os.close(said)


class _Steps:
    """Counts steps; at the last one the child dies, and what was written since the last fsync is half gone.

    `unsafe` are the files with something that is not on the disk: (device, inode) → a descriptor of ours.
    """

    def __init__(self, dies_at: int, tell: int) -> None:
        self.taken, self._dies_at, self._tell = 0, dies_at, tell
        self.unsafe: dict[tuple[int, int], int] = {}
        self._one_by_one = RLock()  # syncs go side by side

    def step(self, half_done: Callable[[], object] = lambda: None) -> None:
        with self._one_by_one:
            self.taken += 1
            if self.taken == self._dies_at:
                half_done()
                self.end(DIED)

    def end(self, code: int) -> None:
        for descriptor in self.unsafe.values() if code == DIED else ():
            os.ftruncate(descriptor, os.fstat(descriptor).st_size // 2)
        os.write(self._tell, str(self.taken).encode())
        os._exit(code)

    def wrote(self, descriptor: int) -> None:
        about = os.fstat(descriptor)
        with self._one_by_one:
            if (about.st_dev, about.st_ino) not in self.unsafe:
                self.unsafe[about.st_dev, about.st_ino] = os.dup(descriptor)

    def synced(self, descriptor: int) -> None:
        about = os.fstat(descriptor)
        with self._one_by_one:
            if held := self.unsafe.pop((about.st_dev, about.st_ino), None):
                os.close(held)


def _child(act: Callable[[], object], dies_at: int, tell: int) -> None:
    steps = _Steps(dies_at, tell)
    code = 1
    try:
        _watch(steps)
        act()
        code = 0
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else int(left.code is not None)
    except BaseException:  # what a test should see, whatever it is
        import traceback

        _say(traceback.format_exc().encode())
    finally:
        steps.end(code)


def _watch(steps: _Steps) -> None:
    for name in ("rename", "replace", "unlink", "remove", "link", "mkdir", "ftruncate"):
        setattr(os, name, _stepping(getattr(os, name), steps))

    def fsync(descriptor: int) -> None:  # no power fails here: that it was asked for is what counts
        steps.step()
        steps.synced(descriptor)

    os.fsync = fsync
    real_open = io.open

    class Writer(io.BufferedWriter):
        def write(self, data: Any) -> int:
            steps.step(lambda: (super(Writer, self).write(bytes(data)[: len(data) // 2]), self.flush()))
            steps.wrote(self.fileno())
            return super().write(data)

        def writelines(self, lines: Any) -> None:
            for line in lines:
                self.write(line)

    def opened(file: Any, mode: str = "r", *args: Any, **more: Any) -> Any:
        if not isinstance(file, int) and any(letter in mode for letter in "wxa"):
            raw = Writer(io.FileIO(file, mode.replace("b", "").replace("t", "")))
            steps.wrote(raw.fileno())
            return raw if "b" in mode else io.TextIOWrapper(raw, encoding="utf-8", newline=more.get("newline"))
        return real_open(file, mode, *args, **more)

    io.open = opened
    real_connect = sqlite3.connect

    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *args: Any) -> sqlite3.Cursor:
            if sql.startswith("COMMIT"):
                steps.step()
            if sql.startswith("PRAGMA synchronous"):  # what a killed process wrote, the system still has
                sql = "PRAGMA synchronous = OFF"
            return super().execute(sql, *args)

    sqlite3.connect = lambda *a, **k: real_connect(*a, **{"factory": Connection, **k})


def _stepping(function: Callable[..., object], steps: _Steps) -> Callable[..., object]:
    def stepped(*args: Any, **more: Any) -> object:
        steps.step()
        return function(*args, **more)

    return stepped


def files(folder: Path, without: tuple[str, ...] = ()) -> dict[str, bytes]:
    """Every file below a folder but the ledger's and a survey's record, with what it holds."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and not p.name.startswith(("run.db", "whole.db")) and p.name not in without
    }
