"""What a document learns from its companions: the other documents of the site or folder that it comes from, and the
other short records of its file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from cleaner.model import Document
from cleaner.model.file_evidence import FileEvidence


class Copy(NamedTuple):
    """Another copy of a document's story: the name of its file or record, and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Companions:
    """What a survey of a batch has found of one document's companions.

    `place`: the site or folder, as it is shown; `pages`: how many stories come from there, copies of one counted once;
    `lines`: what of this document stands in other stories of the place too, by its key (`text/keyed_lines.py`), and on
    how many stories, this one with them; `damages`: for each damage, in how many of how many other documents of the
    place it was found, where the user says that they share what happened to them (`--same-source`); `names`: spellings
    of this document that are nearly a name which far more stories have, with that name and their number.  All numbers
    are rounded down (`batch/facts.py`).  `copies`: other copies of its story, where they are wanted (`--copies`).
    `asked`: what was looked up, for a later run that asks whether it would be told the same.  `file`: what the short
    records of its file show together.
    """

    place: str = ""
    pages: int = 0
    lines: Mapping[str, int] = field(default_factory=dict)
    damages: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    names: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    copies: tuple[Copy, ...] = field(default=(), repr=False)
    asked: bytes = field(default=b"", compare=False, repr=False)
    file: FileEvidence | None = field(default=None, repr=False)


ALONE = Companions()  # a document of which no companion is known


EXACT = 10  # smaller numbers are exact


def told(number: int) -> str:
    """A number of companions in words that are true of what it was rounded down from.

    >>> told(7), told(200)
    ('7', '200+')
    """
    return str(number) if number < EXACT else f"{number}+"


class Surveyed(Protocol):
    """What a survey has found of all documents of a batch (`batch.facts.Facts`)."""

    def companions(self, document: Document) -> Companions:
        """What it has found of one document's companions."""
