"""Lines that come back, on the pages of a site and within one text, and what is taken out with them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.kit import Kit
from cleaner.model import Cleaned, Document, Edit, Verdict
from cleaner.model.companions import Companions
from cleaner.pipeline import clean
from cleaner.text.analysis import Analysis
from cleaner.text.edits import apply
from cleaner.text.headlines import list_below
from cleaner.text.keyed_lines import by_line, keyed_lines
from cleaner.text.whole_lines import with_breaks

MENU = "Our garden club\nA year in pictures\nWrite to us"
STORY = "The road along the coast is shut, the county said on Monday.\n\nIt will open again on Friday."
PAGE = f"{MENU}\n\n{STORY}\n"


def on(pages: int, of: int, text: str = MENU, place: str = "example.org") -> Companions:
    """The lines of a text stand on so many of so many pages."""
    return Companions(place, of, {line.lower(): pages for line in text.split("\n")})


def furniture(cleaned: Cleaned) -> list[tuple[Verdict, str]]:
    return [(r.verdict, r.before.strip()) for r in cleaned.records if r.finding.rule == "furniture/line"]


def test_the_evidence_says_on_how_many_pages(kit: Kit) -> None:
    (record,) = clean(Document("a", PAGE), kit, on(214, 230)).records
    assert record.verdict is Verdict.ASK and record.before == f"{MENU}\n\n"
    assert record.finding.why == "on 214+ of 230+ pages of example.org"
    assert [piece.name for piece in record.finding.evidence] == ["they come back together", "a page of example.org"]


def test_lines_on_as_many_pages_are_one_question(kit: Kit) -> None:
    lines = {**on(28, 30).lines, "storm kills three": 5, "how to poach an egg": 7}
    page = f"{STORY}\n\n{MENU}\nStorm kills three\nHow to poach an egg\n"
    asked = furniture(clean(Document("a", page), kit, Companions("example.org", 30, lines)))
    assert asked == [(Verdict.ASK, text) for text in (MENU, "Storm kills three", "How to poach an egg")]


@pytest.mark.parametrize(
    ("place", "page", "asked"),
    [
        ("example.org", PAGE, True),
        ("contracts", PAGE, False),  # a folder, and a text that shows no web page
        ("contracts", f"Skip to main content\n{PAGE}\nShare this:\n", True),
    ],
)
def test_only_web_pages_have_furniture(kit: Kit, place: str, page: str, asked: bool) -> None:
    assert bool(furniture(clean(Document("a", page), kit, on(28, 30, place=place)))) is asked


@pytest.mark.parametrize(
    ("same_source", "pages", "verdict"), [(True, 28, Verdict.FIX), (False, 28, Verdict.ASK), (True, 9, Verdict.ASK)]
)
def test_only_for_one_source_and_on_most_pages_it_is_a_fix(
    kit: Kit, same_source: bool, pages: int, verdict: Verdict
) -> None:
    page = f"Skip to main content\n{MENU}\n\n{STORY}\n\nShare this:\nToggle navigation\n"
    cleaned = clean(Document("a", page), replace(kit, same_source=same_source), on(pages, 30))
    assert furniture(cleaned) == [(verdict, MENU)] and STORY in cleaned.text
    assert (MENU in cleaned.text) is (verdict is Verdict.ASK)


def test_a_line_by_itself_is_never_a_fix(kit: Kit) -> None:
    page = f"Skip to main content\n\n{STORY}\nGet the news of Marlow by post\n\nShare this:\nToggle navigation\n"
    companions = on(230, 230, "Get the news of Marlow by post")
    assert furniture(clean(Document("a", page), replace(kit, same_source=True), companions))[0][0] is Verdict.ASK


def test_a_line_counts_where_it_stands_most_often() -> None:
    assert by_line({"menu\nhome\nnews": 9, "home\nnews\nget the news by post": 4, "get the news by post": 5}) == {
        "menu": 9, "home": 9, "news": 9, "get the news by post": 5,
    }  # fmt: skip


def test_the_lines_of_a_menu_are_known_by_their_threes(kit: Kit) -> None:
    lines = {key: 28 for _, _, key in keyed_lines(PAGE.partition("\n\n")[0])}
    assert furniture(clean(Document("a", PAGE), kit, Companions("example.org", 30, lines))) == [(Verdict.ASK, MENU)]


# ------------------------------------------------------------------ whole lines


@given(
    st.lists(st.sampled_from(["P1", "P2"]), max_size=2),
    st.lists(st.sampled_from(["", "", "X", "Y"]), min_size=1, max_size=6),
    st.lists(st.sampled_from(["P3", "P4"]), max_size=2),
    st.sampled_from(["\n", "\n\n"]),
    st.sampled_from(["", "\n"]),
    st.data(),
)
def test_paragraphs_stay_parted(
    above: list[str], middle: list[str], below: list[str], gap: str, final: str, data: st.DataObject
) -> None:
    text = "\n\n".join(filter(None, ["\n\n".join(above), gap.join(filter(None, middle)), "\n\n".join(below)])) + final
    taken = [line for line in Analysis(text).lines if text[slice(*line)] in ("X", "Y")]
    spans = with_breaks(text, taken)
    assert [span for span in spans if not span[0] < span[1]] == []
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    everything = apply(text, [Edit(*span, "") for span in spans])
    assert everything == ("\n\n".join([*above, *below]) + (final if above or below else "") if taken else text)
    some = data.draw(st.sets(st.sampled_from(spans))) if spans else set()
    left = apply(text, [Edit(*span, "") for span in some])
    assert left.split() == [w for i, w in _words(text) if not any(a <= i < b for a, b in some)]
    assert "\n\n\n" not in left


def _words(text: str) -> list[tuple[int, str]]:
    return [(start, text[start:end]) for start, end in Analysis(text).lines]


def test_line_ends_of_windows_stay() -> None:
    text = "He left.\r\n\r\nMenu\r\nHome\r\n\r\nShe came.\r\n"
    spans = with_breaks(text, [(12, 17), (18, 23)])
    assert apply(text, [Edit(*span, "") for span in spans]) == "He left.\r\n\r\nShe came.\r\n"
    text = "He left.\r\n\r\nMenu\r\n"
    assert apply(text, [Edit(*span, "") for span in with_breaks(text, [(12, 17)])]) == "He left.\r\n"


# ------------------------------------------------------------------ lists

LISTS = {
    "lines with one bullet": ("H\n- Storm\n- Eggs\n* Tides\nIt rained.", 2),
    "one line with a bullet": ("H\n- Storm\n\nIt rained.", 1),
    "numbers": ("H\n1. Storm\n2. Eggs\nIt rained.", 2),
    "headlines up to an empty line": ("H\nStorm at sea\nEggs for one\n\nMayor Quits\n\nIt rained.", 2),
    "not the headings of the text below": (
        "H\nStorm at sea\nEggs for one\n\nMayor Quits\n\nHis Reasons\n\nIt rained.",
        2,
    ),
    "headlines after an empty line": ("H\n\nStorm at sea\nEggs for one\n\nMayor Quits\n\nIt rained.", 2),
    "headlines parted by empty lines": ("H\n\nStorm at sea\n\nEggs for one\n\nTides of May", 3),
    "the last may be the heading of the text": ("H\n\nStorm at sea\n\nEggs for one\n\nMayor Quits\n\nIt rained.", 2),
    "one headline may be a heading of the text": ("H\nStorm at sea\n\nIt rained.", 0),
    "sentences": ("H\nThe storm came.\nThe eggs broke.", 0),
    "single words": ("H\nStorm\nEggs", 0),
    "paragraphs with bullets": ("H\n- " + "It rained on all of us " * 6 + "\n- Eggs", 0),
    "nothing": ("H\n", 0),
}


@pytest.mark.parametrize("case", LISTS)
def test_a_list_is_known_by_its_lines(case: str) -> None:
    text, lines = LISTS[case]
    assert list_below(text, Analysis(text).lines) == lines


@pytest.mark.parametrize(
    ("heading", "verdict"), [("Most read", Verdict.FIX), ("More stories", Verdict.FIX), ("See also", Verdict.ASK)]
)
def test_a_list_goes_as_surely_as_its_heading_says_that_it_is_of_others(
    kit: Kit, heading: str, verdict: Verdict
) -> None:
    page = f"{STORY}\n\n{heading}\n- Storm kills three\n- How to poach an egg\n"
    cleaned = clean(Document("a", page), replace(kit, damage={"web": 0.99}))
    assert [(r.verdict, r.finding.rule) for r in cleaned.records] == [(verdict, "lists/related")]
