"""Finds rules that do nothing: dead ones, which fire in no text, and shadowed ones, which another rule always beats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cleaner import pipeline
from cleaner.decide import Policy
from cleaner.kit import Kit
from cleaner.model import Document, Verdict
from cleaner.packs import rule_tests
from cleaner.packs.measure import RuleTally
from cleaner.packs.rule_tests import Failure
from cleaner.rulebook import Rule


def cover(documents: Iterable[Document], kit: Kit) -> RuleTally:
    """Counts how often each rule fires in some texts, with one scan of each text and without cleaning it."""
    covered = RuleTally()
    for document in documents:
        analysis = pipeline.analyse(document.text, document, kit)
        covered.documents += 1
        covered.words += len(analysis.tokens)
        matches = kit.rulebook.scan(analysis, kit.lexicon).matches
        covered.fires.update(m.rule.id for m in matches if not m.obstacle)
    return covered


def failures(rules: Sequence[Rule], kit: Kit, covered: RuleTally) -> Iterator[Failure]:
    """Every failure of some rules: tests that fail, rules that are dead, rules that are shadowed."""
    yield from rule_tests.failures(rules, kit)
    yield from dead(rules, kit, covered)
    yield from shadowed(rules, kit)


def dead(rules: Iterable[Rule], kit: Kit, covered: RuleTally) -> Iterator[Failure]:
    """Rules that fire neither in the coverage texts nor in their own tests."""
    for rule in covered.silent(rules):
        texts, book = _own_texts(rule), kit.rulebook.only({rule.id})
        if not any(rule_tests.firings(book, text, kit.lexicon) for text in texts):
            yield Failure(rule, texts[0] if texts else "", "is dead: no text fires it, its own tests included")


def shadowed(rules: Iterable[Rule], kit: Kit) -> Iterator[Failure]:
    """Rules that fire in their own tests, but always where a surer rule stands.

    A rule that gives evidence is useful all the same, since its firing shows the damage.
    """
    for rule in (rule for rule in rules if not rule.evidence):
        given = replace(rule_tests.given_damage(rule, kit), policy=Policy(bar=kit.policy.bar, ask=0.0))
        texts = _own_texts(rule)
        if not texts or any(not _winner(rule, t, given) or _is_heard(rule, t, given) for t in texts):
            continue
        others = " or ".join(dict.fromkeys(filter(None, (_winner(rule, text, given) for text in texts))))
        told = f"is shadowed: {others} always stands in its place; merge the two, or tell them apart by their cues"
        yield Failure(rule, texts[0], told)


def _own_texts(rule: Rule) -> Sequence[str]:
    return (*rule.tests.fix, *rule.tests.flag)


def _is_heard(rule: Rule, text: str, kit: Kit) -> bool:
    """Whether the rule has a say in any change or question."""
    records = pipeline.clean(Document("test", text), kit).records
    return any(rule.id in record.finding.rule.split("+") for record in records)


def _winner(rule: Rule, text: str, kit: Kit) -> str | None:
    """Which rule stands where this one would; None if none does."""
    records = pipeline.one_pass(pipeline.Passes(Document("test", text), text, None), kit, last=False).records
    standing = [r.finding for r in records if r.verdict is not Verdict.KEEP]
    for lost in (r.finding for r in records if r.verdict is Verdict.KEEP and r.finding.rule == rule.id):
        return next((s.rule for s in standing if s.start < lost.end and lost.start < s.end), None)
    return None
