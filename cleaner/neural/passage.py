"""A doubtful place as a language model reads it: one passage, once with each reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from cleaner.model import Edit, Finding
from cleaner.text import edits

#: characters before the place, and behind it: what stands further away hardly tells
BEFORE, BEHIND = 200, 60
#: readings of ours that are compared; the first is right in 9 of 10 places where any is
MOST_READINGS = 3
#: a neighbour that we believe in so much is read as we would mend it
LIKELIER = 0.5


@dataclass(frozen=True, slots=True)
class Passage:
    """`readings` may stand between `left` and `right`: first the words as they are, then ours, the best first.

    A blank before the place belongs to the readings, since a model's tokens begin with their blank.
    """

    left: str
    readings: tuple[str, ...]
    right: str


class PassageReader(Protocol):
    """Reads passages.  `name` says which model it is: another name means other answers."""

    @property
    def name(self) -> str: ...

    def log_probabilities(self, passage: Passage) -> tuple[float, ...]:
        """ln P of each reading together with what follows it, given what stands before."""


def passage(text: str, finding: Finding, neighbours: Iterable[Edit]) -> Passage:
    """The passage of a finding in a text; `neighbours`: how other places of it would read.

    >>> from cleaner.model import Suggestion, Tier
    >>> found = Finding(12, 17, "spelling/word", "ocr", Tier.LIKELY, (Suggestion("cargo"), Suggestion("charge")), "")
    >>> passage("He sold tbe cargc of fruit", found, [Edit(8, 11, "the")])
    Passage(left='He sold the', readings=(' cargc', ' cargo', ' charge'), right=' of fruit')
    """
    start, end = finding.start, finding.end
    first, last = max(0, start - BEFORE), min(len(text), end + BEHIND)
    near = [e for e in neighbours if first <= e.start and e.end <= last]
    left = _mended(text, first, start, near)
    right = _mended(text, end, last, near)
    if first > 0:
        left = left.partition(" ")[2]
    if last < len(text):
        right = right.rpartition(" ")[0] or right
    blank = " " if left.endswith(" ") else ""
    ours = dict.fromkeys(s.text for s in finding.suggestions[:MOST_READINGS])
    readings = (text[start:end], *(reading for reading in ours if reading != text[start:end]))
    return Passage(left.rstrip(" "), tuple(blank + _flat(r) if r else r for r in readings), right)


def _mended(text: str, start: int, end: int, near: Iterable[Edit]) -> str:
    """A stretch of the text in one line, with what lies wholly in it mended."""
    within = [Edit(e.start - start, e.end - start, e.text) for e in near if start <= e.start and e.end <= end]
    return _flat(edits.apply(text[start:end], within))


def _flat(text: str) -> str:
    return text.replace("\r", "").replace("\n", " ")
