"""Files in, outcomes out: one file at a time, and a bad one stops nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cleaner.files import Input
from cleaner.formats import ByteEdit, Source, Unreadable, read
from cleaner.kit import Kit
from cleaner.model import Cleaned
from cleaner.pipeline import clean


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.  `failure` says why it could not be used; then there is nothing else."""

    input: Input
    source: Source | None = None
    cleaned: tuple[Cleaned, ...] = ()
    edits: tuple[ByteEdit, ...] = ()
    failure: str = ""

    @property
    def data(self) -> bytes:
        """The corrected file."""
        return self.source.rewritten(self.edits) if self.source else b""

    @property
    def complaints(self) -> list[str]:
        """Everything amiss, for the user: the failure, lines that were passed over."""
        found = [f"{self.input.path}: {self.failure}"] if self.failure else []
        lines = self.source.problems if self.source else ()
        return found + [f"{self.input.path}:{p.line}: {p.message}; left as it is" for p in lines]

    @property
    def notices(self) -> list[str]:
        """What the user should know though nothing is amiss."""
        found = list(self.source.notices) if self.source else []
        found += (f"{c.document.id}: {n}" for c in self.cleaned for n in c.notices)
        return [f"{self.input.path}: {n}" for n in found]


def outcomes(
    inputs: Iterable[Input],
    kit: Kit,
    format: str | None = None,
    text_field: str = "text",
    id_field: str = "id",
) -> Iterator[Outcome]:
    """Each file cleaned, in order."""
    for item in inputs:
        try:
            data = item.path.read_bytes()
        except OSError as error:
            yield Outcome(item, failure=f"cannot be read: {error.strerror}")
            continue
        yield outcome(item, data, kit, format, text_field, id_field)


def outcome(
    item: Input,
    data: bytes,
    kit: Kit,
    format: str | None = None,
    text_field: str = "text",
    id_field: str = "id",
) -> Outcome:
    """One file's bytes cleaned."""
    try:
        source = read(item.name, data, format, text_field, id_field)
        cleaned = tuple(clean(d, kit) for d in source.documents)
        return Outcome(item, source, cleaned, tuple(source.edits(cleaned)))
    except Unreadable as error:
        return Outcome(item, failure=str(error))


STDIN = Input(Path("-"), "stdin.txt")
