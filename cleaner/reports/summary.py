"""The few lines after a run: how much, by which rules, what is left open, how long."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from cleaner.model import Verdict
from cleaner.plural import count
from cleaner.run import Outcome

# A damage that is at least this likely is worth naming.
TELLING = 0.5
SHOWN = 12


class Summary:
    """Counts that grow with each outcome."""

    def __init__(self) -> None:
        self.documents = self.changed = self.failures = 0
        self.rules: Counter[str] = Counter()
        self.verdicts: Counter[Verdict] = Counter()
        self.damage: Counter[str] = Counter()

    def add(self, outcome: Outcome) -> None:
        """Count one file."""
        self.failures += len(outcome.complaints)
        for c in outcome.cleaned:
            self.documents += 1
            self.changed += bool(c.fixes)
            self.rules.update(r.finding.rule for r in c.fixes)
            self.verdicts.update(r.verdict for r in c.records)
            self.damage.update(d for d, p in c.diagnosis.probabilities.items() if p >= TELLING)

    def lines(self, seconds: float | None = None, out: Path | None = None) -> list[str]:
        """The summary in words."""
        v = self.verdicts
        took = "" if seconds is None else f", {seconds:.1f} s"
        lines = [
            f"{count(self.documents, 'document')}, {self.changed} changed: {count(v[Verdict.FIX], 'fix')}, "
            f"{count(v[Verdict.ASK], 'question')} and {count(v[Verdict.FLAG], 'flag')} left open{took}"
        ]
        if self.damage:
            lines.append("  damage: " + ", ".join(f"{d} in {n}" for d, n in self.damage.most_common()))
        for rule, times in self.rules.most_common(SHOWN):
            lines.append(f"  {times:6}  {rule}")
        if len(self.rules) > SHOWN:
            lines.append(f"          … and {len(self.rules) - SHOWN} more rules")
        if self.failures:
            lines.append(f"  {self.failures} could not be used (see above)")
        if out is not None:
            lines.append(f"  written to {out}; what changed is in {out / 'changes.diff'}")
            if v[Verdict.ASK]:
                lines.append(f"  `cleaner review {out}` asks what is open")
        return lines
