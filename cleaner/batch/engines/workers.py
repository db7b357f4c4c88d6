"""What every engine gives: workers, while they are held."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

Work = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Workers:
    """Workers of an engine.

    `run` has a function called with each number, as many at once as there are cores, and yields each number once it is
    done, with "" or why it failed however often it was tried.
    """

    where: str  # in words
    cores: int  # of all of them; 0 where none has come yet
    run: Callable[[Work, Sequence[int]], Iterator[tuple[int, str]]]


Open = AbstractContextManager[Workers]
