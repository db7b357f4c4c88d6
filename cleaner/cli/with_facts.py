"""Whether a run needs batch facts at all: a single page neither reads facts nor imports what makes them."""

from __future__ import annotations

from pathlib import Path

from cleaner.cli.job import Job


def with_facts(
    job: Job, given: Path | None, keep: Path | None = None, *, survey: bool = True, lasting: bool = False
) -> Job:
    """The job with what its documents may know of one another: see `cli/surveyed.py`."""
    if not (given or job.kit.same_source or (survey and job.has_companions)):
        return job
    from cleaner.cli import surveyed

    return surveyed.with_facts(job, given, keep, survey=survey, lasting=lasting)
