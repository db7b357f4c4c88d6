"""Rules that people agreed with nearly always, or too seldom, may go further by themselves, or less far."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.learn.evidence_base import Material
from cleaner.learn.proposal import DOCUMENTS, Answers, NewTier
from cleaner.model import Tier
from cleaner.rulebook.feedback import FEWEST

# A question becomes a fix where people prove it right as often as the default bar asks: 59 of 59 do.
RIGHT = 0.95
# A fix becomes a question where at least every fifth was wrong, with 95% confidence: 3 of 5, 9 of 24.
WRONG = 0.2
# A rule goes further only if it was looked at in so many documents.
SPREAD = 5


def tiers(material: Material) -> Iterator[NewTier]:
    """A new tier for each rule that the answers prove it for.  One about harm stays a question."""
    for precision in material.precisions:
        rule = material.rules.get(precision.rule)
        if rule is None or precision.documents < DOCUMENTS:
            continue
        right = precision.at_least >= RIGHT and precision.documents >= SPREAD
        if rule.tier is Tier.ASK and right and not rule.harm:
            yield NewTier(rule.id, Tier.LIKELY, rule.tier, precision)
        elif rule.tier in (Tier.SAFE, Tier.LIKELY) and precision.wrong_at_least >= WRONG:
            yield NewTier(rule.id, Tier.ASK, rule.tier, precision)


def answers(material: Material) -> Iterator[Answers]:
    """The answers themselves, as evidence for later runs, of rules that were answered often enough to tell."""
    rows = tuple(
        p.answered for p in material.precisions if p.answered.of >= FEWEST and p.documents >= DOCUMENTS
    )  # fmt: skip
    if rows:
        yield Answers(material.run, rows)
