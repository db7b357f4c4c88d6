"""What is asked, one question after another: for a view that shows a single question at a time."""

from __future__ import annotations

from dataclasses import replace

from cleaner.ledger import Case, Filter, Ledger, Reviewer
from cleaner.packs.remember import Remember
from cleaner.review import sampling
from cleaner.review.catalogue import GONE, Selection, options_of
from cleaner.review.filter_words import said_of
from cleaner.review.grouping import Ids
from cleaner.review.lot_review import LotReview, wants_answer
from cleaner.review.pace import Pace
from cleaner.review.position import Position
from cleaner.review.questions import LastQuestion, ProofQuestion, Question
from cleaner.review.session import Session
from cleaner.text.plural import cases

OPEN = Filter()


class Asking:
    """Asks `question()`; each other method does what a key means, and says what it did."""

    def __init__(
        self,
        ledger: Ledger,
        wanted: Filter = OPEN,
        *,
        least: float = 0.0,
        who: str = "",
        session: str = "",
        remember: Remember | None = None,
    ) -> None:
        """`least`: cases that are less sure are asked about in lots, and not one by one."""
        self._ledger, self._all, self._least = ledger, wanted, least
        self._session = Session(ledger, Reviewer(who, session), remember)
        self._catalogue = self._session.catalogue
        self.lots = LotReview(ledger, self._session)
        self._at, self._pace = Position(), Pace()
        self._past: list[tuple[Ids, Position]] = []  # passes of this session, each with where the review was

    # --- the question ---

    def question(self) -> Question | None:
        """What is to be asked now; None when nothing is left that was not skipped."""
        if self._at.lot and (question := self._lot_question()):
            return question
        if case := self._next_case():
            return self._catalogue.case_question(case, len(self._at.queue), bool(self._at.drawn))
        selection = self._current()
        if selection is None and self._at.within:  # its questions are through: back to the lot
            self._at = Position(lot=self._at.within)
            return self.question()
        if selection is None:
            return None
        if (sample := sampling.progress_of(self._ledger, self._at.drawn)).seen:
            options = options_of(selection, [e.case for e in self._catalogue.examples(selection)])
            return ProofQuestion(selection.pattern, options, sample.statement)
        return self._catalogue.pattern_question(selection, self._at.shown, self.left())

    def last_question(self) -> LastQuestion | None:
        """What is asked when nothing is left; None if this session has no answer to take back either."""
        return LastQuestion(len(self._at.skipped)) if self._past else None

    @property
    def _wanted(self) -> Filter:
        """What is asked about now, one question after another."""
        wanted = self._at.within.wanted if self._at.within else self._all
        return replace(wanted, low=max(wanted.low, self._least)) if self._least else wanted

    def left(self) -> tuple[int, int]:
        """How many questions, and how many cases, are open."""
        return self._ledger.count_groups(self._wanted)

    @property
    def pace(self) -> str:
        """How fast the answers come, and how long the rest takes; "" as long as nothing can be said."""
        return self._pace.told(self.left()[0])

    @property
    def narrowed(self) -> str:
        """What is asked about, where that is not all: `only spelling/word, at least 80% sure`."""
        wanted = self._at.within.wanted if self._at.within else self._all
        row = None if wanted.document is None else self._ledger.document(wanted.document)
        return said_of(wanted, least=self._least, document=row.title if row else "")

    def _lot_question(self) -> Question | None:
        """What is asked about the lot in hand; of one that is through, about the wider one."""
        while lot := self._at.lot:
            if question := self.lots.question(lot):
                return question
            self._at = replace(self._at, lot=lot.outer)
        self._at = Position()
        return None

    def _next_case(self) -> Case | None:
        """The first case of the queue that is still there and wants an answer."""
        while self._at.queue:
            (case,) = self._ledger.cases(self._at.queue[:1]) or (None,)
            if case and wants_answer(case, self._wanted):
                return case
            self._at = self._at.after_case()
        return None

    def _current(self) -> Selection | None:
        """The question in hand while it has cases, else the most frequent that was not skipped."""
        if found := self._select(self._at.patterns):
            return found
        skipped = {self._ledger.group_of(patterns[0]) for patterns in self._at.skipped}
        offered = self._catalogue.questions(self._wanted)
        number = next((group.number for group in offered if group.number not in skipped), None)
        found = None if number is None else self._catalogue.of_question(self._wanted, number)
        self._at = self._at.asking(found.wanted.patterns if found else ())
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
        self._at = self._at.asking(wanted.patterns, queue=tuple(self._ledger.case_ids(wanted)))
        return ""

    def sample(self, size: int = sampling.SAMPLE) -> str:
        """Asks about some cases drawn by chance, then says what they prove about the rest."""
        selection, drawn = self._in_hand(), self._at.drawn
        total = selection.pattern.count
        if total == 1 and not drawn:
            return "there is only one case: answer it; a sample is for many cases"
        new = sampling.draw(self._ledger, selection.wanted, drawn, size)
        self._at = self._at.asking(selection.wanted.patterns, queue=new, drawn=(*drawn, *new))
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
