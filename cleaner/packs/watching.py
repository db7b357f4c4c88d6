"""Do it again whenever a rule file changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

EVERY = 0.5  # seconds between two looks: soon enough for a person, nothing for a machine


def changes(files: Callable[[], Iterable[Path]], sleep: Callable[[float], None] = time.sleep) -> Iterator[list[Path]]:
    """The files that changed, appeared or vanished since the last time; the first time, all of them.

    Without end: whoever asks stops asking, or interrupts.
    """
    before: dict[Path, int] = {}
    while True:
        now = {file: stamp for file in files() if (stamp := _stamp(file)) is not None}
        changed = [f for f in {**before, **now} if before.get(f) != now.get(f)]
        if changed:
            yield changed
        before = now
        sleep(EVERY)


def _stamp(file: Path) -> int | None:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return None
