"""Mojibake: text that was decoded as what it was not (`donâ€™t`, `cafÃ©`).  ftfy knows; we ask it and say where.

ftfy changes a whole text; a reviewer wants places.  Each line that it would change is compared with what it makes of
it, and every stretch that differs becomes a finding that carries ftfy's own account of the steps.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex
from rapidfuzz.distance import Indel

from cleaner.kit import Kit
from cleaner.model import Diagnosis, Evidence, Finding, Suggestion, Tier, log_odds
from cleaner.text import Analysis

# What UTF-8's first bytes look like when read as Latin-1, Windows-1252 or Mac Roman, with what can follow them. Lines
# without any are not worth the import.
_SUSPECT = regex.compile(r"[ÂÃÅÄâðŸ√¬ГРС][^\x00-\x7f]")
# A line, or as much of a very long one as ends at a blank: ftfy judges a stretch, and comparing takes its square.
_LINE = regex.compile(r"[^\r\n]{1,2000}+(?:(?=[\r\n])|\Z)|[^\r\n]{1,2000}(?=\s)|[^\r\n]{1,2000}")


def encoding(analysis: Analysis, diagnosis: Diagnosis, kit: Kit) -> Iterator[Finding]:
    """A likely fix for every stretch of mojibake."""
    for line in _LINE.finditer(analysis.text):
        if _SUSPECT.search(line.group()):
            yield from _stretches(line.group(), line.start())


def _stretches(line: str, offset: int) -> Iterator[Finding]:
    import ftfy  # a tenth of a second, for the few texts that need it

    fixed, steps = ftfy.fix_encoding_and_explain(line)
    if fixed == line or not steps:
        return
    how = ", ".join(f"{step.action} {step.parameter}" for step in steps)
    for start, end, after in _differences(line, fixed):
        yield Finding(
            offset + start, offset + end, "encoding/mojibake", "encoding", Tier.LIKELY, (Suggestion(after),),
            f"decoded as what it was not ({how})", (Evidence("ftfy's judgement", log_odds(_belief(after))),),
        )  # fmt: skip


def _belief(after: str) -> float:
    """How likely a repair is right: marks and letters of western Europe are what news holds; a scanner's junk
    (`Ä«l`) can look like a broken letter of any other alphabet.
    """
    return 0.995 if all(c <= "\xff" or "\u2000" <= c <= "\u20cf" or "\u2100" <= c <= "\u21ff" for c in after) else 0.8


def _differences(before: str, after: str) -> Iterator[tuple[int, int, str]]:
    """Where two lines differ; differences less than two characters apart are one.

    >>> list(_differences("donâ€™t", "don’t"))
    [(3, 6, '’')]
    """
    start = end = left = right = -1
    for op in Indel.opcodes(before, after):
        if op.tag == "equal":
            continue
        if start >= 0 and op.src_start - end < 2:
            end, right = op.src_end, op.dest_end
            continue
        if start >= 0:
            yield start, end, after[left:right]
        start, end, left, right = op.src_start, op.src_end, op.dest_start, op.dest_end
    if start >= 0:
        yield start, end, after[left:right]
