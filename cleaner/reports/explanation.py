"""`explain` in words: which rules and detectors looked at a place, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.explain import Account
from cleaner.model import Cleaned
from cleaner.model.cue import clock_at
from cleaner.reports import damages
from cleaner.reports.findings import Listing
from cleaner.text.visible import visible

NEIGHBOURS = 30  # characters shown on each side


def as_text(cleaned: Cleaned, accounts: Sequence[Account], line: int | None = None) -> str:
    """The diagnosis, then each account with its evidence; only those of one line if that is asked."""
    lines = Listing(cleaned.document)
    chosen = accounts
    if line is not None:
        chosen = [a for a in accounts if lines.at(a.start)[0] <= line <= lines.at(max(a.start, a.end - 1))[0]]
    parts = [damages.as_text(cleaned.document.id, cleaned.diagnosis)]
    cues = cleaned.document.cues
    parts += (_account(cleaned.document.text, a, lines.at(a.start), clock_at(cues, a.start)) for a in chosen)
    if not chosen:
        parts.append("no rule and no detector had anything to say " + ("of this line\n" if line else "of this text\n"))
    return "\n".join(parts)


def _account(text: str, a: Account, at: tuple[int, int], clock: str) -> str:
    left = text[max(0, a.start - NEIGHBOURS) : a.start]
    right = text[a.end : a.end + NEIGHBOURS]
    here = f"{left}[{a.before}]{right}"
    lines = [f"{at[0]}:{at[1]}{clock and f' at {clock}'}  {a.rule}: {a.verdict}", f"    …{here}…"]
    lines += [f"    {a.why}", f"    because: {a.reason}"]
    if any(s.detail for s in a.suggestions):
        lines.append("    instead:")
        lines += (f"      {s.score:6.2f}  {s.text!r} ({s.detail})" for s in a.suggestions)
    elif a.suggestions:
        lines.append("    instead: " + ", ".join(f"{s.text!r} {s.score:.2f}" for s in a.suggestions))
    if a.evidence:
        lines.append(f"    confidence {a.confidence:.3f}, of log-odds:")
        lines += (f"      {e.weight:+6.2f}  {e.name}{f' ({e.detail})' if e.detail else ''}" for e in a.evidence)
    return "".join(f"{visible(line)}\n" for line in lines)
