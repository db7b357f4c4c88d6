"""The upper half of `report.html`: how much was found, by which rule, how sure, and what became of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from enum import StrEnum

from cleaner.model import Cleaned, Record, Verdict
from cleaner.text.visible import abridged, both_sides, fitted

BINS = 10
_EXAMPLE = 40  # columns of an example, on each side


class Fate(StrEnum):
    """What became of a finding, and through whom."""

    FIX = "fix"
    CHANGE = "change"
    REJECT = "reject"
    ASK = "ask"
    FLAG = "flag"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Fate.FIX: "fixed by the run",
    Fate.CHANGE: "changed by people",
    Fate.REJECT: "rejected by people",
    Fate.ASK: "open questions",
    Fate.FLAG: "flags",
}
_OF_PEOPLE = (Fate.CHANGE, Fate.REJECT)


def fate(record: Record) -> Fate:
    """What became of a finding; one that was kept is in the report only if a person rejected it."""
    if record.verdict is Verdict.KEEP:
        return Fate.REJECT
    if record.verdict is Verdict.FIX and record.decided:
        return Fate.CHANGE
    return Fate(record.verdict.value)


class Overview:
    """Counts over all documents."""

    def __init__(self) -> None:
        self.documents = self.changed = 0
        self.fates: Counter[Fate] = Counter()
        self.rules: dict[str, Counter[Fate]] = {}
        self._sure: defaultdict[str, float] = defaultdict(float)  # sums of confidence
        self._bins: Counter[tuple[Fate, int]] = Counter()
        self.examples: dict[str, str] = {}

    def add(self, cleaned: Cleaned) -> None:
        """Counts one more document."""
        self.documents += 1
        self.changed += bool(cleaned.fixes)
        for record in (*cleaned.records, *(r for r in cleaned.kept if r.decided)):
            rule, sure, became = record.finding.rule, record.finding.confidence, fate(record)
            self.fates[became] += 1
            self.rules.setdefault(rule, Counter())[became] += 1
            self._sure[rule] += sure
            self._bins[became, min(int(sure * BINS), BINS - 1)] += 1
            self.examples.setdefault(rule, _example(record))

    @property
    def shown(self) -> list[Fate]:
        """The fates worth a column; people's only once a person answered."""
        answered = any(self.fates[f] for f in _OF_PEOPLE)
        return [f for f in Fate if answered or f not in _OF_PEOPLE]

    def busiest(self) -> list[tuple[str, Counter[Fate]]]:
        """The rules, and what became of the findings of each; the busiest first."""
        return sorted(self.rules.items(), key=lambda item: (-item[1].total(), item[0]))

    def sure(self, rule: str) -> float:
        """The mean confidence of a rule's findings."""
        return self._sure[rule] / self.rules[rule].total()

    def bars(self) -> list[tuple[int, float, list[tuple[Fate, float, float]]]]:
        """For each tenth of the scale of confidence: how many findings, and a bar with its top and its parts.

        A part has a fate, a top and a height.  The tallest bar is 100 high, and all stand on the line 110.
        """
        counts = [sum(self._bins[f, i] for f in Fate) for i in range(BINS)]
        bars = []
        for i, count in enumerate(counts):
            top, parts = 110.0, []
            for f in self.shown:
                height = 100.0 * self._bins[f, i] / max(*counts, 1)
                top -= height
                parts.append((f, top, height))
            bars.append((count, top, parts))
        return bars


def _example(record: Record) -> str:
    old, new = both_sides(abridged(record.before), None if record.after is None else abridged(record.after))
    old = fitted(old, _EXAMPLE)
    return old if new is None else f"{old} → {fitted(new, _EXAMPLE) or '(nothing)'}"
