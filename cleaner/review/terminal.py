"""The review in a terminal, over ssh, or from a pipe: reads keys or lines, shows questions, and that is
all.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from typing import Protocol, TextIO

from cleaner.review.keys import Key, find_key
from cleaner.review.questions import CaseQuestion, PatternQuestion, ProofQuestion, Question
from cleaner.review.screen import Screen
from cleaner.review.session import Review
from cleaner.text.visible import visible

# So many answers in a row that are no keys of a question: a file of answers to other questions, or a pipe without end.
UNKNOWN = 10


class Keyboard(Protocol):
    """Where answers come from."""

    @property
    def can_think_again(self) -> bool:
        """Whether somebody is there to be asked what the answers do not foresee."""

    def answer(self, prompt: str) -> str | None:
        """One answer; None at the end."""

    def words(self, prompt: str) -> str | None:
        """A line of the reviewer's own words."""


class Lines:
    """Answers from a pipe or a file: one a line; empty lines and what follows `#` at a line's start are
    passed over.
    """

    can_think_again = False

    def __init__(self, source: TextIO, out: TextIO) -> None:
        self._lines: Iterator[str] = iter(source)
        self._out = out

    def answer(self, prompt: str) -> str | None:
        line = next((s for s in self._lines if s.strip() and not s.startswith("#")), None)
        print(prompt + ("" if line is None else visible(line.strip())), file=self._out)
        return line

    def words(self, prompt: str) -> str | None:
        return self.answer(prompt)


class Keys:
    """Answers from a keyboard: a key needs no Return where the terminal lets us read keys, as in `less`."""

    can_think_again = True

    def __init__(self, source: TextIO, out: TextIO) -> None:
        self._source, self._out = source, out

    def answer(self, prompt: str) -> str | None:
        print(prompt, end="", file=self._out, flush=True)
        key = _read_key(self._source)
        if key in ("", "\x04"):  # end of input
            print(file=self._out)
            return None
        print(visible(key) if key.isprintable() else "", file=self._out)
        return key

    def words(self, prompt: str) -> str | None:
        print(prompt, end="", file=self._out, flush=True)
        line = self._source.readline()
        return line or None


def _read_key(source: TextIO) -> str:
    """One key; an arrow or another key that sends several characters counts as one unknown key."""
    try:
        import termios  # not on Windows
        import tty
    except ImportError:
        return source.readline()[:1]
    number = source.fileno()
    before = termios.tcgetattr(number)
    try:
        tty.setcbreak(number, termios.TCSADRAIN)
        raw = os.read(number, 1)
        if raw == b"\x1b" or raw >= b"\x80":
            raw += _rest_of_key(number)
    finally:
        termios.tcsetattr(number, termios.TCSADRAIN, before)
    return raw.decode("utf-8", "replace")


def _rest_of_key(number: int) -> bytes:
    import select

    rest = b""
    while select.select([number], [], [], 0.02)[0] and len(rest) < 16:
        rest += os.read(number, 1)
    return rest


def run(review: Review, source: Keyboard, out: TextIO, screen: Screen) -> bool:
    """Asks until nothing is left or the reviewer quits; True if nothing is left open."""
    while (question := _next(review, source)) is not None:
        _print(screen.question(question), out)
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
                _print(_aside(question, key, typed, screen), out)
            else:
                answered = _act(review, key, rest, source, out, screen)
    return True


def _next(review: Review, source: Keyboard) -> Question | None:
    """The next question; after the last one, whether anything is to be taken back, if somebody is there to say so."""
    question = review.question()
    if question is None and source.can_think_again and review.can_undo:
        return review.last_question()
    return question


def _act(review: Review, key: Key, rest: str, source: Keyboard, out: TextIO, screen: Screen) -> bool:
    """Carries a key out; False if the reviewer thought better of it."""
    if key.wants and not rest:
        rest = (source.words(f"{key.wants} (empty cancels): ") or "").strip()
        if not rest or "\x1b" in rest:  # Esc, or an arrow, is no word
            print("nothing typed, nothing done" if not rest else "no words but a key; nothing done", file=out)
            return False
    if key.busy:
        print(key.busy, file=out, flush=True)
    try:
        if key.doubt and source.can_think_again and (doubt := key.doubt(review, rest)):
            _print(screen.wrap(visible(f"{doubt}.")), out)
            sure = (source.answer(f"{key.sure} [y/n]? ") or "").strip()
            if sure not in ("y", "n") or (key.wants and sure == "n"):
                print("nothing done", file=out)
                return False
            rest = rest or sure
        said = key.act(review, rest)
    except LookupError as error:  # another process cleaned again while we waited for the key
        said = str(error)
    if said:
        _print([*screen.wrap(visible(f"{said}.")), ""], out)
    return True


def _print(lines: Iterable[str], out: TextIO) -> None:
    for line in lines:
        print(line, file=out)


def _aside(question: Question, key: Key | None, typed: str, screen: Screen) -> list[str]:
    """What is shown without answering: the help, the evidence, or that a key is unknown."""
    if key is None:
        return [screen.no_key(question, typed.strip())] if typed.strip() else []
    if key.key == "?":
        return screen.help(question)
    if isinstance(question, CaseQuestion):
        return screen.why(question.example.case)
    if isinstance(question, PatternQuestion) and question.examples:
        return screen.why(question.examples[0].case)
    return [question.statement] if isinstance(question, ProofQuestion) else []


def input_for(answers: TextIO | None, out: TextIO) -> Keyboard:
    """Keys from a terminal; lines from a file of answers or a pipe."""
    if answers is not None:
        return Lines(answers, out)
    return Keys(sys.stdin, out) if sys.stdin.isatty() and out.isatty() else Lines(sys.stdin, out)


def screen_for(out: TextIO, colour: bool = False) -> Screen:
    """The width of the terminal, at most 100."""
    columns = min(100, shutil.get_terminal_size((80, 24)).columns) if out.isatty() else 80
    return Screen(max(40, columns), colour)
