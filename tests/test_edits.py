"""The algebra of edits, held by properties rather than by examples."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.model import Edit
from cleaner.text.edits import Occupied, Shift, apply, compose, disjoint

TEXTS = st.text("ab🙂é\r\n ", max_size=30)


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[Edit]:
    """Disjoint edits of a text, empty spans and neighbours among them."""
    occupied, edits = Occupied(), []
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 4)))
        if occupied.free(start, end):
            occupied.take(start, end)
            edits.append(Edit(start, end, draw(st.text("xy", max_size=3))))
    return sorted(edits, key=lambda e: (e.start, e.end))


@given(st.data())
def test_composition_does_both_at_once(data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    first = data.draw(edits_of(text))
    middle = apply(text, first)
    second = data.draw(edits_of(middle))
    composed = [c.edit for c in compose(text, first, second)]
    assert apply(text, composed) == apply(middle, second)
    assert composed == sorted(composed, key=lambda e: (e.start, e.end))
    assert all(disjoint((a.start, a.end), (b.start, b.end)) for a, b in pairwise(composed))


def test_edits_that_overlap_by_one_character_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap at 2"):
        apply("a cat", [Edit(0, 3, "the"), Edit(2, 5, "dog")])
    assert apply("a cat", [Edit(0, 2, "the "), Edit(2, 5, "dog")]) == "the dog"


def test_what_is_changed_and_changed_back_is_no_edit() -> None:
    assert compose("tbe end", [Edit(0, 3, "the")], [Edit(0, 3, "tbe")]) == []
    assert len(compose("tbe end", [Edit(0, 3, "the")], [Edit(0, 3, "tho")])) == 1


@given(st.data())
def test_composition_forgets_no_edit(data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    first = data.draw(edits_of(text))
    second = data.draw(edits_of(apply(text, first)))
    composed = compose(text, first, second)
    for members in ([i for c in composed for i in c.first], [i for c in composed for i in c.second]):
        assert len(members) == len(set(members))


@given(st.data())
def test_the_way_back_covers_what_it_came_from(data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    first = data.draw(edits_of(text))
    middle = apply(text, first)
    start = data.draw(st.integers(0, len(middle)))
    end = data.draw(st.integers(start, len(middle)))
    wide_start, wide_end, left, right = Shift.of(first).back(start, end)
    assert wide_start <= start <= end <= wide_end
    assert 0 <= left <= right <= len(text)
    inside = [e for e in first if left <= e.start and e.end <= right]
    changed = apply(text[left:right], [Edit(e.start - left, e.end - left, e.text) for e in inside])
    assert middle[wide_start:wide_end] in changed
