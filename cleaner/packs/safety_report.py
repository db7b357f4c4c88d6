"""Shows what rules do on clean text."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from cleaner.model import Record
from cleaner.packs.safety_table import Measured
from cleaner.rulebook import Rule
from cleaner.stats import poisson_upper, wilson
from cleaner.text.visible import visible

NEIGHBOURS = 40
HEAD = f"{'fires':>6} {'per million':>11} {'at most':>8} {'fixed':>6} {'asked':>6}  {'accepted (95%)':>22}  tier   rule"


def as_text(rows: Collection[Measured], rules: Mapping[str, Rule], answered: Mapping[str, tuple[int, int]]) -> str:
    """A line for each rule that fired or was answered, the busiest first, and one for all the others."""
    if not rows:
        return "no rules\n"
    words = next(iter(rows)).words
    told = [r for r in sorted(rows, key=lambda r: (-r.fires, r.id)) if r.fires or r.id in answered]
    lines = [f"{words:,} words; at most: upper bound of the rate (Poisson, exact, 95%); accepted: Wilson, 95%", HEAD]
    lines += (visible(_line(r, rules[r.id], answered.get(r.id))) for r in told)
    silent = len(rows) - len(told)
    if silent and words:
        lines.append(
            f"{silent} rules never fired: each at most {1e6 * poisson_upper(0) / words:.2f} times in a million words"
        )
    return "\n".join(lines) + "\n"


def _line(row: Measured, rule: Rule, answered: tuple[int, int] | None) -> str:
    precision = ""
    if answered:
        low, high = wilson(*answered)
        precision = f"{answered[0]}/{answered[1]}: {low:.2f} to {high:.2f}"
    return (
        f"{row.fires:6} {row.per_million:11.2f} {row.at_most:8.2f} {row.fixed:6} {row.asked:6}  {precision:>22}  "
        f"{rule.tier:6} {row.id}"
    )


def firing(document: str, text: str, rule: str, record: Record) -> str:
    """One firing in its context."""
    f = record.finding
    left, right = text[max(0, f.start - NEIGHBOURS) : f.start], text[f.end : f.end + NEIGHBOURS]
    here = f"{left}[{record.before}→{'' if f.best is None else f.best}]{right}"
    return visible(f"{record.verdict:4} {rule}  {document}: …{here}…") + "\n"
