from __future__ import annotations

import pytest

from cleaner.text.casing import match_case


@pytest.mark.parametrize(
    ("before", "after", "cased"),
    [
        ("tbe", "the", "the"),
        ("Tbe", "the", "The"),
        ("TBE", "the", "THE"),
        ("GOVEKNMENt", "government", "GOVERNMENT"),
        ("wHich", "which", "which"),
        ("Iias", "has", "Has"),
        ("mccain", "McCain", "McCain"),
        ("l", "I", "I"),
        ("A", "an", "An"),
        ("1t", "it", "it"),
        ("", "x", "x"),
        ("x", "", ""),
        ("…", "the", "the"),
    ],
)
def test_match_case(before: str, after: str, cased: str) -> None:
    assert match_case(before, after) == cased
