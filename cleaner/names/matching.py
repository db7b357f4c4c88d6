"""Places of a text where a glossary's name may be meant: windows of one to four words, compared by letters and sound.

The guards are traps that others fell into (`tests/test_glossary.py`).  Words of everyday use alone are never looked at
(*mean* sounds like Shaun, *folder* like a name); only an alias touches them.  What is a name of the glossary already
stays, so does a plural of one, and no window eats what stands beside a name that is right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from cleaner.names.likeness import alike
from cleaner.names.name_words import NameWord, keys, name_words
from cleaner.names.near_names import NearName
from cleaner.names.user_glossary import Glossary
from cleaner.spelling.lexicon import Lexicon
from cleaner.text.analysis import Analysis

MOST_WORDS = 4
SHORTEST, LONGEST = 3, 40  # letters of a window
COMMON = 3.5  # zipf: three in a million words; `waxy` has 2.6, `flight` 4.8
EDGES = frozenset(
    "a an the of and or to in on at for by with from as is are was were be it its this that our we you i he she they "
    "not so but if then than his her their your my us".split()
)


class NameWindow(NamedTuple):
    """Words `[first, last)` of a text, and their letters."""

    first: int
    last: int
    letters: str


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A window `[start, end)` and the name that is nearest to it.

    `rival`: how alike the next name is, letters and sound together; `other`, `meant`: the words of the window and of
    the name that they do not share; `times`, `places`: how often this spelling, and any that is near the name, stand
    here; `stands`: whether the name stands here as it should; `share`: of the glossary's names, those that do.
    """

    start: int
    end: int
    text: str
    near: NearName
    rival: float
    words: tuple[NameWord, ...]
    other: tuple[str, ...]
    meant: tuple[str, ...]
    times: int = 1
    places: int = 1
    stands: bool = False
    share: float = 0.0


def matches(analysis: Analysis, glossary: Glossary) -> list[NameMatch]:
    """A match for each window that is near a name; they may overlap."""
    words = tuple(name_words(analysis.tokens))
    right = glossary.exact.right(words)
    found = list(_near_windows(words, right, glossary, analysis.text))
    if not found:
        return []
    spelt = Counter((m.text.lower(), m.near.name) for m in found)
    places = Counter(m.near.name for m in found)
    standing = {name for _, _, name, _ in glossary.exact.names_in(words)}
    share = len(standing) / len(glossary.entries)
    return [
        _counted(m, spelt[m.text.lower(), m.near.name], places[m.near.name], m.near.name in standing, share)
        for m in found
    ]


def _counted(m: NameMatch, times: int, places: int, stands: bool, share: float) -> NameMatch:
    return NameMatch(m.start, m.end, m.text, m.near, m.rival, m.words, m.other, m.meant, times, places, stands, share)


def _near_windows(words: Sequence[NameWord], right: bytearray, glossary: Glossary, text: str) -> Iterator[NameMatch]:
    near: dict[str, list[NearName]] = {}
    for window in _windows(words, right, text):
        if (names := near.get(window.letters)) is None:
            names = near[window.letters] = glossary.near_names.near(window.letters)
        if names and (match := _nearest(names, window, words, right, text)):
            yield match


def _windows(words: Sequence[NameWord], right: bytearray, text: str) -> Iterator[NameWindow]:
    """Windows with at least one word that is not of everyday use, in order."""
    rare = [number for number, word in enumerate(words) if _rare(word.key)]
    seen: set[tuple[int, int]] = set()
    for number in rare:
        for first in range(max(0, number - MOST_WORDS + 1), number + 1):
            for last in range(number + 1, min(first + MOST_WORDS, len(words)) + 1):
                if (first, last) in seen:
                    continue
                seen.add((first, last))
                if all(right[first:last]) or not _together(words, first, last, text):
                    continue
                letters = "".join(word.key for word in words[first:last])
                if SHORTEST <= len(letters) <= LONGEST and letters.isalpha():
                    yield NameWindow(first, last, letters)


def _together(words: Sequence[NameWord], first: int, last: int, text: str) -> bool:
    """Whether words are whole, stand in one line with nothing but blanks and hyphens between, and end in real words."""
    if not words[first].first or not words[last - 1].last:
        return False
    if words[first].key in EDGES or words[last - 1].key in EDGES:
        return False
    between = (text[words[i].end : words[i + 1].start] for i in range(first, last - 1))
    return all(gap in {" ", "-", "‐", "‑", "\N{NO-BREAK SPACE}"} for gap in between)


@lru_cache(maxsize=200_000)
def _rare(key: str) -> bool:
    return not key.isdigit() and Lexicon.shipped().zipf(key) < COMMON


def _nearest(
    names: Sequence[NearName], window: NameWindow, words: Sequence[NameWord], right: bytearray, text: str
) -> NameMatch | None:
    """The nearest name that the window may stand for; none if the window is a form of a name, and right."""
    here = words[window.first : window.last]
    own = tuple(word.key for word in here)
    pinned = {own[i] for i in range(len(own)) if right[window.first + i]}
    possible = list[tuple[NearName, tuple[str, ...], tuple[str, ...]]]()
    for name in names:
        meant = _keys(name.name)
        if _is_form(own, meant):
            return None
        other, lacking = _apart(own, meant), _apart(meant, own)
        if other and lacking and pinned <= {*meant} and is_proper(name.name):
            possible.append((name, other, lacking))
    if not possible:
        return None
    best, other, lacking = possible[0]
    rival = next((n.both for n, _, _ in possible[1:] if _keys(n.name) != _keys(best.name)), 0.0)
    start, end = here[0].start, here[-1].end
    return NameMatch(start, end, text[start:end], best, rival, tuple(here), other, lacking)


@lru_cache(maxsize=100_000)
def _keys(name: str) -> tuple[str, ...]:
    return keys(name)


def _apart(some: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in some if word not in others)


def _is_form(own: tuple[str, ...], meant: tuple[str, ...]) -> bool:
    """Whether two spellings are one but for a plural's s.

    >>> _is_form(("zelvadrokas",), ("zelvadroka",)), _is_form(("zelvedroka",), ("zelvadroka",))
    (True, False)
    """
    return len(own) == len(meant) and all(a.rstrip("s") == b.rstrip("s") for a, b in zip(own, meant, strict=True))


@lru_cache(maxsize=100_000)
def is_proper(name: str) -> bool:
    """Whether a name is more than words of the language: `Financial Officer` is none to listen for.

    >>> is_proper("Financial Officer"), is_proper("Zelvadroka"), is_proper("Kvashnin Bridge")
    (False, True, True)
    """
    language = Lexicon.shipped()
    return any(not language.knows(word) or language.is_name(word) for word in name.replace("-", " ").split())


def weakest_word(match: NameMatch) -> float:
    """How alike the least alike words of a window and its name are, word for word; all letters where numbers differ."""
    own = tuple(word.key for word in match.words)
    meant = _keys(match.near.name)
    if len(own) != len(meant):
        return alike("".join(match.other), "".join(match.meant))
    return min(alike(a, b) for a, b in zip(own, meant, strict=True))


def may_be_another(match: NameMatch) -> bool:
    """Whether what would change are names that the language knows, and nothing tells that they are not meant.

    Reiner, where the glossary has Rainer, may be somebody else; so may Steve Byrne, if Steve Barnes stands here too.
    A single word that the language knows may be itself where an acronym is near: EBIT is not EBITA.  What differs in
    its blanks alone is the name (JPMorgan, JP Morgan).
    """
    if match.near.letters == 100:
        return False
    if len(match.words) == 1 and match.near.name.isupper() and Lexicon.shipped().knows(match.text):
        return True
    changed = [word for word in match.words if word.key in match.other]
    known = all(Lexicon.shipped().is_name(word.text) for word in changed)
    return known and (match.stands or len(changed) == len(match.words))
