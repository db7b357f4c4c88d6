"""Finds the names that some letters may stand for, without a look at all names.

A name is filed under its sound code and its letters, each also with one of them left out, of long ones with two
(the idea of SymSpell): what is near shares one of these keys.  So 10,000 names cost little more than ten.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.names.likeness import alike, sound
from cleaner.names.name_words import keys

SHORTEST = 4  # letters; shorter names must be spelt right, or have an alias
SHORTEST_SOUND = 2
TWO_SOUNDS, TWO_LETTERS = 7, 8  # from here on two may be left out
LONGEST_KEY = 16  # longer names are found by their sound alone
LEAST = 130.0  # of letters and sound together, 0 to 200: nothing below was right (Earnings-21, development half)
LEAST_LETTERS = 55.0


class NearName(NamedTuple):
    """A name that some letters are near to: how alike in letters and in sound, 0 to 100."""

    name: str
    letters: float
    sound: float

    @property
    def both(self) -> float:
        return self.letters + self.sound


@dataclass(frozen=True)
class NearNames:
    """Names by the keys under which they are filed: `s` and a sound code, or letters."""

    names: tuple[tuple[str, str], ...]  # the name, and its letters
    filed: dict[str, tuple[int, ...]]

    @staticmethod
    def of(names: Iterable[str]) -> NearNames:
        kept: list[tuple[str, str]] = []
        filed: dict[str, list[int]] = {}
        for name in names:
            letters = "".join(keys(name))
            if len(letters) >= SHORTEST and letters.isalpha() and name != name.lower():
                for key in _keys(letters):
                    filed.setdefault(key, []).append(len(kept))
                kept.append((name, letters))
        return NearNames(tuple(kept), {key: tuple(numbers) for key, numbers in filed.items()})

    def near(self, letters: str) -> list[NearName]:
        """The names that these letters are near to, the nearest first."""
        numbers = {number for key in _keys(letters) for number in self.filed.get(key, ())}
        found, code = list[NearName](), sound(letters)
        for number in sorted(numbers):
            name, own = self.names[number]
            if abs(len(own) - len(letters)) <= max(3, 0.45 * len(own)):
                one = NearName(name, alike(letters, own), alike(code, sound(own)))
                if one.both >= LEAST and one.letters >= LEAST_LETTERS:
                    found.append(one)
        return sorted(found, key=lambda one: -one.both)


def _keys(letters: str) -> set[str]:
    code = sound(letters)
    heard = {f"S{key}" for key in _shortened(code, TWO_SOUNDS)} if len(code) >= SHORTEST_SOUND else set()
    return heard | (_shortened(letters, TWO_LETTERS) if len(letters) <= LONGEST_KEY else set())


def _shortened(string: str, two: int) -> set[str]:
    """A string, and what is left of it without one of its letters, or two if it is long."""
    once = {string[:i] + string[i + 1 :] for i in range(len(string))}
    twice = {s[:i] + s[i + 1 :] for s in once for i in range(len(s))} if len(string) >= two else set()
    return {string} | once | twice
