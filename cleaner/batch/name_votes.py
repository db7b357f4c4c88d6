"""Names vote in the texts of a place: which rare spellings are nearly a name that far more stories have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cleaner.detectors.names import VOTES, close_names
from cleaner.names.name_words import key
from cleaner.spelling.lexicon import Lexicon

OFTEN = 4  # stories that have a name before it counts
SHARED = 0.25  # of a place's stories; a name that fewer have is told only to texts that have it too


class Vote(NamedTuple):
    """A spelling, the name that it is nearly, and how many stories have that."""

    spelling: str
    meant: str
    stories: int


def votes(stories: Mapping[str, int]) -> Iterator[Vote]:
    """The spellings that are outvoted, in order; `stories`: how many stories of a place have each name.

    A spelling that the language knows is somebody's own name (Smyth beside Smith), and so is one that differs in marks
    alone (Michaël).

    >>> list(votes({"Riquelme": 9, "Riguelme": 1, "Rigo": 8}))
    [Vote(spelling='Riguelme', meant='Riquelme', stories=9)]
    """
    often = {name: count for name, count in stories.items() if count >= OFTEN}
    if not often:
        return
    language, outvoted = Lexicon.shipped(), max(often.values()) // VOTES
    rare = sorted(name for name, count in stories.items() if count <= outvoted and not language.knows(name))
    for name, meant in close_names(rare, often):
        if often[meant] >= VOTES * stories[name] and key(name) != key(meant):
            yield Vote(name, meant, often[meant])
