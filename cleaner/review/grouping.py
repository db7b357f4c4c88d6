"""What patterns that are alike share, as one question shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cleaner.ledger import Case, Pattern
from cleaner.ledger.alike import core

Ids = tuple[int, ...]


def suggestions(case: Case, alone: bool = True) -> tuple[str, ...]:
    """What may be put at a case.  Not `alone`: only what fits in place of the words that all its patterns change."""
    texts = tuple(s.text for s in case.record.finding.suggestions)
    if alone or case.record.after is None:
        return texts
    shared = core(case.record.before, case.record.after)
    return tuple(inner for text in texts if (inner := shared.inner(text)) is not None)


def in_common(pattern: Pattern) -> Pattern:
    """One of several patterns that are alike, with only the words that all of them change."""
    if pattern.after is None:
        return pattern
    shared = core(pattern.before, pattern.after)
    return replace(pattern, before=shared.before, after=shared.after)


def as_one(group: Sequence[Pattern], documents: int) -> Pattern:
    """Several patterns shown as one; `documents` is how many documents they stand in together."""
    total = sum(p.count for p in group)
    confidence = sum(p.confidence * p.count for p in group) / total
    return replace(in_common(group[0]), count=total, documents=documents, confidence=confidence)
