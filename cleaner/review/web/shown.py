"""What the page's templates are given to show."""

from __future__ import annotations

import json

from cleaner.ledger import Case, Filter, Ledger, Status
from cleaner.review.web.address import pages
from cleaner.text.rows import Row, rows
from cleaner.text.visible import abridged, both_sides

ROWS = 60  # paragraphs of a document at a time
Gap = list[str]  # unchanged paragraphs, folded up


def sides(before: str, after: str | None, most: int = 1000) -> tuple[str, str | None]:
    """A change as the page shows it; the longest are abridged."""
    return both_sides(abridged(before, most), None if after is None else abridged(after, most))


def to_edit(text: str | None) -> str:
    """A suggestion for the page's script, to be put into the box that replaces; nothing that would not fit there.

    It is ASCII, so that nothing in it is seen or obeyed.
    """
    return json.dumps(text if text and len(text) <= 10_000 else None)


def progress(ledger: Ledger) -> dict[str, int]:
    """How many findings have an answer, how many still want one, and the share that is answered, in percent."""
    answered, left = (ledger.count(Filter(status))[1] for status in (Status.ANSWERED, Status.OPEN))
    return {"answered": answered, "open": left, "share": 100 * answered // max(1, answered + left)}


def sheet(ledger: Ledger, document: int, part: int) -> dict[str, object]:
    """A part of a document, side by side: rows with changes, and gaps.  What another change covers is left out."""
    cases = [c for c in ledger.findings(Filter(Status.ALL, document=document), limit=-1) if not c.implied]
    marks = [(c.record.finding.start, c.record.finding.end, c) for c in cases]
    found: list[Row[Case] | Gap] = []
    for row in rows(ledger.text(document), marks):
        if row.is_marked:
            found.append(row)
            continue
        last = found[-1] if found else None
        if not isinstance(last, list) or len(last) == ROWS:
            found.append(last := [])
        last.append("".join(p for p in row.pieces if isinstance(p, str)))
    parts = max(1, pages(len(found), ROWS))
    part = min(part, parts - 1)
    return {"rows": found[part * ROWS : (part + 1) * ROWS], "part": part, "parts": parts, "cases": len(cases)}
