"""A hint for who mistyped a word."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint at the word that was probably meant.

    >>> nearest("teir", ["tier", "why"])
    '; did you mean tier?'
    """
    import difflib

    close = difflib.get_close_matches(word, list(known), 1, 0.6)
    return f"; did you mean {close[0]}?" if close else ""
