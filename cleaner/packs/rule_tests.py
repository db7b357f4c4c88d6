"""The rules' own tests: each rule alone, among all the others, and once more on what came of it.

They run the real scan and the real edits, so they stand above the pipeline.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cleaner.decide import Policy
from cleaner.kit import Kit
from cleaner.model import Document, Edit, Tier
from cleaner.pipeline import clean
from cleaner.rulebook import Match, Rule, Rulebook
from cleaner.text import edits
from cleaner.text.analysis import Analysis


@dataclass(frozen=True, slots=True)
class Failure:
    """A test that does not hold."""

    rule: Rule
    text: str
    message: str


def failures(rulebook: Rulebook, kit: Kit) -> Iterator[Failure]:
    """Every test that fails, alone or among all."""
    for rule in rulebook.rules.values():
        yield from failures_of(rule, kit)


def failures_of(rule: Rule, kit: Kit) -> Iterator[Failure]:
    """Every test of one rule that fails."""
    yield from alone(rule, kit.rulebook.only({rule.id}), kit)
    yield from among_all(rule, kit)
    yield from stable(rule, kit)


def alone(rule: Rule, book: Rulebook, kit: Kit) -> Iterator[Failure]:
    """The rule by itself: it mends what it should, is silent where it should be, and is quiet after its own work."""

    def firings(text: str) -> list[Match]:
        return [m for m in book.scan(Analysis(text), kit.lexicon).matches if not m.obstacle]

    for before, after in rule.tests.fix.items():
        got = mended(before, firings(before))
        if got != after:
            yield Failure(
                rule,
                before,
                f"gives {got!r}, not {after!r}" if got != before else _silence(before, book, kit),
            )
        elif (again := mended(got, firings(got))) != got:
            yield Failure(rule, before, f"fires on its own output: {got!r} becomes {again!r}")
    for text in rule.tests.flag:
        if not firings(text):
            yield Failure(rule, text, _silence(text, book, kit))
    for text in rule.tests.keep:
        if found := firings(text):
            yield Failure(rule, text, f"fires on {text[found[0].start : found[0].end]!r}, which must stay")
    for before, after in rule.tests.known_fail.items():
        if mended(before, firings(before)) == after:
            yield Failure(rule, before, "is a known_fail that works now: make it a `fix` test")


def among_all(rule: Rule, kit: Kit) -> Iterator[Failure]:
    """With every rule at work and this damage taken as given: what must stay stays."""
    given = replace(kit, damage={rule.damage: 0.999}, policy=Policy())
    for text in rule.tests.keep:
        cleaned = clean(Document("test", text), given)
        own = [r for r in cleaned.fixes if r.finding.rule != rule.id]
        if own:
            others = ", ".join(sorted({r.finding.rule for r in own}))
            yield Failure(rule, text, f"is changed by {others}: {cleaned.text!r}")
    if rule.tier is Tier.SAFE:
        for before, after in rule.tests.fix.items():
            cleaned = clean(Document("test", before), given)
            if cleaned.text != after:
                others = ", ".join(sorted({r.finding.rule for r in cleaned.fixes} - {rule.id})) or "nothing else"
                yield Failure(rule, before, f"among all rules gives {cleaned.text!r} ({others} fired too)")


def stable(rule: Rule, kit: Kit) -> Iterator[Failure]:
    """What the whole pipeline made of a test is a text that it leaves alone."""
    given = replace(kit, damage={rule.damage: 0.999}, policy=Policy())
    for text in (*rule.tests.fix, *rule.tests.flag):
        once = clean(Document("test", text), given)
        again = clean(Document("test", once.text), given)
        if again.text != once.text:
            others = ", ".join(sorted({r.finding.rule for r in again.fixes}))
            yield Failure(rule, text, f"is not stable: {once.text!r} becomes {again.text!r} in a second run ({others})")


def mended(text: str, matches: list[Match]) -> str:
    """The text with each firing's first suggestion, the first of those that overlap."""
    taken = edits.Occupied()
    made = []
    for m in matches:
        if m.fixes and taken.free(m.start, m.end):
            taken.take(m.start, m.end)
            made.append(Edit(m.start, m.end, m.fixes[0]))
    return edits.apply(text, made)


def _silence(text: str, book: Rulebook, kit: Kit) -> str:
    stopped = [m.obstacle for m in book.scan(Analysis(text), kit.lexicon).matches]
    return f"does not fire: {stopped[0]}" if stopped else "does not fire: its words do not stand there"
