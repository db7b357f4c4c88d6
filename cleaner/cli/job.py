"""What a command is to do with texts: the settings, the kit and the files, and how the work is followed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.cli.colour import Colour, colourful
from cleaner.cli.guarded import paintable
from cleaner.cli.messages import say

if TYPE_CHECKING:
    from cleaner.cli.options import Shared
    from cleaner.config import Settings
    from cleaner.formats import ReadOptions, Source
    from cleaner.formats.outcome import Input, Outcome
    from cleaner.kit import Kit

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
        if _from_stdin(paths, shared.stdin_filename):
            inputs = [_standard_input(shared.stdin_filename)]
        elif search:
            from cleaner.batch import inputs as files

            inputs = files.find(paths, settings.exclude, out)
        else:
            inputs = [Input(path, path.name) for path in paths]
        kit = build_kit(settings)
        if shared.verbose:
            from cleaner.cli.verbose import in_use

            say(*in_use(settings, kit, len(inputs)))
        return Job(shared, settings, options, inputs, kit)

    def outcomes(self) -> Iterator[Outcome]:
        """The files cleaned, one after the other, with a progress bar where somebody looks on and it takes a while."""
        from cleaner.batch import run

        done = run.outcomes(self.inputs, self.kit, self.options)
        if self.shared.verbose:
            from cleaner.cli.verbose import became, timed

            return timed(done, lambda outcome: became(outcome, self.options))
        if self.shared.quiet or len(self.inputs) < WORTH_A_BAR or not sys.stderr.isatty():
            return done
        return _with_a_bar(done, len(self.inputs), self.shared.color)

    def sources(self, complain: Callable[[str], object]) -> Iterator[tuple[Input, Source]]:
        """The files as they read; `complain` is told of those that cannot be read."""
        from cleaner.batch import corpus

        done = corpus.sources(self.inputs, complain, self.options)
        if self.shared.verbose:
            from cleaner.cli.verbose import read_as, timed

            return timed(done, lambda both: read_as(*both, self.options))
        return done

    def tell(self, outcome: Outcome) -> None:
        """Say what is amiss with a file, and what its reader should know."""
        say(*outcome.complaints, *([] if self.shared.quiet else outcome.notices))


def _from_stdin(paths: list[Path], name: str | None) -> bool:
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


def _with_a_bar(done: Iterator[Outcome], total: int, wanted: Colour) -> Iterator[Outcome]:
    from rich.console import Console
    from rich.progress import track

    screen = paintable(sys.stderr)
    console = Console(file=screen, no_color=not colourful(screen, wanted))
    return iter(track(done, "cleaning", total, transient=True, console=console))
