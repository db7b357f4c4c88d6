"""The upper half of `report.html`: how much was found, by which rule, how sure, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from html import escape

from cleaner.model import Cleaned, Record, Verdict
from cleaner.text.visible import abridged, both_sides, fitted, visible

_BINS = 10
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
    """What became of a finding; one that was kept is here only because somebody rejected it."""
    if record.verdict is Verdict.KEEP:
        return Fate.REJECT
    if record.verdict is Verdict.FIX and record.decided:
        return Fate.CHANGE
    return Fate(record.verdict.value)


class RuleRow:
    """Counts over all documents."""

    def __init__(self) -> None:
        self.documents = self.changed = 0
        self.fates: Counter[Fate] = Counter()
        self.rules: dict[str, Counter[Fate]] = {}
        self._sure: dict[str, float] = {}  # sums of confidence
        self._bins: Counter[tuple[Fate, int]] = Counter()
        self._examples: dict[str, str] = {}

    def add(self, cleaned: Cleaned) -> None:
        """Counts one more document."""
        self.documents += 1
        self.changed += bool(cleaned.fixes)
        for record in (*cleaned.records, *(r for r in cleaned.kept if r.decided)):
            rule, sure, became = record.finding.rule, record.finding.confidence, fate(record)
            self.fates[became] += 1
            self.rules.setdefault(rule, Counter())[became] += 1
            self._sure[rule] = self._sure.get(rule, 0.0) + sure
            self._bins[became, min(int(sure * _BINS), _BINS - 1)] += 1
            self._examples.setdefault(rule, _example(record))

    @property
    def shown(self) -> list[Fate]:
        """The fates worth a column; people's only once somebody answered."""
        answered = any(self.fates[f] for f in _OF_PEOPLE)
        return [f for f in Fate if answered or f not in _OF_PEOPLE]

    def summary(self) -> str:
        """The totals, as a list of terms."""
        facts = [("documents", self.documents), ("changed", self.changed)]
        facts += [(f.words, self.fates[f]) for f in self.shown]
        return "<dl>" + "".join(f"<div><dt>{name}</dt><dd>{n:,}</dd></div>" for name, n in facts) + "</dl>"

    def table(self, numbers: Mapping[str, int]) -> str:
        """A row for each rule, the busiest first; `numbers` are those by which the page's script knows the rules."""
        columns = [f'<th scope="col" class="number">{f.words}</th>' for f in self.shown]
        head = f'<tr><th scope="col">rule</th>{"".join(columns)}<th scope="col" class="number">sure, mean</th>'
        by_count = sorted(self.rules.items(), key=lambda item: (-item[1].total(), item[0]))
        body = "".join(self._row(rule, counts, numbers[rule]) for rule, counts in by_count)
        return f'<table><thead>{head}<th scope="col">for example</th></tr></thead><tbody>{body}</tbody></table>'

    def _row(self, rule: str, counts: Counter[Fate], number: int) -> str:
        name = f'<button type="button" class="rule" data-rule="{number}">{escape(visible(rule))}</button>'
        cells = "".join(f'<td class="number">{f"{counts[f]:,}" if counts[f] else "–"}</td>' for f in self.shown)
        sure = f'<td class="number">{self._sure[rule] / counts.total():.0%}</td>'
        return f'<tr><th scope="row">{name}</th>{cells}{sure}<td>{escape(self._examples[rule])}</td></tr>'

    def chart(self) -> str:
        """Bars: how many findings at which confidence, one fate upon the other."""
        heights = [sum(self._bins[f, i] for f in Fate) for i in range(_BINS)]
        tallest = max(*heights, 1)
        drawn, told = [], []
        for i, height in enumerate(heights):
            top = 110.0
            for f in self.shown:
                part = 100.0 * self._bins[f, i] / tallest
                top -= part
                drawn.append(f'<rect class="{f}" x="{i * 30 + 3}" y="{top:.1f}" width="24" height="{part:.1f}"/>')
            if height:
                drawn.append(f'<text class="count" x="{i * 30 + 15}" y="{top - 2:.1f}">{height:,}</text>')
            told.append(f"{i / _BINS:.0%}: {height}")
        ticks = "".join(f'<text x="{i * 30}" y="121">{i / _BINS:.0%}</text>' for i in range(0, _BINS + 1, 2))
        keys = " ".join(f'<span class="key {f}">{f.words}</span>' for f in self.shown)
        return (
            '<figure><svg viewBox="-8 -2 324 126" role="img" aria-labelledby="chart-title">'
            f'<title id="chart-title">Findings by confidence. {"; ".join(told)}</title>'
            f"{''.join(drawn)}{ticks}</svg>"
            f"<figcaption>Findings by how sure they are: {keys}</figcaption></figure>"
        )


def _example(record: Record) -> str:
    old, new = both_sides(abridged(record.before), None if record.after is None else abridged(record.after))
    old = fitted(old, _EXAMPLE)
    return old if new is None else f"{old} → {fitted(new, _EXAMPLE) or '(nothing)'}"
