"""A worker: a process that cleans the documents of one parcel after the other.

It knows nothing of files: a parcel of documents comes through a pipe, the attempts go back through it.  On a `Board` in
shared memory it writes which document it is at, so that the one at which it dies or stays is known.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic
from typing import Any

from cleaner.batch.run import Attempt, Task
from cleaner.kit import Kit
from cleaner.model import Cleaned, Document

Board = Any  # three shared doubles: the number of the parcel, of the document in it, and since when


@dataclass(frozen=True, slots=True)
class Sent:
    """A parcel's number and its documents, pickled."""

    number: int
    documents: bytes


def without_place(document: Document) -> Document:
    """The document without what only its file needs; the pipeline never looks at it."""
    return replace(document, container=None)


def work(
    kit: Callable[[], Kit], task: Task, pipe: Connection, board: Board, others: Iterable[Connection], memory: int | None
) -> None:
    """The life of a worker, which does a task with each document.

    `others` are the pipes of its siblings, which it has by inheritance: it closes them, so that each of them sees
    when the parent is gone.  `memory`: how many bytes more it may take.
    """
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to deal with
        for other in others:
            other.close()
        if memory is not None:
            _limit(memory)
        parcels: queue.Queue[Sent] = queue.Queue()
        # Always ready to receive, so that the parent, which sends to it, never waits for one that sends to the parent.
        threading.Thread(target=_receive, args=(pipe, parcels), daemon=True).start()
        mine = kit()
        while True:
            parcel = parcels.get()
            pipe.send((parcel.number, _attempted(parcel, mine, task, board)))
            board[0] = -1
    except OSError:  # nobody receives
        code = 0
    finally:
        os._exit(code)  # not through what the parent would do at its end


def _receive(pipe: Connection, parcels: queue.Queue[Sent]) -> None:
    code = 1  # what it received is too large for its memory: the parent sees that it died
    try:
        while True:
            parcels.put(pipe.recv())
    except (EOFError, OSError):  # the parent is gone, and nobody wants what is in work
        code = 0
    finally:
        os._exit(code)


def _attempted(parcel: Sent, kit: Kit, task: Task, board: Board) -> Sequence[Attempt]:
    attempts = []
    documents: list[Document] = pickle.loads(parcel.documents)
    for number, document in enumerate(documents):
        # The time first: the parent, which may look in between, must never take the last one's time for this one's.
        board[2], board[1], board[0] = monotonic(), number, parcel.number
        attempts.append(light(task(document, kit)))
    return attempts


NOBODY = Document("", "")


def light(attempt: Attempt) -> Attempt:
    """What the parent needs of it: it has the document, and what was left alone without a person is written nowhere."""
    if not (c := attempt.cleaned):
        return attempt
    kept = tuple(r for r in c.kept if r.decided)
    return replace(attempt, cleaned=Cleaned(NOBODY, c.text, c.diagnosis, c.records, kept, c.notices))


def _limit(memory: int) -> None:
    """Let the process take so many bytes more, and no others: better an error in it than a machine that stands."""
    if sys.platform != "linux":
        return
    import resource

    now = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = now + memory
    if hard == resource.RLIM_INFINITY or wanted < hard:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
