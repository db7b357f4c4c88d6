"""How often people agreed with each rule, for reading."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.learn.precision import Precision
from cleaner.rulebook.feedback import FEWEST
from cleaner.text.visible import visible

HEAD = "  right  wrong  at least  expected  weighs  rule"


def as_text(found: Sequence[Precision]) -> str:
    """A line for each rule that was answered, the most answered first; "" if none was."""
    if not found:
        return ""
    told = "at least: 95% sure (Clopper–Pearson); weighs: log-odds in later runs that know these answers"
    return "\n".join([HEAD, *(visible(_line(p)) for p in found), told]) + "\n"


def _line(p: Precision) -> str:
    a = p.answered
    weight = f"{a.evidence.weight:+7.2f}" if a.of >= FEWEST else "       "
    return f"{a.right:7} {a.wrong:6} {p.at_least:9.0%} {a.expected:9.0%} {weight}  {p.rule}"
