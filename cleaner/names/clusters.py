"""Which spellings of a run may be misheard forms of one name, the likeliest first: what `cleaner learn` asks about.

A question may dare more than a fix: every window of one to four words is compared with every name, even everyday words
that stand once (*next our energy*).  A spelling is likelier the more it sounds and looks like the name, and the oftener
it stands here than in English at large: *also* forty times in one call is no adverb where the glossary has OXXO.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.names.likeness import sound
from cleaner.names.matching import COMMON, EDGES
from cleaner.names.name_words import NameWord, keys, name_words
from cleaner.names.user_glossary import Glossary
from cleaner.spelling.lexicon import Lexicon
from cleaner.text.analysis import Analysis

MOST_WORDS, LONGEST = 4, 40
MOST_WINDOWS = (
    20_000  # the commonest with a rare word, and as many of everyday words; of a longer run the others are left
)
LOOKED_AT = 20  # of a name, before they are told apart; twice as many where each is weighed by itself
AT_ONCE = 100  # names that are compared with all windows at the same time: two million numbers
SPELLINGS = 7  # of a name: one of five was right for 67% of the names missed three times or more, of eight for 70%
# Letters and sound, 0 to 200; a factor ten in frequency counts for 20, twice as many places for 5.
LEAST, NEAR = 140.0, 130.0  # of one that likeness alone tells; of one that is weighed
OFTENER, TWICE = 20.0, 5.0
EXAMPLES = 3
Place = tuple[int, int, int]  # the number of a text, and where its words stand


@dataclass(frozen=True, slots=True)
class Spelling:
    """Words that may be a name misheard: how near it, the more the better; `everyday`: all of them are common;
    `chance`: how likely, where that was weighed.
    """

    name: str
    said: str
    score: float
    places: tuple[Place, ...]
    everyday: bool
    chance: float = 0.0


class _Windows(NamedTuple):
    """Where the windows of some texts stand: `telling`, which recur or have a rare word, the commonest first; and
    `others`, those with the rarest words first.  `total`: the number of all words.
    """

    telling: Mapping[str, list[Place]]
    others: Mapping[str, list[Place]]
    total: int


def spellings(texts: Sequence[str], glossary: Glossary) -> Iterator[Spelling]:
    """For each name its likeliest spellings in these texts by their likeness, which the glossary does not have."""
    windows = _windows(texts, glossary)
    for found in _nearest(glossary, windows.telling, windows.total, LEAST):
        yield from apart(found[:LOOKED_AT])


def near_windows(texts: Sequence[str], glossary: Glossary) -> Iterator[Spelling]:
    """For each name all that is near enough to be weighed; they may hold one another."""
    windows = _windows(texts, glossary)
    for found in _nearest(glossary, {**windows.telling, **windows.others}, windows.total, NEAR):
        yield from found[: 2 * LOOKED_AT]


def apart(found: Iterable[Spelling]) -> list[Spelling]:
    """The first few spellings of a name; of those that hold one another, the earlier, unless the other stands oftener.

    >>> both = [Spelling("DSUVIA", said, 160.0, ((0, 0, 9),) * n, False) for said, n in (("desu via", 3), ("desu", 2))]
    >>> [one.said for one in apart(both)]
    ['desu via']
    """
    kept: list[Spelling] = []
    for one in found:
        held = (o for o in kept if f" {o.said} " in f" {one.said} " or f" {one.said} " in f" {o.said} ")
        if len(kept) < SPELLINGS and all(len(one.places) > len(o.places) for o in held):
            kept.append(one)
    return kept


def _windows(texts: Sequence[str], glossary: Glossary) -> _Windows:
    places: dict[str, list[Place]] = {}
    total = 0
    for number, text in enumerate(texts):
        words = tuple(name_words(Analysis(text).tokens))
        right = glossary.exact.right(words)
        for found in glossary.exact.said(words):
            right[found.first : found.last] = b"\1" * (found.last - found.first)
        total += len(words)
        for first, last in _spans(words, right, text):
            said = " ".join(word.key for word in words[first:last])
            places.setdefault(said, []).append((number, words[first].start, words[last - 1].end))
    telling = {said for said, found in places.items() if len(found) > 1 or _has_rare(said)}
    commonest = sorted(telling, key=lambda said: (-len(places[said]), said))
    rarest = sorted(places.keys() - telling, key=lambda said: (_commonness(said), said))
    return _Windows(_first(commonest, places), _first(rarest, places), total)


def _first(windows: Sequence[str], places: Mapping[str, list[Place]]) -> Mapping[str, list[Place]]:
    return {said: places[said] for said in windows[:MOST_WINDOWS]}


def _spans(words: Sequence[NameWord], right: bytearray, text: str) -> Iterator[tuple[int, int]]:
    """The windows of a text without a name that is right, and with real words, or single letters, at both ends."""
    for first in range(len(words)):
        for last in range(first + 1, min(first + MOST_WORDS, len(words)) + 1):
            if right[last - 1] or not words[last - 1].key.isalpha():
                break
            if last > first + 1 and text[words[last - 2].end : words[last - 1].start] not in (" ", "-"):
                break
            ends = words[first].key in EDGES or words[last - 1].key in EDGES
            if words[first].first and words[last - 1].last and (not ends or _spelt_out(words[first:last])):
                yield first, last


def _spelt_out(words: Sequence[NameWord]) -> bool:
    return all(len(word.key) == 1 for word in words)


def _has_rare(said: str) -> bool:
    return _commonness(said) < COMMON or all(len(word) == 1 for word in said.split())


def _commonness(said: str) -> float:
    language = Lexicon.shipped()
    return min(language.zipf(word) for word in said.split())


def _nearest(
    glossary: Glossary, windows: Mapping[str, list[Place]], total: int, least: float
) -> Iterator[list[Spelling]]:
    """For each name the windows near it, the nearest first."""
    names = [entry.name for entry in glossary.entries if _letters(entry.name).isalpha()]
    if not names or not windows:
        return
    import numpy as np
    from rapidfuzz import fuzz, process

    said = list(windows)
    letters = [window.replace(" ", "") for window in said]
    sounds = [sound(one) for one in letters]
    bonus = np.array([_oftener(window, len(windows[window]), total) for window in said], np.float32)
    for at in range(0, len(names), AT_ONCE):
        some = names[at : at + AT_ONCE]
        own = [_letters(name) for name in some]
        likeness = process.cdist(own, letters, scorer=fuzz.ratio, dtype=np.float32)
        likeness += process.cdist([sound(one) for one in own], sounds, scorer=fuzz.ratio, dtype=np.float32)
        likeness += bonus
        for name, scores in zip(some, likeness, strict=True):
            best = (int(n) for n in np.argsort(-scores, kind="stable")[: 2 * LOOKED_AT] if scores[n] >= least)
            yield [
                Spelling(name, said[n], float(scores[n]), tuple(windows[said[n]]), not _has_rare(said[n])) for n in best
            ]


def _oftener(window: str, times: int, total: int) -> float:
    """How much likelier a window is a name because it stands here oftener than in English, and often."""
    here = math.log10(times / total * 1e9)
    return OFTENER * min(2.0, max(-1.0, here - _commonness(window))) + TWICE * math.log2(min(times, 16))


def _letters(name: str) -> str:
    return "".join(keys(name))
