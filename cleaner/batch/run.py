"""Files in, outcomes out: one file at a time, and a bad one stops nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from cleaner.formats import NoText, Unreadable, read
from cleaner.formats.outcome import Input, Outcome
from cleaner.kit import Kit
from cleaner.pipeline import clean


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


STDIN = Input(Path("-"), "stdin.txt")
