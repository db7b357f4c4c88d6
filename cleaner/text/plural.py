"""A number with its noun, as every message and every page says it."""

from __future__ import annotations


def count(number: int, what: str) -> str:
    """A number with its noun.

    >>> count(1, "case"), count(1200, "document"), count(2, "fix")
    ('1 case', '1,200 documents', '2 fixes')
    """
    return f"{number:,} {noun(number, what)}"


def noun(number: int, what: str) -> str:
    """The noun alone, for a number that stands elsewhere.

    >>> noun(1, "document"), noun(0, "document")
    ('document', 'documents')
    """
    if number == 1:
        return what
    return what + ("es" if what.endswith("x") else "s")


def cases(number: int) -> str:
    """`1 case`, `2 cases`."""
    return count(number, "case")
