"""Where a ligature may be lost, and the words that would stand there with it.

Print sets `fi`, `fl`, `ff`, `ffi` and `ffl` as one piece of type.  A program that reads a page or a PDF may not know
the piece.  It leaves a gap (`classi es`) or nothing (`clasies`), writes another sign (`di!erent`, `(cid:12)rst`), or
sets the letters apart (`veri fi cation`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import product
from string import ascii_lowercase
from typing import NamedTuple

import regex

from cleaner.spelling.storage.bounded_cache import BoundedCache
from cleaner.text.analysis import LONGEST_WORD
from cleaner.text.expressions import compiled
from cleaner.text.foreign import LATIN

LIGATURES = ("ffi", "ffl", "ff", "fi", "fl")
#: pieces of type in some fonts; only a sign that stands for one of them tells of it
RARER = ("ti", "tt", "ft")
#: what stands for a ligature where no sign does
LOST, TORN = "nothing", "its letters, set apart"
#: the sign that programs write for whatever they could not decode: it may stand for any letter, and any ligature
UNDECODED = "\ufffd"

# Marks that may stand for a ligature between letters, and signs that may do so where a word begins.  A search for one
# character takes a tenth of the time of a search for a set.
_MARKS = {mark: re.compile(rf"{re.escape(mark)}(?<=[a-z].)(?=[a-z])") for mark in '!"#$%&*+<=>?^{|}~'}
_SIGNS = {sign: re.compile(f"{sign}(?=[a-z])") for sign in "®¯°±²³¢£¤¥§©¬µ¶ÞßƟƩ\ufffd"}
# The same where a piece beside it is an unknown word: control characters, and those of a font's own.
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\ue000-\uf8ff](?=[a-z])")
_NAMED = compiled(r"/?uniFB0[0-4]|/(?:f_f_i|f_f_l|f_f|f_i|f_l)|\(cid:\d{1,5}\)")
_NAMES = ("uniFB0", "/f_", "(cid:")
#: what belongs to words, or parts them
_NO_SIGNS = frozenset(" \t\n\r\xa0-‐‑–—'’‘`.,:;…/\\@_()[]“”«»ﬀﬁﬂﬃﬄﬅﬆ")
_LETTERS_AND_PARTS = _NO_SIGNS | {*ascii_lowercase}
#: what keys and checksums are written with besides letters
_OF_KEYS = frozenset("0123456789+/=")
#: more signs in one word are no ligatures
_MOST_SIGNS = 2

#: a longer word that stands beside an unknown one is hardly a piece of the same word
LONGEST_PIECE = 3
_LETTERS_BEFORE = compiled(r"(?r)[\p{L}\p{M}]*+")
#: what a piece of a word begins after, and what it ends before
_OPEN, _SHUT = (
    r"(?<![^\s(“‘\"'-])(?<![-¬]\s{1,3})(?<![\p{L}\p{N}]['-]{2}|[\p{L}\p{N}]')",
    r"(?![\p{L}\p{M}\p{N}_]|['’](?!s\b)\p{L})",
)
_PIECE = rf"[\p{{L}}\p{{M}}]{{1,30}}+{_SHUT}"
_BEFORE = compiled(rf"(?r){_OPEN}[\p{{L}}\p{{M}}]{{1,30}} {{1,2}}")
_AFTER = compiled(rf" {{1,2}}{_PIECE}")
_PAIR = compiled(rf"{_OPEN}[\p{{L}}\p{{M}}]{{1,30}}+(?= {{1,2}}{_PIECE})")
_LETTERS_ALONE = frozenset("abcdefghijklmnpqrstuvwxyz")  # an `o` may be "off"
_WORD = compiled(rf"{_OPEN}\p{{Ll}}++{_SHUT}")

Knows = Callable[[str], bool]


class WithLigature(NamedTuple):
    """A word that may stand at a place, and its first ligature."""

    word: str
    ligature: str


class LigaturePlace(NamedTuple):
    """A span in which a ligature may be lost; `sign` stands for it.  `strange`: a piece of it is no word."""

    start: int
    end: int
    sign: str
    readings: tuple[WithLigature, ...]
    strange: bool


#: by pieces and the ligatures that may stand between them: the words that they are then
Fillings = Mapping[tuple[tuple[str, ...], tuple[str, ...]], tuple[WithLigature, ...]]


def fillings_by(knows: Knows) -> Fillings:
    """The words that pieces are with a ligature between each two of them; most pieces stand often.

    >>> fillings_by({"first", "fist"}.__contains__)[("", "rst"), LIGATURES]
    (WithLigature(word='first', ligature='fi'),)
    """

    def filled(key: tuple[tuple[str, ...], tuple[str, ...]]) -> tuple[WithLigature, ...]:
        pieces, ligatures = key
        found = {}
        for chosen in product(ligatures, repeat=len(pieces) - 1):
            word = pieces[0] + "".join(lig + piece for lig, piece in zip(chosen, pieces[1:], strict=True))
            if len(word) > 2 and word not in found and knows(word):
                found[word] = WithLigature(word, chosen[0])
        return tuple(found.values())

    return BoundedCache(filled)


class Print:
    """A text as print: `is_word` tells all words, `knows` those that may be read, `stands` what may stand by itself."""

    def __init__(
        self, text: str, is_word: Knows, knows: Knows, stands: Knows, fillings: Fillings | None = None
    ) -> None:
        """`fillings`: what was found by the same `knows` before."""
        self.text, self.is_word, self.knows, self.stands = text, is_word, knows, stands
        self._filled = fillings if fillings is not None else fillings_by(knows)

    def signs(self, unknown: Collection[str]) -> set[str]:
        """What may stand for a ligature somewhere: signs beside letters, names, letters that make a word `unknown`."""
        found = {mark for mark, between in _MARKS.items() if mark in self.text and between.search(self.text)}
        found |= {sign for sign, before in _SIGNS.items() if sign in self.text and before.search(self.text)}
        if unknown:
            found.update(_CONTROL.findall(self.text))
        if any(name in self.text for name in _NAMES):
            found |= {m.group() for m in _NAMED.finditer(self.text)}
        plain = (word for word in unknown if not (word.isascii() and word.isalpha() and word.islower()))
        return found | {c for word in plain for c in {*word[1:-1]} - _LETTERS_AND_PARTS if _is_set_without(word, c)}

    def with_sign(self, sign: str) -> Iterator[LigaturePlace]:
        """Each word with the sign in it that would be a word with a ligature instead."""
        run = _run(sign)
        at, done = self.text.find(sign), 0
        while at >= 0:
            start = at - len(_LETTERS_BEFORE.search(self.text, max(0, at - LONGEST_WORD), at).group())
            m = run.match(self.text, max(start, done))
            done = m.end() if m else at + len(sign)
            if m and m.group().count(sign) <= _MOST_SIGNS and not self.is_word(m.group()):
                yield from self._spelt(m.start(), m.group(), sign)
            at = self.text.find(sign, done)

    def _spelt(self, start: int, read: str, sign: str) -> Iterator[LigaturePlace]:
        """A word with signs; the first and the last of them may be marks."""
        bare = read.removeprefix(sign).removesuffix(sign)
        for word in dict.fromkeys((read, read.removesuffix(sign), read.removeprefix(sign), bare)):
            pieces = word.split(sign)
            if not "".join(pieces)[1:].islower() and len("".join(pieces)) > 1:
                continue
            if len(pieces) > 1 and (readings := self._filled[tuple(pieces), _set_as(sign)]):
                at = start + read.index(word)
                yield LigaturePlace(
                    at, at + len(word), sign, readings, not sign.isascii() or not self._all_stand(pieces)
                )
                return

    def around(self, start: int, end: int) -> Iterator[LigaturePlace]:
        """Where an unknown word may be a piece of a word; the other pieces are short, or unknown too."""
        starts = list(self._back(start))
        ends = list(self._on(end))
        for at in starts:
            if not self._is_long(at, start):
                yield from self.joined(at, end)
        for at in ends:
            if not self._is_long(end, at):
                yield from self.joined(start, at)
        for before, after in product(starts[:1], ends[:1]):
            yield from self.joined(before, after)

    def _is_long(self, start: int, end: int) -> bool:
        piece = self.text[start:end].strip()
        return len(piece) > LONGEST_PIECE and self.stands(piece)

    def lacking(self, start: int, end: int) -> Iterator[LigaturePlace]:
        """A word that would be another with a ligature somewhere in it."""
        text, word = self.text, self.text[start:end]
        if len(word) > LONGEST_WORD or word in _LETTERS_ALONE or not _WORD.fullmatch(text, start, end):
            return
        known = self.is_word(word)
        places = (0, len(word)) if known else range(len(word) + 1)
        inside = (self._filled[(word[:i], word[i:]), LIGATURES] for i in places)
        if found := tuple(dict.fromkeys(reading for readings in inside for reading in readings)):
            yield LigaturePlace(start - text.endswith("  ", 0, start), end, LOST, found, not known and len(word) > 2)

    def throughout(self) -> Iterator[LigaturePlace]:
        """Every word and every two pieces of the text that would be another word with a ligature."""
        for m in _WORD.finditer(self.text):
            yield from self.lacking(*m.span())
        for m in _PAIR.finditer(self.text):
            for end in list(self._on(m.end()))[:1]:
                yield from self.joined(m.start(), end)

    def _back(self, at: int) -> Iterator[int]:
        """Where the two pieces before a place begin."""
        for _ in range(2):
            before = _BEFORE.search(self.text, max(0, at - LONGEST_WORD), at)
            if not before or before.end() != at:
                return
            yield (at := before.start())

    def _on(self, at: int) -> Iterator[int]:
        """Where the two pieces after a place end."""
        for _ in range(2):
            if not (after := _AFTER.match(self.text, at)):
                return
            yield (at := after.end())

    def joined(self, start: int, end: int) -> Iterator[LigaturePlace]:
        """Two or three pieces as one word."""
        pieces = self.text[start:end].split()
        if len(pieces) == 2:
            touching = pieces[0].endswith(LIGATURES) or pieces[1].startswith(LIGATURES)
            if not touching and (readings := self._filled[tuple(pieces), LIGATURES]):
                yield LigaturePlace(start, end, LOST, readings, not self._all_stand(pieces))
        else:
            touching = pieces[1] in LIGATURES
        if touching and len(whole := "".join(pieces)) >= len("film") and self.knows(whole):
            yield LigaturePlace(start, end, TORN, (WithLigature(whole, ""),), not self._all_stand(pieces))

    def _all_stand(self, pieces: Iterable[str]) -> bool:
        return all(self.stands(piece) for piece in pieces if piece)


def _is_set_without(word: str, sign: str) -> bool:
    """Whether a word's other letters are small Latin ones, but for the first: a ligature has no others beside it."""
    others = word.replace(sign, "")
    return max(others, default="") <= LATIN and (len(others) < 2 or others[1:].islower())


@lru_cache(500)
def _run(sign: str) -> regex.Pattern[str]:
    """A pattern for letters with a sign among them; what stands among figures too is a key or a checksum."""
    word = rf"(?:{regex.escape(sign)}|[\p{{L}}\p{{M}}]){{1,{LONGEST_WORD}}}+"
    apart = ("(?<![0-9+/=:])", "(?![0-9+/=]|:[0-9A-Za-z])") if sign in _OF_KEYS else ("", "")
    return regex.compile(apart[0] + word + apart[1], cache_pattern=False)


def is_named(sign: str) -> bool:
    """Whether a sign is the name of a ligature, as some programs write it."""
    return "uniFB0" in sign or sign.startswith("/f_")


def _set_as(sign: str) -> tuple[str, ...]:
    """The ligatures that a sign may stand for: its name tells, if it has one.

    >>> _set_as("/f_f_i"), _set_as("uniFB01"), _set_as("!")[-3:]
    (('ffi',), ('fi',), ('ti', 'tt', 'ft'))
    """
    if "uniFB0" in sign:
        return (("ff", "fi", "fl", "ffi", "ffl")[int(sign[-1])],)
    if sign.startswith("/f_"):
        return (sign.strip("/").replace("_", ""),)
    return LIGATURES if sign == UNDECODED else LIGATURES + RARER
