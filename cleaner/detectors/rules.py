"""The rulebook's matches as findings; a heading with a list below it is left to `lists`, which takes both."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from cleaner.detectors.speech import not_a_scan
from cleaner.diagnosis.diagnose import Own, weight
from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Diagnosis, Evidence, Finding, Suggestion, Tier, log_odds
from cleaner.rulebook import Match
from cleaner.text.headlines import list_below, opens_a_list
from cleaner.text.lines import Span

# The rule that knows the headings of lists of other articles, and the rules of all labels that stand above such lists.
HEADING = "web/related-heading"
_LABELS = frozenset({HEADING, "web/read-more-button"})


def rules(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """A finding for every match that counts; a safe rule needs no diagnosis."""
    for match in seen.rules.matches:
        if not match.obstacle and not heading_with_list(match, seen):
            found = finding(match, seen.diagnosis)
            if found.damage == "asr" and found.tier is not Tier.SAFE:
                found = replace(found, evidence=(*found.evidence, *not_a_scan(seen)))
            if match.rule.id in _LABELS and _leaves_a_list(match, seen):
                found = replace(found, tier=Tier.ASK)
            yield _in_its_cues(found, seen) if seen.analysis.cues and found.best == "" else found


def _in_its_cues(finding: Finding, seen: Examination) -> Finding:
    """A finding that takes a line away, without the break beside it: between two cues no file has one."""
    said = seen.analysis.text[finding.start : finding.end]
    start, end = finding.start + len(said) - len(said.lstrip("\n")), finding.end - len(said) + len(said.rstrip("\n"))
    begins = any(cue.start == start for cue in seen.analysis.cues)
    ends = any(cue.end == end for cue in seen.analysis.cues)
    return replace(finding, start=start if begins else finding.start, end=end if ends else finding.end)


def finding(match: Match, diagnosis: Diagnosis) -> Finding:
    """What a match claims, and how surely."""
    rule = match.rule
    belief = Evidence(f"the rule {rule.id}", log_odds(rule.prior))
    context = () if rule.tier is Tier.SAFE else weight(diagnosis, rule.damage, Own.of(rule.id, match.found))
    share = 1 / max(1, len(match.fixes))
    suggestions = tuple(Suggestion(text, share) for text in match.fixes)
    return Finding(match.start, match.end, rule.id, rule.damage, rule.tier, suggestions, rule.why, (belief, *context))


def _leaves_a_list(match: Match, seen: Examination) -> bool:
    """Whether a list may stand below a heading, which would be left without it.

    If what stands there goes too, the next pass no longer finds it.
    """
    lines = seen.analysis.lines
    below = bisect_left(lines, (match.start,)) + 1
    return below < len(lines) and opens_a_list(seen.analysis.text, lines[below])


def heading_with_list(match: Match, seen: Examination) -> Span | None:
    """The lines of a heading that a rule has found and of the list below it; None where there is no such list."""
    if match.rule.id != HEADING or match.obstacle:
        return None
    lines = seen.analysis.lines
    heading = bisect_left(lines, (match.start,))
    items = list_below(seen.analysis.text, lines[heading:])
    return (lines[heading][0], lines[heading + items][1]) if items else None
