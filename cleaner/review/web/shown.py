"""What the page's templates are given to show."""

from __future__ import annotations

import json
from itertools import groupby

from cleaner.ledger import Case, Filter, Ledger, Status
from cleaner.review.web.address import pages
from cleaner.text.rows import Row, rows

ROWS = 60  # paragraphs of a document at a time
Gap = list[str]  # unchanged paragraphs, folded up


def to_edit(text: str | None) -> str:
    """A suggestion as JSON for the box *Replace by*; null if it is too long for the box.

    It is ASCII, so that no hidden character reaches the page.
    """
    return json.dumps(text if text and len(text) <= 10_000 else None)


def progress(ledger: Ledger) -> dict[str, int]:
    """How many findings have an answer, how many still want one, and the share that is answered, in percent."""
    answered, left = ledger.count_cases(Filter(Status.ANSWERED)), ledger.count_groups()[1]
    return {"answered": answered, "open": left, "share": 100 * answered // max(1, answered + left)}


def sheet(ledger: Ledger, document: int, part: int) -> dict[str, object]:
    """A part of a document, side by side: rows with changes, and gaps.  Leaves out cases that another answer covers."""
    cases = [c for c in ledger.findings(Filter(Status.ALL, document=document), limit=-1) if not c.implied]
    marks = [(c.record.finding.start, c.record.finding.end, c) for c in cases]
    found: list[Row[Case] | Gap] = []
    for is_marked, some in groupby(rows(ledger.text(document), marks), key=lambda row: row.is_marked):
        if is_marked:
            found += some
        else:
            unchanged = ["".join(p for p in row.pieces if isinstance(p, str)) for row in some]
            found += (unchanged[at : at + ROWS] for at in range(0, len(unchanged), ROWS))
    parts = max(1, pages(len(found), ROWS))
    part = min(part, parts - 1)
    return {"rows": found[part * ROWS : (part + 1) * ROWS], "part": part, "parts": parts, "cases": len(cases)}
