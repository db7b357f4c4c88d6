"""Dask: the workers of a scheduler, or of a cluster of processes on this machine.

Work whose worker is killed goes to another worker, three times (`distributed.scheduler.allowed-failures`).
"""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from cleaner.batch.engines.workers import Work, Workers
from cleaner.files.extras import imported
from cleaner.files.given import Misuse

TRIES = 3  # of work that fails by itself


@contextmanager
def workers(address: str, jobs: int) -> Iterator[Workers]:
    """Dask's workers.  Without an `address` its own settings may name one (`DASK_SCHEDULER_ADDRESS`)."""
    distributed, dask = imported("distributed", "dask"), imported("dask", "dask")
    address = address or dask.config.get("scheduler-address", None) or ""
    with _client(distributed, address, jobs) as client:
        cores = sum(client.nthreads().values())
        where = f"the cluster at {address}" if address else "this machine"
        yield Workers(where, cores, partial(_run, distributed, client))


def _client(distributed: Any, address: str, jobs: int) -> Any:
    if not address:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # inherited: Ctrl-C is ours to deal with
        try:
            return distributed.Client(
                n_workers=jobs, threads_per_worker=1, dashboard_address=None, memory_limit=0, silence_logs="CRITICAL"
            )
        finally:
            signal.signal(signal.SIGINT, before)
    try:
        return distributed.Client(address)
    except (OSError, ValueError) as error:
        said = str(error).split("\n", 1)[0]
        raise Misuse(f"no Dask scheduler answers at {address}: {said}") from None


def _run(distributed: Any, client: Any, work: Work, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
    futures = {client.submit(work, number, retries=TRIES - 1, pure=False): number for number in numbers}
    try:
        for future in distributed.as_completed(futures):
            yield futures[future], _wrong(distributed, future)
    finally:
        client.cancel(list(futures))


def _wrong(distributed: Any, future: Any) -> str:
    """Why work failed; "" if it did not."""
    if future.status == "finished":
        return ""
    error = future.exception() if future.status == "error" else "the engine gave it up"
    if isinstance(error, distributed.scheduler.KilledWorker):
        return "its worker was killed each time; memory?"
    return str(error).split("\n", 1)[0] or type(error).__name__
