"""The blast radius of a change of rules: what the old rules and the new ones make of the same texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from cleaner.kit import Kit
from cleaner.model import Document, Record, Verdict
from cleaner.pipeline import clean
from cleaner.rulebook import Rule, Rulebook
from cleaner.text.analysis import Analysis


class What(StrEnum):
    """What became of one place."""

    GAINED = "gained"
    LOST = "lost"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One place at which the two disagree; `old` or `new` is missing where one has nothing to say."""

    document: str
    left: str
    right: str
    old: Record | None
    new: Record | None

    @property
    def what(self) -> What:
        """Gained, lost or changed."""
        if self.old and self.new:
            return What.CHANGED
        return What.GAINED if self.new else What.LOST

    @property
    def record(self) -> Record:
        """The new record, or the old one where there is no new."""
        found = self.new or self.old
        assert found is not None
        return found

    @property
    def verdict(self) -> Verdict:
        """What is gained or lost; of a change, the weightier of the two."""
        order = (Verdict.FIX, Verdict.ASK, Verdict.FLAG)
        return min((r.verdict for r in (self.old, self.new) if r), key=order.index)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that are answerable."""
        return tuple(dict.fromkeys(r.finding.rule for r in (self.old, self.new) if r))


@dataclass
class Blast:
    """All differences over some texts."""

    documents: int = 0
    touched: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    def of(self, what: What, verdict: Verdict) -> list[Difference]:
        """The differences of one kind."""
        return [d for d in self.differences if d.what is what and d.verdict is verdict]

    def by_rule(self) -> dict[str, list[Difference]]:
        """The differences by the rule that is answerable, the busiest first."""
        rules: dict[str, list[Difference]] = {}
        for difference in self.differences:
            for rule in difference.rules:
                rules.setdefault(rule, []).append(difference)
        return dict(sorted(rules.items(), key=lambda item: (-len(item[1]), item[0])))


NEIGHBOURS = 40  # characters kept on each side


def compare(documents: Iterable[Document], old: Kit, new: Kit) -> Blast:
    """Every document cleaned with the old rules, and again with the new ones where they could matter."""
    blast = Blast()
    changed = changed_rules(old.rulebook, new.rulebook)
    for document in documents:
        blast.documents += 1
        was = clean(document, old)
        if not any(_stirs(text, changed, kit) for kit in (old, new) for text in (document.text, was.text)):
            continue
        if found := list(differences(document, was.records, clean(document, new).records)):
            blast.touched.append(document.id)
            blast.differences += found
    return blast


def changed_rules(old: Rulebook, new: Rulebook) -> set[str]:
    """The ids of rules that came, went, or say something else than before; where they stand does not count."""

    def saying(rule: Rule | None) -> Rule | None:
        return replace(rule, file="", line=0) if rule else None

    ids = {*old.rules, *new.rules}
    return {i for i in ids if saying(old.rules.get(i)) != saying(new.rules.get(i))}


def _stirs(text: str, changed: set[str], kit: Kit) -> bool:
    """Whether the words of a changed rule stand in a text."""
    return any(m.rule.id in changed for m in kit.rulebook.scan(Analysis(text), kit.lexicon).matches)


def differences(document: Document, old: Sequence[Record], new: Sequence[Record]) -> Iterator[Difference]:
    """The places of one document at which two lists of records disagree, in order."""
    before, after = {_said(r): r for r in old}, {_said(r): r for r in new}
    lost = [r for key, r in before.items() if key not in after]
    gained = [r for key, r in after.items() if key not in before]
    pairs: list[tuple[Record | None, Record | None]] = []
    for record in lost:
        met = next((g for g in gained if _meet(record, g)), None)
        if met:
            gained.remove(met)
        pairs.append((record, met))
    pairs += ((None, record) for record in gained)
    for was, now in sorted(pairs, key=lambda pair: _start(pair[1] or pair[0])):
        spans = [(r.finding.start, r.finding.end) for r in (was, now) if r]
        start, end = min(s for s, _ in spans), max(e for _, e in spans)
        text = document.text
        yield Difference(document.id, text[max(0, start - NEIGHBOURS) : start], text[end : end + NEIGHBOURS], was, now)


def _said(r: Record) -> tuple[int, int, str, Verdict, tuple[str, ...]]:
    return r.finding.start, r.finding.end, r.finding.rule, r.verdict, tuple(s.text for s in r.finding.suggestions)


def _meet(a: Record, b: Record) -> bool:
    one, two = a.finding, b.finding
    return (one.start, one.end) == (two.start, two.end) or (one.start < two.end and two.start < one.end)


def _start(record: Record | None) -> int:
    return record.finding.start if record else 0
