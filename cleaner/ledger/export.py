"""The files that a run comes to, from the ledger alone: originals, fixes and people's decisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from cleaner.files.places import no_place
from cleaner.formats import Source, Unreadable, read
from cleaner.formats.outcome import Input, Outcome
from cleaner.ledger import Ledger
from cleaner.ledger.trouble import intact
from cleaner.model import Cleaned


def outcomes(ledger: Ledger) -> Iterator[Outcome]:
    """Every file of the run as it should be now.  The same ledger gives the same bytes."""
    for path in ledger.files():
        done = outcome(ledger, path)
        part = done.input.part
        if part is None or ledger.is_whole(done.input.label):
            yield done
        elif part.number == 1:
            yield Outcome(replace(done.input, options=None), failure="was cleaned in part only; clean it again")


def outcome(ledger: Ledger, path: str) -> Outcome:
    """One file, with people's decisions."""
    data, options, name = ledger.file(path)
    item = Input(Path(name), name, options=options if options.part else None)
    if wrong := no_place(name):
        return Outcome(item, failure=f"it does not lie in OUT: {wrong}; the ledger was tampered with")
    with intact(f"the file {path}"):
        source = read(item.label if item.part else path, data, options)
    cleaned = tuple(_documents(ledger, path, source))
    try:
        edits = tuple(source.edits(cleaned))
    except Unreadable as error:  # a replacement that the file's encoding cannot hold
        return Outcome(item, source, cleaned, failure=str(error))
    return Outcome(item, source, cleaned, edits)


def _documents(ledger: Ledger, path: str, source: Source) -> Iterator[Cleaned]:
    known = ledger.documents_of(path)
    for document in source.documents:
        # Where another file of the run had this id first, the run named the document after its file or part too.
        names = (document.id, f"{source.name}:{document.id}", f"{path}:{document.id}")
        number = next((known[name] for name in names if name in known), None)
        if number is not None:
            stored = ledger.cleaned(number)
            yield replace(stored, document=document)
