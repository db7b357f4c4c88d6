"""A run that asks somebody about what is open before anything is written.

It looks at its files twice.  The first time all are cleaned, and what came of them is put aside in a file; then who is
asked knows every open place of the run, and asks; the second time each file is read again and gets what was put aside,
with the answers.  So nothing is cleaned twice, and memory stays bounded.
"""

from __future__ import annotations

import hashlib
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import IO, Protocol

from cleaner.batch import run
from cleaner.batch.run import Attempt, Prepared, Spread
from cleaner.batch.worker import light
from cleaner.kit import Kit
from cleaner.model import Cleaned, Document


class Asker(Protocol):
    """Who asks about open places, such as the client of a language model."""

    def collect(self, cleaned: Cleaned) -> None:
        """Sees a text with its open places, before it asks."""

    def judged(self, cleaned: Cleaned) -> Cleaned:
        """The text with the answers."""

    def misses(self, cleaned: Cleaned) -> bool:
        """Whether an answer about it should have come and did not."""


def asked_first(
    files: Iterator[Prepared], kit: Kit, spread: Spread | None, asker: Asker, ask: Callable[[], None]
) -> Spread:
    """A spread that cleans nothing: it gives what came of a first look at the `files`, with the answers.

    `spread` is that of the first look; `ask` asks, once all was looked at.
    """
    aside = _Aside()
    for file, attempts in spread(files) if spread else run.here(files, kit):
        for attempt in attempts:
            if attempt.cleaned:
                asker.collect(attempt.cleaned)
        aside.put(file.documents, attempts)
    ask()
    return lambda again: aside.given(again, kit, asker)


class _Aside:
    """What came of the documents of some files, in a file that goes when the process does."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # it is open as long as the run

    def put(self, documents: Sequence[Document], attempts: Sequence[Attempt]) -> None:
        """Puts the attempts at a file's documents behind those that were put before."""
        pickle.dump((_digest(documents), [light(a) for a in attempts]), self._file, pickle.HIGHEST_PROTOCOL)

    def given(self, files: Iterable[Prepared], kit: Kit, asker: Asker) -> Iterator[tuple[Prepared, Sequence[Attempt]]]:
        """The same files with what was put aside; one that has changed since is cleaned anew, without answers."""
        self._file.seek(0)
        for file in files:
            digest, attempts = self._next()
            if digest != _digest(file.documents):
                yield file, [replace(run.attempt(d, kit), again=True) for d in file.documents]
                continue
            yield file, [_judged(a, d, asker) for a, d in zip(attempts, file.documents, strict=True)]
        self._file.close()

    def _next(self) -> tuple[bytes, list[Attempt]]:
        try:
            digest, attempts = pickle.load(self._file)
        except EOFError:  # a file more than there were
            return b"", []
        return digest, attempts


def _judged(attempt: Attempt, document: Document, asker: Asker) -> Attempt:
    if not attempt.cleaned:
        return attempt
    whole = replace(attempt.cleaned, document=document)
    return replace(attempt, cleaned=asker.judged(whole), again=attempt.again or asker.misses(whole))


def _digest(documents: Sequence[Document]) -> bytes:
    """Tells the documents of one file from others."""
    told = hashlib.sha256()
    for document in documents:
        told.update(f"{document.id}\0{document.text}\0".encode("utf-8", "surrogatepass"))
    return told.digest()
