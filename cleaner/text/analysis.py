"""What every detector needs to know of a text, worked out once: words, sentences, paragraphs, protected spans."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import regex

from cleaner.model.cue import TimedCue
from cleaner.text import abbreviations
from cleaner.text.character_references import meant
from cleaner.text.expressions import compiled
from cleaner.text.protection import own_spans, protected_spans
from cleaner.text.structure import structure

Span = tuple[int, int]

# Letters with their combining marks, and numbers with their separators; apostrophes and hyphens hold a word together.
WORD = compiled(r"\p{N}+(?:[.,:/]\p{N}+)*+[\p{L}\p{M}]*+|[\p{L}\p{M}\p{N}]++(?:['’‐‑-][\p{L}\p{M}\p{N}]++)*+")

# A stop, its closing marks, white space, and something that can open a sentence.  A row of stops is looked at once.
_SENTENCE_END = compiled(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s++[\"'“‘«(\[—–-]*+[\p{Lu}\p{N}])|\n\s*\n")
# After an abbreviation, an initial or letters with points between, a capital does not open a sentence.
_ABBREVIATION = compiled(rf"(?:\b(?:{'|'.join(abbreviations.ALL)})|\b\p{{Lu}}|\b\p{{L}}\.\p{{L}})\.$")
# What a word may have before and after a place within it; a mark that closes a quotation is none of it.
_WORD_BEFORE = compiled(r"(?:[\p{L}\p{M}\p{N}]['’]?)*\Z")
_WORD_AFTER = compiled(r"(?:['’]?[\p{L}\p{M}\p{N}])*+")
# Longer strings are no words, however they are read.
LONGEST_WORD = 40
_BLANK_LINES = compiled(r"\n[^\S\n]*\n\s*")


class Token(NamedTuple):
    """A word or number with its place."""

    start: int
    end: int
    text: str


def fold(text: str) -> str:
    """Lower case that keeps every character's place.

    Python's own `lower` may lengthen a text (`İ` becomes two characters), and then no offset holds.

    >>> fold("İstanbul ABC") == "İstanbul abc", len(fold("İ"))
    (True, 1)
    """
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)


# What stands between two sentences, up to the first letter of the second.
_BEFORE_FIRST = compiled(r"(?:\A\s*|\n[^\S\n]*\n\s*|[.!?…][\"'”’»)\]]*\s+)[\"'“‘«(\[—–-]*\Z")


def after_stop(text: str, at: int) -> bool:
    """Whether a sentence begins at a place, going by what stands before it: the word there may have lost its capital.

    >>> [after_stop(text, text.index("lt")) for text in ("It rained. lt was cold.", "Mr. lt was", "and lt was")]
    [True, False, False]
    """
    before = text[max(0, at - 40) : at]
    found = _BEFORE_FIRST.search(before if at <= 40 else "x" + before[1:])  # a cut is not the text's start
    return found is not None and not _ABBREVIATION.search(before[: found.start() + 1])


def whole(text: str, start: int, end: int) -> str:
    """What stands in a span, with the rest of the words that it cuts; of a word's rest so much as a word may have.

    >>> whole("lf so, l'd", 0, 1), whole("lf so, l'd", 7, 8), whole("a , b", 1, 3)
    ('lf', "l'd", ' ,')
    """
    left, right = max(0, start - LONGEST_WORD), end + LONGEST_WORD
    if start < end and text[start].isalnum():
        start -= len(_WORD_BEFORE.search(text, left, start)[0])
    if start < end and text[end - 1].isalnum():
        end += len(_WORD_AFTER.match(text, end, right)[0])
    return text[start:end]


_SIGN = compiled(r"\S")


class Analysis:
    """A text and what is to know about it.  Everything beyond the text is worked out when first asked for.

    >>> a = Analysis("He went. The U.S. envoy stayed.")
    >>> [t.text for t in a.tokens][:3], a.sentences
    (['He', 'went', 'The'], [(0, 8), (9, 31)])
    """

    def __init__(
        self,
        text: str,
        protect: Sequence[regex.Pattern[str]] = (),
        given: Iterable[Span] = (),
        confidences: tuple[tuple[int, int, float], ...] = (),
        engine: str = "",
        cues: tuple[TimedCue, ...] = (),
    ) -> None:
        """`protect`: the user's own patterns of text not to be touched; `given`: spans that the format protects;
        `confidences`: how sure the `engine` that read it was of its words, `cues`: of a transcript, both in order.
        """
        self.text, self.cues = text, cues
        self.confidences, self.engine = confidences, engine
        self._protect = protect
        self._given = tuple(given)

    @cached_property
    def folded(self) -> str:
        """The text in lower case, character for character."""
        return fold(self.text)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(Token(m.start(), m.end(), m.group()) for m in WORD.finditer(self.text))

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each distinct word stands, as written."""
        return Counter(WORD.findall(self.text))

    @cached_property
    def words(self) -> frozenset[str]:
        """The distinct words, as written."""
        return frozenset(self.counts)

    @cached_property
    def sentences(self) -> list[Span]:
        return list(_sentences(self.text))

    @cached_property
    def paragraphs(self) -> list[Span]:
        return list(_paragraphs(self.text))

    @cached_property
    def lines(self) -> list[Span]:
        """The lines that are not empty."""
        breaks = [-1, *(i for i, c in enumerate(self.text) if c == "\n"), len(self.text)]
        return [(a + 1, b) for a, b in pairwise(breaks) if self.text[a + 1 : b].strip()]

    @cached_property
    def protected(self) -> list[Span]:
        """Spans that no detector may touch, disjoint and in order."""
        return merge([*protected_spans(self.text), *self._own[0], *self._given])

    @cached_property
    def lasting(self) -> list[Span]:
        """Protected spans that no finding takes away by themselves: rulers, bars of tables, entities that are meant."""
        return merge([*structure(self.text), *meant(self.text)])

    @cached_property
    def prose(self) -> str:
        """The text with blanks for what the format protects: code and other languages tell nothing of a scan.

        >>> Analysis("Call strtol.", given=[(5, 11)]).prose
        'Call       .'
        """
        if not self._given:
            return self.text
        pieces: list[str] = []
        at = 0
        for start, end in merge(self._given):
            pieces += self.text[at:start], _SIGN.sub(" ", self.text[start:end])
            at = end
        return "".join(pieces) + self.text[at:]

    @property
    def given_up(self) -> list[str]:
        """The user's patterns that took too long here; then the whole text is protected."""
        return self._own[1]

    @cached_property
    def _own(self) -> tuple[list[Span], list[str]]:
        return own_spans(self.text, self._protect)

    def is_protected(self, start: int, end: int) -> bool:
        """Whether any character of `[start, end)` is protected."""
        i = bisect_left(self._protected_ends, start + 1)
        return i < len(self.protected) and self.protected[i][0] < max(end, start + 1)

    @cached_property
    def _protected_ends(self) -> list[int]:
        return [end for _, end in self.protected]

    def sentence(self, at: int) -> Span:
        """The sentence around a place."""
        return _around(self.sentences, at, len(self.text))

    def paragraph(self, at: int) -> Span:
        """The paragraph around a place."""
        return _around(self.paragraphs, at, len(self.text))

    def opens_sentence(self, at: int) -> bool:
        """Whether the word that starts at `at` is the first of its sentence."""
        start, _ = self.sentence(at)
        return not any(self.text[i].isalnum() for i in range(start, at))


def merge(spans: Iterable[Span]) -> list[Span]:
    """Overlapping spans made one, in order.

    >>> merge([(5, 9), (0, 2), (8, 12)])
    [(0, 2), (5, 12)]
    """
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _around(spans: list[Span], at: int, length: int) -> Span:
    i = bisect_right(spans, (at, length + 1)) - 1
    return spans[i] if i >= 0 else (0, length)


def _sentences(text: str) -> Iterable[Span]:
    start = 0
    for m in _SENTENCE_END.finditer(text):
        if m.group()[0] == "." and _ABBREVIATION.search(text, max(0, m.start() - 12), m.start() + 1):
            continue
        yield start, m.end()
        start = m.end()
        while start < len(text) and text[start].isspace():
            start += 1
    if start < len(text) or start == 0:
        yield start, len(text)


def _paragraphs(text: str) -> Iterable[Span]:
    """Blocks between blank lines; where a text has none and its lines are long, its lines."""
    cuts = _BLANK_LINES
    if not _BLANK_LINES.search(text) and len(text) > 100 * (text.count("\n") + 1):
        cuts = compiled(r"\n")
    start = 0
    for m in cuts.finditer(text):
        yield start, m.start()
        start = m.end()
    yield start, len(text)
