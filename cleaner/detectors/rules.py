"""The rulebook's matches as findings."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.diagnosis.diagnose import Own, weight
from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Diagnosis, Evidence, Finding, Suggestion, Tier, log_odds
from cleaner.rulebook import Match


def rules(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """A finding for every match that counts; a safe rule needs no diagnosis."""
    for match in seen.rules.matches:
        if not match.obstacle:
            yield finding(match, seen.diagnosis)


def finding(match: Match, diagnosis: Diagnosis) -> Finding:
    """What a match claims, and how surely."""
    rule = match.rule
    belief = Evidence(f"the rule {rule.id}", log_odds(rule.prior))
    context = () if rule.tier is Tier.SAFE else weight(diagnosis, rule.damage, Own.of(rule.id, match.found))
    share = 1 / max(1, len(match.fixes))
    suggestions = tuple(Suggestion(text, share) for text in match.fixes)
    return Finding(match.start, match.end, rule.id, rule.damage, rule.tier, suggestions, rule.why, (belief, *context))
