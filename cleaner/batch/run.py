"""Cleans files one after the other.  A file that cannot be used stops none of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cleaner.batch.inputs import ending
from cleaner.formats import NoText, ReadOptions, Unreadable, read
from cleaner.formats.outcome import Input, Outcome
from cleaner.kit import Kit
from cleaner.pipeline import clean


def outcomes(inputs: Iterable[Input], kit: Kit, options: ReadOptions = ReadOptions()) -> Iterator[Outcome]:
    """Each file cleaned, in order.  No two documents of a run have one id: the second is named after its file too."""
    taken: set[str] = set()
    for item in inputs:
        try:
            yield _cleaned(item, kit, options, taken)
        except NoText as error:
            if item.named:
                yield Outcome(item, failure=str(error))
            else:
                kind = item.passed or f"{ending(item.name)} without a text that we know"
                yield Outcome(item, passed=kind)
        except Unreadable as error:
            yield Outcome(item, failure=str(error))


def _cleaned(item: Input, kit: Kit, options: ReadOptions, taken: set[str]) -> Outcome:
    """One file cleaned; `taken` are the ids of the run's documents, to which its own are added."""
    source = read(item.label, item.read(), options)
    documents = [d if d.id not in taken else replace(d, id=f"{item.label}:{d.id}") for d in source.documents]
    taken.update(d.id for d in documents)
    cleaned = tuple(clean(d, kit) for d in documents)
    return Outcome(item, source, cleaned, tuple(source.edits(cleaned)))
