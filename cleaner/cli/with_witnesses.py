"""The job with the witnesses that the command line names."""

from __future__ import annotations

from dataclasses import replace

from cleaner.batch.witnesses import Beside, Witness
from cleaner.cli.job import Job
from cleaner.cli.messages import fail
from cleaner.cli.witnessing import Hearing
from cleaner.formats.jsonfiles import FIELDS


def with_witnesses(job: Job) -> Job:
    """The job with its witnesses."""
    told, field = job.shared.witness, job.shared.witness_field
    if not told:
        raise fail("--witness-field needs --witness PATH")
    witnesses = [Witness.told(words) for words in told]
    if field and not job.options.text_field:  # a table without one is read as a whole, what the witness says too
        job = replace(job, options=replace(job.options, text_field=FIELDS))
    single = [w for w in witnesses if not w.path.is_dir()]
    texts = [item for item in job.inputs if not (item.passed or item.amiss)]
    if single and len(texts) > 1:
        raise fail(f"--witness: {single[0].path} is one file, and there are {len(texts)} to clean: give a folder")
    beside = Beside(witnesses, job.options, {item.path: item.name for item in job.inputs}, field)
    return replace(job, hearing=Hearing(witnesses, beside, job.shared.quiet, beside.recipe()))
