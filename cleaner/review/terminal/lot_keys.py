"""The keys for lots: groups, sheets of cases, and what a sample left."""

from __future__ import annotations

from cleaner.ledger import Answer
from cleaner.review.navigation import Review
from cleaner.review.questions import LotProofQuestion, LotQuestion, SheetQuestion
from cleaner.review.terminal.action import Action

PARTED = {"r": "rule", "c": "confusion", "b": "sure", "o": "document"}  # a key for each way to part a lot
BY_WORDS = {"rule": "rule", "confusion": "confusion", "sure": "how sure", "document": "page"}


def number(typed: str) -> int:
    """The number that was typed; 0 if it is none."""
    return int(typed) if typed.isdecimal() and len(typed) < 6 else 0


def _sheet(review: Review, answer: Answer) -> str:
    return review.in_lot(lambda lot: review.lots.answer_sheet(lot, answer))


def _rest(review: Review, answer: Answer) -> str:
    return review.in_lot(lambda lot: review.lots.answer_rest(lot, answer))


def _parting(key: str, by: str) -> Action:
    return Action(key, f"group by {BY_WORDS[by]}", lambda r, _: r.in_lot(lambda lot: r.lots.parted(lot, by)))


_OUT = Action("k", "out to the wider group; from all, back to the questions", lambda r, _: r.in_lot(r.lots.out))
_BACK = Action("k", "back to the group as a whole; what is left stays open", lambda r, _: r.in_lot(r.lots.out))
_LOOK = Action("l", "look through its cases, nine at a time, the surest first", lambda r, _: r.in_lot(r.lots.look))
CLOSING = "close this page: it is past mending, and all stays as it is"
_CHECKING = "drawing, and checking what may be answered unseen…"
LOT_KEYS = (
    Action("t", "test a sample drawn by chance; then one key answers the rest", lambda r, _: r.in_lot(r.lots.sample),
        busy=_CHECKING),
    _LOOK,
    Action("s", "go through its questions one by one", lambda r, _: r.one_by_one()),
    *(_parting(key, by) for key, by in PARTED.items()),
    Action("+", "more groups", lambda r, _: r.in_lot(r.lots.more)),
    Action("p", CLOSING, lambda r, _: r.close_page()),
    _OUT,
)  # fmt: skip
SHEET_KEYS = (
    Action("y", "accept these, and reject those that are marked", lambda r, _: _sheet(r, Answer.ACCEPT)),
    Action("n", "reject these, and accept those that are marked", lambda r, _: _sheet(r, Answer.REJECT)),
    Action("j", "leave these open, see the next", lambda r, _: r.in_lot(r.lots.leave_sheet)),
    Action("p", "close the page of one of them", lambda r, t: r.close_page(number(t)), "the page of number"),
    _BACK,
)
LOT_PROOF_KEYS = (
    Action("y", "accept all that are left, unseen", lambda r, _: _rest(r, Answer.ACCEPT), busy="saving…"),
    Action("n", "reject all that are left, unseen", lambda r, _: _rest(r, Answer.REJECT), busy="saving…"),
    Action("t", "test more of them", lambda r, _: r.in_lot(r.lots.sample)),
    _LOOK,
    _BACK,
)


def keys_of(question: LotQuestion | SheetQuestion | LotProofQuestion) -> tuple[Action, ...]:
    """The keys that a question about a lot understands."""
    if isinstance(question, LotProofQuestion):
        return LOT_PROOF_KEYS if question.rest else LOT_PROOF_KEYS[-1:]
    if isinstance(question, SheetQuestion):
        return (*SHEET_KEYS, *(_mark(i) for i, _ in enumerate(question.examples, 1)))
    kept = tuple(k for k in LOT_KEYS if k.key != "p" or question.is_page)
    return (*kept, *(_into(i, group.name) for i, group in enumerate(question.groups, 1)))


def _into(number: int, name: str) -> Action:
    return Action(str(number), f"into {name}", lambda r, _: r.in_lot(lambda lot: r.lots.into(lot, number)))


def _mark(number: int) -> Action:
    return Action(
        str(number), "mark this one as not like the others", lambda r, _: r.in_lot(lambda lot: r.lots.mark(lot, number))
    )
