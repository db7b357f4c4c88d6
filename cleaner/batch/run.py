"""Cleans files one after the other.  A file that cannot be used stops none of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from cleaner.batch.inputs import ending
from cleaner.batch.reuse import Earlier
from cleaner.formats import NoText, ReadOptions, Unreadable, read
from cleaner.formats.outcome import Input, Outcome
from cleaner.formats.told import Told
from cleaner.kit import Kit
from cleaner.pipeline import clean


def outcomes(
    inputs: Iterable[Input], kit: Kit, options: ReadOptions = ReadOptions(), earlier: Earlier | None = None
) -> Iterator[Outcome]:
    """Each file cleaned, in order; what `earlier` runs told of a file is taken where they did.

    No two documents of a run have one id: the second is named after its file too.
    """
    taken: set[str] = set()
    for item in inputs:
        try:
            yield _cleaned(item, kit, options, taken, earlier)
        except NoText as error:
            if item.named:
                yield Outcome(item, failure=str(error))
            else:
                kind = item.passed or f"{ending(item.name)} without a text that we know"
                yield Outcome(item, passed=kind)
        except Unreadable as error:
            yield Outcome(item, failure=str(error))


def _cleaned(item: Input, kit: Kit, options: ReadOptions, taken: set[str], earlier: Earlier | None) -> Outcome:
    """One file cleaned; `taken` are the ids of the run's documents, to which its own are added."""
    data = item.read()
    if earlier and (told := earlier(item, data)) and _same_names(told, taken):
        taken.update(_names(item, told.ids, taken))
        return Outcome(item, told=told)
    source = read(item.label, data, options)
    names = _names(item, [d.id for d in source.documents], taken)
    taken.update(names)
    documents = (d if d.id == name else replace(d, id=name) for d, name in zip(source.documents, names, strict=True))
    cleaned = tuple(clean(d, kit) for d in documents)
    return Outcome(item, source, cleaned, tuple(source.edits(cleaned)))


def _names(item: Input, ids: Sequence[str], taken: Set[str]) -> list[str]:
    return [id if id not in taken else f"{item.label}:{id}" for id in ids]


def _same_names(told: Told, taken: Set[str]) -> bool:
    """Whether the run would name a file's documents as the earlier one did."""
    return tuple(i for i, id in enumerate(told.ids) if id in taken) == told.renamed
