"""What a command works on: the settings, the kit and the files; and what it tells while it works."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.cli.messages import fail, say, stopped
from cleaner.text.plural import count

if TYPE_CHECKING:
    from cleaner.batch.facts import Facts
    from cleaner.batch.read_once import ReadOnce
    from cleaner.batch.reuse import Earlier
    from cleaner.batch.run import Spread, Task
    from cleaner.cli.asking_model import ModelAsking
    from cleaner.cli.options import Shared
    from cleaner.cli.witnessing import Hearing
    from cleaner.config import Settings
    from cleaner.formats import ReadOptions, Source
    from cleaner.formats.outcome import Input, Outcome
    from cleaner.kit import Kit
    from cleaner.reports.summary import Summary


@dataclass(frozen=True, slots=True)
class Job:
    """The files to work on, and everything that is needed for it."""

    shared: Shared
    settings: Settings
    options: ReadOptions
    inputs: list[Input]
    kit: Kit
    facts: Facts | None = None  # what the documents may know of one another
    earlier: Earlier | None = None  # what earlier runs told of files that they cleaned
    once: ReadOnce | None = None  # what the survey of its files has read
    asking: ModelAsking | None = None  # of a language model
    hearing: Hearing | None = None  # of witnesses
    guarded: bool = False  # one process that cleans has one beside it, too, which outlives it

    @staticmethod
    def on(paths: list[Path], shared: Shared, *, out: Path | None = None, search: bool = True) -> Job:
        """The job that the command line gives.  Without `search` each path is taken for a file."""
        from cleaner.batch.inputs import find
        from cleaner.build_kit import build_kit
        from cleaner.formats import FORMATS, ReadOptions
        from cleaner.formats.outcome import Input

        if shared.quiet and shared.verbose:
            raise fail("--quiet or --verbose, not both")
        if Path("-") in paths and (len(paths) > 1 or shared.file_list is not None):
            raise fail("- (standard input) cannot be mixed with other paths")
        if not paths and shared.file_list is None:
            raise fail("name files or folders to read, or give --file-list")
        if shared.stdin_filename is not None and paths != [Path("-")]:
            raise fail("--stdin-filename needs - (standard input) as the path")
        if shared.format is not None and shared.format not in FORMATS:
            raise fail(f"--format: {shared.format!r} is not a format that we read; known: {', '.join(FORMATS)}")
        settings = shared.settings()
        options = ReadOptions(
            shared.format,
            settings.text_field,
            settings.id_field,
            shared.extract,
            settings.source_field,
            shared.to or "",
            tuple(settings.speakers.items()),
        )
        if paths == [Path("-")]:
            inputs = [_standard_input(shared.stdin_filename)]
        elif search:
            inputs = find(paths, settings.exclude, out, _listed(shared.file_list))
        else:
            inputs = [Input(path, path.name) for path in paths]
        kit = build_kit(settings)
        if shared.verbose:
            from cleaner.cli.verbose import in_use

            say(*in_use(settings, kit, len(inputs)))
        return Job(shared, settings, options, inputs, kit)

    @property
    def recipe_beside(self) -> str:
        """What bears on a file's outcome beside the file, the settings and the rules: who else is asked."""
        return "".join(part.recipe for part in (self.asking, self.hearing) if part)

    @property
    def has_companions(self) -> bool:
        """Whether there may be more than one document."""
        from cleaner.formats import FORMATS, format_read

        texts = [item for item in self.inputs if not (item.passed or item.amiss)]
        formats = (FORMATS[format_read(item.name, b"", self.options)] for item in texts[:1])
        return len(texts) > 1 or any(format.has_fields or format.divided for format in formats)

    def outcomes(
        self, summary: Summary, written: Callable[[Iterator[Outcome]], Iterator[Outcome]] = iter
    ) -> Iterator[Outcome]:
        """The files cleaned, and `written`, one after the other.

        Tells what is wrong with each file and what its reader should know; `summary` counts.
        """
        finished, told = 0, set[str]()
        try:
            for outcome in written(self._cleaned()):
                notices = [] if self.shared.quiet else [n for n in outcome.notices if n not in told]
                if outcome.input.part:  # what was said of another part of the file is not said again
                    told.update(notices)
                say(*outcome.complaints, *notices)
                summary.add(outcome)
                yield outcome
                finished += outcome.input.part is None or outcome.input.part.last
        except KeyboardInterrupt:
            raise stopped(f"{finished} of {count(len(self.inputs), 'file')} done, each whole") from None

    def _cleaned(self) -> Iterator[Outcome]:
        """The files cleaned, with a line that tells how far the run is, where somebody sees it."""
        from cleaner.batch import run

        spread = self.cleaning()
        if self.asking:
            spread = self.asking.spread(
                run.prepared(self.inputs, self.options, self.earlier, self.once), self.kit, spread
            )
        done = run.outcomes(self.inputs, self.kit, self.options, self.earlier, spread, self.once)
        if self.shared.verbose:
            from cleaner.cli.verbose import became, timed

            return timed(done, lambda outcome: became(outcome, self.options))
        if self.shared.quiet or not sys.stderr.isatty():
            return done
        from cleaner.cli import progress

        return progress.told(done, self.inputs)

    def cleaning(self) -> Spread | None:
        """How documents are cleaned, with their witnesses if there are some; None for one after the other."""
        if not self.hearing:
            return self.spread()
        return self.hearing.spread(self.spread(self.hearing.task), self.kit)

    def spread(self, task: Task | None = None) -> Spread | None:
        """Over how many processes some task is done, and how; None for this one alone.  Without a task they clean."""
        from cleaner.batch import cores
        from cleaner.batch.groups import sizes

        forked = cores.METHOD == "fork"
        jobs = cores.worth(sum(sizes(self.inputs)), self.settings.jobs, forked)
        if jobs == 1 and not self.guarded:
            return None
        from cleaner.batch import run, spread
        from cleaner.build_kit import build_kit

        make = (lambda: self.kit) if forked else partial(build_kit, self.settings, self.kit.remembered, self.kit.facts)
        beside = cores.available() if self.guarded else jobs  # other shards are cleaned on the same machine
        return spread.over(jobs, self.kit, make, cores.memory(beside), task or run.attempt)

    def sources(self, complain: Callable[[str], object]) -> Iterator[tuple[Input, Source]]:
        """The files with their documents; `complain` gets a message for each that cannot be read."""
        from cleaner.batch import inputs as files

        done = files.sources(self.inputs, complain, self.options)
        if self.shared.verbose:
            from cleaner.cli.verbose import read_as, timed

            return timed(done, lambda both: read_as(*both, self.options))
        return done


def _standard_input(name: str | None) -> Input:
    """Standard input as a file.  `name` is its name in reports and tells its format; no such file is read."""
    from cleaner.formats.outcome import Input

    if name is None:
        return Input(Path("-"), "stdin.txt", data=sys.stdin.buffer.read())
    path = Path(name)
    if path.name in ("", ".."):
        raise fail(f"--stdin-filename: {name!r} is not the name of a file")
    return Input(path, path.name, data=sys.stdin.buffer.read())


def _listed(file: Path | None) -> Iterator[Input]:
    """The files of a list, which may come through a pipe."""
    from cleaner.batch.named import listed
    from cleaner.files import given

    if file is not None:
        yield from listed(sys.stdin.buffer.read() if file == Path("-") else given.data(file))
