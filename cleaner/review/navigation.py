"""One question after another: for a view that shows a single question at a time."""

from __future__ import annotations

from dataclasses import replace

from cleaner.ledger import Answer, Case, Filter, Ledger, Reviewer, Scope, Status
from cleaner.packs.remember import Remember
from cleaner.review import sampling
from cleaner.review.catalogue import GONE, Selection, options_of
from cleaner.review.grouping import Ids
from cleaner.review.position import Position
from cleaner.review.questions import LastQuestion, ProofQuestion, Question
from cleaner.review.session import Done, Session
from cleaner.text.plural import cases

OPEN = Filter()


class Review:
    """Asks `question()`; each other method does what a key means, and says what it did."""

    def __init__(
        self,
        ledger: Ledger,
        wanted: Filter = OPEN,
        *,
        who: str = "",
        session: str = "",
        remember: Remember | None = None,
    ) -> None:
        self._ledger, self._wanted = ledger, wanted
        self._session = Session(ledger, Reviewer(who, session), remember)
        self._catalogue = self._session.catalogue
        self._at = Position()
        self._past: list[tuple[int, Position]] = []  # decisions of this session, and where the review was

    # --- the question ---

    def question(self) -> Question | None:
        """What is to be asked now; None when nothing is left that was not skipped."""
        if case := self._next_case():
            return self._catalogue.case_question(case, len(self._at.queue), bool(self._at.drawn))
        selection = self._current()
        if selection is None:
            return None
        if (sample := sampling.progress_of(self._ledger, self._at.drawn)).seen:
            options = options_of(selection, [e.case for e in self._catalogue.examples(selection)])
            return ProofQuestion(selection.pattern, options, sample.statement)
        return self._catalogue.pattern_question(selection, self._at.shown, self.left())

    def last_question(self) -> LastQuestion | None:
        """What is asked when nothing is left; None if this session has no answer to take back either."""
        return LastQuestion(len(self._at.skipped)) if self._past else None

    def left(self) -> tuple[int, int]:
        """How many questions, and how many cases, are open."""
        return self._ledger.count_groups(self._wanted)

    def _next_case(self) -> Case | None:
        """The first case of the queue that is still there and wants an answer."""
        while self._at.queue:
            (case,) = self._ledger.cases(self._at.queue[:1]) or (None,)
            if case and self._is_wanted(case):
                return case
            self._at = self._at.after_case()
        return None

    def _is_wanted(self, case: Case) -> bool:
        """Whether a case still wants an answer; a review of answers shows all cases."""
        if self._wanted.status is Status.OPEN:
            return case.is_open
        return self._wanted.status is not Status.FIXED or (case.answer is None and not case.implied)

    def _current(self) -> Selection | None:
        """The question in hand while it has cases, else the most frequent that was not skipped."""
        if found := self._select(self._at.patterns):
            return found
        skipped = {self._ledger.group_of(patterns[0]) for patterns in self._at.skipped}
        offered = self._catalogue.questions(self._wanted)
        number = next((group.number for group in offered if group.number not in skipped), None)
        found = None if number is None else self._catalogue.of_question(self._wanted, number)
        self._at = Position(found.wanted.patterns if found else (), self._at.skipped)
        return found

    def _in_hand(self) -> Selection:
        """The question that was asked.  LookupError if it is gone: the answer was not meant for another one."""
        found = self._select(self._at.patterns) if self._at.patterns else self._current()
        if found is None:
            raise LookupError(GONE)
        return found

    def _select(self, patterns: Ids) -> Selection | None:
        return self._catalogue.selection(self._wanted, patterns, self._at.dropped)

    # --- moving on, without an answer ---

    def drop(self, numbers: list[int]) -> str:
        """Leaves examples out of the next answer, by the numbers that are shown with them."""
        examples = self._catalogue.examples(self._in_hand(), self._at.shown)
        wrong = [n for n in numbers if not 1 <= n <= len(examples)]
        if wrong or not numbers:
            return f"say which to leave out: numbers from 1 to {len(examples)}"
        chosen = frozenset(examples[n - 1].case.id for n in numbers)
        self._at = replace(self._at, dropped=self._at.dropped ^ chosen)
        return f"{cases(len(self._at.dropped))} left out of the next answer, to be asked one by one after it"

    def more(self) -> str:
        """Shows more examples."""
        self._at = replace(self._at, shown=self._at.shown * 2)
        return ""

    def split(self) -> str:
        """Goes through the cases one by one."""
        wanted = self._in_hand().wanted
        self._at = Position(wanted.patterns, self._at.skipped, queue=tuple(self._ledger.case_ids(wanted)))
        return ""

    def sample(self, size: int = sampling.SAMPLE) -> str:
        """Asks about some cases drawn by chance, then says what they prove about the rest."""
        selection, drawn = self._in_hand(), self._at.drawn
        total = selection.pattern.count
        if total == 1 and not drawn:
            return "there is only one case: answer it; a sample is for many cases"
        new = sampling.draw(self._ledger, selection.wanted, drawn, size)
        self._at = Position(selection.wanted.patterns, self._at.skipped, queue=new, drawn=(*drawn, *new))
        if len(new) == total:
            return f"all {total}, for a sample would be no smaller: nothing is left to prove after them"
        return f"{cases(len(new))} drawn by chance out of {total}"

    def leave(self) -> str:
        """Leaves the case, or the pattern, open for now."""
        if not self._at.queue:
            self._at = self._at.skipping(self._in_hand().wanted.patterns)
            return "left open"
        self._at = self._at.after_case()
        if not self._at.queue and not self._at.drawn and self._at.patterns:
            self._at = self._at.skipping(self._at.patterns)
        return "left open"

    def back(self) -> str:
        """Back to the pattern as a whole; from there, to the one that was last left open."""
        earlier = self._at.before()
        if earlier is None:
            return "nothing was left open before this"
        self._at = earlier
        return ""

    # --- answers to a pattern, or to what a sample left of it ---

    def answering(self) -> int:
        """How many cases the next answer is for."""
        return len(self._session.cases_of(self._in_hand()))

    def accept_all(self, text: str | None = None) -> str:
        """All cases in hand become the best suggestion, or `text`."""
        selection = self._in_hand()
        return self._note_all(self._session.answer(selection, _answer(text), text))

    def reject_all(self) -> str:
        """All cases in hand stay as they are."""
        return self._note_all(self._session.answer(self._in_hand(), Answer.REJECT))

    def rest_of_rule(self, answer: Answer) -> str:
        """This pattern and all later ones of its rule get one answer."""
        rule, at = self._in_hand().pattern.rule, self._at
        selection = self._catalogue.of_rule(self._wanted, rule, but=at.left_open, left_out=at.dropped)
        return self._note_all(self._session.whole_rule(selection, answer))

    def always(self, text: str | None = None) -> str:
        """Accepted here and in every later run."""
        return self._note_all(self._session.always(self._in_hand(), text))

    def never(self, *, switch_off: bool = False) -> str:
        """Rejected here and in every later run."""
        return self._note_all(self._session.never(self._in_hand(), switch_off=switch_off))

    def doubt_of_never(self) -> str:
        """What to ask before *never*; "" for nothing."""
        return self._session.doubt_of_never(self._in_hand())

    # --- answers to one case, and to what is left of the queue ---

    def accept(self, text: str | None = None) -> str:
        """This case becomes the best suggestion, or `text`."""
        done = self._session.answer_cases(self._at.queue[:1], _answer(text), text)
        return self._note(done, self._at.after_case())

    def reject(self) -> str:
        """This case stays as it is."""
        done = self._session.answer_cases(self._at.queue[:1], Answer.REJECT)
        return self._note(done, self._at.after_case())

    def rest(self, answer: Answer) -> str:
        """This case and all that are still to go through get one answer."""
        done = self._session.answer_cases(self._at.queue, answer, scope=Scope.PATTERN)
        return self._note(done, replace(self._at, queue=()))

    def in_document(self, answer: Answer) -> str:
        """These words get one answer wherever the rule finds them in this document, in later runs too."""
        (case,) = self._ledger.cases(self._at.queue[:1]) or (None,)
        here = replace(self._wanted, document=case.document) if case else self._wanted
        selection = self._catalogue.selection(here, (case.pattern,) if case else ())
        if selection is None:
            raise LookupError(GONE)
        answered = set(self._session.cases_of(selection))
        done = self._session.answer(selection, answer, scope=Scope.DOCUMENT)
        return self._note(done, replace(self._at, queue=tuple(i for i in self._at.queue if i not in answered)))

    # --- taking back ---

    def undo(self) -> str:
        """Takes the session's last answer back, with what it wrote, and asks again."""
        if not self._past:
            return "nothing to undo in this session; `cleaner decisions undo` takes back earlier ones"
        decision, self._at = self._past.pop()
        return self._session.undo(decision)

    def _note_all(self, done: Done) -> str:
        """Notes an answer to the patterns in hand; the cases that were left out of it come next, one by one."""
        remaining: Ids = ()
        if self._at.dropped and (selection := self._select(self._at.patterns)):
            remaining = tuple(i for i in self._ledger.case_ids(selection.wanted) if i in self._at.dropped)
        return self._note(done, Position(self._at.patterns if remaining else (), self._at.skipped, queue=remaining))

    def _note(self, done: Done, after: Position) -> str:
        self._past.append((done.decision, self._at))
        self._at = after
        return done.said


def _answer(text: str | None) -> Answer:
    return Answer.ACCEPT if text is None else Answer.REPLACE
