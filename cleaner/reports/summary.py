"""The lines after a run: how much was changed, by which rules, what is left open, how long it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from cleaner.formats.outcome import Outcome
from cleaner.model import Verdict
from cleaner.text.plural import count

SHOWN = 12


class Summary:
    """Counts that grow with each outcome."""

    def __init__(self) -> None:
        self.documents = self.changed = self.reused = 0
        self.unused: Counter[str] = Counter()  # files and records that could not be used
        self.passed: Counter[str] = Counter()  # files of kinds that are passed over
        self.rules: Counter[str] = Counter()
        self.verdicts: Counter[str] = Counter()
        self.damage: Counter[str] = Counter()

    def add(self, outcome: Outcome) -> None:
        """Count one file."""
        tally = outcome.tally
        self.unused["file"] += bool(outcome.failure)
        self.unused["document"] += 0 if outcome.failure else len(outcome.troubles)
        self.unused["record"] += tally.unused
        self.passed[outcome.passed] += bool(outcome.passed)
        self.reused += outcome.told is not None
        self.documents += tally.documents
        self.changed += tally.changed
        self.rules.update(tally.rules)
        self.verdicts.update(tally.verdicts)
        self.damage.update(tally.damage)

    @property
    def failures(self) -> int:
        """How many files and records could not be used."""
        return self.unused.total()

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
            unused = " and ".join(count(n, what) for what, n in self.unused.items() if n)
            lines.append(f"  {unused} could not be used (see above)")
        if line := passed_over(self.passed):
            lines.append(f"  {line}")
        if self.reused:
            lines.append(
                f"  {count(self.reused, 'file')} stood there already, and nothing has changed since: not cleaned again "
                "(--fresh does)"
            )
        if out is not None:
            lines.append(f"  written to {out}; what changed is in {out / 'changes.diff'}")
            if v[Verdict.ASK]:
                lines.append(f"  `cleaner review {out}` asks what is open")
        return lines


def passed_over(passed: Mapping[str, int]) -> str:
    """One line that counts the files that were passed over; the most frequent kinds come first.

    >>> passed_over({".html": 2, "without an ending": 1})
    '3 files of other kinds were not read: 2 .html, 1 without an ending'
    """
    kinds = sorted(((n, kind) for kind, n in passed.items() if n), key=lambda pair: (-pair[0], pair[1]))
    if not kinds:
        return ""
    total = sum(n for n, _ in kinds)
    some = ", ".join(f"{n:,} {kind}" for n, kind in kinds[:SHOWN])
    more = f" and {len(kinds) - SHOWN} more kinds" if len(kinds) > SHOWN else ""
    return f"{count(total, 'file')} of other kinds {'was' if total == 1 else 'were'} not read: {some}{more}"
