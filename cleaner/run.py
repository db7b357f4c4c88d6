"""Files in, outcomes out: one file at a time, and a bad one stops nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cleaner.files import Input
from cleaner.formats import ByteEdit, NoText, Source, Unreadable, read
from cleaner.kit import Kit
from cleaner.model import Cleaned
from cleaner.pipeline import clean


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.  `failure` says why it could not be used, `passed` what kind of file was passed over;
    then there is nothing else.
    """

    input: Input
    source: Source | None = None
    cleaned: tuple[Cleaned, ...] = ()
    edits: tuple[ByteEdit, ...] = ()
    failure: str = ""
    passed: str = ""

    @property
    def shown(self) -> str:
        """The file's path, as it can be printed."""
        return str(self.input.path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")

    @property
    def data(self) -> bytes:
        """The corrected file."""
        return self.source.rewritten(self.edits) if self.source else b""

    @property
    def complaints(self) -> list[str]:
        """Everything amiss, for the user: the failure, lines that were passed over."""
        found = [f"{self.shown}: {self.failure}"] if self.failure else []
        lines = self.source.problems if self.source else ()
        return found + [f"{self.shown}:{p.line}: {p.message}{_like_this(p.count)}; left as it is" for p in lines]

    @property
    def notices(self) -> list[str]:
        """What the user should know though nothing is amiss."""
        found = list(self.source.notices) if self.source else []
        found += (f"{c.document.id}: {n}" for c in self.cleaned for n in c.notices)
        return [f"{self.shown}: {n}" for n in found]


def outcomes(
    inputs: Iterable[Input],
    kit: Kit,
    format: str | None = None,
    text_field: str | Sequence[str] = (),
    id_field: str = "id",
) -> Iterator[Outcome]:
    """Each file cleaned, in order.  No two documents of a run have one id: the second is named after its file too."""
    seen: set[str] = set()
    for item in inputs:
        try:
            data = item.read()
        except NoText as error:
            yield Outcome(item, passed=str(error))
        except Unreadable as error:
            yield Outcome(item, failure=str(error))
        else:
            yield outcome(item, data, kit, format, text_field, id_field, seen)


def outcome(
    item: Input,
    data: bytes,
    kit: Kit,
    format: str | None = None,
    text_field: str | Sequence[str] = (),
    id_field: str = "id",
    seen: set[str] | None = None,
) -> Outcome:
    """One file's bytes cleaned; `seen` are the ids that are taken."""
    taken = set() if seen is None else seen
    try:
        source = read(item.label, data, format, text_field, id_field)
        documents = [d if d.id not in taken else replace(d, id=f"{item.label}:{d.id}") for d in source.documents]
        taken.update(d.id for d in documents)
        cleaned = tuple(clean(d, kit) for d in documents)
        return Outcome(item, source, cleaned, tuple(source.edits(cleaned)))
    except Unreadable as error:
        if isinstance(error, NoText) and not item.named:
            return Outcome(item, passed=f"{item.path.suffix.lower()} without a text that we know")
        return Outcome(item, failure=str(error))


def _like_this(count: int) -> str:
    return "" if count == 1 else f" (this and {count - 1:,} more records)"


STDIN = Input(Path("-"), "stdin.txt")
