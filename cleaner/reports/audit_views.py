"""What `audit` prints: every change with its verdict and its reason, for a person, a program or a browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from cleaner.formats.outcome import Outcome
from cleaner.model import Cleaned, Record
from cleaner.reports import html
from cleaner.reports.findings import Listing
from cleaner.text.visible import in_json, visible
from cleaner.witness.grounds import GROUNDS
from cleaner.witness.rates import Rates


def counted(outcomes: Iterable[Outcome], rates: Rates) -> Iterator[Outcome]:
    """The outcomes, each counted."""
    for outcome in outcomes:
        for cleaned in outcome.cleaned:
            rates.add(cleaned)
        yield outcome


def changes(cleaned: Cleaned) -> list[Record]:
    """All changes of a document in order, those that are left too."""
    return sorted((*cleaned.records, *cleaned.kept), key=lambda r: (r.finding.start, r.finding.end))


def as_text(outcomes: Iterable[Outcome], rates: Rates) -> Iterator[str]:
    """`file:line:column: “before” → “after”: verdict: why`, form left out."""
    for outcome in counted(outcomes, rates):
        yield "".join(_lines(outcome))


def _lines(outcome: Outcome) -> Iterator[str]:
    for cleaned in outcome.cleaned:
        lines = Listing(cleaned.document)
        for record in cleaned.records:
            line, column = lines.at(record.finding.start)
            change = f"“{record.before}” → “{record.after}”"
            yield visible(f"{outcome.shown}:{line}:{column}: {change}: {record.finding.why}") + "\n"


def as_json(outcomes: Iterable[Outcome], rates: Rates) -> Iterator[str]:
    """One object: `changes` with all changes, `rates` with what they come to."""
    separator = '{"changes": [\n'
    for outcome in counted(outcomes, rates):
        rows = [json.dumps(row, ensure_ascii=False) for c in outcome.cleaned for row in _rows(outcome, c)]
        yield in_json(separator + ",\n".join(rows)) if rows else ""
        separator = ",\n" if rows else separator
    opening = separator if separator != ",\n" else ""
    yield f'{opening}\n],\n"rates": {json.dumps(rates.values())}}}\n'


def _rows(outcome: Outcome, cleaned: Cleaned) -> Iterator[dict[str, object]]:
    lines = Listing(cleaned.document)
    for record in changes(cleaned):
        finding = record.finding
        line, column = lines.at(finding.start)
        ground = GROUNDS[finding.rule]
        yield {
            "file": outcome.shown,
            "line": line,
            "column": column,
            "doc": cleaned.document.id,
            "start": finding.start,
            "end": finding.end,
            "before": record.before,
            "after": record.after,
            "verdict": str(ground),
            "taken": str(record.verdict) == "fix",
            "reason": finding.why.removeprefix(f"{ground}: "),
        }


def as_html(outcomes: Iterable[Outcome], rates: Rates) -> Iterator[str]:
    """The page of `cleaner report`."""
    documents = (cleaned for outcome in counted(outcomes, rates) for cleaned in outcome.cleaned)
    yield html.report(documents, "What another version changed")


def as_diff(outcomes: Iterable[Outcome], rates: Rates) -> Iterator[str]:
    """A diff of what is supported."""
    for outcome in counted(outcomes, rates):
        yield outcome.diff.decode("utf-8", "replace")


def nothing(outcomes: Iterable[Outcome], rates: Rates) -> Iterator[str]:
    """Only the counts."""
    for _ in counted(outcomes, rates):
        yield ""


VIEWS: dict[str, Callable[[Iterable[Outcome], Rates], Iterator[str]]] = {
    "text": as_text,
    "json": as_json,
    "html": as_html,
    "diff": as_diff,
    "none": nothing,
}
