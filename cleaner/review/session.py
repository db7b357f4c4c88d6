"""The engine of the review: one person's answers in one sitting.  Terminal and page both answer through it.

Every answer is saved in the ledger before the next question is asked, so a session that is killed goes on where it
stopped.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cleaner.ledger import Answer, Filter, Ledger, Reviewer, Scope
from cleaner.ledger.alike import core
from cleaner.ledger.values import Example
from cleaner.packs.remember import Plan, Remember, carried_out, switching_off, undone
from cleaner.review.catalogue import EXAMPLES, GONE, Catalogue, Selection
from cleaner.review.grouping import Ids
from cleaner.review.sampling import MANY
from cleaner.text.plural import cases, count


@dataclass(frozen=True, slots=True)
class Done:
    """What an answer did, in words, and its number in the ledger."""

    said: str
    decision: int


class Session:
    """Carries answers out.  Where there is nothing to answer, it raises LookupError with words for the reviewer."""

    def __init__(self, ledger: Ledger, by: Reviewer, remember: Remember | None = None) -> None:
        self.catalogue = Catalogue(ledger)
        self._ledger, self._by = ledger, by
        self._remember = remember or Remember()

    def cases_of(self, selection: Selection) -> list[int]:
        """The cases that an answer to a selection is for."""
        return [i for i in self._ledger.case_ids(selection.wanted) if i not in selection.left_out]

    def answer(self, to: Selection, answer: Answer, text: str | None = None, scope: Scope = Scope.PATTERN) -> Done:
        """One answer to all cases of a selection; `text` is what a *replace* puts there."""
        if answer is Answer.REPLACE and text == to.pattern.after:
            answer, text = Answer.ACCEPT, None
        reach = " in this document, in later runs too" if scope is Scope.DOCUMENT else ""
        return self._answer(to, answer, text, scope, reach)

    def whole_rule(self, of: Selection, answer: Answer) -> Done:
        """*Accept* or *reject* for all patterns of a rule."""
        reach = f" in {count(of.wordings, 'pattern')} of {of.pattern.rule}"
        return self._answer(of, answer, None, Scope.PATTERN, reach)

    def doubt_of_rule(self, of: Selection) -> str:
        """What to ask before one answer to a rule with many cases, of which few were shown; "" where they are few."""
        number = len(self.cases_of(of))
        if number <= MANY:
            return ""
        return (
            f"that is {cases(number)} of {of.pattern.rule}, and few of them were shown; g tests a sample of them first"
        )

    def always(self, selection: Selection, text: str | None = None) -> Done:
        """Accepted, or replaced by `text`, here and in every later run; a rule is written for it."""
        best = selection.pattern.after
        put = best if text is None else text
        if put is None:
            raise LookupError("a flag has nothing to put here: replace it by words of your own")
        plan = _without_a_rule(selection) or self._remember.always(selection.pattern, put, self._examples(selection))
        answer = Answer.ACCEPT if put == best else Answer.REPLACE
        return self._answer(selection, answer, put, Scope.ALWAYS, ", and always", plan)

    def never(self, selection: Selection, *, switch_off: bool = False) -> Done:
        """Rejected here and in every later run; an exception is written for it.

        `switch_off`: the whole rule may be switched off where an exception would leave nothing of it.
        """
        plan = _without_a_rule(selection) or self._remember.never(
            selection.pattern, self._examples(selection), switch_off=switch_off
        )
        return self._answer(selection, Answer.REJECT, None, Scope.ALWAYS, ", and never again", plan)

    def doubt_of_never(self, selection: Selection) -> str:
        """What to ask before a *never* that could only switch the whole rule off; "" where an exception will do."""
        if selection.wordings > 1:
            return ""
        rule = self._remember.only_switching_off(selection.pattern, self._examples(selection))
        return switching_off(rule) if rule else ""

    def answer_cases(self, ids: Ids, answer: Answer, text: str | None = None, scope: Scope = Scope.PLACE) -> Done:
        """One answer to single cases."""
        found = self._ledger.cases(ids)
        if not found:
            raise LookupError(GONE)
        if answer is Answer.REPLACE and all(c.record.after == text for c in found):
            answer, text = Answer.ACCEPT, None
        decision = self._ledger.decide(ids, answer, text=text, scope=scope, by=self._by)
        return Done(_did(answer, text, len(found)), decision)

    def unseen(self, ids: Sequence[int], answer: Answer) -> Done:
        """One answer to cases that nobody looked at; nothing is learnt from it."""
        decision = self._ledger.decide(ids, answer, scope=Scope.UNSEEN, by=self._by)
        return Done(f"{_did(answer, None, len(ids))} unseen", decision)

    def close_page(self, document: int) -> Done:
        """Leaves what is open in a document as it is: the page is past mending."""
        ids, row = self._ledger.case_ids(Filter(document=document)), self._ledger.document(document)
        if not ids or row is None:
            raise LookupError("nothing is open on this page")
        done = self.unseen(ids, Answer.REJECT)
        return replace(done, said=f"closed {row.title}: {cases(len(ids))} left as they are")

    def undo(self, decision: int) -> str:
        """Takes an answer back, and what it wrote; says for how many cases it was, and what became of the files."""
        try:
            number, files = undone(self._ledger, decision, self._remember.folder, self._by.who, self._by.session)
        except ValueError as error:
            raise LookupError(str(error)) from None
        return f"undone: {cases(number)} as before{files}"

    def last_decision(self) -> int | None:
        """The latest answer of this session that was not taken back."""
        return next((s.id for s in self._ledger.history(200, self._by.session) if not s.undone), None)

    def _answer(
        self, to: Selection, answer: Answer, text: str | None, scope: Scope, reach: str, plan: Plan | None = None
    ) -> Done:
        """Saves an answer to a selection, and writes the rule of its plan, if there is one."""
        ids = self.cases_of(to)
        if not ids:
            raise LookupError("all its cases are left out; nothing to decide")
        texts = self._texts(ids, text) if text is not None and to.wordings > 1 else {}
        decision = self._ledger.decide(
            ids, answer, text=text, texts=texts, scope=scope, by=self._by, files=plan.files if plan else ()
        )
        wrote = carried_out(self._ledger, decision, plan) if plan else ""
        return Done(f"{_did(answer, text, len(ids))}{reach}{'; ' if wrote else ''}{wrote}", decision)

    def _texts(self, ids: Sequence[int], text: str) -> Mapping[int, str]:
        """The new words of each case: `text` replaces only what several wordings have in common."""
        found = [(c.id, c.record.before, c.record.after) for c in self._ledger.cases(ids)]
        return {id: core(before, after).around(text) for id, before, after in found if after is not None}

    def _examples(self, selection: Selection) -> list[Example]:
        """Cases of the answer with the sentence around them, from which a rule takes its conditions and its test."""
        found = self.catalogue.examples(selection, EXAMPLES + len(selection.left_out), reach=300)
        return [e for e in found if not e.dropped][:EXAMPLES]


def _without_a_rule(selection: Selection) -> Plan | None:
    """The plan for several wordings at once, for which no rule is written."""
    if selection.wordings == 1:
        return None
    return Plan(f"no rule is written for {selection.wordings} wordings at once, this ledger remembers them")


def _did(answer: Answer, text: str | None, number: int) -> str:
    put = f"“{text}”" if text else "nothing"
    did = {Answer.ACCEPT: "accepted", Answer.REJECT: "rejected", Answer.REPLACE: f"replaced by {put}:"}[answer]
    return f"{did} {cases(number)}"


def new_session() -> str:
    """A name for a session, so that it can be undone as a whole; names sort by time."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"
