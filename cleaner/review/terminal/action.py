"""A key of the review in a terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cleaner.review.navigation import Review


@dataclass(frozen=True, slots=True)
class Action:
    """A key: what it does, in words and as a function.

    `wants`: what must be typed after it, if anything.  `busy`: what is shown while it works, if that takes a moment.
    `doubt`: a warning where the key goes further than its words say; `sure` is the question after the warning.
    """

    key: str
    words: str
    act: Callable[[Review, str], str] = lambda _, __: ""
    wants: str = ""
    busy: str = ""
    doubt: Callable[[Review, str], str] | None = None
    sure: str = ""
