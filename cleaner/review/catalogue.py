"""The questions of a review.  One question stands for all equal cases, and the most frequent comes first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from cleaner.ledger import Case, Filter, Ledger, Pattern, Status
from cleaner.ledger.values import Example
from cleaner.review.grouping import Group, Ids, alike, as_one, groups, in_common, suggestions
from cleaner.review.questions import CaseQuestion, PatternQuestion

EXAMPLES = 5
GONE = "what was asked about is gone: somebody answered it, or the run was repeated meanwhile"


@dataclass(frozen=True, slots=True)
class Selection:
    """What one answer is for: the wanted cases of a pattern, or of several that are alike."""

    pattern: Pattern  # what they are shown as
    wanted: Filter  # its `patterns` are those of the answer
    left_out: frozenset[int] = frozenset()

    @property
    def wordings(self) -> int:
        """How many patterns of the ledger it holds."""
        return len(self.wanted.patterns)


class Catalogue:
    """The questions in a ledger, for both views of the review.  It only reads."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._numbers: dict[int, int] = {}  # the question of each pattern: the first pattern that is alike

    def questions(self, wanted: Filter) -> list[Group]:
        """All questions about the wanted cases, the most frequent first."""
        tally = self._ledger.tally(wanted)
        if not all(id in self._numbers for id, _ in tally):
            first: dict[tuple[str, ...], int] = {}
            changes = self._ledger.changes()
            self._numbers = {id: first.setdefault(alike(*change), id) for id, change in changes.items()}
        return groups(tally, self._numbers)

    def number(self, pattern: int) -> int:
        """The number of the question that a pattern belongs to."""
        return self._numbers.get(pattern, pattern)

    def listed(self, questions: Sequence[Group]) -> list[Pattern]:
        """Some questions as lines of a list: each with its number, its words and how many cases it has."""
        firsts = Filter(Status.ALL, patterns=tuple(q.patterns[0] for q in questions))
        found = {p.id: p for p in self._ledger.patterns(firsts, limit=-1)} if questions else {}
        shown = ((q, found[q.patterns[0]]) for q in questions)
        return [replace(p if len(q.patterns) == 1 else in_common(p), id=q.number, count=q.count) for q, p in shown]

    def selection(self, wanted: Filter, patterns: Ids, left_out: Collection[int] = ()) -> Selection | None:
        """The wanted cases of these patterns; None if there are none."""
        if not patterns:  # a filter without patterns would let all of them through
            return None
        found = self._ledger.patterns(replace(wanted, patterns=patterns), limit=-1)
        if not found:
            return None
        wanted = replace(wanted, patterns=tuple(p.id for p in found))
        shown = found[0] if len(found) == 1 else as_one(found, self._ledger.count_places(wanted))
        return Selection(shown, wanted, frozenset(left_out))

    def of_rule(
        self, wanted: Filter, rule: str, *, but: Collection[int] = (), left_out: Collection[int] = ()
    ) -> Selection:
        """The wanted cases of all patterns of a rule, without those of `but`.  LookupError if there are none."""
        found = self._ledger.patterns(replace(wanted, rule=rule), limit=-1)
        meant = [p for p in found if p.rule == rule and p.id not in but]
        if not meant:
            raise LookupError(GONE)
        return Selection(meant[0], replace(wanted, patterns=tuple(p.id for p in meant)), frozenset(left_out))

    def examples(self, selection: Selection, size: int = EXAMPLES, reach: int = 60) -> list[Example]:
        """Cases of a selection, from as many documents as possible."""
        ids = self._ledger.spread(selection.wanted, size, seed=min(selection.wanted.patterns))
        dropped = selection.left_out
        return [replace(self.example(c, reach), dropped=c.id in dropped) for c in self._ledger.cases(ids)]

    def example(self, case: Case, reach: int) -> Example:
        """A case with the text around it."""
        return Example(case, self._ledger.excerpt(case, reach))

    def pattern_question(self, selection: Selection, size: int, left: tuple[int, int]) -> PatternQuestion:
        """What is to be done with all of these?"""
        examples = tuple(self.examples(selection, size))
        options = options_of(selection, [e.case for e in examples])
        dropped = len(selection.left_out)
        return PatternQuestion(selection.pattern, options, examples, dropped, left, selection.wordings)

    def case_question(self, case: Case, left: int, sampling: bool) -> CaseQuestion:
        """What is to be done here?"""
        (pattern,) = self._ledger.patterns(Filter(Status.ALL, patterns=(case.pattern,)), limit=-1)
        return CaseQuestion(pattern, suggestions(case), self.example(case, 160), left, sampling)


def options_of(selection: Selection, cases: Sequence[Case]) -> tuple[str, ...]:
    """What may be put in place of all of these; the first of their cases tells."""
    return suggestions(cases[0], selection.wordings == 1) if cases else ()


def left_of(questions: Sequence[Group]) -> tuple[int, int]:
    """How many questions there are, and how many cases."""
    return len(questions), sum(q.count for q in questions)
