"""A run that writes: into OUT, as a whole or one shard of it, or in place."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.batch import shard as shards
from cleaner.batch.facts import Facts
from cleaner.batch.groups import sizes, written
from cleaner.batch.recipe import recipe
from cleaner.batch.reuse import Past, enter, nothing
from cleaner.batch.shard import Shard
from cleaner.cli.job import Job
from cleaner.cli.writers import Tree, tree
from cleaner.ledger import Ledger, taking
from cleaner.ledger.connection import NAME
from cleaner.ledger.done import Mark, last_decision
from cleaner.ledger.inplace import Replacements
from cleaner.ledger.output import Output
from cleaner.reports.summary import Summary
from cleaner.rulebook.fingerprint import version
from cleaner.version import __version__

if TYPE_CHECKING:
    from cleaner.batch.mirror import Mirror


@dataclass(frozen=True, slots=True)
class Writing:
    """How files are written into `out`, as the command line says it."""

    out: Path
    edits: bool
    force: bool
    fresh: bool
    add: bool
    shard: Shard | None = None
    engine: bool = False  # has the shards cleaned
    mirror: Mirror | None = None  # where OUT lies elsewhere


def in_place(job: Job, keep: Path, summary: Summary) -> Replacements:
    """Changes the files themselves; `keep` is the folder of the ledger with what they held."""
    keep.mkdir(parents=True, exist_ok=True)
    with Ledger.open(keep) as ledger:
        _begin(ledger, job)
        writer = Replacements(ledger, job.options)
        job = replace(job, kit=replace(job.kit, remembered=ledger.decisions()))
        for _ in job.outcomes(summary, lambda cleaned: written(cleaned, writer.write, sizes(job.inputs))):
            pass
        ledger.finish(+summary.passed)
    return writer


def into(job: Job, summary: Summary, how: Writing) -> Tree:
    """Writes corrected copies, a diff and the ledger.  Returns the writer, which knows what became of the files."""
    reports, facts = how.shard.place(how.out) if how.shard else how.out, job.facts or Facts()
    with _ledgers(job, how, reports, summary) as (ledger, others):
        mark = Mark(recipe(job.settings, job.options, job.kit) + job.recipe_beside, last_decision(ledger.db))
        past = Past(ledger, how.out, mark, others, how.mirror.bring if how.mirror else nothing, facts)
        kit = replace(job.kit, remembered=ledger.decisions(), facts=facts)
        job = replace(job, kit=kit, earlier=past)
        output = Output(ledger, how.out, force=how.force, mark=mark, take=past.take)
        with tree(output, reports, job.options, facts, edits=how.edits) as writer:
            for _ in job.outcomes(summary, lambda cleaned: written(cleaned, writer.write, sizes(job.inputs))):
                pass
    if not how.shard:
        shards.clear(how.out)
    return writer


@contextmanager
def _ledgers(job: Job, how: Writing, reports: Path, summary: Summary) -> Iterator[tuple[Ledger, Sequence[Ledger]]]:
    """The ledger of the run, in which its beginning and its end are noted, and others that may know of its files."""
    reports.mkdir(parents=True, exist_ok=True)
    with Ledger.open(reports) as ledger, ExitStack() as stack:
        others = _looked_at(how.out) if how.shard else shards.parts(how.out)
        for other in others:
            stack.enter_context(other)
            taking.begin(ledger, other, all_of_it=bool(how.shard))
        with ledger.transaction():
            enter(ledger, job.inputs, how.out, add=how.add, fresh=how.fresh)
            _begin(ledger, job)
        yield ledger, [] if how.fresh and (how.shard or not how.engine) else others
        ledger.finish(+summary.passed)  # the kinds of files that were passed over


def _looked_at(out: Path) -> list[Ledger]:
    """OUT's own ledger, for a shard, if it is there."""
    return [Ledger.open(out, create=False, look=True)] if (out / NAME).is_file() else []


def _begin(ledger: Ledger, job: Job) -> None:
    """Notes that a run begins, with its command, settings and rules."""
    versions = {rule.id: version(rule) for rule in job.kit.rulebook.rules.values()}
    ledger.begin(__version__, " ".join(sys.argv), asdict(job.settings), versions)
