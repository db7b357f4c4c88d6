"""The questions of a review.  One question stands for all equal cases, and the most frequent comes first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from cleaner.ledger import Case, Filter, Ledger, Pattern, Status
from cleaner.ledger.values import Example, Group
from cleaner.review.grouping import Ids, as_one, in_common, suggestions
from cleaner.review.questions import CaseQuestion, PatternQuestion

EXAMPLES = 5
PAGE = 50  # questions that are read at a time
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

    def questions(self, wanted: Filter) -> Iterator[Group]:
        """All questions about the wanted cases, the most frequent first.  Nothing may be answered meanwhile."""
        offset = 0
        while page := self._ledger.groups(wanted, PAGE, offset):
            yield from page
            offset += PAGE

    def listed(self, wanted: Filter, questions: Sequence[Group]) -> list[Pattern]:
        """Some questions as lines of a list: each with its number, its words and how many cases it has."""
        return [replace(self._line(wanted, q), id=q.number, count=q.count) for q in questions]

    def _line(self, wanted: Filter, question: Group) -> Pattern:
        first, *others = self._ledger.patterns(replace(wanted, alike=question.number), limit=2)
        return in_common(first) if others else first

    def of_question(self, wanted: Filter, number: int) -> Selection | None:
        """The wanted cases of a question; None if there are none."""
        return self._selection(replace(wanted, alike=number))

    def selection(self, wanted: Filter, patterns: Ids, left_out: Collection[int] = ()) -> Selection | None:
        """The wanted cases of these patterns; None if there are none."""
        if not patterns:  # a filter without patterns would let all of them through
            return None
        return self._selection(replace(wanted, patterns=patterns), left_out)

    def _selection(self, wanted: Filter, left_out: Collection[int] = ()) -> Selection | None:
        found = self._ledger.patterns(wanted, limit=-1)
        if not found:
            return None
        wanted = replace(wanted, patterns=tuple(p.id for p in found), alike=None)
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
