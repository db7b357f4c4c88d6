"""What a command is to do with texts: the settings, the kit and the files, and how the work is followed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

from cleaner.cli.colour import Colour, colourful
from cleaner.cli.guarded import paintable
from cleaner.cli.messages import say
from cleaner.text.plural import count

if TYPE_CHECKING:
    from cleaner.cli.options import Shared
    from cleaner.config import Settings
    from cleaner.formats import ReadOptions, Source
    from cleaner.formats.outcome import Input, Outcome
    from cleaner.kit import Kit

T = TypeVar("T")
# Fewer files are done before a bar is drawn.
WORTH_A_BAR = 20


@dataclass(frozen=True, slots=True)
class Job:
    """The files to work on, and everything that is needed for it."""

    shared: Shared
    settings: Settings
    options: ReadOptions
    inputs: list[Input]
    kit: Kit

    @staticmethod
    def on(paths: list[Path], shared: Shared, *, out: Path | None = None, search: bool = True) -> Job:
        """The job that the command line gives.  Without `search` each path is a file, which nobody looks for first."""
        from cleaner.build_kit import build_kit
        from cleaner.files.given import Misuse
        from cleaner.formats.outcome import Input

        if shared.quiet and shared.verbose:
            raise Misuse("--quiet or --verbose, not both")
        settings = shared.settings()
        options = shared.read_options(settings)
        if from_stdin(paths, shared.stdin_filename):
            inputs = [_standard_input(shared.stdin_filename)]
        elif search:
            from cleaner.batch import inputs as files

            inputs = files.find(paths, settings.exclude, out)
        else:
            inputs = [Input(path, path.name) for path in paths]
        job = Job(shared, settings, options, inputs, build_kit(settings))
        if shared.verbose:
            say(*_described(job))
        return job

    def outcomes(self) -> Iterator[Outcome]:
        """The files cleaned, one after the other, with a progress bar where somebody looks on and it takes a while."""
        from cleaner.batch import run

        done = run.outcomes(self.inputs, self.kit, self.options)
        if self.shared.verbose:
            return _timed(done, self._what_became)
        if self.shared.quiet or len(self.inputs) < WORTH_A_BAR or not sys.stderr.isatty():
            return done
        return _with_a_bar(done, len(self.inputs), self.shared.color)

    def sources(self, complain: Callable[[str], object]) -> Iterator[tuple[Input, Source]]:
        """The files as they read; `complain` is told of those that cannot be read."""
        from cleaner.batch import corpus

        done = corpus.sources(self.inputs, complain, self.options)
        return _timed(done, lambda both: self._how_read(*both)) if self.shared.verbose else done

    def tell(self, outcome: Outcome) -> None:
        """Say what is amiss with a file, and what its reader should know."""
        say(*outcome.complaints, *([] if self.shared.quiet else outcome.notices))

    def _what_became(self, outcome: Outcome) -> str:
        from cleaner.model import Verdict

        if outcome.source is None:
            return (
                f"{outcome.shown}: passed over ({outcome.passed})" if outcome.passed else f"{outcome.shown}: not read"
            )
        damage = [f"{d} {p:.2f}" for c in outcome.cleaned for d, p in c.diagnosis.probabilities.items() if p >= TELLING]
        found = [record.verdict for cleaned in outcome.cleaned for record in cleaned.records]
        verdicts = [count(found.count(Verdict(name)), noun) for name, noun in SAID.items()]
        read = self._how_read(outcome.input, outcome.source)
        return f"{read}; damage: {', '.join(damage) or 'none seen'}; {', '.join(verdicts)}"

    def _how_read(self, item: Input, source: Source) -> str:
        from cleaner.formats import format_read

        format = format_read(source.name, source.data, self.options)
        characters = sum(len(document.text) for document in source.documents)
        return f"{item.path}: {format}, {count(len(source.documents), 'document')}, {count(characters, 'character')}"


SAID = {"fix": "fix", "ask": "question", "flag": "flag"}  # verdicts, and what a reader calls them
TELLING = 0.5  # a damage that is at least this likely is named, as in the summary


def from_stdin(paths: list[Path], name: str | None = None) -> bool:
    """Whether the text comes from standard input.  Raises `Misuse` where that does not go with the rest."""
    from cleaner.files.given import Misuse

    if Path("-") in paths and len(paths) > 1:
        raise Misuse("- (standard input) goes alone")
    if name is not None and paths != [Path("-")]:
        raise Misuse("--stdin-filename goes with - (standard input)")
    return paths == [Path("-")]


def _standard_input(name: str | None) -> Input:
    """What comes from standard input.  `name` tells its kind and names it; no file of that name is read."""
    from cleaner.files.given import Misuse
    from cleaner.formats.outcome import Input

    if name is None:
        return Input(Path("-"), "stdin.txt", data=sys.stdin.buffer.read())
    path = Path(name)
    if path.name in ("", ".."):
        raise Misuse(f"--stdin-filename: {name!r} is no name of a file")
    return Input(path, path.name, data=sys.stdin.buffer.read())


def _described(job: Job) -> Iterator[str]:
    """The settings that hold, for who wants to know."""
    from cleaner import config

    yield f"settings: {config.file_of(Path.cwd()) or 'no file here or above, so the defaults'}"
    for name in config.KEYS:
        if (value := getattr(job.settings, name)) != getattr(config.Settings(), name):
            yield f"  {name.replace('_', '-')}: {_in_words(value)}"
    yield f"rules: {count(len(job.kit.rulebook.rules), 'rule')} in use"
    yield f"files: {len(job.inputs)}"


def _in_words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {number:g}" for name, number in value.items())
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _timed(done: Iterator[T], told: Callable[[T], str]) -> Iterator[T]:
    """Each thing as it comes, with a line on it and on how long it took."""
    began = perf_counter()
    for thing in done:
        say(f"{told(thing)}; {perf_counter() - began:.2f} s")
        yield thing
        began = perf_counter()


def _with_a_bar(done: Iterator[T], total: int, wanted: Colour) -> Iterator[T]:
    from rich.console import Console
    from rich.progress import track

    screen = paintable(sys.stderr)
    console = Console(file=screen, no_color=not colourful(screen, wanted))
    return iter(track(done, "cleaning", total, transient=True, console=console))
