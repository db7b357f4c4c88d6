"""What the page's templates are given to show."""

from __future__ import annotations

import json
from dataclasses import dataclass

from cleaner.ledger import Case, Excerpt, Filter, Ledger, Status
from cleaner.review.grouping import suggestions
from cleaner.review.web.address import pages
from cleaner.text.rows import Row, rows
from cleaner.text.visible import abridged, both_sides

ROWS = 60  # paragraphs of a document at a time


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case with the text around it."""

    case: Case
    excerpt: Excerpt
    options: tuple[str, ...]


def shown(ledger: Ledger, case: Case, reach: int = 110) -> ShownCase:
    """The case with the text around it."""
    return ShownCase(case, ledger.excerpt(case, reach), suggestions(case))


def sides(before: str, after: str | None, most: int = 1000) -> tuple[str, str | None]:
    """A change as the page shows it; the longest are abridged."""
    return both_sides(abridged(before, most), None if after is None else abridged(after, most))


def to_edit(text: str | None) -> str:
    """A suggestion for the page's script, to be put into the box that replaces; nothing that would not fit there.

    It is ASCII, so that nothing in it is seen or obeyed.
    """
    return json.dumps(text if text and len(text) <= 10_000 else None)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review is."""

    answered: int
    open: int

    @classmethod
    def of(cls, ledger: Ledger) -> Progress:
        """How many findings have an answer, and how many still want one."""
        return cls(ledger.count(Filter(Status.ANSWERED))[1], ledger.count(Filter(Status.OPEN))[1])

    @property
    def share(self) -> int:
        """Percent that is answered."""
        return 100 * self.answered // max(1, self.answered + self.open)


@dataclass(frozen=True, slots=True)
class Gap:
    """Unchanged paragraphs, folded up."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A part of a document, side by side: rows with changes, and gaps."""

    items: tuple[Row[Case] | Gap, ...]
    part: int
    parts: int
    cases: int


def sheet(ledger: Ledger, document: int, part: int) -> Sheet:
    """The document's `part`; a case that another change covers is left out."""
    cases = [c for c in ledger.findings(Filter(Status.ALL, document=document), limit=-1) if not c.implied]
    marks = [(c.record.finding.start, c.record.finding.end, c) for c in cases]
    items: list[Row[Case] | Gap] = []
    for row in rows(ledger.text(document), marks):
        if row.is_marked:
            items.append(row)
            continue
        line = "".join(p for p in row.pieces if isinstance(p, str))
        last = items[-1] if items else None
        if isinstance(last, Gap) and len(last.lines) < ROWS:
            items[-1] = Gap((*last.lines, line))
        else:
            items.append(Gap((line,)))
    parts = max(1, pages(len(items), ROWS))
    part = min(part, parts - 1)
    return Sheet(tuple(items[part * ROWS : (part + 1) * ROWS]), part, parts, len(cases))
