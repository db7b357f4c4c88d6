"""The way back from a text of cues to its file: only words are written, times and marks keep their bytes.

A word that is mended changes letter by letter.  Where words are joined or parted, or figures take the place of words,
what comes of them stands in the place of the first; the places of the others are left empty, so that its time runs from
the first one's beginning to the last one's end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from cleaner.formats.captions.echoes import SaidAgain, echoed
from cleaner.formats.captions.notation import Notation
from cleaner.formats.captions.script import Run, Script, Span
from cleaner.formats.decoding import Decoded
from cleaner.formats.markup.letters import Letter, rewritten
from cleaner.formats.markup.wellformed import line_of
from cleaner.formats.scans.shares import shares
from cleaner.formats.source import Container, Source, SourceEdit, sized
from cleaner.model import Document, Edit
from cleaner.model.unified_diff import ByteEdit

_BLANKS = re.compile(r"(\s+)")
# A line without letters ends a cue, so none may come to be in one.
_EMPTY_LINE = re.compile(r"(?:\A|(?<=\n))[ \t]*\r?\n|\r?\n[ \t]*\Z")


def written_by(
    name: str, data: bytes, file: Decoded, script: Script, *,
    engine: str = "", payloads: Sequence[Span] = (), echoes: Sequence[SaidAgain] = (),
    labels: Sequence[SourceEdit] = (),
) -> Source:  # fmt: skip
    """What was read, as one document.  `payloads`: where the cues' lines stand; `echoes`: what says the words again;
    `labels`: where the file tells who speaks, and what it says there.
    """
    text = sized(script.finished())
    container = TimedContainer(
        file, script.notation, tuple(script.runs), tuple(script.pieces), tuple(script.spans), tuple(payloads),
        tuple(echoes), tuple(labels),
    )  # fmt: skip
    document = Document(
        name, text, container, word_confidences=tuple(script.confidences), engine=engine, cues=tuple(script.cues)
    )
    return Source(name, data, (document,), (), file.notices)


@dataclass(frozen=True, slots=True)
class TimedContainer(Container):
    """A text whose words have times, and where its file says them."""

    file: Decoded = field(repr=False)
    notation: Notation = field(repr=False)
    runs: tuple[Run, ...] = field(repr=False)
    pieces: tuple[Span, ...] = field(repr=False)
    spans: tuple[Span, ...] = field(repr=False)
    payloads: tuple[Span, ...] = field(default=(), repr=False)
    echoes: tuple[SaidAgain, ...] = field(default=(), repr=False)
    labels: tuple[SourceEdit, ...] = field(default=(), repr=False)

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column, in the file, of a character of the text."""
        place = self._letter(offset, "")[0].start
        return line_of(self.file.text, place), place - self.file.text.rfind("\n", 0, place)

    def offsets(self, document: Document, characters: Sequence[int]) -> list[int]:
        return self.file.offsets([self._letter(c, "")[0].start for c in characters])

    def edits(self, document: Document, edits: Sequence[Edit]) -> Iterator[ByteEdit]:
        made = sorted({e for edit in edits for e in self._source_edits(document.text, edit) if e[0] < e[1] or e[2]})
        made = list(self._without_empty_lines(made))
        made += echoed(self.file.text, self.notation, self.pieces, made, self.echoes)
        return self.file.edits(sorted(made))

    def relabelled(self, names: Sequence[SourceEdit]) -> Iterator[ByteEdit]:
        """The edits that write other names of speakers."""
        return self.file.edits(sorted((start, end, self.notation.writes(name)) for start, end, name in names))

    def _source_edits(self, text: str, edit: Edit) -> Iterator[SourceEdit]:
        start, end, new = edit.start, edit.end, edit.text
        were, are = _BLANKS.split(text[start:end]), _BLANKS.split(new)
        if start == end:
            place = self._insertion(text, start)
            yield place, place, self.notation.writes(new)
        elif were[1::2] == are[1::2] and list(map(bool, were)) == list(map(bool, are)):
            for was, word in zip(were, are, strict=True):
                yield from self._letter_by_letter(text, start, was, word)
                start += len(was)
        else:
            left, right = self._rest(text, start, end)
            yield from self._shared(text, left, right, text[left:start] + new + text[end:right])

    def _letter_by_letter(self, text: str, start: int, was: str, word: str) -> Iterator[SourceEdit]:
        """What makes a word another word: the letters that differ change, each in its element."""
        if was != word:
            found = [self._letter(at, text[at])[0] for at in range(start, start + len(was))]
            yield from rewritten(found, word, spelt=lambda letters, quote: self.notation.writes(letters))

    def _shared(self, text: str, start: int, end: int, new: str) -> Iterator[SourceEdit]:
        """What makes a stretch read `new`: each of its pieces gets its share."""
        placed = [self._letter(at, text[at]) for at in range(start, end)]
        groups = [(p, [x for x, _ in g]) for p, g in groupby(placed, key=lambda both: both[1])]
        if len(groups) == 1 and groups[0][0] >= 0 and new:  # a piece of its own, with the blanks as they are to be
            yield groups[0][1][0].start, groups[0][1][-1].end, self.notation.writes(new)
            return
        said = ["".join(x.read for x in g).strip() if p >= 0 else "" for p, g in groups]
        worded = [i for i, was in enumerate(said) if was]
        given = shares([said[i] for i in worded], new) if new.strip() else [""] * len(worded)
        gone = False  # what stood in the worded piece after this
        for i in reversed(range(len(groups))):
            piece, group = groups[i]
            end -= len(group)
            if i in worded:
                share = given.pop()
                if share and share != said[i]:
                    solid = [x for x in group if not x.read.isspace()]
                    yield solid[0].start, (group if gone else solid)[-1].end, self.notation.writes(share)
                gone = not share
            if gone and piece >= 0:  # and so goes a blank between two marks before it
                is_whole = self.spans[piece] == (end, end + len(group))
                parted = i > 0 and groups[i - 1][0] >= 0 and groups[i - 1][1][-1].read.isspace()
                yield self._taken_away(piece, group, is_whole, parted)

    def _rest(self, text: str, start: int, end: int) -> Span:
        """A stretch with the rest of the words that it cuts, so far as it is of the same piece: marks beside them."""
        if not text[start:end].strip() or self._letter(start, "")[1] == self._letter(end - 1, "")[1]:
            return start, end
        (left, _), (_, right) = (self.spans[self._letter(at, "")[1]] for at in (start, end - 1))
        while start > left and not text[start - 1].isspace():
            start -= 1
        while end < right and not text[end].isspace():
            end += 1
        return start, end

    def _taken_away(self, piece: int, group: Sequence[Letter], is_whole: bool, parted: bool) -> SourceEdit:
        """A stretch that goes: with all that the file has of its piece if it `is_whole`, and else with a blank beside
        it, unless one goes already that `parted` it from what stands before it.
        """
        start, end = group[0].start, group[-1].end
        first, last = self.pieces[piece]
        source = self.file.text
        if is_whole:
            return first, last, ""
        opens = (start == first and not parted and not group[0].read.isspace()) or source[start - 1].isspace()
        if opens and source[end:last].startswith(" ") and not (group[0].read + group[-1].read).isspace():
            end += 1
        return start, end, ""

    def _without_empty_lines(self, made: Sequence[SourceEdit]) -> Iterator[SourceEdit]:
        """The edits; those that would leave a line of a cue empty take its break too."""
        starts = [payload[0] for payload in self.payloads]
        for i, mine in groupby(made, key=lambda e: bisect_right(starts, e[0]) - 1):
            edits = list(mine)
            if i < 0:
                yield from edits
                continue
            start, end = self.payloads[i]
            source = self.file.text[start:end]
            new = _spliced(source, edits, start)
            tidy = _EMPTY_LINE.sub("", new) if not _EMPTY_LINE.search(source) else new
            if tidy == new:
                yield from edits
            else:
                yield start, end, tidy

    def _insertion(self, text: str, at: int) -> int:
        """Where the file gets what comes in before a character: after the word before it, or else before that one."""
        before, piece = self._letter(at - 1, "") if at else (Letter("", 0, 0), -1)
        after, following = self._letter(at, "") if at < len(text) else (Letter("", 0, 0), -1)
        if following >= 0 and (piece < 0 or text[at - 1].isspace()):
            return after.start
        return before.end if at else after.start

    def _letter(self, at: int, reads: str) -> tuple[Letter, int]:
        """The source of a character and its piece; of one that is not in the file, the place before it, and -1."""
        i = bisect_right(self.runs, at, key=lambda run: run.at) - 1
        if i < 0:
            return Letter(reads, 0, 0), -1
        run = self.runs[i]
        if at >= run.at + run.length:
            return Letter(reads, run.end, run.end), -1
        if run.length == run.end - run.start:
            return Letter(reads, run.start + at - run.at, run.start + at - run.at + 1), run.piece
        return Letter(reads, run.start, run.end), run.piece


def _spliced(source: str, edits: Sequence[SourceEdit], base: int) -> str:
    """A stretch of the source from `base` on, with edits of it."""
    pieces: list[str] = []
    at = 0
    for start, end, new in edits:
        pieces += source[at : start - base], new
        at = end - base
    return "".join(pieces) + source[at:]
