"""Preference: of two versions of a text, which is nearer to the truth."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.evaluate.tallies import Tallies


@dataclass(frozen=True, slots=True)
class Preference(Tallies):
    """In how many texts a version is nearer to the truth than another, farther from it, and as near.

    >>> str(Preference.of(0.1, 0.2) + Preference.of(0.3, 0.2) + Preference.of(0, 0))
    '+1 −1 =1'
    """

    better: int = 0
    worse: int = 0
    same: int = 0

    @classmethod
    def of(cls, mine: float, theirs: float) -> Preference:
        """The preference in one text, by how far each version is from the truth."""
        return cls(int(mine < theirs), int(mine > theirs), int(mine == theirs))

    def __str__(self) -> str:
        return f"+{self.better} −{self.worse} ={self.same}"
