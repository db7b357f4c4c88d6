"""What every detector needs to know of a text, worked out once: words, sentences, paragraphs, protected spans."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, pairwise
from typing import NamedTuple

import regex

from cleaner.model.cue import TimedCue
from cleaner.text.expressions import compiled
from cleaner.text.foreign import Foreign
from cleaner.text.lines import Span, blanked, lines_with, stretches
from cleaner.text.protection import LASTING, own_spans, protected_by_kind
from cleaner.text.sentences import paragraphs, sentences

# Letters with their combining marks, and numbers with their separators; apostrophes and hyphens hold a word together.
WORD = compiled(r"\p{N}+(?:[.,:/]\p{N}+)*+[\p{L}\p{M}]*+|[\p{L}\p{M}\p{N}]++(?:['’‐‑-][\p{L}\p{M}\p{N}]++)*+")

# The same in a text of no other letters and marks than most English texts have: `re` reads it in half the time.
_LETTER = "A-Za-zªµºÀ-ÖØ-öø-ɏ"
_PLAIN_WORD = re.compile(rf"\d+(?:[.,:/]\d+)*[{_LETTER}]*|[{_LETTER}0-9]+(?:['’‐‑-][{_LETTER}0-9]+)*")
_NOT_PLAIN = re.compile(rf"[^\x00-\x7f{_LETTER}‘’“”‐‑–—…£€]")

# What a word may have before and after a place within it; a mark that closes a quotation is none of it.
_WORD_BEFORE = compiled(r"(?:[\p{L}\p{M}\p{N}]['’]?)*\Z")
_WORD_AFTER = compiled(r"(?:['’]?[\p{L}\p{M}\p{N}])*+")
_BREAK = re.compile("\n")
# So many words are looked for one by one; for more each word of the text is looked at.  Measured: a search costs 0.3 ns
# a character, all words 110 ns.
FEW = 200
# A text of so many characters is brought to lower case piece by piece.
LONG = 200_000
# Longer strings are no words, however they are read.
LONGEST_WORD = 40


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
    if "İ" not in text:
        # All at once a long text would take twelve times its size.
        return text.lower() if len(text) < LONG else "".join(text[a:b].lower() for a, b in stretches(text))
    # Only `İ` grows.  A capital sigma is lowered by itself here: `lower` would look at the letters around it.
    return "İ".join(piece.lower() for piece in text.replace("Σ", "σ").split("İ"))


# Letters beyond ASCII that a pattern without case takes for one of ASCII, though lower case does not make it one.
_LIKE_ASCII = "ſİ"


def has_odd_letters(text: str) -> bool:
    """Whether lower case does not tell where the letters a to z stand that a pattern without case finds."""
    return not text.isascii() and any(letter in text for letter in _LIKE_ASCII)


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

    def places(self, words: Collection[str]) -> Iterator[Token]:
        """Where some words stand, in order, without a token for each word of the text."""
        few = len(words) <= FEW
        lines = {line for word in words for line in self._lines_of(word)} if few else {(0, len(self.text))}
        for start, end in sorted(lines):
            for m in WORD.finditer(self.text, start, end):
                if (word := m.group()) in words:
                    yield Token(m.start(), m.end(), word)

    def _lines_of(self, word: str) -> Iterator[Span]:
        left = self.counts[word]
        for start, end in lines_with(word, self.text) if left else ():
            yield start, end
            left -= WORD.findall(self.text, start, end).count(word)
            if not left:
                return

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each distinct word stands, as written."""
        counts: Counter[str] = Counter()
        for start, end in stretches(self.text):
            pattern = WORD if _NOT_PLAIN.search(self.text, start, end) else _PLAIN_WORD
            counts.update(pattern.findall(self.text, start, end))
        return counts

    @cached_property
    def words(self) -> frozenset[str]:
        """The distinct words, as written."""
        return frozenset(self.counts)

    @cached_property
    def sentences(self) -> list[Span]:
        return list(sentences(self.text))

    @cached_property
    def paragraphs(self) -> list[Span]:
        return list(paragraphs(self.text))

    @cached_property
    def lines(self) -> list[Span]:
        """The lines that are not empty."""
        breaks = [-1, *(m.start() for m in _BREAK.finditer(self.text)), len(self.text)]
        return [(a + 1, b) for a, b in pairwise(breaks) if self.text[a + 1 : b].strip()]

    @cached_property
    def protected(self) -> list[Span]:
        """Spans that no detector may touch, disjoint and in order."""
        own, given = self._own[0], self._given
        return merge([*chain.from_iterable(self._by_kind.values()), *own, *given])

    @cached_property
    def _by_kind(self) -> dict[str, list[Span]]:
        return protected_by_kind(self.text)

    @cached_property
    def lasting(self) -> list[Span]:
        """Protected spans that no finding takes away by themselves: rulers, bars of tables, entities that are meant."""
        return merge(chain.from_iterable(self._by_kind.get(kind, ()) for kind in LASTING))

    @cached_property
    def prose(self) -> str:
        """The text with blanks for what the format protects, code and other languages: they tell nothing of a scan.

        >>> Analysis("Call strtol.", given=[(5, 11)]).prose
        'Call       .'
        """
        apart = [*self._given, *self.foreign.sentences]
        return blanked(self.text, merge(apart)) if apart else self.text

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
    def foreign(self) -> Foreign:
        """What is in another language; its encoding may be mended."""
        return Foreign.of(self.text, self.counts, lambda: self.sentences)

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
