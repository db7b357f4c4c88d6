"""Curly and straight quotation marks mixed in one translated document: the rarer pairs follow the commoner ones.

A publisher sets one kind of marks.  A translation program sets its own kind where it puts a mark back.  An article put
together from several sources may mix kinds too; so only a document that shows signs of translation is changed, and
always in whole pairs.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.diagnosis.diagnose import Own, by_itself, weight
from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Evidence, Finding, Suggestion, Tier, log_odds
from cleaner.text.expressions import compiled

RULE = "quotes/mixed"
# Within a paragraph: opened at the start of a word, closed at the end of one, with nothing of either kind between.
_CURLY = compiled(r"(?<![\p{L}\p{N}])“(?=\S)[^“”\"\n]*\S”(?![\p{L}\p{N}])")
_STRAIGHT = compiled(r"(?<![\p{L}\p{N}])\"(?=\S)[^“”\"\n]*\S\"(?![\p{L}\p{N}])")


def quotes(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """Two findings, the opening and the closing mark, for every pair of the rarer kind."""
    analysis, diagnosis = seen.analysis, by_itself(seen.diagnosis)
    signs = max((d for d in diagnosis.probabilities if d.startswith("mt/")), key=lambda d: diagnosis[d], default="")
    if not signs:
        return
    curly, straight = list(_CURLY.finditer(analysis.text)), list(_STRAIGHT.finditer(analysis.text))
    if not curly or not straight or len(curly) == len(straight):
        return
    rare, marks = (curly, ('"', '"')) if len(curly) < len(straight) else (straight, ("“", "”"))
    counted = f"{len(curly)} curly and {len(straight)} straight pairs"
    here = weight(diagnosis, signs, Own(RULE, frozenset(marks)))
    belief = (Evidence("one kind of mark in a document", log_odds(0.95), counted), *here)
    for pair in rare:
        if analysis.is_protected(*pair.span()):
            continue
        for at, mark in zip((pair.start(), pair.end() - 1), marks, strict=True):
            yield Finding(
                at, at + 1, RULE, "typography", Tier.LIKELY, (Suggestion(mark),),
                f"The document mixes kinds of quotation marks: {counted}.", belief,
            )  # fmt: skip
