"""What people's answers say of a rule: how far it may go alone, where it is wrong, and whether it is ever right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cleaner.learn.evidence_base import Material
from cleaner.learn.observations import DOCUMENTS, Observation, Support
from cleaner.learn.proposal import Answers, Leave, NewTier, SwitchOff
from cleaner.ledger import Excerpt
from cleaner.model import Tier
from cleaner.packs.exceptions import exceptions as exemptions
from cleaner.rulebook.feedback import FEWEST
from cleaner.stats import at_least

# A question becomes a fix where people prove it right as often as the default bar asks: 59 of 59 do.
RIGHT = 0.95
# A fix becomes a question where at least every fifth was wrong, with 95% confidence: 3 of 5, 9 of 24.
WRONG = 0.2
# A rule goes further only if it was looked at in so many documents.
SPREAD = 5
# A rule is switched off where so many of its findings are wrong, with 95% confidence: 14 of 14.  After five of five
# (measured on ICDAR 2017) the other half of the texts had places where the rule was right.
ALWAYS_WRONG = 0.8


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


def exceptions(material: Material) -> Iterator[Leave]:
    """Words that a rule was wrong about, every time."""
    for kept in material.always_kept:
        rule = material.rules.get(kept[0].rule)
        first = min(kept, key=lambda s: len(s.sentence))
        exemption = next(exemptions(rule, first.before, _place(first)), None) if rule else None
        if rule and exemption:
            yield Leave(rule.id, exemption, Support.of(kept))


def off(material: Material) -> Iterator[SwitchOff]:
    """Rules that were wrong every time, whatever the words: nothing would be left of them."""
    by_rule: defaultdict[str, list[Observation]] = defaultdict(list)
    for s in material.seen:
        by_rule[s.rule].append(s)
    for id, cases in by_rule.items():
        rule = material.rules.get(id)
        wrong = Support.of(cases)
        if (
            rule
            and wrong.enough
            and at_least(wrong.cases, wrong.cases) >= ALWAYS_WRONG
            and all(s.after is None for s in cases)
        ):
            words = {s.before for s in cases}
            if len(words) > 1 or next(exemptions(rule, cases[0].before, _place(cases[0])), None) is None:
                yield SwitchOff(id, tuple(sorted(words)), wrong)


def _place(s: Observation) -> Excerpt:
    end = s.at + len(s.before)
    return Excerpt(s.sentence[: s.at], s.before, s.sentence[end:], cut_left=False, cut_right=False)
