"""The upper half of `report.html`: how much was found, by which rule, how sure, and what became of it."""

from __future__ import annotations

from collections import Counter, defaultdict

from cleaner.model import Cleaned, Record, Verdict
from cleaner.text.visible import both_sides, fitted

BINS = 10
_EXAMPLE = 40  # columns of an example, on each side


# What became of a finding, and through whom: a name for the style sheet, and words for the reader.
FATES = {
    "fix": "fixed by the run",
    "change": "changed by people",
    "reject": "rejected by people",
    "ask": "open questions",
    "flag": "flags",
}


def fate(record: Record) -> str:
    """What became of a finding; one that was kept is in the report only if a person rejected it."""
    if record.verdict is Verdict.KEEP:
        return "reject"
    return "change" if record.verdict is Verdict.FIX and record.decided else record.verdict.value


class Overview:
    """Counts over all documents."""

    def __init__(self) -> None:
        self.documents = self.changed = 0
        self.fates: Counter[str] = Counter()
        self.rules: dict[str, Counter[str]] = {}
        self._sure: defaultdict[str, float] = defaultdict(float)  # sums of confidence
        self._bins: Counter[tuple[str, int]] = Counter()
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
    def shown(self) -> dict[str, str]:
        """The fates that get a column, with their words; those of people only if a person has answered."""
        answered = self.fates["change"] or self.fates["reject"]
        return {f: words for f, words in FATES.items() if answered or f not in ("change", "reject")}

    def busiest(self) -> list[tuple[str, Counter[str]]]:
        """The rules, and what became of the findings of each; the busiest first."""
        return sorted(self.rules.items(), key=lambda item: (-item[1].total(), item[0]))

    def sure(self, rule: str) -> float:
        """The mean confidence of a rule's findings."""
        return self._sure[rule] / self.rules[rule].total()

    def bars(self) -> list[tuple[int, float, list[tuple[str, float, float]]]]:
        """For each tenth of the confidence scale: the number of findings, the top of its bar, and the parts of the bar.

        A part has a fate, a top and a height.  The tallest bar is 100 high; all bars stand at y = 110.
        """
        counts = [sum(self._bins[f, i] for f in FATES) for i in range(BINS)]
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
    old, new = both_sides(record.before, record.after, 1000)
    old = fitted(old, _EXAMPLE)
    return old if new is None else f"{old} → {fitted(new, _EXAMPLE) or '(nothing)'}"
