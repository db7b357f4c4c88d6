"""Words of captions that are broken at the end of a line, or over two cues: `govern-` and below it `ment`.

What stands before a hyphen may as well be a word that somebody broke off, so the second half decides: one that is
hardly a word by itself (`ment`) has no other reading; a common word (`inter-`, `national`) is asked about where the
whole is about as common.  A compound keeps its hyphen: `well-`, `known` are right as they stand.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Evidence, Finding, Suggestion, Tier, log_odds
from cleaner.text.expressions import compiled

RULE = "captions/broken-word"
_BROKEN = compiled(r"(?<![\w'’-])(\p{L}{2,})-\n(\p{Ll}{2,})(?![\w'’-])")
# Zipf: the whole must be a word that people say; its end must be none, or no more common than half a step above it.
SAID, A_WORD, COMMONER = 3.5, 3.5, 0.5


def broken_words(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """The whole word in the place of its first half."""
    if not seen.analysis.cues:
        return
    for m in _BROKEN.finditer(seen.analysis.text):
        whole, end = (kit.lexicon.zipf(word.lower()) for word in (m[1] + m[2], m[2]))
        if whole < SAID or end > whole + COMMONER:
            continue
        if end < A_WORD:
            tier, evidence = Tier.LIKELY, Evidence("its end is no word by itself", log_odds(0.97))
        else:
            tier, evidence = Tier.ASK, Evidence("the whole is a word", log_odds(0.8))
        why = "A word is broken at the end of a line."
        yield Finding(m.start(), m.end(), RULE, "asr", tier, (Suggestion(m[1] + m[2]),), why, (evidence,))
