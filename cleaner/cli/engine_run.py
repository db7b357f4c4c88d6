"""The part of a run that an engine does: shards, cleaned by its workers.  What they did is then put together here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cleaner.batch import cores
from cleaner.batch.engines import ENGINES
from cleaner.batch.engines.shard_command import ShardCommand, end_with_parent
from cleaner.batch.engines.workers import Workers
from cleaner.batch.groups import sizes
from cleaner.batch.shard import Shard, divided
from cleaner.cli.job import Job
from cleaner.cli.messages import fail, say, stopped
from cleaner.cli.options import Shared
from cleaner.cli.printing import paintable
from cleaner.cli.progress import ERASED
from cleaner.cli.surveyed import FOLDER
from cleaner.cli.writing_run import Writing
from cleaner.files import remote
from cleaner.files.extras import Missing
from cleaner.text.plural import count


@dataclass(frozen=True, slots=True)
class Engine:
    """The engine of a run, as the command line says it.

    The command of each shard has the same arguments, and is told that it is one by `--shard`.
    """

    name: str
    address: str
    shards: int | None

    @staticmethod
    def told(name: str, address: str, shards: int | None) -> Engine:
        """What `--engine`, `--scheduler` and `--shards` say."""
        if name not in ENGINES:
            raise fail(f"--engine: {name!r} is no engine that we know; known: {', '.join(ENGINES)}")
        return Engine(name, address, shards)

    def begin(self, shared: Shared) -> Shared:
        """A shard ends with its worker, and cleans with one core: an engine cleans as many at once as it has cores."""
        end_with_parent()
        return replace(shared, jobs=1)

    def cleaned(self, job: Job, how: Writing) -> tuple[Job, int]:
        """Has the shards cleaned.  Returns the job without the files of those that failed, and how many failed."""
        if how.shard:  # no text takes it down: its documents are cleaned in a process beside it
            return replace(job, guarded=True), 0
        if job.shared.file_list == Path("-") or any(item.data is not None for item in job.inputs):
            raise fail("--engine: each worker reads its input itself, and standard input gives it once; name files")
        try:
            with ENGINES[self.name](self.address, job.settings.jobs or cores.available()) as workers:
                number = self.shards or divided(how.out, list(sizes(job.inputs)), workers.cores)
                failed = list(_failures(job, workers, _arguments(job, how), number))
        except Missing as error:
            raise fail(f"--engine {self.name}: {error}") from None
        if len(failed) == number:
            raise fail("no shard was cleaned; the same command tries again")
        if how.mirror:
            how.mirror.gather()
        without = {item.name for shard in failed for item in shard.mine(job.inputs, sizes(job.inputs))}
        return replace(job, inputs=[item for item in job.inputs if item.name not in without]), len(failed)


def _arguments(job: Job, how: Writing) -> tuple[str, ...]:
    """Those of the run; its shards are told by them what their documents may know of one another."""
    given = tuple(sys.argv[sys.argv.index("clean") + 1 :])
    if not job.facts or not job.facts.path or any(a.partition("=")[0] == "--facts" for a in given):
        return given
    place = str(job.facts.path)
    if how.mirror:
        place = f"{how.mirror.url}/{FOLDER}/{job.facts.path.name}"
        remote.put(job.facts.path, place)
    return "--facts", place, *given  # first: what follows a `--` is no option


def _failures(job: Job, workers: Workers, arguments: tuple[str, ...], number: int) -> Iterator[Shard]:
    """Runs the shards and tells how far they are; yields those that failed."""
    command = ShardCommand(arguments, str(Path.cwd()), number)
    shards, done, screen = count(number, "shard"), 0, paintable(sys.stderr)
    if not job.shared.quiet:
        say(f"{count(len(job.inputs), 'file')} in {shards}, by {workers.where} ({count(workers.cores, 'core')})")
    told = not job.shared.quiet and sys.stderr.isatty()
    try:
        for i, wrong in workers.run(command, range(1, number + 1)):
            done += not wrong
            screen.write(ERASED if told else "")
            if wrong:
                say(f"shard {i}/{number} failed: {wrong}; its files are left out, and the same command goes on")
                yield Shard(i, number)
            screen.write(f"{done} of {shards} done" if told else "")
            screen.flush()
    except KeyboardInterrupt:
        raise stopped(f"{done} of {shards} done, each whole") from None
    screen.write(ERASED if told else "")
