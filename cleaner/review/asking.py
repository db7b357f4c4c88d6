"""What to ask, and in which order.  Patterns come first, the most frequent first: one answer for 214 equal cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cleaner.ledger import Answer, Case, Filter, Ledger, Pattern, Status
from cleaner.ledger.values import Example
from cleaner.review.alike import Group, alike, as_one, core, groups
from cleaner.review.questions import CaseQuestion, LastQuestion, PatternQuestion, ProofQuestion, Question

EXAMPLES = 5
GONE = "what was asked about is gone: the run was repeated meanwhile"
OPEN = Filter()

Ids = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Where:
    """Where the review stands.  Undo goes back to such a place."""

    patterns: Ids = ()  # those in hand, which are one question
    skipped: tuple[Ids, ...] = ()  # questions left open for now
    dropped: frozenset[int] = frozenset()  # cases that the answer is not for
    shown: int = EXAMPLES
    queue: Ids = ()  # cases to go through one by one
    drawn: Ids = ()  # the sample's cases, all of them


class Questions:
    """Looks at the ledger and at where the review stands; changes neither but to go on to what is open."""

    def __init__(self, ledger: Ledger, wanted: Filter = OPEN) -> None:
        self._ledger, self._wanted = ledger, wanted
        self._where = Where()
        self._known: dict[int, tuple[str, ...]] = {}  # what each pattern has in common with others

    def question(self) -> Question | None:
        """What is to be asked now; None when nothing is left that was not skipped."""
        if case := self._next_case():
            (pattern,) = self._patterns((case.pattern,), Status.ALL)
            left, sampling = len(self._where.queue), bool(self._where.drawn)
            return CaseQuestion(pattern, _suggestions(case), self._example(case, 160), left, sampling)
        offered = self._offered()
        group = self._current(offered)
        if not group:
            return None
        if self._where.drawn and (seen := self._tally())[1]:
            return ProofQuestion(as_one(group), self._options(group, self._examples()), *seen)
        return self._pattern_question(group, _left(offered))

    def last_question(self) -> LastQuestion:
        """What is asked when nothing is left."""
        return LastQuestion(len(self._where.skipped))

    def left(self) -> tuple[int, int]:
        """How many questions, and how many cases, are open."""
        return _left(self._offered())

    def _offered(self) -> list[Group]:
        """All open questions, the most frequent first."""
        tally = self._ledger.tally(self._wanted)
        if not all(id in self._known for id, _ in tally):
            self._known = {id: alike(*change) for id, change in self._ledger.changes().items()}
        return groups(tally, self._known.__getitem__)

    def _next_case(self) -> Case | None:
        """The first case of the queue that is still there and wants an answer."""
        while self._where.queue:
            (case,) = self._ledger.cases(self._where.queue[:1]) or (None,)
            if case and self._is_wanted(case):
                return case
            self._where = replace(self._where, queue=self._where.queue[1:])
        return None

    def _is_wanted(self, case: Case) -> bool:
        """Still without an answer, in a review of questions; one that looks at answers again sees all."""
        if self._wanted.status is Status.OPEN:
            return case.is_open
        return self._wanted.status is not Status.FIXED or (case.answer is None and not case.implied)

    def _current(self, offered: Sequence[Group]) -> Sequence[Pattern]:
        """The patterns in hand while they have open cases, else the most frequent that were not skipped."""
        if self._where.patterns and (group := self._patterns(self._where.patterns)):
            return group
        left_open = {id for ids in self._where.skipped for id in ids}
        ids = next((g.patterns for g in offered if left_open.isdisjoint(g.patterns)), ())
        self._where = Where(ids, self._where.skipped)
        return self._patterns(ids) if ids else ()

    def _in_hand(self) -> Sequence[Pattern]:
        """The patterns that were asked about, and never others: the answer was not for those."""
        group = self._patterns(self._where.patterns) if self._where.patterns else self._current(self._offered())
        if not group:
            raise LookupError(GONE)
        return group

    def _patterns(self, ids: Ids, status: Status | None = None) -> Sequence[Pattern]:
        return self._ledger.patterns(self._of(ids, status), limit=-1)

    def _of(self, ids: Ids, status: Status | None = None) -> Filter:
        """What is wanted of these patterns."""
        return replace(self._wanted, patterns=ids, status=status or self._wanted.status)

    def _pattern_question(self, group: Sequence[Pattern], left: tuple[int, int]) -> PatternQuestion:
        examples = [replace(e, dropped=e.case.id in self._where.dropped) for e in self._examples()]
        pattern = as_one(group)
        if len(group) > 1:
            pattern = replace(pattern, documents=self._ledger.count_places(self._of(ids_of(group))))
        options = self._options(group, examples)
        return PatternQuestion(pattern, options, tuple(examples), len(self._where.dropped), left, len(group))

    def _examples(self, reach: int = 60) -> list[Example]:
        ids = self._where.patterns
        chosen = self._ledger.spread(self._of(ids), self._where.shown, seed=min(ids))
        return [self._example(c, reach) for c in self._ledger.cases(chosen)]

    def _example(self, case: Case, reach: int) -> Example:
        return Example(case, self._ledger.excerpt(case, reach))

    def _options(self, group: Sequence[Pattern], examples: Sequence[Example]) -> tuple[str, ...]:
        """What may be put instead: of several patterns, only what stands beside none of their own words."""
        if not examples:
            return ()
        case = examples[0].case
        suggestions = _suggestions(case)
        if len(group) == 1 or case.record.after is None:
            return suggestions
        shared = core(case.record.before, case.record.after)
        return tuple(inner for s in suggestions if (inner := shared.inner(s)) is not None)

    def _tally(self) -> tuple[int, int]:
        """How many of the sample's cases were right, and how many were answered."""
        seen = [c for c in self._ledger.cases(self._where.drawn) if c.answer is not None]
        return sum(c.answer is Answer.ACCEPT and c.text == c.record.after for c in seen), len(seen)


def _suggestions(case: Case) -> tuple[str, ...]:
    return tuple(s.text for s in case.record.finding.suggestions)


def _left(offered: Sequence[Group]) -> tuple[int, int]:
    return len(offered), sum(group.count for group in offered)


def ids_of(group: Sequence[Pattern]) -> Ids:
    return tuple(p.id for p in group)
