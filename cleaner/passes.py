"""Records made on a half-mended text, brought back to the original.

A later pass reads what earlier passes wrote.  Its records are moved to the original's coordinates; where it changes
what an earlier fix wrote, the two become one record that tells both stories.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cleaner.edits import Shift, apply, compose
from cleaner.model import Edit, Evidence, Finding, Record, Suggestion, Verdict, log_odds


def brought_back(
    original: str, fixes: Sequence[Record], records: Sequence[Record]
) -> tuple[list[Record], list[Record]]:
    """The fixes so far joined with those of this pass, and this pass's other records, all in the original's places."""
    new = [r for r in records if r.verdict is Verdict.FIX]
    first = [r.edit for r in fixes]
    joined = [
        _joined(original, c.edit, [fixes[i] for i in c.first], [new[j] for j in c.second])
        for c in compose(original, first, [r.edit for r in new])
    ]
    shift, middle = Shift.of(first), apply(original, first)
    others = [_moved(original, middle, shift, r) for r in records if r.verdict is not Verdict.FIX]
    return joined, others


def _joined(original: str, edit: Edit, earlier: list[Record], later: list[Record]) -> Record:
    told = (
        sorted([*earlier, *later], key=lambda r: (r.finding.start, r.finding.end))
        if not earlier
        else [*earlier, *later]
    )
    main = told[0]
    finding = replace(main.finding, start=edit.start, end=edit.end)
    if len(told) > 1:
        # One change is as doubtful as its most doubtful part.
        doubtful = min((r.finding for r in told), key=lambda f: f.confidence)
        finding = replace(
            finding,
            rule="+".join(dict.fromkeys(r.finding.rule for r in told)),
            suggestions=(Suggestion(edit.text),),
            why="; then ".join(dict.fromkeys(r.finding.why for r in told)),
            evidence=(Evidence("the least sure of its parts", log_odds(doubtful.confidence)),),
        )
    return Record(finding, Verdict.FIX, main.reason, original[edit.start : edit.end])


def _moved(original: str, middle: str, shift: Shift, record: Record) -> Record:
    finding = record.finding
    wide_start, wide_end, start, end = shift.back(finding.start, finding.end)
    left, right = middle[wide_start : finding.start], middle[finding.end : wide_end]
    suggestions = tuple(replace(s, text=left + s.text + right) for s in finding.suggestions)
    moved: Finding = replace(finding, start=start, end=end, suggestions=suggestions)
    return replace(record, finding=moved, before=original[start:end])
