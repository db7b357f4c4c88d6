"""The rulebook's matches as findings; a heading with a list below it is left to `lists`, which takes both."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from cleaner.diagnosis.diagnose import Own, weight
from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Diagnosis, Evidence, Finding, Suggestion, Tier, log_odds
from cleaner.rulebook import Match
from cleaner.text.headlines import list_below
from cleaner.text.lines import Span

# The rule that knows the headings of lists of other articles.
HEADING = "web/related-heading"


def rules(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """A finding for every match that counts; a safe rule needs no diagnosis."""
    for match in seen.rules.matches:
        if not match.obstacle and not heading_with_list(match, seen):
            yield finding(match, seen.diagnosis)


def finding(match: Match, diagnosis: Diagnosis) -> Finding:
    """What a match claims, and how surely."""
    rule = match.rule
    belief = Evidence(f"the rule {rule.id}", log_odds(rule.prior))
    context = () if rule.tier is Tier.SAFE else weight(diagnosis, rule.damage, Own.of(rule.id, match.found))
    share = 1 / max(1, len(match.fixes))
    suggestions = tuple(Suggestion(text, share) for text in match.fixes)
    return Finding(match.start, match.end, rule.id, rule.damage, rule.tier, suggestions, rule.why, (belief, *context))


def heading_with_list(match: Match, seen: Examination) -> Span | None:
    """The lines of a heading that a rule has found and of the list below it; None where there is no such list."""
    if match.rule.id != HEADING or match.obstacle:
        return None
    lines = seen.analysis.lines
    heading = bisect_left(lines, (match.start,))
    items = list_below(seen.analysis.text, lines[heading:])
    return (lines[heading][0], lines[heading + items][1]) if items else None
