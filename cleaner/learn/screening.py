"""What proposed rules would change where nobody asked for it; those that would do harm are left out, and counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import yaml

from cleaner.learn.proposal import Answers, Confusions, Leave, NewRule, Proposal
from cleaner.model import Tier
from cleaner.packs.rule_tests import firings
from cleaner.packs.trial import book_of, fails, rule_of
from cleaner.rulebook import Rule, Rulebook
from cleaner.rulebook.compile import Form
from cleaner.rulebook.load import shadowed
from cleaner.rulebook.yamltree import RuleError
from cleaner.spelling.lexicon import Lexicon
from cleaner.text.plural import count

Texts = Iterable[tuple[str, str]]  # by name
SHOWN = 3  # places where a rule fires
LISTED = 20  # rows of a table


@dataclass(frozen=True, slots=True)
class Firings:
    """Where a rule would fire: how often, in how many of how many texts, and a few of the places."""

    fires: int = 0
    documents: int = 0
    of: int = 0
    examples: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """In words."""
        return f"fires {count(self.fires, 'time')} in {self.documents} of {count(self.of, 'text')}"


@dataclass(frozen=True, slots=True)
class Screened:
    """A proposal; for a rule where it fires in the texts that it was learnt from, and in texts that are right."""

    proposal: Proposal
    inside: Firings = Firings()
    outside: Firings = Firings()

    def details(self) -> Iterator[str]:
        """What it says and does, line by line."""
        p = self.proposal
        if isinstance(p, NewRule):
            yield from yaml.safe_dump(dict(p.entry), allow_unicode=True, sort_keys=False, width=90).splitlines()
            beyond = self.inside.fires - p.support.cases
            yield f"in these texts it {self.inside.told}" + (f", {beyond} more than corrected" if beyond > 0 else "")
            if self.outside.of:
                yield f"elsewhere it {self.outside.told}"
                yield from (f"  … {example} …" for example in self.outside.examples)
        elif isinstance(p, Leave):
            yield f"keeps: {p.exemption.sentence}"
        elif isinstance(p, Confusions):
            for r in p.rows[:LISTED]:
                read, printed = r.read or "nothing", r.printed or "nothing"
                yield f"{printed} read as {read}: {r.support}: {', '.join(r.words)}"
            if len(p.rows) > LISTED:
                yield f"… and {len(p.rows) - LISTED} rarer ones"
        elif isinstance(p, Answers):
            for row in p.rows:
                said = row.evidence
                yield f"{said.weight:+.2f}  {row.rule}: {said.detail}, {row.expected:.0%} expected right"


def screened(proposals: Sequence[Proposal], texts: Texts, right: Texts) -> tuple[list[Screened], list[str]]:
    """The proposals that are worth a question, and messages about the others.

    `texts`: those that it was learnt from; `right`: texts in which nothing is wrong.
    """
    book, wrong = alone(p for p in proposals if isinstance(p, NewRule))
    inside, outside = radius(book, texts), radius(book, right)
    kept, harmful = list[Screened](), 0
    for p in proposals:
        if not isinstance(p, NewRule):
            kept.append(Screened(p))
        elif p.id not in wrong:
            here, there = inside[p.id], outside[p.id]
            if _worthwhile(p, here, there):
                kept.append(Screened(_cautious(p, here, there), here, there))
            else:
                harmful += 1
    told = []
    if wrong:
        told.append(f"{len(wrong)} more rules did not pass their own tests and are not proposed")
    if harmful:
        told.append(f"{harmful} more rules would fire mostly where nothing was corrected and are not proposed")
    return kept, told


def _worthwhile(proposal: NewRule, inside: Firings, outside: Firings) -> bool:
    """Whether a rule does more good than harm: it fires mostly where people corrected so."""
    cases = proposal.support.cases
    return outside.fires <= cases and inside.fires <= 3 * cases


def _cautious(proposal: NewRule, inside: Firings, outside: Firings) -> NewRule:
    """The rule as its blast radius allows it: one that is ever wrong only asks."""
    cases = proposal.support.cases
    if inside.fires <= 2 * cases and not outside.fires and not proposal.support.against:
        return proposal
    right = cases / max(1, inside.fires + outside.fires)
    entry = {**proposal.entry, "tier": Tier.ASK.value, "prior": round(min(right, proposal.entry["prior"]), 3)}
    return replace(proposal, entry=entry)


def alone(proposals: Iterable[NewRule]) -> tuple[Rulebook, dict[str, str]]:
    """The proposed rules as a book of their own, and what is wrong with those that are not in it, by id."""
    rules: dict[str, Rule] = {}
    compiled: dict[str, Sequence[Form]] = {}
    wrong: dict[str, str] = {}
    for p in proposals:
        try:
            rule = rule_of(p.folder, p.name, p.entry)
            if failure := fails(rule):
                wrong[p.id] = failure
            rules[p.id], compiled[p.id] = rule, book_of(rule).forms
        except RuleError as error:
            wrong[p.id] = error.message
    twins = shadowed((form for of_rule in compiled.values() for form in of_rule), rules)
    wrong |= {twin.file: twin.message for twin in twins}
    good = [rule for id, rule in rules.items() if id not in wrong]
    return Rulebook(good, [form for rule in good for form in compiled[rule.id]]), wrong


def radius(book: Rulebook, texts: Texts) -> dict[str, Firings]:
    """For each rule of a book where it fires in some texts."""
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
