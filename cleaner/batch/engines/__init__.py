"""Engines: what has the shards of a run cleaned by other processes, here or on other machines.

Each is one file and one line of `ENGINES`.  It knows nothing of shards: it calls a function with each of some numbers,
somewhere, again where a worker was lost, and says what came of each.
"""

from __future__ import annotations

from collections.abc import Callable

from cleaner.batch.engines import dask, ray
from cleaner.batch.engines.workers import Open

# What opens an engine's workers: those of the scheduler at an address, or for "" so many processes of this machine.
ENGINES: dict[str, Callable[[str, int], Open]] = {
    "dask": dask.workers,
    "ray": ray.workers,
}
