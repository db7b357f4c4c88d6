"""The keys of the review: those of `git add -p` where it has them.  This table is also the help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cleaner.ledger import Answer
from cleaner.review.navigation import Review
from cleaner.review.questions import (
    CaseQuestion,
    LastQuestion,
    LotProofQuestion,
    LotQuestion,
    PatternQuestion,
    ProofQuestion,
    Question,
    SheetQuestion,
)
from cleaner.review.terminal.action import Action
from cleaner.review.terminal.lot_keys import CLOSING, keys_of, number
from cleaner.text.plural import cases


def _own_words(typed: str) -> str:
    """What was typed; `""` deletes."""
    return "" if typed in ('""', "''") else typed


def _all_of_them(review: Review, typed: str) -> str:
    """How many places get the same words; `s` would look at them one by one."""
    number = review.answering()
    put = f"“{_own_words(typed)}”" if _own_words(typed) else "Nothing"
    return f"{put} is to stand in all {cases(number)}; x leaves some out, s goes through them" if number > 1 else ""


def _whole_rule(answer: Answer) -> Callable[[Review, str], str]:
    """What `a` and `d` do, unless a doubt was answered by a no."""
    return lambda review, sure: "nothing done" if sure == "n" else review.rest_of_rule(answer)


def _numbers(typed: str) -> list[int]:
    return [int(n) for n in typed.replace(",", " ").split() if n.isdecimal()]


_HERE = "here: {} these words in all of this document, in later runs too"
_LEAVE = Action("j", "leave open, see the next", lambda r, _: r.leave())
_WHOLE = Action("k", "back to the pattern as a whole", lambda r, _: r.back())
_CLOSE = Action("p", CLOSING, lambda r, t: r.close_page(number(t)))
_UNDO = Action("u", "undo the last answer", lambda r, _: r.undo())
PATTERN_KEYS = (
    Action("y", "accept all", lambda r, _: r.accept_all()),
    Action("n", "reject all: the text stays as it is", lambda r, _: r.reject_all()),
    Action("e", 'replace all by words of your own ("" deletes)', lambda r, t: r.accept_all(_own_words(t)), "replace by",
        doubt=_all_of_them, sure="Replace all"),
    Action("s", "split: go through them one by one", lambda r, _: r.split()),
    Action("t", "test a sample drawn by chance, and see what it proves", lambda r, _: r.sample()),
    Action("x", "leave examples out of the answer, by number (x 2 4)", lambda r, t: r.drop(_numbers(t)), "leave out"),
    Action("+", "more examples", lambda r, _: r.more()),
    Action("a", "accept this and all later patterns of this rule", _whole_rule(Answer.ACCEPT),
        doubt=lambda r, _: r.doubt_of_rule(), sure="All of them unseen"),
    Action("d", "reject this and all later patterns of this rule", _whole_rule(Answer.REJECT),
        doubt=lambda r, _: r.doubt_of_rule(), sure="All of them unseen"),
    Action("A", "always: accept all, and in every later run", lambda r, _: r.always(),
        busy="writing the rule and trying it…"),
    Action("N", "never: reject all, and in every later run", lambda r, sure: r.never(switch_off=sure == "y"),
        busy="writing the exception and trying it…", doubt=lambda r, _: r.doubt_of_never(), sure="Switch it off"),
    Action("g", "groups by rule, confusion, page, how sure; samples of them", lambda r, _: r.groups()),
    _CLOSE,
    _LEAVE,
    Action("k", "back to the pattern last left open", lambda r, _: r.back()),
)  # fmt: skip
CASE_KEYS = (
    Action("y", "accept", lambda r, _: r.accept()),
    Action("n", "reject: the text stays as it is", lambda r, _: r.reject()),
    Action("e", 'replace by words of your own ("" deletes)', lambda r, t: r.accept(_own_words(t)), "replace by"),
    Action("a", "accept this and all that are left of this pattern", lambda r, _: r.rest(Answer.ACCEPT)),
    Action("d", "reject this and all that are left of this pattern", lambda r, _: r.rest(Answer.REJECT)),
    Action("h", _HERE.format("accept"), lambda r, _: r.in_document(Answer.ACCEPT)),
    Action("H", _HERE.format("reject"), lambda r, _: r.in_document(Answer.REJECT)),
    _CLOSE,
    _LEAVE,
    _WHOLE,
)
PROOF_KEYS = (
    Action("y", "accept all that are left", lambda r, _: r.accept_all()),
    Action("n", "reject all that are left", lambda r, _: r.reject_all()),
    Action("t", "test more of them", lambda r, _: r.sample()),
    Action("s", "split: go through the rest one by one", lambda r, _: r.split()),
    Action("j", "leave the rest open, see the next", lambda r, _: r.leave()),
    _WHOLE,
)
LAST_KEYS = (
    _UNDO,
    Action("k", "back to what was left open", lambda r, _: r.back()),
    Action("q", "leave; every answer is saved already"),
)
# Keys of every question but the last.  The view itself carries out the first three.
EVERYWHERE = (
    Action("w", "why: the evidence and its weight"),
    Action("q", "quit; every answer is saved already"),
    Action("?", "this help"),
    _UNDO,
)
_KEYS = {PatternQuestion: PATTERN_KEYS, CaseQuestion: CASE_KEYS, ProofQuestion: PROOF_KEYS, LastQuestion: LAST_KEYS}


def keys_for(question: Question) -> tuple[Action, ...]:
    """The keys that a question understands, in the order in which they are offered."""
    if isinstance(question, LotQuestion | SheetQuestion | LotProofQuestion):
        return (*keys_of(question), *EVERYWHERE)
    own = [k for k in _KEYS[type(question)] if k.key not in _senseless(question)]
    if isinstance(question, LastQuestion):
        return tuple(own)
    if isinstance(question, PatternQuestion) and len({e.case.document for e in question.examples}) > 1:
        own = [replace(k, wants="the page of example") if k is _CLOSE else k for k in own]
    some = question.suggestions[:9] if len(question.suggestions) > 1 else ()
    return (*own, *(_choice(question, i, text) for i, text in enumerate(some, 1)), *EVERYWHERE)


def _senseless(question: Question) -> str:
    """Keys that make no sense here: a flag has no fix to prove or repeat; a sample is answered case by case."""
    if isinstance(question, LastQuestion):
        return "" if question.skipped else "k"
    if isinstance(question, PatternQuestion) and question.pattern.is_flag:
        return "tA"
    return "adhH" if isinstance(question, CaseQuestion) and question.sampling else ""


def _choice(question: Question, number: int, text: str) -> Action:
    """`1` to `9` choose among several suggestions."""
    one = isinstance(question, CaseQuestion)
    return Action(str(number), f"“{text}”", lambda r, _: r.accept(text) if one else r.accept_all(text))


def find_key(question: Question, typed: str) -> tuple[Action | None, str]:
    """The key that a typed line begins with, and the rest of the line.

    `e the crowd` is the key `e` with `the crowd`; `e` alone asks for the words next.
    """
    line = typed.strip()
    key = next((k for k in keys_for(question) if line[:1] == k.key), None)
    rest = line[1:]
    if key is not None and rest and not (key.wants and rest[:1] in " \t"):
        return None, line
    return key, rest.strip()
