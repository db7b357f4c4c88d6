"""The review in a terminal or from a pipe: show a question, read an answer, ask the next."""

from __future__ import annotations

from typing import TextIO

from cleaner.review.navigation import Review
from cleaner.review.questions import (
    CaseQuestion,
    LotProofQuestion,
    LotQuestion,
    PatternQuestion,
    ProofQuestion,
    Question,
    SheetQuestion,
)
from cleaner.review.terminal.action import Action
from cleaner.review.terminal.keyboard import Keyboard
from cleaner.review.terminal.keys import find_key
from cleaner.review.terminal.screen import Screen
from cleaner.text.visible import visible

# A pipe ends after so many unknown answers in a row: it answers other questions, or it has no end.
UNKNOWN = 10


def run(review: Review, source: Keyboard, out: TextIO, screen: Screen) -> bool:
    """Asks until nothing is left or the reviewer quits; True if nothing is left open."""
    while (question := _next(review, source)) is not None:
        _show(screen.question(question, review.narrowed, review.pace), out)
        answered, unknown = False, 0
        while not answered:
            typed = source.answer(screen.prompt(question))
            if typed is None:
                return False
            key, rest = find_key(question, typed)
            unknown += key is None
            if unknown == UNKNOWN and not source.can_think_again:
                print(f"{UNKNOWN} answers that mean nothing here: this and the rest are left open", file=out)
                return False
            if key is not None and key.key == "q":
                return review.question() is None
            if key is None or key.key in "w?":
                _show(_aside(question, key, typed, screen), out)
            else:
                answered = _act(review, key, rest, source, out, screen)
    return True


def _next(review: Review, source: Keyboard) -> Question | None:
    """The next question.  After the last one, a person is asked whether to take anything back; a pipe is not."""
    question = review.question()
    return review.last_question() if question is None and source.can_think_again else question


def _act(review: Review, key: Action, rest: str, source: Keyboard, out: TextIO, screen: Screen) -> bool:
    """Carries a key out; False if the reviewer changed their mind."""
    if key.wants and not rest:
        rest = (source.words(f"{key.wants} (empty cancels): ") or "").strip()
        if not rest or "\x1b" in rest:  # Esc, or an arrow, is no word
            print("nothing typed, nothing done" if not rest else "no words but a key; nothing done", file=out)
            return False
    if key.busy:
        print(key.busy, file=out, flush=True)
    try:
        if key.doubt and source.can_think_again and (doubt := key.doubt(review, rest)):
            _show(screen.wrap(visible(f"{doubt}.")), out)
            sure = (source.answer(f"{key.sure} [y/n]? ") or "").strip()
            if sure not in ("y", "n") or (key.wants and sure == "n"):
                print("nothing done", file=out)
                return False
            rest = rest or sure
        said = key.act(review, rest)
    except LookupError as error:  # another process cleaned again while we waited for the key
        said = str(error)
    if said:
        _show([*screen.wrap(visible(f"{said}.")), ""], out)
    return True


def _show(lines: list[str], out: TextIO) -> None:
    out.writelines(f"{line}\n" for line in lines)


def _aside(question: Question, key: Action | None, typed: str, screen: Screen) -> list[str]:
    """What is shown without answering: the help, the evidence, or that a key is unknown."""
    if key is None:
        return [screen.no_key(question, typed.strip())] if typed.strip() else []
    if key.key == "?":
        return screen.help(question)
    if isinstance(question, CaseQuestion):
        return screen.why(question.example.case)
    if isinstance(question, PatternQuestion) and question.examples:
        return screen.why(question.examples[0].case)
    if isinstance(question, LotQuestion | SheetQuestion) and question.examples:
        return screen.why(question.examples[0].case)
    return [question.statement] if isinstance(question, ProofQuestion | LotProofQuestion) else []
