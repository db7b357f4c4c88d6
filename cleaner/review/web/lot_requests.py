"""What the page's script may ask for about lots.  The lots are those of the terminal, and so is all that is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cleaner.ledger import Answer, Filter, Ledger
from cleaner.review.catalogue import GONE
from cleaner.review.grouping import Ids
from cleaner.review.lot_place import LotPlace
from cleaner.review.lot_review import LotReview, Step
from cleaner.review.questions import LotProofQuestion, SheetQuestion
from cleaner.review.session import Session
from cleaner.review.web.checked import RefusalError, Reply, answer_of, numbers_of


@dataclass(frozen=True, slots=True)
class Pass:
    """Answers that are taken back together, and where the lot was before them."""

    decisions: Ids
    before: LotPlace


class LotRequests:
    """Where each lot is that somebody looked at since the server started."""

    def __init__(self, ledger: Ledger, session: Session) -> None:
        self.review = LotReview(ledger, session)
        self._places: dict[Filter, LotPlace] = {}
        self._passes: list[Pass] = []

    def place(self, wanted: Filter) -> LotPlace:
        """Where a lot is: what of it is being looked at, and what of it was drawn."""
        return self._places.get(wanted, LotPlace(wanted))

    def carry_out(self, said: Mapping[str, object], wanted: Filter) -> tuple[Reply, Ids]:
        """Does one thing with a lot; says what, and which decisions it made.

        `said` holds `do`: sample, look, out, leave, sheet or rest.  A sheet comes with the cases that are `shown` and
        those that are `marked`, the rest of a sample with how many there are (`rest`); both with an `answer`.
        """
        before = self.place(wanted)
        step = self._step(str(said.get("do")), said, before)
        self._places[wanted] = step.lot or LotPlace(wanted)
        if step.decisions:
            self._passes.append(Pass(step.decisions, before))
        return {"did": step.said}, step.decisions

    def _step(self, do: str, said: Mapping[str, object], at: LotPlace) -> Step:
        plain = {"sample": self.review.sample, "look": self.review.look, "leave": self.review.leave_sheet}
        if do in plain:
            return plain[do](at)
        if do == "out":
            return Step("", at.whole())
        question = self.review.question(at)
        if do == "sheet" and isinstance(question, SheetQuestion):
            if numbers_of(said.get("shown")) != [e.case.id for e in question.examples]:
                raise LookupError(GONE)
            marked = frozenset(numbers_of(said.get("marked")))
            return self.review.answer_sheet(replace(at, marked=marked), _yes_or_no(said))
        if do == "rest" and isinstance(question, LotProofQuestion):
            if said.get("rest") != question.rest:
                raise LookupError(GONE)
            return self.review.answer_rest(at, _yes_or_no(said))
        raise RefusalError("a lot is sampled, looked through, left; what is shown of it is answered")

    def taken_with(self, decision: int) -> Ids:
        """The decisions of the pass that this one belongs to, and the lot is where it was before them."""
        found = next((p for p in reversed(self._passes) if decision in p.decisions), None)
        if found is None:
            return (decision,)
        self._passes.remove(found)
        self._places[found.before.wanted] = found.before
        return found.decisions


def _yes_or_no(said: Mapping[str, object]) -> Answer:
    answer, _ = answer_of(said)
    if answer is Answer.REPLACE:
        raise RefusalError("a lot is accepted or rejected")
    return answer
