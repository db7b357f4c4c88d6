"""Words as recognisers tell them: with their times, how sure each is, and who says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from cleaner.formats.captions.json_strings import Said


@dataclass(frozen=True, slots=True)
class Word:
    """A word as a recogniser tells it.  `joined`: no blank stands before it; `bare`: it without marks;
    `voice`: who says it.
    """

    said: Said
    since: float = 0.0
    till: float = 0.0
    sure: float | None = None
    joined: bool = False
    bare: Said | None = None
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that belong together, when they were said and by whom; `echoes` say them again."""

    words: tuple[Word, ...]
    since: float = 0.0
    till: float = 0.0
    voice: str = ""
    echoes: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Transcript:
    """All that a file says; `echoes` say it again, all of it or a part, in the order of the words."""

    engine: str
    stretches: tuple[Stretch, ...]
    echoes: tuple[Said, ...] = ()


Found = tuple[Sequence[Stretch], Iterable[Said]]


def sentences(told: Sequence[Word]) -> list[Stretch]:
    """The words of a file that knows no sentences, cut after their marks and where somebody else speaks."""
    words = [word for word in told if word.said.strip()]
    found: list[Stretch] = []
    first = 0
    for i, word in enumerate(words):
        ends = word.said.strip().endswith((".", "?", "!")) or (i + 1 < len(words) and words[i + 1].voice != word.voice)
        if i + 1 == len(words) or (ends and not words[i + 1].joined):
            found.append(Stretch(tuple(words[first : i + 1]), words[first].since, word.till, words[first].voice))
            first = i + 1
    return found


def seconds(told: Any) -> float:
    """A time: a number, or a text such as `1.5` or `1.500s`.  Raises ValueError or TypeError for any other."""
    time = float(told.removesuffix("s")) if isinstance(told, str) else float(told)
    return time if isfinite(time) else 0.0


def share(told: Any) -> float | None:
    """How sure a recogniser was, 0 to 1, if it said so."""
    try:
        return min(1.0, max(0.0, float(told)))
    except (TypeError, ValueError):
        return None


def strings(told: Iterable[Any]) -> Iterator[Said]:
    return (said for said in told if isinstance(said, Said) and said.strip())


def letters_of(said: str) -> str:
    """The letters and figures of a word, small: what is left where a recogniser tells it without marks.

    >>> letters_of(" Don't,"), letters_of("$25")
    ('dont', '25')
    """
    return "".join(letter for letter in said.lower() if letter.isalnum())
