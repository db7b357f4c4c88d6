"""Files audited in order: each document beside its other version."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from functools import partial
from itertools import groupby

from cleaner.batch.partners import Partners, Witnessed, key_of
from cleaner.batch.run import Attempt, Prepared, Spread, Task, finished, guarded, here, prepared
from cleaner.formats import ReadOptions, Unreadable
from cleaner.formats.outcome import Input, Outcome, Trouble
from cleaner.kit import Kit
from cleaner.model import Document
from cleaner.pipeline import clean
from cleaner.text.plural import count
from cleaner.witness.auditing import NoVersion, audit

# The file with the other version, and those with further ones; raises `Unreadable`.
PartnersOf = Callable[[Input], Sequence[Partners]]


def task(*, form: bool) -> Task:
    """What is done with each document; `form`: changes of form are taken over."""
    return partial(attempt, form=form)


def attempt(document: Document, kit: Kit, *, form: bool = False) -> Attempt:
    """The audit of one document, whatever happens to it."""
    return guarded(partial(_audited, form=form), document, kit)


def _audited(document: Document, kit: Kit, *, form: bool) -> Attempt:
    assert isinstance(document, Witnessed)
    why = document.lacks
    if document.version is not None:
        try:
            ours = clean(document, replace(kit, remembered=None))
            return Attempt(audit(ours, document.version, kit, form=form, others=document.others))
        except NoVersion as error:
            why = f"the second version is {error}"
    return Attempt(None, Trouble(document.id, why, "nothing of it is judged"))


def outcomes(
    inputs: Sequence[Input],
    kit: Kit,
    options: ReadOptions,
    partners_of: PartnersOf,
    tell: Callable[[str], object],
    *,
    form: bool = False,
    spread: Spread | None = None,
) -> Iterator[Outcome]:
    """Each file audited, in order.  `tell` gets a message for texts of a partner that answer none of the file's."""
    ready = _beside(prepared(inputs, options), partners_of, tell)
    for file, attempts in spread(ready) if spread else here(ready, kit, task(form=form)):
        yield _with_reason(finished(file.outcome, attempts)) if file.documents else file.outcome


def _with_reason(outcome: Outcome) -> Outcome:
    """The outcome; where no document could be judged for one reason, it is the file's."""
    reasons = {trouble.told for trouble in outcome.troubles} if outcome.failure else set()
    return replace(outcome, failure=reasons.pop()) if len(reasons) == 1 else outcome


def _beside(files: Iterator[Prepared], partners_of: PartnersOf, tell: Callable[[str], object]) -> Iterator[Prepared]:
    """The files, each document with its other version."""
    for label, parts in groupby(files, lambda file: file.outcome.input.label):
        partners: Sequence[Partners] = ()
        amiss = ""
        for file in parts:
            if not file.documents:
                yield file
                continue
            try:
                partners = partners or (() if amiss else partners_of(file.outcome.input))
                yield _with_versions(file, partners, amiss)
            except Unreadable as error:
                amiss = str(error)
                yield _with_versions(file, (), amiss)
        if partners and not amiss and (left := partners[0].left()):
            shown = ", ".join(repr(name) for name in left[:3]) + ("…" if len(left) > 3 else "")
            tell(f"{label}: {count(len(left), 'text')} of the second version answer none of the first: {shown}")


def _with_versions(file: Prepared, partners: Sequence[Partners], amiss: str) -> Prepared:
    assert file.outcome.source
    documents = []
    for document, own in zip(file.documents, file.outcome.source.documents, strict=True):
        name = key_of(own, file.outcome.input)
        version, *others = [other.find(name) for other in partners] or [None]
        lacks = amiss or f"the second version has no text of the id {name!r}"
        documents.append(_witnessed(document, version, lacks, tuple(text for text in others if text is not None)))
    return file._replace(documents=tuple(documents))


def _witnessed(document: Document, version: str | None, lacks: str, others: tuple[str, ...]) -> Witnessed:
    values = {f.name: getattr(document, f.name) for f in fields(Document)}
    return Witnessed(**values, version=version, lacks=lacks, others=others)
