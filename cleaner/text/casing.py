"""Give a replacement the capitals of what it replaces."""

from __future__ import annotations


def match_case(before: str, after: str) -> str:
    """`after`, capitalised as `before` is: all capitals, a capital first, or as it comes.

    >>> match_case("Tbe", "the"), match_case("TBE", "the"), match_case("tbe", "the")
    ('The', 'THE', 'the')

    A misread letter may have lost or gained its height, so one odd letter does not decide:

    >>> match_case("THo", "the"), match_case("wHich", "which"), match_case("GOVEKNMENt", "government")
    ('THE', 'which', 'GOVERNMENT')

    What brings capitals of its own keeps them, and a lone capital letter says "capital first", not "all":

    >>> [match_case(*pair) for pair in (("mccain", "McCain"), ("l", "I"), ("A", "an"), ("Mafia", "mob boss"))]
    ['McCain', 'I', 'An', 'Mob boss']
    """
    letters = [c for c in before if c.isalpha()]
    if not letters or not after:
        return after
    capitals = sum(c.isupper() for c in letters)
    if len(letters) > 1 and (capitals == len(letters) or (capitals >= 2 and capitals >= 0.6 * len(letters))):
        return after.upper()
    if letters[0].isupper() and after[0].islower():
        return after[0].upper() + after[1:]
    return after
