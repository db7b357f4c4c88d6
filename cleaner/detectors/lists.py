"""Lists of other articles: a heading such as `Related articles`, and the headlines below it, are one thing.

A rule knows the heading.  If that went alone, the headlines would stand in the text as if they were the article's.  So
heading and list are taken out together or not at all, as surely as the heading alone.  In 85 whole pages and 340
extracted texts of 59 sites, the lists below such headings have 178 lines, all of them residue (docs/measured.md).
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.detectors.rules import finding, heading_with_list
from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Finding, Suggestion, Tier
from cleaner.text.expressions import compiled
from cleaner.text.whole_lines import with_breaks

RULE = "lists/related"
# A heading that says whose the articles are: others'.  Below `See also` or `Latest news` may stand the article's own.
_OTHERS = compiled(
    r"(?i)related|more (?:articles|coverage|posts|stories)|most |popular|(?:you|readers) m|recommended|trending|editor"
)


def lists(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """A finding for each heading of a list of other articles, with the list."""
    for match in seen.rules.matches:
        if stretch := heading_with_list(match, seen):
            heading = finding(match, seen.diagnosis)
            (span,) = with_breaks(seen.analysis.text, [stretch])
            tier = heading.tier if _OTHERS.match(match.found) else Tier.ASK
            why = "a list of other articles, with its heading"
            yield Finding(*span, RULE, heading.damage, tier, (Suggestion(""),), why, heading.evidence)
