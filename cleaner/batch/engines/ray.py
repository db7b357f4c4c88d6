"""Ray: the workers of a cluster, or processes on this machine.

Work whose worker is killed goes to another worker, as often as work that fails by itself.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from cleaner.batch.engines.workers import Work, Workers
from cleaner.files.extras import imported
from cleaner.files.given import Misuse

TRIES = 3


@contextmanager
def workers(address: str, jobs: int) -> Iterator[Workers]:
    """Ray's workers.  Without an `address` the environment may name a cluster (`RAY_ADDRESS`)."""
    ray = imported("ray", "ray")
    address = address or os.environ.get("RAY_ADDRESS", "")
    here: dict[str, Any] = {} if address else {"num_cpus": jobs, "include_dashboard": False}
    try:
        ray.init(address or "local", **here, log_to_driver=False, logging_level=logging.CRITICAL)
    except (ConnectionError, ValueError, RuntimeError) as error:
        said = str(error).split("\n", 1)[0]
        raise Misuse(f"no Ray cluster answers at {address}: {said}") from None
    try:
        where = f"the cluster at {address}" if address else "this machine"
        yield Workers(where, int(ray.cluster_resources().get("CPU", 0)), partial(_run, ray))
    finally:
        ray.shutdown()


def _run(ray: Any, work: Work, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
    task = ray.remote(num_cpus=1, max_retries=TRIES - 1, retry_exceptions=True)(_done)
    running = {task.remote(work, number): number for number in numbers}
    while running:
        (first,), _ = ray.wait(list(running), num_returns=1)
        yield running.pop(first), _wrong(ray, first)


def _done(work: Work, number: int) -> None:
    work(number)


def _wrong(ray: Any, finished: Any) -> str:
    """Why work failed; "" if it did not."""
    try:
        ray.get(finished)
    except ray.exceptions.RayTaskError as error:
        return str(error.cause).split("\n", 1)[0] or type(error.cause).__name__
    except ray.exceptions.RayError:
        return "its worker was killed each time; memory?"
    return ""
