"""Captions that roll: a cue says again what the cue before it ended with, and then goes on.

Recognisers of live speech scroll their lines, so that all is said twice.  A cue rolls where its first lines are the
whole last lines of the cue before and time goes on without a gap; a cue that says what the one before ended with, and
stands for less than a twentieth of a second, only holds the line.  A lone word may be said twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Evidence, Finding, Suggestion, Tier, log_odds
from cleaner.model.cue import TimedCue

RULE = "asr/rolling-cue"
TOUCHING = 0.25  # seconds between two cues of one stream
FLASH = 0.05  # seconds; nobody reads so short a cue


def rolling(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """A question for each overlap; in captions and clean text a fix."""
    text = seen.analysis.text
    overlaps = [
        (cue.start, end) for before, cue in pairwise(seen.analysis.cues) if (end := _overlap(text, before, cue))
    ]
    # One overlap may be somebody who repeats himself.
    sure = 0.9 if len(overlaps) > 1 else 0.6
    for start, end in overlaps:
        yield Finding(
            start, end, RULE, "asr", Tier.ASK if kit.mode == "verbatim" else Tier.LIKELY, (Suggestion(""),),
            "The cue says again what the cue before it ended with.",
            (Evidence(f"{len(overlaps)} cues begin so", log_odds(sure)), *_asked_for(kit)),
        )  # fmt: skip


def _asked_for(kit: Kit) -> tuple[Evidence, ...]:
    return () if kit.mode == "verbatim" else (Evidence(f"--mode {kit.mode}", 2.5),)


def _overlap(text: str, before: TimedCue, cue: TimedCue) -> int:
    """Where what a cue says again ends; 0 if it says nothing again, or if somebody else says it."""
    if before.voice != cue.voice:
        return 0
    if abs(cue.since - before.till) > TOUCHING and not before.since <= cue.since <= before.till:
        return 0
    said, again = text[before.start : before.end].split("\n"), text[cue.start : cue.end].split("\n")
    if cue.till - cue.since < FLASH and said[-len(again) :] == again:
        return cue.end
    for lines in range(min(len(said), len(again) - 1), 0, -1):
        same = [line.strip() for line in again[:lines]]
        if same == [line.strip() for line in said[-lines:]] and len(" ".join(same).split()) > 1:
            return cue.start + len("\n".join(again[:lines])) + 1
    return 0
