"""Runs the rules' own tests: each rule alone, among all the others, and once more on the result.

They use the real scan and the real pipeline.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from cleaner.decide import Policy
from cleaner.kit import Kit
from cleaner.model import Cleaned, Document, Edit, Tier
from cleaner.pipeline import clean
from cleaner.rulebook import Match, Rule, Rulebook
from cleaner.spelling.lexicon import Lexicon
from cleaner.text import edits
from cleaner.text.analysis import Analysis


@dataclass(frozen=True, slots=True)
class Failure:
    """A test that does not hold."""

    rule: Rule
    text: str
    message: str


def failures(rules: Iterable[Rule], kit: Kit) -> Iterator[Failure]:
    """Every test of some rules that fails, alone or among all the rules of the kit."""
    for rule in rules:
        yield from alone(rule, kit.rulebook.only({rule.id}), kit.lexicon)
        yield from among_all(rule, kit)
        yield from stable(rule, kit)


def alone(rule: Rule, book: Rulebook, lexicon: Lexicon) -> Iterator[Failure]:
    """The rule by itself: it fixes what it should, is silent where it should be, and leaves its own output alone."""
    for before, after in rule.tests.fix.items():
        got = mended(before, firings(book, before, lexicon))
        if got == before != after:
            yield Failure(rule, before, _silence(book, before, lexicon))
        elif got != after:
            yield Failure(rule, before, f"gives {got!r}, not {after!r}")
        elif (again := mended(got, firings(book, got, lexicon))) != got:
            yield Failure(rule, before, f"fires on its own output: {got!r} becomes {again!r}")
    for text in rule.tests.flag:
        if not firings(book, text, lexicon):
            yield Failure(rule, text, _silence(book, text, lexicon))
    for text in rule.tests.keep:
        if found := firings(book, text, lexicon):
            yield Failure(rule, text, f"fires on {text[found[0].start : found[0].end]!r}, which must stay")
    for before, after in rule.tests.known_fail.items():
        if mended(before, firings(book, before, lexicon)) == after:
            yield Failure(rule, before, "is a known_fail that works now: make it a `fix` test")


def among_all(rule: Rule, kit: Kit) -> Iterator[Failure]:
    """With every rule at work on texts of its damage: what must stay stays, and a `safe` rule still fixes."""
    given = given_damage(rule, kit)
    for text in rule.tests.keep:
        cleaned = clean(Document("test", text), given)
        if others := _others(rule, cleaned):
            yield Failure(rule, text, f"is changed by {others}: {cleaned.text!r}")
    for before, after in rule.tests.fix.items() if rule.tier is Tier.SAFE else ():
        cleaned = clean(Document("test", before), given)
        if cleaned.text != after:
            others = _others(rule, cleaned) or "nothing else"
            yield Failure(rule, before, f"among all rules gives {cleaned.text!r} ({others} fired too)")


def stable(rule: Rule, kit: Kit) -> Iterator[Failure]:
    """A second run of the whole pipeline leaves alone what the first run made of the rule's tests."""
    given = given_damage(rule, kit)
    for text in (*rule.tests.fix, *rule.tests.flag):
        once = clean(Document("test", text), given)
        again = clean(Document("test", once.text), given)
        if again.text != once.text:
            others = ", ".join(sorted({r.finding.rule for r in again.fixes}))
            yield Failure(rule, text, f"is not stable: {once.text!r} becomes {again.text!r} in a second run ({others})")


def given_damage(rule: Rule, kit: Kit) -> Kit:
    """The kit for texts that bear the rule's damage, with the default policy."""
    return replace(kit, damage={rule.damage: 0.999}, policy=Policy())


def firings(book: Rulebook, text: str, lexicon: Lexicon) -> list[Match]:
    """The places of a text at which rules fire."""
    return [m for m in book.scan(Analysis(text), lexicon).matches if not m.obstacle]


def mended(text: str, matches: list[Match]) -> str:
    """The text with each firing's first suggestion put in; of firings that overlap, the first one counts."""
    taken = edits.Occupied()
    made = []
    for m in matches:
        if m.fixes and taken.free(m.start, m.end):
            taken.take(m.start, m.end)
            made.append(Edit(m.start, m.end, m.fixes[0]))
    return edits.apply(text, made)


def _others(rule: Rule, cleaned: Cleaned) -> str:
    """The other rules that changed a text."""
    return ", ".join(sorted({r.finding.rule for r in cleaned.fixes} - {rule.id}))


def _silence(book: Rulebook, text: str, lexicon: Lexicon) -> str:
    stopped = [m.obstacle for m in book.scan(Analysis(text), lexicon).matches]
    return f"does not fire: {stopped[0]}" if stopped else "does not fire: its words do not stand there"
