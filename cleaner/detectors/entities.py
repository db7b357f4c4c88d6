"""Entities that a scraper left in plain text: `Marks &amp;amp; Sons`."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Evidence, Finding, Suggestion, Tier, log_odds
from cleaner.text.character_references import ENTITY, stands_for
from cleaner.text.expressions import compiled

_SURE = 0.998  # people write entities only in source code or about it, and both are protected
# Blanks of all kinds side by side are one.
_BLANKS = compiled(r"(?:[ \t]|&(?:amp;)*+(?:nbsp|#160|#[xX][aA]0|e[nm]sp|thinsp);)++")


def entities(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """A fix for every entity; entities that are written on purpose are protected text."""
    text, done = seen.analysis.text, 0
    for m in ENTITY.finditer(text):
        start, end, stood = m.start(), m.end(), stands_for(m.group())
        if start < done or stood == m.group():
            continue
        if stood == " ":
            end = found.end() if (found := _BLANKS.match(text, start)) else end
            stood = "" if text[start - 1 : start].isspace() else " "
        done = end
        yield Finding(
            start, end, "encoding/entity", "encoding", Tier.LIKELY, (Suggestion(stood),),
            "A character's code of the web page, left in the text.",
            (Evidence("no prose writes a character so", log_odds(_SURE)),),
        )  # fmt: skip
