"""Cleans files in order.  A file or a document that cannot be used stops none of the others.

A file goes through three steps: it is read and its documents get their names (`prepared`), each document is attempted
(here one after the other, or `spread` over processes), and what comes of them is put together (`outcomes`).  Only the
middle step costs much, and it needs nothing but a document and the kit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import PurePath
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from cleaner.batch.first_look import FirstLook
from cleaner.batch.inputs import ending
from cleaner.batch.origin import place_of
from cleaner.batch.parted import parted
from cleaner.formats import NoText, ReadOptions, Unreadable, read
from cleaner.formats.outcome import Input, Outcome, Trouble
from cleaner.kit import Kit
from cleaner.model import Cleaned, Document
from cleaner.pipeline import clean

if TYPE_CHECKING:
    from cleaner.batch.read_once import ReadOnce
    from cleaner.batch.reuse import Earlier
    from cleaner.formats.told import Told


class Prepared(NamedTuple):
    """A file that was read, and its documents by the names that they have in this run.

    Without documents the `outcome` is what becomes of the file.
    """

    outcome: Outcome
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Attempt:
    """A document as it was cleaned, or why that could not be done; and how many seconds it took.

    `asked`: what was looked up of its companions.  A survey cleans nothing, and tells the `damages` that it found.
    `again`: something was to be asked about it and got no answer, so the next run cleans it again.
    """

    cleaned: Cleaned | None
    trouble: Trouble | None = None
    seconds: float = 0.0
    asked: bytes = b""
    damages: tuple[str, ...] = ()
    again: bool = False


Task = Callable[[Document, Kit], Attempt]  # what is done with each document
Spread = Callable[[Iterator[Prepared]], Iterator[tuple[Prepared, Sequence[Attempt]]]]


def outcomes(
    inputs: Iterable[Input],
    kit: Kit,
    options: ReadOptions = ReadOptions(),
    earlier: Earlier | None = None,
    spread: Spread | None = None,
    once: ReadOnce | None = None,
) -> Iterator[Outcome]:
    """Each file cleaned, in order; what `earlier` runs told of a file is taken where they did.

    `once`: what the survey before the run has read.
    """
    look = FirstLook(options, kit)
    files = prepared(inputs, options, earlier, once)
    ready = (file._replace(documents=look.told(file.outcome.input, file.documents)) for file in files)
    for file, attempts in spread(ready) if spread else here(ready, kit):
        yield finished(file.outcome, attempts) if file.documents else file.outcome


def attempt(document: Document, kit: Kit) -> Attempt:
    """One document, whatever happens to it."""
    return guarded(_cleaned, document, kit)


def _cleaned(document: Document, kit: Kit) -> Attempt:
    companions = kit.companions(document)
    return Attempt(clean(document, kit, companions), asked=companions.asked)


def guarded(work: Task, document: Document, kit: Kit) -> Attempt:
    """What comes of some work on a document, or why nothing did; and how many seconds it took."""
    began = perf_counter()
    try:
        return replace(work(document, kit), seconds=perf_counter() - began)
    except MemoryError:
        trouble = Trouble(document.id, "needs more memory than there is", "split it, or clean it with --jobs 1")
    except Exception as error:
        trouble = Trouble(document.id, _own_fault(error), "please report it, with the text")
    return Attempt(None, trouble, perf_counter() - began)


def here(files: Iterable[Prepared], kit: Kit, task: Task = attempt) -> Iterator[tuple[Prepared, Sequence[Attempt]]]:
    """Some task with each document, in this process, one after the other."""
    for file in files:
        yield file, [task(document, kit) for document in file.documents]


def _own_fault(error: Exception) -> str:
    """An error that no document should cause, as it is told: with the line in which it came up."""
    import traceback

    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{PurePath(frame.filename).name}, line {frame.lineno}"
    return f"an error in cleaner itself ({type(error).__name__}: {error}; {where})"


def prepared(
    inputs: Iterable[Input], options: ReadOptions, earlier: Earlier | None = None, once: ReadOnce | None = None
) -> Iterator[Prepared]:
    """Each file as it is read.  No two documents of a run have one id: the second is named after its file too."""
    taken: set[str] = set()
    for item in chain.from_iterable(parted(item, options) for item in inputs):
        try:
            file, names = _read(item, options, taken, earlier, once)
        except NoText as error:
            if item.named:
                yield Prepared(Outcome(item, failure=str(error)))
            else:
                kind = item.passed or f"{ending(item.name)} without a text that we know"
                yield Prepared(Outcome(item, passed=kind))
        except Unreadable as error:
            yield Prepared(Outcome(item, failure=str(error)))
        else:
            taken.update(names)
            yield file


def _read(
    item: Input, options: ReadOptions, taken: Set[str], earlier: Earlier | None, once: ReadOnce | None
) -> tuple[Prepared, Sequence[str]]:
    """One file, and the names of its documents; `taken` are those of the run's earlier ones."""
    source = once.again(item) if once else None
    data = source.file if source else item.read()
    if earlier and not item.part and (told := earlier(item, data)) and _same_names(told, taken):
        return Prepared(Outcome(item, told=told)), _names(item, told.ids, taken)
    try:
        source = source or read(item.label, data, item.options or options)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(f"{_own_fault(error)}; please report it, with the file") from error
    names = _names(item, [d.id for d in source.documents], taken)
    named = (placed(d, item, name) for d, name in zip(source.documents, names, strict=True))
    return Prepared(Outcome(item, source), tuple(named)), names


def placed(document: Document, item: Input, name: str = "") -> Document:
    """A document that knows the place that it comes from, and its `name` in a run."""
    return replace(document, id=name or document.id, source=place_of(document.source, item))


def _names(item: Input, ids: Sequence[str], taken: Set[str]) -> list[str]:
    """What the documents are called: by their ids, or after their file or part too."""
    names = ((id, f"{item.label}:{id}", f"{item.key}:{id}") for id in ids)
    return [next((name for name in some if name not in taken), some[-1]) for some in names]


def _same_names(told: Told, taken: Set[str]) -> bool:
    """Whether the run would name a file's documents as the earlier one did."""
    return tuple(i for i, id in enumerate(told.ids) if id in taken) == told.renamed


def finished(outcome: Outcome, attempts: Sequence[Attempt]) -> Outcome:
    """The file with what came of its documents; one that failed stays as it is, and if all did, so does the file."""
    assert outcome.source
    cleaned = tuple(a.cleaned for a in attempts if a.cleaned)
    troubles = tuple(a.trouble for a in attempts if a.trouble)
    asked = b"".join(a.asked for a in attempts)
    done = replace(outcome, troubles=troubles, seconds=sum(a.seconds for a in attempts), asked=asked)
    done = replace(done, again=any(a.again for a in attempts))
    if not cleaned:
        return replace(done, failure=troubles[0].told if len(troubles) == 1 else "none of its documents was cleaned")
    try:
        return replace(done, cleaned=cleaned, edits=tuple(outcome.source.edits(cleaned)))
    except Unreadable as error:
        return replace(done, failure=str(error))
