"""What `check` prints: the same findings for a person, a program, GitHub and SARIF readers."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import accumulate

from cleaner.formats.outcome import Outcome
from cleaner.model import Cleaned, Document, Record, Verdict
from cleaner.reports import jsonl
from cleaner.text.visible import visible
from cleaner.version import __version__


class Listing:
    """Line and column, in its file, of places in one document; both count from 1.

    >>> Listing(Document("a.txt", "ab\\ncd")).at(4)
    (2, 2)
    """

    def __init__(self, document: Document) -> None:
        self._text = document.text
        # A format finds places itself where the text's lines are not the file's: JSON Lines, hOCR, ALTO.
        self._place_of: Callable[[int], tuple[int, int]] | None = getattr(document.container, "at", None)

    def at(self, offset: int) -> tuple[int, int]:
        """The line and column of a place in the text."""
        if self._place_of:
            return self._place_of(offset)
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def hold(self, line: int) -> bool:
        """Whether a part of the document stands on this line of the file."""
        return self.at(0)[0] <= line <= self.at(len(self._text))[0]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(line) + 1 for line in self._text.split("\n"))]


LEVELS = {  # what GitHub calls it, what SARIF calls it
    Verdict.FIX: ("error", "error"),
    Verdict.ASK: ("warning", "warning"),
    Verdict.FLAG: ("notice", "note"),
}


def located(outcome: Outcome) -> Iterator[tuple[Cleaned, Record, int, int]]:
    """Every record of a file with its line and column."""
    for c in outcome.cleaned:
        lines = Listing(c.document)
        for r in c.records:
            yield c, r, *lines.at(r.finding.start)


def as_text(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """`file:line:column: verdict rule: “before” → “after”: why (confidence)`."""
    for outcome in outcomes:
        for _, r, line, column in located(outcome):
            where, f = f"{outcome.shown}:{line}:{column}", r.finding
            said = f" at {r.clock}" if r.clock else ""
            yield visible(f"{where}: {r.verdict} {f.rule}{said}: {_change(r)}: {f.why} ({f.confidence:.2f})") + "\n"


def as_json(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """The records of `edits.jsonl` with file, line and column, as one list."""
    yield "["
    separator = "\n"
    for outcome in outcomes:
        rows = (row for c in outcome.cleaned for row in jsonl.rows(c))
        for (_, _, line, column), row in zip(located(outcome), rows, strict=True):
            place = {"file": outcome.shown, "line": line, "column": column}
            yield separator + json.dumps(place | row)
            separator = ",\n"
    yield "\n]\n"


def as_github(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """GitHub's workflow commands: annotations at the lines of a pull request."""
    for outcome in outcomes:
        for _, r, line, column in located(outcome):
            message = _escaped(f"{_said(r)}: {r.finding.why} ({r.finding.confidence:.2f})")
            file, title = _escaped(outcome.shown, True), _escaped(r.finding.rule, True)
            yield f"::{LEVELS[r.verdict][0]} file={file},line={line},col={column},title={title}::{message}\n"


def as_sarif(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """SARIF 2.1.0 (docs.oasis-open.org/sarif)."""
    rules: dict[str, str] = {}
    results = []
    for outcome in outcomes:
        for _, r, line, column in located(outcome):
            rules.setdefault(r.finding.rule, r.finding.why)
            region = {
                "startLine": line,
                "startColumn": column,
                "charOffset": r.finding.start,
                "charLength": r.finding.end - r.finding.start,
            }
            where = {"artifactLocation": {"uri": outcome.shown.replace("\\", "/")}, "region": region}
            results.append({
                "ruleId": r.finding.rule,
                "level": LEVELS[r.verdict][1],
                "message": {"text": f"{_said(r)}: {r.finding.why}"},
                "locations": [{"physicalLocation": where}],
                "properties": {"confidence": round(r.finding.confidence, 4), "verdict": str(r.verdict)},
            })  # fmt: skip
    driver = {
        "name": "cleaner",
        "version": __version__,
        "rules": [{"id": i, "shortDescription": {"text": why}} for i, why in rules.items()],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    yield json.dumps(log, indent=1) + "\n"


FINDINGS: dict[str, Callable[[Iterable[Outcome]], Iterator[str]]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}


def _said(r: Record) -> str:
    """The change, and when the words are said if the file tells."""
    return f"{r.clock} {_change(r)}" if r.clock else _change(r)


def _change(r: Record) -> str:
    before = visible(r.before)
    if r.after is None:
        return f"“{before}”"
    choices = [visible(s.text) for s in r.finding.suggestions[:4]]
    return f"“{before}” → " + (", ".join(f"“{c}”" for c in choices) if choices[0] else "nothing")


def _escaped(text: str, in_property: bool = False) -> str:
    text = visible(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))
    return text.replace(":", "%3A").replace(",", "%2C") if in_property else text
