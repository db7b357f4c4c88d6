"""Workers, and parcels of documents that go to them and come back.

A worker that dies costs nothing but time: its parcels go to others.  The document at which it died is tried once more,
by itself; if that one dies too, the document is given up with the reason.  So is one that takes too long.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing import connection, get_context
from time import monotonic
from typing import Any

from cleaner.batch import cores
from cleaner.batch.run import Attempt, Task, attempt
from cleaner.batch.worker import Board, Sent, without_place, work
from cleaner.formats.outcome import Trouble
from cleaner.kit import Kit
from cleaner.model import Document

AHEAD = 2  # parcels that a worker has: one in work, one that waits, so that no worker waits for the parent
# A document may take so long: a scan takes 0.15 ms a character, so this is more than ten times what the slowest need.
SECONDS, SECONDS_PER_CHARACTER = 120.0, 0.002
TRIES = 2  # deaths at one document; the first may have had another cause
STILLBORN = 3  # workers in a row that die before they begin, and the run with them
PATIENCE = 0.5  # seconds between two looks at what the workers do
# Seconds between two looks that say that the run was stopped (Ctrl-Z, a suspended job of a cluster): what the workers
# were at has not taken so long.
STOPPED = 10.0


@dataclass(eq=False, slots=True)
class Parcel:
    """Some documents, and for each the attempt that came of it."""

    documents: Sequence[Document]
    done: Callable[[int, Attempt], object]  # is told of each document by its number
    deaths: int = 0

    @property
    def size(self) -> int:
        """Characters."""
        return sum(len(d.text) for d in self.documents)


@dataclass(eq=False, slots=True)
class Hand:
    """A worker as the parent sees it."""

    process: Any
    pipe: connection.Connection
    board: Board
    parcels: dict[int, Parcel] = field(default_factory=dict)

    @property
    def at(self) -> tuple[int, int]:
        """The numbers of the parcel and of the document that it is at, or will be at next."""
        number = int(self.board[0])
        return (number, int(self.board[1])) if number in self.parcels else (next(iter(self.parcels)), 0)


class NoWorkers(Exception):
    """The system gives no processes."""


class Pool:
    """Some workers.  `give` parcels while it is `hungry`, and `wait` for what comes of them."""

    def __init__(self, jobs: int, kit: Callable[[], Kit], memory: int | None = None, task: Task = attempt) -> None:
        """`kit` is called in each worker, and `task` there with each document."""
        self._context: Any = get_context(cores.METHOD)
        self._kit, self._memory, self._task = kit, memory, task
        self._numbers = iter(range(sys.maxsize))
        self._again: deque[Parcel] = deque()  # of workers that died
        self._stillborn = 0
        self._looked = self._awake = monotonic()  # the last look, and since when the run has not been stopped
        self._hands: list[Hand] = []
        for _ in range(jobs):
            self._hands.append(self._hired())

    @property
    def hungry(self) -> bool:
        """Whether a worker could take another parcel."""
        return not self._again and any(len(h.parcels) < AHEAD for h in self._hands)

    def give(self, parcel: Parcel) -> None:
        """Sends a parcel to the worker that has least to do."""
        hand = min(self._hands, key=lambda h: (len(h.parcels), sum(p.size for p in h.parcels.values())))
        documents = pickle.dumps([without_place(d) for d in parcel.documents], pickle.HIGHEST_PROTOCOL)
        number = next(self._numbers)
        hand.parcels[number] = parcel
        with suppress(OSError):  # it died; `wait` sees that too
            hand.pipe.send(Sent(number, documents))

    def wait(self, patience: float = PATIENCE) -> None:
        """Takes what has come back, and looks after those that died or stay too long at one document."""
        ready = connection.wait([h.pipe for h in self._hands], patience)
        before, self._looked = self._looked, monotonic()
        if self._looked - before > STOPPED:
            self._awake = self._looked
        for hand in [h for h in self._hands if h.pipe in ready]:
            try:
                number, attempts = hand.pipe.recv()
            except (EOFError, OSError, pickle.UnpicklingError):
                self._died(hand)
            else:
                self._stillborn = 0
                parcel = hand.parcels.pop(number)
                for i, attempt in enumerate(attempts):
                    parcel.done(i, attempt)
        limits = [(hand, _limit(hand)) for hand in self._hands]
        for hand, limit in [(h, limit) for h, limit in limits if limit and self._since(h) > limit]:
            self._died(hand, f"takes longer than {limit:.0f} s")
        while self._again and any(len(h.parcels) < AHEAD for h in self._hands):
            self.give(self._again.popleft())

    def _since(self, hand: Hand) -> float:
        """How many seconds a worker had been at its document at the last look; a stop since then shows at the next."""
        return self._looked - max(float(hand.board[2]), self._awake)

    def _died(self, hand: Hand, why: str = "") -> None:
        """A worker that is dead, or must go for `why`: another takes its place and what it had to do."""
        _end(hand)
        self._hands.remove(hand)
        if int(hand.board[0]) not in hand.parcels and not why:
            self._stillborn += 1
            if self._stillborn > STILLBORN * (len(self._hands) + 1):
                raise NoWorkers(f"its processes end as they begin ({_how(hand)}); --jobs 1 does without them")
        elif hand.parcels:
            self._given_up(hand, *hand.at, why or f"ended its process, twice ({_how(hand)})", bool(why))
        self._again.extend(hand.parcels.values())
        self._hands.append(self._hired())

    def _given_up(self, hand: Hand, number: int, at: int, why: str, for_good: bool) -> None:
        """The parcel without the document at which its worker died, and that one by itself, if it is tried again."""
        parcel = hand.parcels.pop(number)
        document, done = parcel.documents[at], parcel.done
        if for_good or parcel.deaths + 1 >= TRIES:
            trouble = Trouble(document.id, why, "look at it, or leave it out (--exclude); the next run tries it again")
            done(at, Attempt(None, trouble))
        else:
            self._again.append(replace(_part(parcel, at, at + 1), deaths=parcel.deaths + 1))
        for part in (_part(parcel, 0, at), _part(parcel, at + 1, len(parcel.documents))):
            if part.documents:
                self._again.append(part)

    def _hired(self) -> Hand:
        try:
            return self._started()
        except OSError as error:
            raise NoWorkers(f"no process can be started ({error.strerror}); --jobs 1 does without") from None

    def _started(self) -> Hand:
        ours, theirs = self._context.Pipe()
        board = self._context.RawArray("d", [-1.0, 0.0, 0.0])
        inherited = [h.pipe for h in self._hands] + [ours] if cores.METHOD == "fork" else []
        arguments = (self._kit, self._task, theirs, board, inherited, self._memory)
        process = self._context.Process(target=work, args=arguments, daemon=True)
        process.start()
        theirs.close()
        return Hand(process, ours, board)

    def close(self) -> None:
        """Ends the workers, whatever they do."""
        for hand in self._hands:
            _end(hand)
        self._hands.clear()


def _part(parcel: Parcel, start: int, end: int) -> Parcel:
    done = parcel.done
    return Parcel(parcel.documents[start:end], lambda i, attempt: done(start + i, attempt))


def _limit(hand: Hand) -> float:
    """How many seconds the document that a worker is at may take; 0 for one that is at none."""
    number, at = int(hand.board[0]), int(hand.board[1])
    if number not in hand.parcels or at >= len(hand.parcels[number].documents):
        return 0.0
    return SECONDS + SECONDS_PER_CHARACTER * len(hand.parcels[number].documents[at].text)


def _how(hand: Hand) -> str:
    """How a process ended: `SIGSEGV`, `exit code 3`."""
    code = hand.process.exitcode
    if code is not None and code < 0:
        return signal.Signals(-code).name
    return f"exit code {code}"


def _end(hand: Hand) -> None:
    if hand.process.is_alive() and hand.process.pid:
        os.kill(hand.process.pid, signal.SIGKILL) if hasattr(signal, "SIGKILL") else hand.process.terminate()
    hand.process.join()
    hand.pipe.close()


def sendable(document: Document) -> bool:
    """Whether a document can go to another process."""
    try:
        pickle.dumps(document.protect)
    except (pickle.PicklingError, AttributeError, TypeError):
        return False
    return True
