"""Rebasing: records made on a text that is partly mended are brought back to the original.

A later pass reads what earlier passes wrote.  Its records are moved to the original's coordinates; where it changes
what an earlier fix wrote, the two become one record with the reasons of both.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from cleaner.model import (
    Confidences,
    Edit,
    Evidence,
    Finding,
    Record,
    Suggestion,
    Verdict,
    log_odds,
)
from cleaner.model.cue import TimedCue
from cleaner.text.edits import Shift, apply, compose, growth

Span = tuple[int, int]


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
    main = next((r for r in later if r.ruling), told[0])  # what a person put there is theirs, whatever stood before
    finding = replace(main.finding, start=edit.start, end=edit.end)
    if len(told) > 1 and not main.ruling:
        # One change is as doubtful as its most doubtful part.
        doubtful = min((r.finding for r in told), key=lambda f: f.confidence)
        finding = replace(
            finding,
            rule="+".join(dict.fromkeys(r.finding.rule for r in told)),
            suggestions=(Suggestion(edit.text),),
            why="; then ".join(dict.fromkeys(r.finding.why for r in told)),
            evidence=(Evidence("the least sure of its parts", log_odds(doubtful.confidence)),),
        )
    return Record(finding, Verdict.FIX, main.reason, original[edit.start : edit.end], main.ruling)


def _moved(original: str, middle: str, shift: Shift, record: Record) -> Record:
    finding = record.finding
    wide_start, wide_end, start, end = shift.back(finding.start, finding.end)
    left, right = middle[wide_start : finding.start], middle[finding.end : wide_end]
    suggestions = tuple(replace(s, text=left + s.text + right) for s in finding.suggestions)
    moved: Finding = replace(finding, start=start, end=end, suggestions=suggestions)
    return replace(record, finding=moved, before=original[start:end])


def as_sure_as_before(found: Sequence[Finding], asked: Sequence[Record], fixes: Sequence[Record]) -> list[Finding]:
    """Findings on a text that `fixes` mended, each as sure as it was when it was `asked` about before them."""
    before = {_key(r.finding, r.finding.start, r.finding.end): r.finding.confidence for r in asked}
    shift = Shift.of([r.edit for r in fixes])
    return [_as_sure(f, before.get(_key(f, *shift.back(f.start, f.end)[2:]), 0.0)) if before else f for f in found]


def _key(finding: Finding, start: int, end: int) -> tuple[int, int, str, str | None]:
    return start, end, finding.rule, finding.best


def _as_sure(finding: Finding, before: float) -> Finding:
    if before <= finding.confidence:
        return finding
    step = log_odds(before) - log_odds(finding.confidence)
    return replace(finding, evidence=(*finding.evidence, Evidence("what was beside it, and is mended", step)))


def moved_confidences(confidences: Confidences, mended: Sequence[Edit]) -> Confidences:
    """The same words' confidences in the text that the edits make: what stands in a word's place inherits it.

    So a text that is half mended is judged as the mended file will be when it is read again, and a second run
    changes nothing.

    >>> moved_confidences(((0, 5, 0.4), (6, 9, 0.9)), [Edit(0, 5, "of the"), Edit(9, 9, "!")])
    ((0, 6, 0.4), (7, 11, 0.9))
    """
    if not mended or not confidences:
        return confidences
    ends = [e.end for e in mended]
    grown = list(accumulate((growth([e]) for e in mended), initial=0))

    def place(at: int, is_end: bool) -> int:
        i = bisect_right(ends, at)
        if i < len(mended) and mended[i].start < at:  # amid an edit: the word takes in all of it
            at = mended[i].start + (len(mended[i].text) if is_end else 0)
        return at + grown[i]

    return tuple((place(start, False), place(end, True), sure) for start, end, sure in confidences)


def moved_cues(cues: Sequence[TimedCue], mended: Sequence[Edit]) -> tuple[TimedCue, ...]:
    """The same cues in the text that the edits make; one of which nothing is left is none.

    >>> [(c.start, c.end) for c in moved_cues([TimedCue(0, 3), TimedCue(4, 6)], [Edit(0, 3, ""), Edit(5, 6, "xy")])]
    [(1, 4)]
    """
    moved = moved_confidences(tuple((c.start, c.end, 1.0) for c in cues), mended)
    return tuple(c._replace(start=a, end=b) for c, (a, b, _) in zip(cues, moved, strict=True) if a < b)


def moved_spans(spans: Sequence[Span], mended: Sequence[Edit]) -> list[Span]:
    """The same spans in the text that the edits make.

    >>> moved_spans([(4, 6)], [Edit(0, 3, "then")])
    [(5, 7)]
    """
    moved = moved_confidences(tuple((start, end, 1.0) for start, end in spans), mended)
    return [(start, end) for start, end, _ in moved]
