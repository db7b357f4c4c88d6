"""What rules do on clean text, counted; and how often people agreed with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from cleaner.detectors import DETECTORS
from cleaner.kit import Kit
from cleaner.model import Cleaned, Document, Record, Verdict
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

    def rows(self, rules: Iterable[Rule]) -> dict[str, Measured]:
        """A row for each rule, those that never fired included, by id."""
        return {
            r.id: Measured(r.id, digest(r), self.fires[r.id], self.fixed[r.id], self.asked[r.id], self.words)
            for r in rules
        }


def tally(
    documents: Iterable[Document], kit: Kit, seen: Callable[[Document, str, Record], None] | None = None
) -> RuleTally:
    """Every text cleaned by the rules alone.

    A firing counts whatever became of it: fixed, asked about, or thought too unlikely to ask.  `seen` is shown each.
    """
    rules_only = replace(kit, off=frozenset(DETECTORS) - {"rules"})
    counts = RuleTally()
    for document in documents:
        counts.documents += 1
        counts.words += sum(1 for _ in WORD.finditer(document.text))
        for rule, record in _firings(clean(document, rules_only)):
            counts.fires[rule] += 1
            counts.fixed[rule] += record.verdict is Verdict.FIX
            counts.asked[rule] += record.verdict is Verdict.ASK
            if seen:
                seen(document, rule, record)
    return counts


def _firings(cleaned: Cleaned) -> Iterator[tuple[str, Record]]:
    for record in (*cleaned.records, *cleaned.kept):
        for rule in record.finding.rule.split("+"):
            yield rule, record


def answers(ledger: Path) -> dict[str, tuple[int, int]]:
    """For each rule, how often people took its first suggestion, and how often they answered at all.

    `ledger` is one, or the output folder that holds it.
    """
    from cleaner.ledger import Answer, Filter, Status
    from cleaner.ledger.store import opened

    counted: Counter[tuple[str, bool]] = Counter()
    with opened(ledger / "run.db" if ledger.is_dir() else ledger) as book:
        for case in book.findings(Filter(status=Status.ANSWERED), limit=-1):
            accepted = case.answer is not Answer.REJECT and case.text == case.record.after
            for rule in case.record.finding.rule.split("+"):
                counted[rule, accepted] += 1
    rules = {rule for rule, _ in counted}
    return {rule: (counted[rule, True], counted[rule, True] + counted[rule, False]) for rule in rules}
