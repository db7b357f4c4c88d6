"""Counts what rules do on clean text, and how often people agreed with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from cleaner.detectors import DETECTORS
from cleaner.kit import Kit
from cleaner.ledger import Answer, Case, Filter, Ledger, Status
from cleaner.model import Document, Record, Verdict
from cleaner.packs.safety_table import Measured
from cleaner.pipeline import clean
from cleaner.rulebook import Rule
from cleaner.rulebook.fingerprint import digest
from cleaner.text.analysis import WORD


@dataclass
class RuleTally:
    """Counts by rule over some texts."""

    words: int = 0
    documents: int = 0
    fires: Counter[str] = field(default_factory=Counter)
    fixed: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)

    def silent(self, rules: Iterable[Rule]) -> list[Rule]:
        """The rules that fire in none of the texts."""
        return [rule for rule in rules if not self.fires[rule.id]]

    def rows(self, rules: Iterable[Rule]) -> dict[str, Measured]:
        """A row for each rule, those that never fired included, by id."""
        return {
            r.id: Measured(r.id, digest(r), self.fires[r.id], self.fixed[r.id], self.asked[r.id], self.words)
            for r in rules
        }


def tally(
    documents: Iterable[Document], kit: Kit, seen: Callable[[Document, str, Record], None] = lambda *_: None
) -> RuleTally:
    """Counts the firings in texts that are cleaned by the rules alone; `seen` is called with each.

    A firing counts whatever became of it: a fix, a question, or a finding that was too unlikely to ask about.
    """
    rules_only = replace(kit, off=frozenset(DETECTORS) - {"rules"})
    counts = RuleTally()
    for document in documents:
        counts.documents += 1
        counts.words += sum(1 for _ in WORD.finditer(document.text))
        cleaned = clean(document, rules_only)
        for record in (*cleaned.records, *cleaned.kept):
            for rule in record.finding.rule.split("+"):
                counts.fires[rule] += 1
                counts.fixed[rule] += record.verdict is Verdict.FIX
                counts.asked[rule] += record.verdict is Verdict.ASK
                seen(document, rule, record)
    return counts


def answers(ledger: Path) -> dict[str, tuple[int, int]]:
    """By rule: how often people took its first suggestion, and of how many answers; `ledger` may be its folder."""
    accepted, answered = Counter[str](), Counter[str]()
    with Ledger.open(ledger / "run.db" if ledger.is_dir() else ledger, create=False) as book:
        for case in book.findings(Filter(status=Status.SEEN), limit=-1):
            for rule in case.record.finding.rule.split("+"):
                accepted[rule] += is_right(case)
                answered[rule] += 1
    return {rule: (accepted[rule], total) for rule, total in answered.items()}


def is_right(case: Case) -> bool:
    """Whether a person took the first suggestion, or noted a flag."""
    return case.answer is not Answer.REJECT and case.text == case.record.after
