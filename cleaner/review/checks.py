"""What a case must pass before it is answered unseen, with the rest of a sample; others are left to be asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cleaner.ledger import Case, Filter, Ledger
from cleaner.rulebook.harm import turned
from cleaner.spelling.lexicon import Lexicon

# A second suggestion with so much of the first one's share is a rival.  Of 13,296 questions about 1,000 scans
# (benchmarks/review_thousands.py), those of at least 85% were right in 89% without one, and in 84% with one.
NEARLY = 0.2


def _offers_nothing(case: Case) -> bool:
    return case.record.after is None


def _changes_figures(case: Case) -> bool:
    """Whether digits come, go or change; a letter read as a digit counts too, for it might have been the digit."""
    return _digits(case.record.before) != _digits(case.record.after or "")


def _digits(text: str) -> list[str]:
    return [c for c in text if c.isdigit()]


def _turns_the_sense(case: Case) -> bool:
    return turned(case.record.before, case.record.after or "", Lexicon.shipped()) is not None


def _has_a_rival(case: Case) -> bool:
    best, *others = case.record.finding.suggestions
    return bool(others) and others[0].score >= NEARLY * best.score


# In this order; the first that a case fails is told.
CHECKS: Mapping[str, Callable[[Case], bool]] = {
    "nothing is offered": _offers_nothing,
    "figures would change": _changes_figures,
    "the sense may turn": _turns_the_sense,
    "another suggestion is nearly as likely": _has_a_rival,
}


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Cases that fail a check, and how many fail which."""

    ids: frozenset[int] = frozenset()
    told: str = ""


def held_back(ledger: Ledger, wanted: Filter) -> HeldBack:
    """The wanted cases that may not be answered unseen."""
    failed = {c.id: why for c in ledger.findings(wanted, limit=-1) if (why := _failed(c))}
    told = ", ".join(f"{why} ({number:,})" for why, number in Counter(failed.values()).most_common())
    return HeldBack(frozenset(failed), told)


def _failed(case: Case) -> str:
    """The first check that a case fails; "" if it passes all."""
    return next((why for why, fails in CHECKS.items() if fails(case)), "")
