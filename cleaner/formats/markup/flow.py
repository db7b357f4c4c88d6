"""Running text in markup that must not move: how it is read, and how an edit finds its way back.

A word may be split over several elements (`<b>T</b>be`).  It is read as one word, and each letter of an edit is written
where that letter stands, so the tags stay where they are.  What the markup says without characters (the break between
two paragraphs) is in the text and not in the file; no edit touches it, nor what the format wants kept.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from cleaner.formats.decoding import Decoded
from cleaner.formats.markup.letters import BLANK, PARAGRAPH, Letter, letters, rewritten
from cleaner.formats.markup.wellformed import line_of
from cleaner.formats.source import Container, SourceEdit, sized
from cleaner.model import Document, Edit
from cleaner.model.unified_diff import ByteEdit
from cleaner.text.foreign import is_foreign

# Where characters of the text are, and how many; where the source says them: one for one, or in a way of its own.
Run = tuple[int, int, int, int]
Span = tuple[int, int]

# What does not read as it stands: references, and white space of other kinds than one blank.  A hyphen for the end of a
# line, and a place where a line may end, are no part of the word.
UNSEEN = frozenset("\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{WORD JOINER}")
_ODD = re.compile(rf"&[^\s&;]{{1,40}};|[ \t\r\n\f]{{2,}}|[\t\r\n\f]|[{''.join(sorted(UNSEEN))}]")
_SPACES = " \t\r\n\f"
_LETTER = re.compile(r"[^\W\d_]")


@dataclass
class Flow:
    """A text while it is read.  `spaced`: every blank counts (Word); else a run of them is one (a browser)."""

    source: str
    spaced: bool = False
    text: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    kept: list[Span] = field(default_factory=list)
    _length: int = 0
    _gap: str = ""

    def gap(self, gap: str) -> None:
        """A line's or a paragraph's end; of several in a row the widest counts."""
        self._gap = max(self._gap, gap, key=len)

    def sign(self, reads: str) -> None:
        """A character that an element stands for."""
        self._begin()
        self._keep(reads)

    def read(self, start: int, end: int, keep: bool = False) -> None:
        """Character data; `keep`: no edit may touch it."""
        at = start
        for odd in _ODD.finditer(self.source, start, end):
            self._plain(at, odd.start(), keep)
            self._odd(odd, keep)
            at = odd.end()
        self._plain(at, end, keep)

    def finished(self) -> str:
        """The text."""
        self._end()
        return sized("".join(self.text))

    def _plain(self, start: int, end: int, keep: bool) -> None:
        if start < end and self.source[start] == BLANK and self._after_blank:
            start += 1
        if start < end:
            self._put(self.source[start:end], start, end, keep)

    def _odd(self, odd: re.Match[str], keep: bool) -> None:
        if odd[0][0] in _SPACES and self.spaced:
            for at in range(*odd.span()):
                self._put(BLANK, at, at + 1, keep)
            return
        for letter in letters(self.source, *odd.span()):
            if letter.read in _SPACES and not self.spaced:
                if not self._after_blank:
                    self._put(BLANK, letter.start, letter.end, keep)
            elif letter.read not in UNSEEN:
                self._put(letter.read, letter.start, letter.end, keep)

    @property
    def _after_blank(self) -> bool:
        return not self.spaced and (not self.text or bool(self._gap) or self.text[-1].endswith(BLANK))

    def _put(self, reads: str, start: int, end: int, keep: bool) -> None:
        self._begin()
        at = self._length
        if keep:
            self._keep(reads)
        else:
            self.text.append(reads)
            self._length += len(reads)
        self.runs.append((at, len(reads), start, end))

    def _keep(self, reads: str) -> None:
        self.text.append(reads)
        self.kept.append((self._length, self._length + len(reads)))
        self._length += len(reads)

    def _begin(self) -> None:
        """The gap before a letter, once it is known that one follows."""
        if self._gap and self.text:
            self._end()
            if self.text:
                self._keep(self._gap)
        self._gap = ""

    def _end(self) -> None:
        """Takes off the blank at the end of a line, which nobody sees."""
        if self.spaced or not self.text or not self.text[-1].endswith(BLANK):
            return
        self._length -= 1
        at, length, start, end = self.runs.pop()
        if self.kept and self.kept[-1][1] > self._length:
            begun, _ = self.kept.pop()
            self.kept += [(begun, self._length)] if begun < self._length else []
        last = self.text.pop()[:-1]
        if last:
            self.text.append(last)
            self.runs.append((at, length - 1, start, end - 1))


def no_prose(text: str) -> Iterator[Span]:
    """Paragraphs that are no English prose: those in another language, and those without a letter.

    Such a one is a table's cell, a number or a rule: nobody can see whether a page's number or a speck stands there.

    >>> list(no_prose("She said that it was late.\\n\\n|\\n\\n9"))
    [(28, 29), (31, 32)]
    """
    yield from foreign(text)
    at = 0
    for paragraph in text.split(PARAGRAPH):
        if paragraph and not _LETTER.search(paragraph):
            yield at, at + len(paragraph)
        at += len(paragraph) + len(PARAGRAPH)


def foreign(text: str) -> list[Span]:
    """The paragraphs that are plainly in another language; all of the text if most of it is.

    >>> foreign("She said that it was late and that he had gone.\\n\\nIl faut que nous partions avec eux.")
    [(49, 84)]
    """
    spans, at = [], 0
    for paragraph in text.split(PARAGRAPH):
        if is_foreign(paragraph):
            spans.append((at, at + len(paragraph)))
        at += len(paragraph) + len(PARAGRAPH)
    most = sum(end - start for start, end in spans) * 2 > len(text)
    return [(0, len(text))] if most else spans


@dataclass(frozen=True, slots=True)
class FlowContainer(Container):
    """A text that flows through the elements of a file."""

    file: Decoded = field(repr=False)
    runs: tuple[Run, ...] = field(repr=False)
    kept: tuple[Span, ...] = field(repr=False)

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column, in the file, of a character of the text."""
        place = self._letter(offset, "").start
        return line_of(self.file.text, place), place - self.file.text.rfind("\n", 0, place)

    def offsets(self, document: Document, characters: Sequence[int]) -> list[int]:
        return self.file.offsets([self._letter(c, "").start for c in characters])

    def edits(self, document: Document, edits: Sequence[Edit]) -> Iterator[ByteEdit]:
        return self.file.edits(self.source_edits(document.text, edits), "xmlcharrefreplace")

    def source_edits(self, text: str, edits: Sequence[Edit]) -> list[SourceEdit]:
        """Edits of the text as edits of the file's characters, in order."""
        made: set[SourceEdit] = set()
        for edit in edits:
            old = [self._letter(at, text[at]) for at in range(edit.start, edit.end)]
            made.update(rewritten(old, edit.text, at=self._insertion(text, edit)))
        return sorted(change for change in made if change[0] < change[1] or change[2])

    def _insertion(self, text: str, edit: Edit) -> Callable[[int], int]:
        """Where in the source something comes in before a letter of an edit.

        With the letter before it, for that is the word's element as a rule; with the one after it, where the one before
        is a blank or a break, or is to be kept (`<code>x</code>` and then a comma).
        """

        def place(number: int) -> int:
            at = edit.start + number
            before, after = self._own(at - 1, text), self._own(at, text)
            if after and (not before or text[at - 1] == BLANK or self._is_kept(at - 1)) and not self._is_kept(at):
                return after.start
            return before.end if before else after.start if after else self._letter(at, "").start

        return place

    def _is_kept(self, at: int) -> bool:
        i = bisect_right(self.kept, at, key=lambda span: span[0]) - 1
        return i >= 0 and at < self.kept[i][1]

    def _own(self, at: int, text: str) -> Letter | None:
        """A letter of the text, if the file has it."""
        letter = self._letter(at, text[at]) if 0 <= at < len(text) else None
        return letter if letter and letter.start < letter.end else None

    def _letter(self, at: int, reads: str) -> Letter:
        """The source of a character; of one that is nowhere in it, the place after the letter before it."""
        i = bisect_right(self.runs, at, key=lambda run: run[0]) - 1
        if i < 0:
            return Letter(reads, 0, 0)
        begin, length, start, end = self.runs[i]
        if at >= begin + length:
            return Letter(reads, end, end)
        if length == end - start:
            return Letter(reads, start + at - begin, start + at - begin + 1)
        return Letter(reads, start, end)
