"""Lines of captions (`--mode captions`): two speakers on one line, and a line too long to be shown.

A line holds 42 characters, as the guides of broadcasters and of streaming services have it; a cue holds two lines.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Evidence, Finding, Suggestion, Tier, log_odds
from cleaner.text.expressions import compiled

LONGEST = 42  # characters of a line
_SPEAKERS = compiled(r"(?<=[.!?…]) (?=[-–—] ?\p{Lu})")
_BLANK = compiled(r"(?<=\S) (?=\S)")
_AFTER_A_MARK = ",.;:!?…"


def caption_lines(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """A break for each line that needs one; nothing where the user did not ask for captions."""
    if kit.mode != "captions":
        return
    for cue in seen.analysis.cues:
        said = seen.analysis.text[cue.start : cue.end]
        if "\n" in said.strip():
            continue
        speakers = [m.start() for m in _SPEAKERS.finditer(said)] if said[:1] in "-–—" else []
        if len(speakers) == 1:
            yield _break(cue.start + speakers[0], "speaker-on-one-line", "Each speaker has a line.")
        elif LONGEST < len(said) <= 2 * LONGEST and (at := _middle(said)):
            yield _break(cue.start + at, "long-line", f"A line of captions holds {LONGEST} characters.")


def _middle(said: str) -> int:
    """The blank at which a line parts best: near the middle, rather after a mark; 0 if a half would be too long."""
    fits = [m.start() for m in _BLANK.finditer(said) if m.start() <= LONGEST and len(said) - m.end() <= LONGEST]
    return min(fits, default=0, key=lambda at: abs(2 * at - len(said)) - 20 * (said[at - 1] in _AFTER_A_MARK))


def _break(at: int, rule: str, why: str) -> Finding:
    return Finding(
        at, at + 1, f"captions/{rule}", "asr", Tier.LIKELY, (Suggestion("\n"),), why,
        (Evidence("--mode captions", log_odds(0.98)),),
    )  # fmt: skip
