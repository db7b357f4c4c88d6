"""A text of cues while it is read: what each piece of the file says, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from cleaner.formats.captions.notation import Notation
from cleaner.formats.markup.letters import BLANK, LINE, PARAGRAPH
from cleaner.model.cue import TimedCue

Span = tuple[int, int]

# Seconds of silence after which a new paragraph begins: a new subject or speaker, not a breath.
SILENCE = 3.0


class Run(NamedTuple):
    """`length` characters of the text from `at` on, and where the file says them; `piece` is the number of its piece.

    The file says them one for one, or in a way of its own (`&amp;`).
    """

    at: int
    length: int
    start: int
    end: int
    piece: int


@dataclass
class Script:
    """A text while it is read.  A piece is a stretch of the file without marks in it, or a word of JSON."""

    source: str
    notation: Notation
    text: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    pieces: list[Span] = field(default_factory=list)  # in the file
    spans: list[Span] = field(default_factory=list)  # of the pieces, in the text
    cues: list[TimedCue] = field(default_factory=list)
    confidences: list[tuple[int, int, float]] = field(default_factory=list)
    _length: int = 0

    def begin(self, since: float, till: float, voice: str = "") -> None:
        """A cue begins.  What nobody else says in between goes on in the next line."""
        self.close()
        last = self.cues[-1] if self.cues else None
        if last and self._length:
            apart = voice != last.voice or since - last.till > SILENCE
            self._put(PARAGRAPH if apart else LINE)
        self.cues.append(TimedCue(self._length, self._length, since, till, voice))

    def close(self) -> None:
        """The present cue ends; one without words is none."""
        if not self.cues:
            return
        last = self.cues[-1]
        if last.start == self._length:
            self.cues.pop()
            if self.text and self._length and self.text[-1] in (LINE, PARAGRAPH):
                self._length -= len(self.text.pop())
        elif last.end == last.start:
            self.cues[-1] = last._replace(end=self._length)

    def blank(self) -> None:
        """A blank between two words that the file does not write."""
        self._put(BLANK)

    def word(self, start: int, end: int, sure: float | None) -> None:
        """A piece of the file that is a word by itself: blanks at its ends are not read."""
        said = self.source[start:end]
        self.read(start + len(said) - len(said.lstrip(" ")), start + len(said.rstrip(" ")), sure)
        self.pieces[-1] = (start, end)

    def read(self, start: int, end: int, sure: float | None = None) -> None:
        """A piece of the file; `sure`: how sure the recogniser was of it."""
        begun, at = self._length, start
        for odd in self.notation.odd.finditer(self.source, start, end):
            self._say(self.source[at : odd.start()], at, odd.start())
            self._say(self.notation.reads(odd[0]), odd.start(), odd.end())
            at = odd.end()
        self._say(self.source[at:end], at, end)
        self.pieces.append((start, end))
        self.spans.append((begun, self._length))
        if sure is not None:
            self.confidences.append((begun, self._length, sure))

    def _say(self, reads: str, start: int, end: int) -> None:
        if reads:
            self.runs.append(Run(self._length, len(reads), start, end, len(self.pieces)))
            self._put(reads)

    def _put(self, reads: str) -> None:
        self.text.append(reads)
        self._length += len(reads)

    def finished(self) -> str:
        """The text."""
        self.close()
        return "".join(self.text)
