"""Screens proposed rules by what they would change elsewhere; rules that would do harm are left out and counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import yaml

from cleaner.learn.proposal import NewRule, Proposal
from cleaner.model import Tier
from cleaner.packs.rule_tests import firings
from cleaner.packs.trial import book_of, fails, rule_of
from cleaner.rulebook import Rule, Rulebook
from cleaner.rulebook.assemble import shadowed
from cleaner.rulebook.errors import RuleError
from cleaner.rulebook.form import Form
from cleaner.spelling.lexicon import Lexicon
from cleaner.text.plural import count

Texts = Iterable[tuple[str, str]]  # by name
SHOWN = 3  # places where a rule fires


@dataclass(frozen=True, slots=True)
class Firings:
    """Where a rule would fire: how often, in how many of how many texts, and a few of the places."""

    fires: int
    documents: int
    of: int
    examples: tuple[str, ...]

    @property
    def told(self) -> str:
        """The same in words."""
        return f"fires {count(self.fires, 'time')} in {self.documents} of {count(self.of, 'text')}"


def screened(proposals: Sequence[Proposal | NewRule], texts: Texts, right: Texts) -> tuple[list[Proposal], list[str]]:
    """The proposals that are worth a question, and messages about the others.

    `texts` are those that the rules were learnt from; in `right` texts everything is right.
    """
    book, wrong = alone(p for p in proposals if isinstance(p, NewRule))
    inside, outside = radius(book, texts), radius(book, right)
    kept, harmful = list[Proposal](), 0
    for p in proposals:
        if not isinstance(p, NewRule):
            kept.append(p)
        elif p.id in book.rules:
            here, there = inside[p.id], outside[p.id]
            # A rule does more good than harm if it fires mostly where people corrected so.
            if there.fires <= p.support.cases and here.fires <= 3 * p.support.cases:
                kept.append(_proposal(_cautious(p, here, there), here, there))
            else:
                harmful += 1
    left_out = {
        "did not pass their own tests": len(wrong),
        "would fire mostly where nothing was corrected": harmful,
    }
    return kept, [f"{number} more rules {why} and are not proposed" for why, number in left_out.items() if number]


def _proposal(rule: NewRule, inside: Firings, outside: Firings) -> Proposal:
    """The rule as it is shown: its entry, and where it fires."""
    details = yaml.safe_dump(dict(rule.entry), allow_unicode=True, sort_keys=False, width=90).splitlines()
    beyond = inside.fires - rule.support.cases
    details.append(f"in these texts it {inside.told}" + (f", {beyond} more than corrected" if beyond > 0 else ""))
    if outside.of:
        details += f"elsewhere it {outside.told}", *(f"  … {example} …" for example in outside.examples)
    return Proposal(rule.kind, rule.title, rule.plan, rule.support, tuple(details))


def _cautious(proposal: NewRule, inside: Firings, outside: Firings) -> NewRule:
    """The rule, made a question if it is ever wrong."""
    cases = proposal.support.cases
    if inside.fires <= 2 * cases and not outside.fires and not proposal.support.against:
        return proposal
    right = cases / max(1, inside.fires + outside.fires)
    entry = {**proposal.entry, "tier": Tier.ASK.value, "prior": round(min(right, proposal.entry["prior"]), 3)}
    return replace(proposal, entry=entry)


def alone(proposals: Iterable[NewRule]) -> tuple[Rulebook, dict[str, str]]:
    """A rulebook of the proposed rules, and by id what is wrong with those that are not in it."""
    rules: dict[str, Rule] = {}
    forms: list[Form] = []
    wrong: dict[str, str] = {}
    for p in proposals:
        try:
            rule = rule_of(p.folder, p.name, p.entry)
            if failure := fails(rule):
                wrong[p.id] = failure
            rules[p.id] = rule
            forms += book_of(rule).forms
        except RuleError as error:
            wrong[p.id] = error.message
    wrong |= {twin.file: twin.message for twin in shadowed(forms, rules)}
    return Rulebook.of(list(rules.values()), forms).only(rules.keys() - wrong.keys()), wrong


def radius(book: Rulebook, texts: Texts) -> dict[str, Firings]:
    """Where each rule of a book fires in some texts."""
    fires: dict[str, list[tuple[str, str]]] = {id: [] for id in book.rules}
    total = 0
    for name, text in texts:
        total += 1
        for match in firings(book, text, Lexicon.shipped()):
            around = " ".join(text[max(0, match.start - 40) : match.end + 40].split())
            fires[match.rule.id].append((name, around))
    return {
        id: Firings(len(hits), len({name for name, _ in hits}), total, tuple(around for _, around in hits[:SHOWN]))
        for id, hits in fires.items()
    }
