"""What is worked out of a text once: its sentences, and which of its characters are protected."""

import pytest

from cleaner.text.analysis import Analysis


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Mr. Brown left. He ran.", ["Mr. Brown left.", "He ran."]),
        ("It was J. Smith, said Dr. Jones. Nobody paid.", ["It was J. Smith, said Dr. Jones.", "Nobody paid."]),
        ("It ended. “So soon?” he asked.", ["It ended.", "“So soon?” he asked."]),
        ("He paid 1.50 for it. Then he left", ["He paid 1.50 for it.", "Then he left"]),
        ("A heading\n\nA paragraph.", ["A heading", "A paragraph."]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[start:end].strip() for start, end in Analysis(text).sentences] == sentences


@pytest.mark.parametrize(
    ("start", "end", "touches"), [(0, 2, False), (1, 3, True), (4, 5, True), (4, 9, True), (5, 7, False)]
)
def test_a_span_is_protected_if_one_character_of_it_is(start: int, end: int, touches: bool) -> None:
    assert Analysis("He went home", given=[(2, 5)]).is_protected(start, end) is touches
