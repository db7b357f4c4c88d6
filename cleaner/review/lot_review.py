"""The review of lots: groups, a sample of one, one key for the rest, and sheets of cases to look through."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cleaner.ledger import Answer, Case, Filter, Ledger, Status
from cleaner.ledger.lots import BANDS, Lot
from cleaner.review import sampling
from cleaner.review.checks import held_back
from cleaner.review.filter_words import said_of
from cleaner.review.grouping import Ids
from cleaner.review.lot_place import GROUPS, SHEET, LotPlace
from cleaner.review.questions import LotLine, LotProofQuestion, LotQuestion, SheetQuestion
from cleaner.review.session import Session
from cleaner.text.plural import cases

REACH = 55  # characters on both sides of a case on a sheet: two lines of a terminal
# How a lot is parted once it was taken out of a wider one.
THEN = {"rule": "confusion", "confusion": "sure", "sure": "confusion", "document": "sure"}


@dataclass(frozen=True, slots=True)
class Step:
    """What a key did: in words, where the review is now (None: no lot is in hand), and what was decided."""

    said: str
    lot: LotPlace | None
    decisions: Ids = ()


class LotReview:
    """What each key does with the lot in hand.  It remembers nothing: a place goes in, a step comes out."""

    def __init__(self, ledger: Ledger, session: Session) -> None:
        self._ledger, self._session = ledger, session

    # --- the question ---

    def question(self, at: LotPlace) -> LotQuestion | LotProofQuestion | SheetQuestion | None:
        """What is to be asked about a lot; None when nothing of it is left."""
        totals = self._ledger.count_groups(at.wanted)
        if sheet := self._sheet(at):
            examples = tuple(self._session.catalogue.example(c, REACH) for c in sheet)
            return SheetQuestion(self.title(at), examples, at.marked, len(at.queue), bool(at.drawn))
        if at.drawn:
            sample = sampling.progress_of(self._ledger, at.drawn)
            rest = len(self._rest(at))
            return LotProofQuestion(
                self.title(at), sample.statement, rest, sample.of_the_rest(rest), len(at.held), at.held_why
            )
        if not totals[1]:
            return None
        examples = tuple(
            self._session.catalogue.example(c, REACH)
            for c in self._ledger.cases(self._ledger.spread(at.wanted, 3, seed=1))
        )
        groups = tuple(LotLine(self.name_of(g), g.count, g.questions, g.confidence) for g in self.groups(at))
        return LotQuestion(self.title(at), totals, at.by, groups, at.first, examples, at.wanted.document is not None)

    def title(self, at: LotPlace) -> str:
        """What the lot holds, in words."""
        row = None if at.wanted.document is None else self._ledger.document(at.wanted.document)
        return said_of(at.wanted, document=row.title if row else "") or "everything that is open"

    def groups(self, at: LotPlace) -> list[Lot]:
        return self._ledger.lots(at.wanted, at.by, GROUPS, at.first)

    def name_of(self, lot: Lot) -> str:
        """How people know a lot: its rule, its misreading, its confidence, its document's path."""
        if lot.by == "sure":
            low = int(lot.key) * 100 // BANDS
            return f"{low} to {low + 100 // BANDS}% sure"
        if lot.by == "document":
            row = self._ledger.document(int(lot.key))
            return row.title if row else str(lot.key)
        return str(lot.key)

    def _sheet(self, at: LotPlace) -> list[Case]:
        """The next cases to look at that still want an answer."""
        found: list[Case] = []
        for start in range(0, len(at.queue), SHEET):
            found += [c for c in self._ledger.cases(at.queue[start : start + SHEET]) if wants_answer(c, at.wanted)]
            if len(found) >= SHEET:
                break
        return found[:SHEET]

    # --- moving about ---

    def into(self, at: LotPlace, number: int) -> Step:
        """Into one of the groups that are shown."""
        groups = self.groups(at)
        if not 1 <= number <= len(groups):
            return Step(f"there are groups 1 to {len(groups)}", at)
        group = groups[number - 1]
        return Step("", at.into(group, THEN[at.by]))

    def parted(self, at: LotPlace, by: str) -> Step:
        """The same lot, its groups made otherwise."""
        return Step("", replace(at, by=by, first=0))

    def more(self, at: LotPlace) -> Step:
        """The next groups; after the last, the first."""
        further = self._ledger.lots(at.wanted, at.by, 1, at.first + GROUPS)
        return Step("", replace(at, first=at.first + GROUPS if further else 0))

    def out(self, at: LotPlace) -> Step:
        """Out of what is looked at, to the lot as a whole; from there, to the wider lot."""
        return Step("", at.whole() if at.queue or at.drawn else at.outer)

    # --- looking at cases, sheet by sheet ---

    def look(self, at: LotPlace) -> Step:
        """Goes through the cases, the surest first."""
        ids = self._ledger.surest_first(at.wanted)
        return Step("", at.looking(tuple(i for i in ids if i not in at.drawn), ()))

    def mark(self, at: LotPlace, number: int) -> Step:
        """Marks a case of the sheet as not like the others, or takes the mark off."""
        sheet = self._sheet(at)
        if not 1 <= number <= len(sheet):
            return Step(f"there are cases 1 to {len(sheet)}", at)
        return Step("", replace(at, marked=at.marked ^ {sheet[number - 1].id}))

    def answer_sheet(self, at: LotPlace, answer: Answer) -> Step:
        """One answer to the cases of the sheet, the other to those that are marked."""
        ids = [c.id for c in self._sheet(at)]
        marked = tuple(i for i in ids if i in at.marked)
        plain = tuple(i for i in ids if i not in at.marked)
        other = Answer.REJECT if answer is Answer.ACCEPT else Answer.ACCEPT
        done = [self._session.answer_cases(some, said) for some, said in ((plain, answer), (marked, other)) if some]
        return Step(", ".join(d.said for d in done), at.without(ids), tuple(d.decision for d in done))

    def leave_sheet(self, at: LotPlace) -> Step:
        """Leaves the cases of the sheet open.  In a sample they count as not right."""
        return Step("left open", at.without([c.id for c in self._sheet(at)]))

    # --- a sample, and what it proves ---

    def sample(self, at: LotPlace, size: int = sampling.SAMPLE) -> Step:
        """Draws cases by chance among those that pass every check."""
        if not at.drawn:
            held = held_back(self._ledger, at.wanted)
            at = replace(at.whole(), held=held.ids, held_why=held.told)
        ids = self._rest(at)
        if not ids:
            return Step("no case is left that may be answered unseen", at.whole() if not at.drawn else at)
        new = sampling.drawn_of(ids, size, ids[0] + len(at.drawn))
        return Step(f"{cases(len(new))} drawn by chance out of {len(ids):,}", at.looking(new, (*at.drawn, *new)))

    def _rest(self, at: LotPlace) -> list[int]:
        """What a sample stands for and does not hold."""
        return [i for i in self._ledger.case_ids(at.wanted) if i not in at.held and i not in at.drawn]

    def answer_rest(self, at: LotPlace, answer: Answer) -> Step:
        """One answer to all that the sample stands for."""
        done = self._session.unseen(self._rest(at), answer)
        left = f"; {cases(len(at.held))} left open: {at.held_why}" if at.held else ""
        return Step(done.said + left, at.whole(), (done.decision,))

    def close(self, at: LotPlace, number: int = 0) -> Step:
        """Closes the page of a case of the sheet, or the one that the lot is."""
        sheet, document = self._sheet(at), at.wanted.document
        if sheet:
            if not 1 <= number <= len(sheet):
                return Step(f"say which: a number from 1 to {len(sheet)}", at)
            document = sheet[number - 1].document
        if document is None:
            return Step("no page is in hand: part the lot by documents first", at)
        done = self._session.close_page(document)
        return Step(done.said, at, (done.decision,))


def wants_answer(case: Case, wanted: Filter) -> bool:
    """Whether a case still wants an answer; a review of answers shows all cases."""
    if wanted.status is Status.OPEN:
        return case.is_open
    return wanted.status is not Status.FIXED or (case.answer is None and not case.implied)
