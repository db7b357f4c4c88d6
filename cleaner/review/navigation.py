"""One question after another, and what each key answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cleaner.ledger import Answer, Scope, Status
from cleaner.review.asking import Asking
from cleaner.review.catalogue import GONE
from cleaner.review.grouping import Ids
from cleaner.review.lot_place import LotPlace
from cleaner.review.lot_review import Step
from cleaner.review.position import Position
from cleaner.review.session import Done


class Review(Asking):
    """Asks `question()`; each other method does what a key means, and says what it did."""

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

    def doubt_of_rule(self) -> str:
        """What to ask before one answer to all that is left of the rule."""
        rule, at = self._in_hand().pattern.rule, self._at
        selection = self._catalogue.of_rule(self._wanted, rule, but=at.left_open, left_out=at.dropped)
        return self._session.doubt_of_rule(selection)

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

    # --- lots, and pages past mending ---

    def groups(self) -> str:
        """Parts what is asked about into groups; from the questions of a lot, back to the lot."""
        if self._all.status not in (Status.OPEN, Status.FIXED):
            return "groups are for what is open, or for what the run fixed"
        self._at = replace(self._at.asking(()), lot=self._at.within or LotPlace(self._all))
        return ""

    def in_lot(self, act: Callable[[LotPlace], Step]) -> str:
        """Does something with the lot in hand."""
        if self._at.lot is None:
            raise LookupError(GONE)
        step = act(self._at.lot)
        after = replace(self._at, lot=step.lot) if step.lot else Position()
        return self._noted(step.said, step.decisions, after)

    def one_by_one(self) -> str:
        """Asks the questions of the lot in hand, one after another."""
        if self._at.lot is None:
            raise LookupError(GONE)
        self._at = Position(within=self._at.lot.whole())
        return ""

    def close_page(self, number: int = 0) -> str:
        """Closes the page that the case, or the example of this number, stands on."""
        if self._at.lot:
            return self.in_lot(lambda lot: self.lots.close(lot, number))
        if case := self._next_case():
            return self._note(self._session.close_page(case.document), self._at)
        pages = [e.case.document for e in self._catalogue.examples(self._in_hand(), self._at.shown)]
        if not 1 <= number <= len(pages) and len(set(pages)) > 1:
            return f"say which: a number from 1 to {len(pages)}"
        done = self._session.close_page(pages[number - 1 if 1 <= number <= len(pages) else 0])
        return self._note(done, self._at)

    # --- taking back ---

    def undo(self) -> str:
        """Takes the session's last answer back, with what it wrote, and asks again."""
        if not self._past:
            return "nothing to undo in this session; `cleaner decisions undo` takes back earlier ones"
        decisions, self._at = self._past.pop()
        return ", ".join(self._session.undo(decision) for decision in reversed(decisions))

    def _note_all(self, done: Done) -> str:
        """Notes an answer to the patterns in hand; the cases that were left out of it come next, one by one."""
        remaining: Ids = ()
        if self._at.dropped and (selection := self._select(self._at.patterns)):
            remaining = tuple(i for i in self._ledger.case_ids(selection.wanted) if i in self._at.dropped)
        return self._note(done, self._at.asking(self._at.patterns if remaining else (), queue=remaining))

    def _note(self, done: Done, after: Position) -> str:
        return self._noted(done.said, (done.decision,), after)

    def _noted(self, said: str, decisions: Ids, after: Position) -> str:
        if decisions:
            self._past.append((decisions, self._at))
            self._pace.note()
        self._at = after
        return said


def _answer(text: str | None) -> Answer:
    return Answer.ACCEPT if text is None else Answer.REPLACE
