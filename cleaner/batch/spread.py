"""Documents spread over processes; what comes of them is given in the order of the files.

Memory stays bounded: files are read ahead only while what is read and not yet given on is less than a worker's
WINDOW times their number, whatever the input.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from cleaner.batch.pool import Parcel, Pool, sendable
from cleaner.batch.run import Attempt, Prepared, Spread, Task, attempt
from cleaner.kit import Kit
from cleaner.model import Document

PARCEL = 8_000  # characters that go to a worker together: half a second's work, and a thousandth of that to send it
WINDOW = 1_000_000  # characters a worker that may be read and not yet given on; a file that is larger goes alone
SMALLEST = 1_000  # what a file counts for beside its documents

Work = Callable[[Document], Attempt]


@dataclass(eq=False, slots=True)
class _Waiting:
    """A file in work."""

    file: Prepared
    attempts: list[Attempt | None]
    left: int = field(init=False)
    size: int = field(init=False)

    def __post_init__(self) -> None:
        self.left = len(self.attempts)
        self.size = SMALLEST + sum(len(d.text) for d in self.file.documents)

    def done(self, at: int, attempt: Attempt) -> None:
        """Takes what came of a document, and gives the document back to it."""
        if attempt.cleaned:
            whole = replace(attempt.cleaned, document=self.file.documents[at])
            attempt = replace(attempt, cleaned=whole)
        self.attempts[at] = attempt
        self.left -= 1


def over(jobs: int, kit: Kit, make: Callable[[], Kit], memory: int | None = None, task: Task = attempt) -> Spread:
    """A way to spread documents over so many processes, each with the kit that `make` gives there, for some `task`."""

    def spread(files: Iterator[Prepared]) -> Iterator[tuple[Prepared, Sequence[Attempt]]]:
        ahead = _Ahead(files, jobs * WINDOW, lambda document: task(document, kit))
        with closing(Pool(jobs, make, memory, task)) as pool:
            while ahead.more or ahead.waiting:
                while pool.hungry and (parcel := ahead.parcel()):
                    pool.give(parcel)
                yield from ahead.finished()
                if ahead.waiting and (not pool.hungry or not ahead.may_read):
                    pool.wait()

    return spread


class _Ahead:
    """Files that are read and not yet given on, and their parcels that no worker has yet."""

    def __init__(self, files: Iterator[Prepared], window: int, work: Work) -> None:
        self._files, self._window, self._work = files, window, work
        self._unsent: deque[Parcel] = deque()
        self._size = 0
        self.waiting: deque[_Waiting] = deque()
        self.more = True

    @property
    def may_read(self) -> bool:
        """Whether there may be another parcel now."""
        return bool(self._unsent) or (self.more and self._size <= self._window)

    def parcel(self) -> Parcel | None:
        """The next parcel; None where the window is full, and where the next file has none."""
        if not self._unsent and self.may_read:
            if file := next(self._files, None):
                self.waiting.append(_Waiting(file, [None] * len(file.documents)))
                self._size += self.waiting[-1].size
                self._unsent.extend(_parcels(self.waiting[-1], self._work))
            else:
                self.more = False
        return self._unsent.popleft() if self._unsent else None

    def finished(self) -> Iterator[tuple[Prepared, Sequence[Attempt]]]:
        """The files that are finished and have no unfinished one before them."""
        while self.waiting and not self.waiting[0].left:
            first = self.waiting.popleft()
            self._size -= first.size
            yield first.file, [a for a in first.attempts if a]


def _parcels(waiting: _Waiting, work: Work) -> Iterator[Parcel]:
    """A file's documents, some together.  What no other process can be sent is worked on here."""
    start, size = 0, 0
    documents = waiting.file.documents
    for at, document in enumerate(documents):
        if not sendable(document):
            if start < at:
                yield _parcel(waiting, start, at)
            waiting.done(at, work(document))
            start, size = at + 1, 0
            continue
        size += len(document.text)
        if size >= PARCEL:
            yield _parcel(waiting, start, at + 1)
            start, size = at + 1, 0
    if start < len(documents):
        yield _parcel(waiting, start, len(documents))


def _parcel(waiting: _Waiting, start: int, end: int) -> Parcel:
    return Parcel(waiting.file.documents[start:end], lambda i, attempt: waiting.done(start + i, attempt))
