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
        yield outcome(ledger, path)


def outcome(ledger: Ledger, path: str) -> Outcome:
    """One file, with people's decisions."""
    data, options, name = ledger.file(path)
    item = Input(Path(name), name)
    if wrong := no_place(name):
        return Outcome(item, failure=f"it does not lie in OUT: {wrong}; the ledger was tampered with")
    with intact(f"the file {path}"):
        source = read(path, data, options)
    cleaned = tuple(_documents(ledger, source))
    try:
        edits = tuple(source.edits(cleaned))
    except Unreadable as error:  # a replacement that the file's encoding cannot hold
        return Outcome(item, source, cleaned, failure=str(error))
    return Outcome(item, source, cleaned, edits)


def _documents(ledger: Ledger, source: Source) -> Iterator[Cleaned]:
    known = ledger.documents_of(source.name)
    for document in source.documents:
        # Where another file of the run had this id first, the run named the document after its file too.
        number = known.get(document.id, known.get(f"{source.name}:{document.id}"))
        if number is not None:
            stored = ledger.cleaned(number)
            yield replace(stored, document=document)
