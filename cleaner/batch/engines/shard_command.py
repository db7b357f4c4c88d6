"""The command of a run, of which any machine cleans the n-th shard.

It runs in a process of its own, so that nothing of the engine's process (its threads, its memory, how it ends) bears on
a text, and one command is one shard, whatever starts it.
"""

from __future__ import annotations

import platform
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from cleaner.version import __version__


class ShardFailed(Exception):
    """A shard did not come to its end; the message says why."""


@dataclass(frozen=True, slots=True)
class ShardCommand:
    """`cleaner clean` with its arguments, as it was given in a folder, and the number of shards."""

    arguments: tuple[str, ...]
    folder: str
    count: int
    version: str = __version__

    def __call__(self, number: int) -> None:
        """Cleans a shard.  Raises `ShardFailed`."""
        import subprocess

        if self.version != __version__:
            raise ShardFailed(f"cleaner {__version__} is on {platform.node()}, and the run is of {self.version}")
        if not Path(self.folder).is_dir():
            raise ShardFailed(f"{platform.node()} has no folder {self.folder}: start the run in one that all have")
        part = f"{number}/{self.count}"
        done = subprocess.run(
            [sys.executable, "-m", "cleaner", "clean", "--shard", part, *self.arguments],
            cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            check=False, start_new_session=True,
        )  # fmt: skip
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
            raise ShardFailed(f"{_ending(done.returncode)} on {platform.node()}: {said}")


def _ending(code: int) -> str:
    return f"exit code {code}" if code > 0 else signal.Signals(-code).name


def end_with_parent() -> None:
    """Lets this process end when the one that started it does; without, it would clean on beside its successor."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
