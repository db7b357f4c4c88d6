"""The batch facts of a run: those that the user names, or those of a survey of the run's own files."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from cleaner.batch.facts import Facts, write_facts
from cleaner.batch.groups import sizes
from cleaner.batch.read_once import ReadOnce
from cleaner.batch.recipe import recipe, survey_recipe
from cleaner.batch.survey_record import WHOLE, SurveyRecord, record
from cleaner.batch.surveying import Batch, with_damages
from cleaner.cli.job import Job
from cleaner.cli.messages import fail
from cleaner.files import remote

FOLDER = ".survey"  # in OUT: the facts of its last run, and the record of their survey
# Bytes of input.  So much is surveyed in a tenth of a second: of less, no record is kept.
LARGE = 1_000_000


def with_facts(job: Job, given: Path | None, keep: Path | None, *, survey: bool, lasting: bool) -> Job:
    """The job with what its documents may know of one another: the facts that are `given`, or those of a `survey`.

    The folder `keep` keeps what the survey finds, if that is worth it (the facts also if they must be `lasting`); else
    it goes when the program ends.
    """
    if given:
        facts = Facts(_fetched(given), same_source=job.kit.same_source, copies=job.settings.copies)
    elif survey:
        large = sum(sizes(job.inputs)) >= LARGE
        place = (keep / FOLDER if keep and (lasting or large) else _passing()) / "facts"
        job = replace(job, once=ReadOnce())
        facts = _surveyed(job, place, records_of(place) if keep and large else None)
    else:
        facts = Facts()
    if job.kit.same_source and not facts.damages and (given or not survey):
        cure = "name facts with --facts that `cleaner survey --same-source` made"
        raise fail(f"--same-source: nothing is known of what was done to the other documents; {cure}")
    if given and job.settings.copies and not facts.has_copies:
        raise fail("--copies: these facts hold none; name facts with --facts that `cleaner survey --copies` made")
    return replace(job, facts=facts, kit=replace(job.kit, facts=facts))


def _surveyed(job: Job, place: Path, records: Path | None) -> Facts:
    """The facts of all files of a job; the file `place` is written if there are any."""
    with record(records, WHOLE, how(job)) as found:
        files = replace(batch(job, found), once=job.once)
        made, _ = files.gathered()
    if not (made["lines"] or made["spellings"] or made["copied"] or files.damages):
        place.unlink(missing_ok=True)
        return Facts()
    place.parent.mkdir(parents=True, exist_ok=True)
    write_facts(place, made, files.damages)
    return Facts(place, same_source=files.diagnose, copies=files.copies)


def records_of(place: Path) -> Path:
    """The folder with the record of the survey that made a file of facts."""
    return place.with_name(f"{place.name}.surveys")


def how(job: Job) -> str:
    """A digest of all that bears on what a survey finds in a file."""
    return recipe(job.settings, job.options, job.kit) if job.kit.same_source else survey_recipe(job.options)


def batch(job: Job, found: SurveyRecord) -> Batch:
    """The files of a job as a survey looks at them."""
    diagnose = job.kit.same_source
    spread = job.spread(with_damages) if diagnose else None
    return Batch(job.inputs, job.options, found, diagnose, job.kit, spread, copies=job.settings.copies)


def _fetched(place: Path) -> Path:
    """Facts at an address, brought here."""
    if not (url := remote.url_of(place)):
        return place
    here = _passing() / "facts"
    if not remote.fetched(url, here):
        raise fail(f"{url}: no file there; `cleaner survey` makes batch facts")
    return here


def _passing() -> Path:
    """A folder that goes when the program ends."""
    folder = Path(tempfile.mkdtemp(prefix="cleaner-survey-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
