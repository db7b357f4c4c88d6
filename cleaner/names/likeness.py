"""How alike two names are: in letters (RapidFuzz's ratio) and in sound (the ratio of their Metaphone codes)."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=200_000)
def sound(letters: str) -> str:
    """The Metaphone code of some letters.

    >>> sound("zelvadroka") == sound("selvedroca"), sound("mean") == sound("shaun")
    (True, False)
    """
    import jellyfish  # takes longer to import than most texts to read

    code: str = jellyfish.metaphone(letters)
    return code.replace(" ", "")


def alike(one: str, other: str) -> float:
    """How alike two strings are, 0 to 100: twice the letters that they have in common, in order, of all.

    >>> alike("abcd", "abcd"), alike("ab", "cd")
    (100.0, 0.0)
    """
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other)
