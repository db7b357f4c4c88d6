"""What a text as a whole tells of its damage, where no single rule can.

A rule sees a place.  That a text has no full stop in two hundred words, or a scanner's share of unknown words, is seen
from further away.  `EVIDENCE` is the table: a damage and who speaks for it.
"""

from __future__ import annotations

from collections.abc import Callable

import regex

from cleaner.detectors.spelling import ocr_evidence
from cleaner.kit import Kit
from cleaner.model import Evidence
from cleaner.text import Analysis

# Fewer words than this tell nothing as a whole.
ENOUGH = 60
_SENTENCE_ENDS = regex.compile(r"[.!?](?=[\s\"”’)]|\Z)")
_SPELT_OUT = regex.compile(r"\b(?:\p{L}\.? ){2,}\p{L}\b\.?")
_MOJIBAKE = regex.compile(r"â€[œ™˜“¦\u009d]|Ã[©¨ª¢¡§\u00ad³º±]|Â[£°©\u00a0»«]")


def asr_evidence(analysis: Analysis, kit: Kit) -> tuple[Evidence, ...]:
    """Speech written down by a machine: no marks, no capitals, letters spelt out.

    Measured on Earnings-21's development half: one system writes neither capitals nor marks; one spells letters out
    (177 runs in 29 calls); the others set both, and nothing at hand tells them from prose.
    """
    words = len(analysis.tokens)
    if words < ENOUGH:
        return ()
    found = []
    ends = len(_SENTENCE_ENDS.findall(analysis.text))
    if words > 60 * max(1, ends):
        found.append(Evidence("no full stops", 5.0, f"{ends} in {words} words"))
    capitals = sum(t.text[0].isupper() for t in analysis.tokens)
    if capitals * 100 < words:
        found.append(Evidence("no capitals", 3.0, f"{capitals} in {words} words"))
    if spelt := _SPELT_OUT.findall(analysis.text):
        found.append(Evidence("letters spelt out", min(4.0, 2.0 * len(spelt)), f"{len(spelt)} × {spelt[0]!r}"))
    return tuple(found)


def encoding_evidence(analysis: Analysis, kit: Kit) -> tuple[Evidence, ...]:
    """UTF-8 that was read as something else."""
    found = _MOJIBAKE.findall(analysis.text)
    return (Evidence("mojibake", min(9.0, 5.0 + len(found)), f"{len(found)} × {found[0]!r}"),) if found else ()


EVIDENCE: dict[str, Callable[[Analysis, Kit], tuple[Evidence, ...]]] = {
    "ocr": ocr_evidence,
    "asr": asr_evidence,
    "encoding": encoding_evidence,
}
