"""Why, and why not: everything that looked at a place, what each weighed, and what stopped it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cleaner.kit import Kit
from cleaner.model import Cleaned, Document, Evidence, Record, Verdict
from cleaner.pipeline import allowed, analyse, clean, detect, examine


@dataclass(frozen=True, slots=True)
class Account:
    """What one rule or detector had to say of one place of the original."""

    start: int
    end: int
    rule: str
    verdict: Verdict
    before: str
    suggestions: tuple[tuple[str, float], ...]
    why: str
    reason: str
    confidence: float
    evidence: tuple[Evidence, ...]


def explain(document: Document, kit: Kit) -> tuple[Cleaned, list[Account]]:
    """The cleaned document, and an account of every finding and of every rule that came close, in order of place."""
    cleaned = clean(document, kit)
    accounts = [_of(r) for r in (*cleaned.records, *cleaned.kept)]
    accounts += _stopped(document, kit)
    unique = {(a.start, a.end, a.rule): a for a in reversed(accounts)}
    return cleaned, sorted(unique.values(), key=lambda a: (a.start, a.end, a.rule))


def _of(r: Record) -> Account:
    f = r.finding
    suggestions = tuple((s.text, s.score) for s in f.suggestions)
    return Account(f.start, f.end, f.rule, r.verdict, r.before, suggestions, f.why, r.reason, f.confidence, f.evidence)


def _stopped(document: Document, kit: Kit) -> Iterator[Account]:
    """Matches that an unmet condition stopped, and findings in protected text, as the original shows them."""
    analysis = analyse(document.text, document, kit)
    for m in kit.rulebook.scan(analysis, kit.lexicon).matches:
        if m.obstacle:
            suggestions = tuple((text, 0.0) for text in m.fixes)
            before = document.text[m.start : m.end]
            yield Account(m.start, m.end, m.rule.id, Verdict.KEEP, before, suggestions, m.rule.why, m.obstacle, 0.0, ())
    for f in detect(analysis, examine(analysis, kit), kit):
        if not allowed(f, analysis):
            before = document.text[f.start : f.end]
            yield Account(
                f.start, f.end, f.rule, Verdict.KEEP, before, tuple((s.text, s.score) for s in f.suggestions),
                f.why, "protected text (an address, code, markup, a quotation in another language)", f.confidence,
                f.evidence,
            )  # fmt: skip
