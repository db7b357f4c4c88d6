"""What to ask, in which order, and what an answer does.  Neither the terminal nor the web is known here.

Patterns come first, the most frequent first: one answer for 214 equal cases.  Whoever wants to be sure
looks at a sample; whoever doubts goes through the cases.  Every answer is in the ledger before the next
question is asked, so a session that is killed goes on where it stopped.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cleaner.ledger import Answer, Case, Filter, Ledger, Pattern, Scope, Status
from cleaner.review.questions import (
    CaseQuestion,
    Example,
    PatternQuestion,
    ProofQuestion,
    Question,
    cases,
    count,
    left_behind,
)

EXAMPLES = 5
SAMPLE = 20
GONE = "what was asked about is gone: the run was repeated meanwhile"
OPEN = Filter()


@dataclass(frozen=True, slots=True)
class Where:
    """Where the review stands.  Undo goes back to such a place."""

    pattern: int | None = None
    skipped: tuple[int, ...] = ()  # patterns left open for now
    dropped: frozenset[int] = frozenset()  # cases that the pattern's answer is not for
    shown: int = EXAMPLES
    queue: tuple[int, ...] = ()  # cases to go through one by one
    drawn: tuple[int, ...] = ()  # the sample's cases, all of them


class Remember:
    """What becomes of an *always* and a *never* beyond the ledger; `pack.OwnPack` writes rules."""

    def always(self, pattern: Pattern, text: str, examples: list[Example]) -> str:
        return ""

    def never(self, pattern: Pattern, examples: list[Example]) -> str:
        return ""


class Review:
    """A session: it asks `question()`, and is told an answer by its methods, each of which says what it
    did.
    """

    def __init__(
        self,
        ledger: Ledger,
        wanted: Filter = OPEN,
        *,
        who: str = "",
        session: str = "",
        remember: Remember | None = None,
    ) -> None:
        self._ledger = ledger
        self._wanted = wanted
        self._who, self._session = who, session
        self._remember = remember or Remember()
        self._where = Where()
        self._past: list[tuple[int, Where]] = []  # decisions of this session, and where we stood

    # --- asking ---

    def question(self) -> Question | None:
        """What is to be asked now; None when nothing is left that was not skipped."""
        while self._where.queue:
            (case,) = self._ledger.cases(self._where.queue[:1]) or (None,)
            pattern = self._pattern(case.pattern, Status.ALL) if case else None
            if case and pattern and self._is_wanted(case):
                return CaseQuestion(
                    pattern,
                    _options(case),
                    self._example(case, 160),
                    len(self._where.queue),
                    bool(self._where.drawn),
                )
            self._where = replace(self._where, queue=self._where.queue[1:])
        pattern = self._current()
        if pattern is None:
            return None
        if self._where.drawn and (seen := self._tally())[1]:
            return ProofQuestion(pattern, self._options_of(pattern), *seen)
        return self._pattern_question(pattern)

    def _is_wanted(self, case: Case) -> bool:
        """Still without an answer, in a review of questions; one that looks at answers again sees all."""
        if self._wanted.status is Status.OPEN:
            return case.is_open
        return self._wanted.status is not Status.FIXED or (case.answer is None and not case.implied)

    def _current(self) -> Pattern | None:
        """The pattern in hand while it has open cases, else the most frequent that was not skipped."""
        if self._where.pattern is not None and (pattern := self._pattern(self._where.pattern)):
            return pattern
        skipped = self._where.skipped
        offered = self._ledger.patterns(self._wanted, limit=len(skipped) + 1)
        pattern = next((p for p in offered if p.id not in skipped), None)
        self._where = Where(pattern.id if pattern else None, skipped)
        return pattern

    def _pattern(self, id: int, status: Status | None = None) -> Pattern | None:
        wanted = replace(self._wanted, pattern=id, status=status or self._wanted.status)
        return next(iter(self._ledger.patterns(wanted, limit=1)), None)

    def _pattern_question(self, pattern: Pattern) -> PatternQuestion:
        examples = [replace(self._example(c), dropped=c.id in self._where.dropped) for c in self._examples(pattern)]
        return PatternQuestion(
            pattern,
            _options(examples[0].case) if examples else (),
            tuple(examples),
            len(self._where.dropped),
            self._ledger.count(self._wanted),
        )

    def _examples(self, pattern: Pattern) -> list[Case]:
        wanted = replace(self._wanted, pattern=pattern.id)
        return self._ledger.cases(self._ledger.spread(wanted, self._where.shown, seed=pattern.id))

    def _example(self, case: Case, reach: int = 60) -> Example:
        return Example(case, self._ledger.excerpt(case, reach))

    def _options_of(self, pattern: Pattern) -> tuple[str, ...]:
        return _options(self._examples(pattern)[0])

    def _tally(self) -> tuple[int, int]:
        """How many of the sample's cases were right, and how many were answered."""
        cases = [c for c in self._ledger.cases(self._where.drawn) if c.answer is not None]
        return sum(c.answer is Answer.ACCEPT and c.text == c.record.after for c in cases), len(cases)

    # --- answers to a pattern, or to what a sample left of it ---

    def accept_all(self, text: str | None = None) -> str:
        """All cases in hand become the best suggestion, or `text`."""
        same = text in (None, self._in_hand().after)
        return self._decide_all(Answer.ACCEPT if same else Answer.REPLACE, None if same else text)

    def reject_all(self) -> str:
        """All cases in hand stay as they are."""
        return self._decide_all(Answer.REJECT)

    def rest_of_rule(self, answer: Answer) -> str:
        """This pattern and all later ones of its rule get one answer."""
        pattern = self._in_hand()
        wanted = replace(self._wanted, rule=pattern.rule)
        exact = [p.id for p in self._ledger.patterns(wanted, limit=-1) if p.rule == pattern.rule]
        ids = [i for p in exact if p not in self._where.skipped for i in self._cases_of(p)]
        self._decide(ids, answer, None, Scope.PATTERN)
        return f"{_did(answer, None)} {cases(len(ids))} in {count(len(exact), 'pattern')} of {pattern.rule}"

    def always(self, text: str | None = None) -> str:
        """Accepted here and in every later run; a rule is written for it."""
        pattern, examples = self._in_hand(), self._shown()
        put = text if text is not None else pattern.after
        if put is None:
            return "a flag has nothing to put here; type e and what should stand here"
        done = self._decide_all(Answer.ACCEPT if put == pattern.after else Answer.REPLACE, put, Scope.ALWAYS)
        return "; ".join(filter(None, [done + ", and always", self._remember.always(pattern, put, examples)]))

    def never(self) -> str:
        """Rejected here and in every later run; an exception is written for it."""
        pattern, examples = self._in_hand(), self._shown()
        done = self._decide_all(Answer.REJECT, None, Scope.ALWAYS)
        return "; ".join(filter(None, [done + ", and never again", self._remember.never(pattern, examples)]))

    def drop(self, numbers: list[int]) -> str:
        """The pattern's answer will not be for these examples, by the numbers they are shown with."""
        examples = self._shown()
        wrong = [n for n in numbers if not 1 <= n <= len(examples)]
        if wrong or not numbers:
            return f"drop which? numbers from 1 to {len(examples)}"
        chosen = frozenset(examples[n - 1].case.id for n in numbers)
        self._where = replace(self._where, dropped=self._where.dropped ^ chosen)
        left_out = cases(len(self._where.dropped))
        return f"{left_out} left out of the next answer, to be asked one by one after it"

    def more(self) -> str:
        """Shows more examples."""
        self._where = replace(self._where, shown=self._where.shown * 2)
        return ""

    def split(self) -> str:
        """Goes through the cases one by one."""
        pattern = self._in_hand()
        self._where = Where(pattern.id, self._where.skipped, queue=tuple(self._cases_of(pattern.id)))
        return ""

    def sample(self, size: int = SAMPLE) -> str:
        """Asks about some cases drawn by chance; then says what they prove about the rest."""
        pattern = self._in_hand()
        wanted = replace(self._wanted, pattern=pattern.id)
        seed = pattern.id + len(self._where.drawn)
        new = tuple(self._ledger.draw(wanted, size, seed))
        self._where = Where(pattern.id, self._where.skipped, queue=new, drawn=(*self._where.drawn, *new))
        return f"{cases(len(new))} drawn by chance out of {pattern.count}"

    # --- answers to one case ---

    def accept(self, text: str | None = None) -> str:
        """This case becomes the best suggestion, or `text`."""
        case = self._case()
        return self._decide_one(case, Answer.ACCEPT if text in (None, case.record.after) else Answer.REPLACE, text)

    def reject(self) -> str:
        """This case stays as it is."""
        return self._decide_one(self._case(), Answer.REJECT, None)

    def rest(self, answer: Answer) -> str:
        """This case and all that are still to go through get one answer."""
        ids = list(self._where.queue)
        self._decide(ids, answer, None, Scope.PATTERN)
        self._where = replace(self._where, queue=())
        return f"{_did(answer, None)} {cases(len(ids))}"

    def leave(self) -> str:
        """Leaves the case, or the pattern, open for now."""
        if self._where.queue:
            self._where = replace(self._where, queue=self._where.queue[1:])
            if not self._where.queue and not self._where.drawn and self._where.pattern is not None:
                self._skip(self._where.pattern)
        else:
            self._skip(self._in_hand().id)
        return "left open"

    def back(self) -> str:
        """Back to the pattern as a whole; from there, to the pattern that was last left open."""
        if self._where.queue or self._where.drawn:
            self._where = Where(self._where.pattern, self._where.skipped)
            return ""
        if not self._where.skipped:
            return "nothing was left open before this"
        self._where = Where(self._where.skipped[-1], self._where.skipped[:-1])
        return ""

    def undo(self) -> str:
        """Takes the session's last answer back and asks again."""
        if not self._past:
            return "nothing to undo in this session; `cleaner decisions undo` takes back earlier ones"
        decision, self._where = self._past.pop()
        reopened = self._ledger.undo(decision, who=self._who, session=self._session)
        return f"undone: {cases(reopened)} open again{left_behind(self._ledger, decision)}"

    # --- how answers are carried out ---

    def _in_hand(self) -> Pattern:
        """The pattern that was asked about, and never another: the answer was not for that."""
        shown = self._where.pattern
        pattern = self._current() if shown is None else self._pattern(shown)
        if pattern is None:
            raise LookupError(GONE)
        return pattern

    def _case(self) -> Case:
        found = self._ledger.cases(self._where.queue[:1])
        if not found:
            raise LookupError(GONE)
        return found[0]

    def _shown(self) -> list[Example]:
        return [self._example(c, 300) for c in self._examples(self._in_hand())]

    def _cases_of(self, pattern: int) -> list[int]:
        return self._ledger.case_ids(replace(self._wanted, pattern=pattern))

    def _decide_all(self, answer: Answer, text: str | None = None, scope: Scope = Scope.PATTERN) -> str:
        pattern, dropped = self._in_hand(), self._where.dropped
        ids = [i for i in self._cases_of(pattern.id) if i not in dropped]
        if not ids:
            return "all its cases are left out; nothing to decide"
        self._decide(ids, answer, text, scope)
        remaining = tuple(i for i in self._cases_of(pattern.id) if i in dropped)
        self._where = Where(pattern.id if remaining else None, self._where.skipped, queue=remaining)
        return f"{_did(answer, text)} {cases(len(ids))}"

    def _decide_one(self, case: Case, answer: Answer, text: str | None) -> str:
        self._decide([case.id], answer, text, Scope.PLACE)
        self._where = replace(self._where, queue=self._where.queue[1:])
        return f"{_did(answer, text)} one case"

    def _decide(self, ids: list[int], answer: Answer, text: str | None, scope: Scope) -> None:
        decision = self._ledger.decide(ids, answer, text=text, scope=scope, who=self._who, session=self._session)
        self._past.append((decision, self._where))

    def _skip(self, pattern: int) -> None:
        self._where = Where(None, (*self._where.skipped, pattern))


def _options(case: Case) -> tuple[str, ...]:
    return tuple(s.text for s in case.record.finding.suggestions)


def _did(answer: Answer, text: str | None) -> str:
    return {Answer.ACCEPT: "accepted", Answer.REJECT: "rejected", Answer.REPLACE: f"replaced by “{text}”:"}[answer]


def new_session() -> str:
    """A name for a session, so that it can be undone as a whole; the ids sort by time."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"
