"""Each rule's precision in a review: how often its first suggestion was right, and what that proves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cleaner.ledger import Case, Filter, Ledger, Scope, Status
from cleaner.packs.measure import is_right
from cleaner.rulebook.feedback import FEWEST, Answered, without_answers
from cleaner.stats import at_least
from cleaner.text.visible import visible

# One key may answer 214 equal cases, of which the reviewer saw five (`review.session.EXAMPLES`): five count.
LOOKED_AT = 5


@dataclass(frozen=True, slots=True)
class Precision:
    """What people said of one rule; `documents` are those in which they said it."""

    answered: Answered
    documents: int

    @property
    def rule(self) -> str:
        return self.answered.rule

    @property
    def at_least(self) -> float:
        """The share that is right with 95% confidence (Clopper–Pearson)."""
        return at_least(self.answered.right, self.answered.of)

    @property
    def wrong_at_least(self) -> float:
        """The share that is wrong with 95% confidence."""
        return at_least(self.answered.wrong, self.answered.of)


def precisions(ledger: Ledger) -> list[Precision]:
    """Every rule that was answered, the most answered first.

    Answers about a finding of several rules together count for none of them.
    """
    versions = ledger.rule_versions()
    by_rule: defaultdict[str, list[Case]] = defaultdict(list)
    for case in ledger.findings(Filter(Status.SEEN), limit=-1):
        if case.answer is not None and "+" not in case.record.finding.rule:
            by_rule[case.record.finding.rule].append(case)
    said = {s.id: (s.id if s.scope == Scope.PLACE else (s.at, s.who, s.rule, s.before)) for s in ledger.history(-1)}
    found = [_precision(rule, cases, said, versions.get(rule, "")) for rule, cases in by_rule.items()]
    return sorted(found, key=lambda p: (-p.answered.of, p.rule))


def _precision(rule: str, cases: list[Case], said: Mapping[int, object], version: str) -> Precision:
    groups: defaultdict[tuple[object, bool], list[Case]] = defaultdict(list)
    for case in cases:  # a pattern's answer that came line by line from a colleague is one answer again
        groups[said.get(case.decision or 0, case.decision), is_right(case)].append(case)
    right = wrong = 0
    expected = 0.0
    for (_, agreed), group in groups.items():
        looked_at = min(len(group), LOOKED_AT)
        expected += looked_at * sum(without_answers(c.record.finding) for c in group) / len(group)
        right += looked_at * agreed
        wrong += looked_at * (not agreed)
    answered = Answered(rule, right, wrong, expected / (right + wrong), version.partition(" ")[0])
    return Precision(answered, len({c.document for c in cases}))


# ------------------------------------------------------------------ for reading

HEAD = "  right  wrong  at least  expected  weighs  rule"


def as_text(found: Sequence[Precision]) -> str:
    """A line for each rule that was answered, the most answered first; "" if none was."""
    if not found:
        return ""
    told = "at least: 95% sure (Clopper–Pearson); weighs: log-odds in later runs that know these answers"
    return "\n".join([HEAD, *(visible(_line(p)) for p in found), told]) + "\n"


def _line(p: Precision) -> str:
    a = p.answered
    weight = f"{a.evidence.weight:+7.2f}" if a.of >= FEWEST else "       "
    return f"{a.right:7} {a.wrong:6} {p.at_least:9.0%} {a.expected:9.0%} {weight}  {p.rule}"
