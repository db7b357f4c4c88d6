"""Where the answers come from: single keys of a terminal, or lines of a pipe or file."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from cleaner.text.visible import visible


class Lines:
    """Answers from a pipe or a file, one a line.  Empty lines, and lines that begin with `#`, are passed over."""

    can_think_again = False  # a file cannot answer a question that it does not foresee

    def __init__(self, source: Iterable[str], out: TextIO) -> None:
        self._lines = iter(source)
        self._out = out

    def answer(self, prompt: str) -> str | None:
        """One answer; None at the end."""
        line = next((s for s in self._lines if s.strip() and not s.startswith("#")), None)
        print(prompt + ("" if line is None else visible(line.strip())), file=self._out)
        return line

    words = answer  # a line of the reviewer's own words


class Keys:
    """Answers from a keyboard.  A key needs no Return where the terminal lets us read keys, as in `less`.

    `click.getchar` is no use here: it drops what was typed before it was called, and takes two keys that come at once,
    as pasted ones do, for one.
    """

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
            while select.select([number], [], [], 0.02)[0] and len(raw) < 17:
                raw += os.read(number, 1)
    finally:
        termios.tcsetattr(number, termios.TCSADRAIN, before)
    return raw.decode("utf-8", "replace")


Keyboard = Lines | Keys


def input_for(answers: Path | None, out: TextIO) -> Keyboard:
    """Keys from a terminal; lines from a file of answers, or from a pipe (`-`)."""
    if answers is not None and str(answers) != "-":
        return Lines(answers.open(encoding="utf-8"), out)
    if answers is None and sys.stdin.isatty() and out.isatty():
        return Keys(sys.stdin, out)
    return Lines(sys.stdin, out)
