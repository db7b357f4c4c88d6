"""A first look at a file of records: what its short ones show together, before any of them is cleaned.

The process that reads the files looks, and each record takes the outcome with it, a frozen value.  So neither the
number of processes nor the order of the records bears on it.  Of a file that is read in parts the first bytes of every
part are looked at, before the first part is cleaned.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from cleaner.batch.parted import parted
from cleaner.diagnosis.short_records import file_evidence
from cleaner.formats import FORMATS, ReadOptions, Unreadable, format_read, read
from cleaner.formats.outcome import Input
from cleaner.kit import Kit
from cleaner.model import Document
from cleaner.model.file_evidence import FileEvidence

# Bytes of a part: of a file of 1 GB the records of 8 MB are looked at.
BEGINNING = 64_000


class FirstLook:
    """What the files of a run show, one after the other."""

    def __init__(self, options: ReadOptions, kit: Kit) -> None:
        self._options, self._kit = options, kit
        self._large: FileEvidence | None = None  # of the file whose parts come now

    def told(self, item: Input, documents: Sequence[Document]) -> tuple[Document, ...]:
        """The documents of a file, or of a part of one; its records know what they show together.

        Where the look fails they know nothing: what a record does to the program is told when that record is cleaned.
        """
        with suppress(Exception):
            if not item.part:
                return with_file_evidence(documents, self._kit)
            if item.part.number == 1:
                self._large = None
                self._large = file_evidence(_beginnings(item, self._options), self._kit)
            return _with(self._large, documents)
        return tuple(documents)


def with_file_evidence(documents: Sequence[Document], kit: Kit) -> tuple[Document, ...]:
    """The documents of a whole file; its records know what they show together."""
    return _with(file_evidence(_texts(documents), kit), documents)


def _with(evidence: FileEvidence | None, documents: Sequence[Document]) -> tuple[Document, ...]:
    return tuple(replace(d, file=evidence) for d in documents) if evidence else tuple(documents)


def _texts(documents: Sequence[Document]) -> Iterator[str]:
    """The texts of records; a page, a chapter or a file of cues has evidence of its own."""
    records = sys.modules.get("cleaner.formats.records")  # whoever has read none has not loaded it
    return (d.text for d in documents if records and isinstance(d.container, records.RecordContainer))


def _beginnings(item: Input, options: ReadOptions) -> Iterator[str]:
    """The records with which the parts of a large file begin, as far as they can be read."""
    whole = replace(item, text=None, options=None)
    if not FORMATS[format_read(whole.name, b"", options)].has_fields:
        return
    for part in parted(whole, options):
        with suppress(Unreadable):  # the part itself will say so
            if part.part:
                yield from _texts(read(part.label, _beginning(part.read()), part.options or options).documents)


def _beginning(data: bytes) -> bytes:
    """The first lines of a part."""
    return data if len(data) <= BEGINNING else data[: data.rfind(b"\n", 0, BEGINNING) + 1]
