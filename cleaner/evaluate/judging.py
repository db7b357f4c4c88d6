"""Judges each record of an `edits.jsonl`, a fix or a question, against the truth.

Only the record's best suggestion is put into the damaged text; then a window around it is compared with the same
window of the truth.  So a record is judged for its own change, not for those of its neighbours.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from cleaner.evaluate.views import neutral, plain
from cleaner.text.alignment import TokenEdit, Tokens, landed, token_edits, touched


class Judgement(StrEnum):
    """What the truth says of a record."""

    RIGHT = "right"
    HARMLESS = "harmless"  # changes only what the neutral view overlooks: case, punctuation, hyphens, blanks
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Claim:
    """What evaluation needs of a record: its place in a document, in characters, and its text."""

    doc: str
    start: int
    end: int
    before: str
    after: str | None
    rule: str
    verdict: str
    confidence: float | None = None
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim and its judgement.

    `harmed` counts the right tokens that it breaks, or would break if it were accepted.  `offered` tells whether any of
    its suggestions is right, the best one or another.
    """

    claim: Claim
    judgement: Judgement
    harmed: int
    offered: bool


_MARGIN = 4  # anchors to either side of a record that its window reaches


class Judge:
    """Judges the records of one text against its truth.

    >>> judge = Judge("tbe old rnan sat down.", "the old man sat down!")
    >>> def say(start, end, after):
    ...     return str(judge.judge(Claim("1", start, end, "", after, "r", "fix")).judgement)
    >>> say(0, 3, "the"), say(9, 10, "m"), say(8, 10, "m"), say(21, 22, ";"), say(4, 7, "odd")
    ('right', 'wrong', 'right', 'harmless', 'wrong')
    """

    def __init__(self, noisy: str, clean: str, *, strict: bool = False) -> None:
        """A `strict` judge judges in the plain view alone, so that case, punctuation and hyphens count."""
        self.noisy, self.clean, self.strict = noisy, clean, strict
        self.anchors = _anchors(noisy, clean)

    def judge(self, claim: Claim) -> Judged:
        """Judges one record.  A flag offers no text; it is right where the truth asks for any change."""
        if claim.after is None:
            return Judged(claim, Judgement.RIGHT if self._asks_for_change(claim) else Judgement.WRONG, 0, False)
        judgement, harmed = self._outcome(claim, claim.after)
        offered = judgement is Judgement.RIGHT or any(
            self._outcome(claim, other)[0] is Judgement.RIGHT for other in claim.suggestions if other != claim.after
        )
        return Judged(claim, judgement, harmed, offered)

    def _outcome(self, claim: Claim, replacement: str) -> tuple[Judgement, int]:
        """The judgement of `replacement` in the claim's place, and how many right tokens it breaks."""
        window = self._window(claim, replacement)
        for view in (plain,) if self.strict else (neutral, plain):
            noisy, output, clean = (view(text).split() for text in (window.noisy, window.output, window.clean))
            made = token_edits(noisy, output)
            if not made:
                continue
            wanted = token_edits(noisy, clean)
            if set(made) <= set(wanted) or _settled(noisy, output, clean, made) or window.letters_right:
                return Judgement.RIGHT, 0
            if view is neutral or self.strict:
                wrong = set(made) - set(wanted)
                return Judgement.WRONG, len(touched(wrong) - touched(wanted))
        return Judgement.HARMLESS, 0

    def _asks_for_change(self, claim: Claim) -> bool:
        """Whether the truth differs from the damaged text, punctuation and all, where the claim stands."""
        window = self._window(claim, "\N{OBJECT REPLACEMENT CHARACTER}")
        noisy, marked, clean = (plain(text).split() for text in (window.noisy, window.output, window.clean))
        wanted = token_edits(noisy, clean)
        return any(_meet(mark[:2], edit[:2]) for mark in token_edits(noisy, marked) for edit in wanted)

    def _window(self, claim: Claim, replacement: str) -> Window:
        """What stands around the claim, some words to either side."""
        left = bisect_right(self.anchors, claim.start, key=lambda a: a[0]) - 1 - _MARGIN
        right = bisect_left(self.anchors, claim.end, key=lambda a: a[0]) + _MARGIN
        noisy_start, clean_start = self.anchors[max(0, left)]
        noisy_end, clean_end = self.anchors[min(len(self.anchors) - 1, right)]
        head, tail = self.noisy[noisy_start : claim.start], self.noisy[claim.end : noisy_end]
        return Window(
            self.noisy[noisy_start:noisy_end],
            head + replacement + tail,
            self.clean[clean_start:clean_end],
            (len(head), len(head) + len(replacement)),
        )


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the damaged text, the same stretch with a replacement at `span`, and the truth's stretch."""

    noisy: str
    output: str
    clean: str
    span: tuple[int, int]

    @property
    def letters_right(self) -> bool:
        """Whether the replacement is the truth's, letter by letter, and every change that it makes was needed.

        So a fix can be right although its token is still damaged: `tho'man` → `the'man` for `the man`.  The letters
        beside it must be right too: `the` is not right for `then`.

        >>> Window("tho'man", "the'man", "the man", (0, 3)).letters_right
        True
        >>> Window("tbc man", "the man", "then man", (0, 3)).letters_right
        False
        """
        start, end = self.span
        equal = (step for step in Levenshtein.opcodes(self.output, self.clean) if step.tag == "equal")
        step = next((step for step in equal if step.src_start <= start < end <= step.src_end), None)
        if step is None:
            return False
        moved = step.dest_start - step.src_start
        fits = all(_letter(self.output, edge) == _letter(self.clean, edge + moved) for edge in (start - 1, end))
        return fits and _needed(self.noisy, self.output, self.clean)


def _letter(text: str, place: int) -> str:
    """The letter or digit at a place; "" for anything else and beyond the ends."""
    return text[place] if 0 <= place < len(text) and text[place].isalnum() else ""


_BETWEEN_WORDS = re.compile(r"\w\w\s(?=\w\w)")


def _anchors(noisy: str, clean: str) -> tuple[tuple[int, int], ...]:
    """Places where a word begins in both texts and agrees in its first letters, the space and the letters before."""
    inner = [
        (gap.end(), gap.end() - step.src_start + step.dest_start)
        for step in Levenshtein.opcodes(noisy, clean)
        if step.tag == "equal"
        for gap in _BETWEEN_WORDS.finditer(noisy, step.src_start, step.src_end)
    ]
    return ((0, 0), *inner, (len(noisy), len(clean)))


def _settled(noisy: Tokens, output: Tokens, clean: Tokens, made: Sequence[TokenEdit]) -> bool:
    """Whether the place is as in the truth, although the truth's own edit was cut differently.

    It is if every change was needed and no edit is left to do there: of a doubled word, either may go.
    """
    left = token_edits(output, clean)
    if any(_meet(place, edit[:2]) for place in landed(made) for edit in left):
        return False
    return _needed(" ".join(noisy), " ".join(output), " ".join(clean))


def _needed(noisy: str, output: str, clean: str) -> bool:
    """Whether every changed letter had to change, so that the output lies on a shortest way to the truth."""
    distance = Levenshtein.distance
    return distance(noisy, clean) - distance(output, clean) == distance(noisy, output)


def _meet(place: tuple[int, int], edit: tuple[int, int]) -> bool:
    """Whether an edit reaches a place: shares a token with it or, where the place is empty, touches it."""
    if place[0] == place[1]:
        return edit[0] <= place[0] <= edit[1]
    return place[0] < edit[1] and edit[0] < place[1]
