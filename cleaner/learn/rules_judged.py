"""Learns from people's answers how far a rule may go by itself, where it is wrong, and whether it is ever right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from cleaner.learn.evidence_base import Material
from cleaner.learn.observations import DOCUMENTS, Observation, Support
from cleaner.learn.precision import Precision
from cleaner.learn.proposal import Proposal
from cleaner.ledger import Excerpt
from cleaner.model import Tier
from cleaner.packs import pack_writer
from cleaner.packs.exceptions import Exemption
from cleaner.packs.exceptions import exceptions as exceptions_to
from cleaner.packs.own_pack import WRITTEN, OwnPack, file_about
from cleaner.packs.remember import Plan
from cleaner.rulebook import Rule, feedback
from cleaner.rulebook.feedback import FEWEST
from cleaner.stats import at_least
from cleaner.text.plural import count

# A question becomes a fix where people prove it right as often as the default bar asks: 59 of 59 right answers do.
RIGHT = 0.95
# A fix becomes a question where at least every fifth was wrong, with 95% confidence: 3 of 5, 9 of 24.
WRONG = 0.2
# A rule goes further only if it was looked at in so many documents.
SPREAD = 5
# A rule is switched off where so many of its findings are wrong, with 95% confidence: 14 of 14.  After five of five
# (measured on ICDAR 2017) the other half of the texts had places where the rule was right.
ALWAYS_WRONG = 0.8


def tiers(material: Material) -> Iterator[Proposal]:
    """A new tier for each rule for which the answers prove it; a rule about harm stays a question."""
    for precision in material.precisions:
        rule = material.rules.get(precision.rule)
        if rule is None or precision.documents < DOCUMENTS:
            continue
        right = precision.at_least >= RIGHT and precision.documents >= SPREAD
        if rule.tier is Tier.ASK and right and not rule.harm:
            yield _new_tier(rule, Tier.LIKELY, precision, f"at least {precision.at_least:.0%} right")
        elif rule.tier in (Tier.SAFE, Tier.LIKELY) and precision.wrong_at_least >= WRONG:
            yield _new_tier(rule, Tier.ASK, precision, f"at least {precision.wrong_at_least:.0%} wrong")


def _new_tier(rule: Rule, tier: Tier, precision: Precision, proved: str) -> Proposal:
    said = f"{precision.answered.right} of {precision.answered.of} accepted: {proved}"

    def plan(own: OwnPack) -> Plan:
        return own.plan(WRITTEN, file_about(rule.id), rule.id, pack_writer.tier(rule.id, tier.value))

    return Proposal("tier", f"{rule.id} becomes `{tier}`, was `{rule.tier}` ({said})", plan)


def answers(material: Material) -> Iterator[Proposal]:
    """The answers themselves, as evidence for later runs, for rules that were answered often enough."""
    rows = [p.answered for p in material.precisions if p.answered.of >= FEWEST and p.documents >= DOCUMENTS]
    said = ((row, row.evidence) for row in rows)
    details = (f"{e.weight:+.2f}  {row.rule}: {e.detail}, {row.expected:.0%} expected right" for row, e in said)

    def plan(own: OwnPack) -> Plan:
        place = own.folder / feedback.FILE
        file = own.rewritten(feedback.FILE, lambda held: feedback.table(feedback.read(place) | {material.run: rows}))
        return Plan(f"written to {place}; runs with --rules {own.folder} weigh it", (file,))

    if rows:
        title = f"what people said of {count(len(rows), 'rule')}, to be weighed in later runs"
        yield Proposal("answers", title, plan, details=tuple(details))


def exceptions(material: Material) -> Iterator[Proposal]:
    """Words that a rule was wrong about, every time."""
    for kept in material.always_kept:
        rule = material.rules.get(kept[0].rule)
        first = min(kept, key=lambda s: len(s.sentence))
        exemption = _exemption(rule, first) if rule else None
        if rule and exemption:
            support = Support.of(kept)
            title = f"exception to {rule.id}: leave “{exemption.words}” ({support})"
            plan = partial(OwnPack.exempted, rule=rule.id, exemption=exemption)
            yield Proposal("exception", title, plan, support, (f"keeps: {exemption.sentence}",))


def off(material: Material) -> Iterator[Proposal]:
    """Rules that were wrong every time, so that an exception would leave nothing of them."""
    by_rule: defaultdict[str, list[Observation]] = defaultdict(list)
    for s in material.seen:
        by_rule[s.rule].append(s)
    for id, cases in by_rule.items():
        rule, support = material.rules.get(id), Support.of(cases)
        if rule is None or not support.enough or any(s.after is not None for s in cases):
            continue
        if at_least(support.cases, support.cases) < ALWAYS_WRONG:
            continue
        words = sorted({s.before for s in cases})
        if len(words) > 1 or not _exemption(rule, cases[0]):
            wrong = ", ".join(f"“{w}”" for w in words[:5])
            title = f"switch {id} off: always wrong, on {wrong} ({support.cases} times of {support.cases})"
            yield Proposal("off", title, partial(OwnPack.switched_off, rule=id), support)


def _exemption(rule: Rule, s: Observation) -> Exemption | None:
    """The best exception to the rule for the words of an observation."""
    place = Excerpt(s.sentence[: s.at], s.before, s.sentence[s.at + len(s.before) :], cut_left=False, cut_right=False)
    return next(exceptions_to(rule, s.before, place), None)
