"""Files are written in groups, for a disk syncs many of them in hardly more time than one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, repeat
from time import monotonic

from cleaner.formats.outcome import Input, Outcome

MOST = 64  # files of a group; each may need an open file
SECONDS = 1.0  # after which a review beside the run sees what was done
# Bytes.  Cleaning such a file takes longer (60 ms, a scan 2 s) than syncing it (2 to 5 ms on a slow disk).
LARGE = 16_000


def written(
    outcomes: Iterator[Outcome],
    write: Callable[[Sequence[Outcome]], Iterable[Outcome]],
    sizes: Iterable[int] = (),
) -> Iterator[Outcome]:
    """Every outcome, once `write` has written its group.

    A group is written when it has MOST files, when its first has waited for SECONDS, and before a file that may take
    long: `sizes` are those of the files, as they come.  What is done when an error or Ctrl-C comes is written too.
    """
    group: list[Outcome] = []
    begun = 0.0

    def finished() -> Iterable[Outcome]:
        nonlocal group
        full, group = group, []
        return write(full) if full else ()

    try:
        for size in chain(sizes, repeat(0)):
            if size > LARGE:
                yield from finished()
            outcome = next(outcomes, None)
            if outcome is None:
                break
            begun = begun if group else monotonic()
            group.append(outcome)
            large = outcome.source is not None and len(outcome.source.data) > LARGE
            if large or len(group) >= MOST or monotonic() - begun >= SECONDS:
                yield from finished()
    except (Exception, KeyboardInterrupt):
        yield from finished()
        raise
    yield from finished()


def sizes(inputs: Iterable[Input]) -> Iterator[int]:
    """How large the files are, in bytes; 0 where that cannot be asked."""
    for item in inputs:
        try:
            yield item.size or (item.path.stat().st_size if item.data is None else len(item.data))
        except OSError:
            yield 0
