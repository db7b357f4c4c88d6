"""How many processes a run is worth, and how much memory each may take."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

# A forked worker has the kit at once and shares its memory; elsewhere than on Linux, forking is not safe.
METHOD = "fork" if sys.platform == "linux" else "spawn"
# Bytes of input.  Two forked workers cost 50 ms; with them 71 kB took longer than without, and 138 kB less (two busy
# cores, docs/scale.md).  A worker that is spawned loads everything itself, which takes 0.6 s.
WORTH_FORKING, WORTH_SPAWNING = 100_000, 400_000
LEAST = 1 << 30  # bytes of memory for each worker, however many there are
SHARE = 0.8  # of the machine's memory, for all workers together


def available() -> int:
    """The cores that this process may use: of the machine, of `taskset` or Slurm, of a container's quota."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with suppress(OSError, ValueError):
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text("ascii").split()
        cores = min(cores, max(1, round(int(quota) / int(period))))
    return cores


def worth(total: int, jobs: int, forked: bool) -> int:
    """The number of processes for so many bytes of input; `jobs` as the user said it, 0 for as many as there are cores.

    >>> worth(1_000, 4, True), worth(10_000_000, 4, True), worth(10_000_000, 1, True)
    (1, 4, 1)
    """
    jobs = jobs or available()
    return 1 if total < (WORTH_FORKING if forked else WORTH_SPAWNING) else jobs


def memory(jobs: int) -> int | None:
    """How many bytes each of so many workers may take beyond what it begins with; None where that is not known."""
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None
    with suppress(OSError, ValueError):
        total = min(total, int(Path("/sys/fs/cgroup/memory.max").read_text("ascii")))
    return max(LEAST, int(total * SHARE / jobs))
