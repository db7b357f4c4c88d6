"""The lines by which companions know a text, and the copies of one story among texts."""

from __future__ import annotations

import random

import pytest
from conftest import ROOT

from cleaner.text.keyed_lines import keyed_lines, line_key
from cleaner.text.near_duplicates import MANY, NEARLY_ALL, Sketch, alike, sketch, stories

# Verse is left out: of short lines all runs count, and beside long ones none.
ARTICLES = [
    file.read_text("utf-8") for file in sorted((ROOT / "corpus").glob("clean/*.txt")) if file.stem != "lamplighter"
]


@pytest.mark.parametrize(
    ("line", "same"),
    [
        ("Sign up for our newsletter", "  SIGN UP for\tour   newsletter "),
        ("Home", "• Home"),
        ("Storm kills three", "- Storm kills three"),
        ("Straße gesperrt", "STRASSE GESPERRT"),
    ],
)
def test_a_line_is_known_again(line: str, same: str) -> None:
    assert line_key(line) == line_key(same) != ""


@pytest.mark.parametrize(
    ("line", "other"), [("Gate 4 is shut", "Gate 5 is shut"), ("Storm kills three", "Storm kills three?")]
)
def test_another_line_is_another(line: str, other: str) -> None:
    assert line_key(line) != line_key(other)


def test_what_counts() -> None:
    """Lines of five words and more, and three lines in their order; no two short ones, and no paragraph in a three."""
    menu = "Home\n\nNews\nSport"
    assert [key for *_, key in keyed_lines(menu)] == ["home\nnews\nsport"]
    assert not [*keyed_lines("Yes.\nNo.\n\n\n")]
    assert [key for *_, key in keyed_lines("Only four words here\nOr with us, just five")] == ["or with us, just five"]
    paragraph = "It rained. " * 13
    assert [key for *_, key in keyed_lines(f"Home\nNews\n{paragraph}\nSport\nBack")] == [line_key(paragraph)]


def test_a_key_tells_its_place() -> None:
    text = "Home\n  News\nSport\nThe weather of the week"
    assert [(text[start:end], key) for start, end, key in keyed_lines(text)] == [
        ("Home\n  News\nSport", "home\nnews\nsport"),
        ("The weather of the week", "the weather of the week"),
        ("  News\nSport\nThe weather of the week", "news\nsport\nthe weather of the week"),
    ]


# ------------------------------------------------------------------ copies

FURNITURE = "\n".join(
    f"{n}. Read in the news of the {n * n} hours what is on in all of the {n}th town and of its people."
    for n in range(3)
)


def changed(text: str, share: float) -> str:
    """The text with a share of its words changed."""
    chance = random.Random(1)
    return " ".join("otherwise" if chance.random() < share else word for word in text.split(" "))


COPIES = {
    "the same": lambda text: text,
    "other marks and capitals": lambda text: text.upper().replace("'", "’").replace(" - ", " — ").replace('"', "”"),
    "other lines": lambda text: text.replace("\n\n", "\n"),
    "cut to two thirds": lambda text: text[: len(text) * 2 // 3],
    "a paragraph more": lambda text: "The council will meet again on Friday to look at all of it.\n\n" + text,
    "3% of the words changed": lambda text: changed(text, 0.03),
    "with the site's furniture": lambda text: f"{text}\n{FURNITURE}",
}


@pytest.mark.parametrize("copy", COPIES)
def test_copies_are_one_story(copy: str) -> None:
    texts = [text for article in ARTICLES for text in (article, COPIES[copy](article))]
    assert stories([sketch(text) for text in texts]) == [number // 2 * 2 for number in range(len(texts))]


def test_what_a_site_prints_everywhere_makes_no_copies() -> None:
    """More pages than `MANY` share what is on every page of the site; few pages are rather taken for copies."""
    pages = [sketch(f"{FURNITURE}\n{article}") for article in ARTICLES]
    assert len(pages) > MANY and stories(pages) == [*range(len(pages))]


def test_pages_that_are_mostly_furniture_are_no_copies() -> None:
    """Each has runs of its own: they tell stories apart."""
    much = FURNITURE.replace("news", "post") + "\n" + FURNITURE.replace("news", "songs") + "\n" + FURNITURE
    pages = [sketch(f"{much}\n{article[:800]}") for article in ARTICLES]
    assert max(alike(pages[0], page) for page in pages[1:]) >= NEARLY_ALL
    assert stories(pages) == [*range(len(pages))]


def test_many_copies_are_one_story() -> None:
    """An article in forty versions, each a word longer, is no site whose furniture is the article."""
    versions = [sketch(ARTICLES[0] + " Then it was over." * n) for n in range(40)]
    assert set(stories([*versions, sketch(ARTICLES[1])])) == {0, 40}


def test_short_texts() -> None:
    """A text with hardly a run is known by all its words; empty ones are no copies of each other."""
    texts = ["Gate shut", "Gate shut.", "Gate open", "", "", "門は閉まっている", "門は閉まっている"]
    assert stories([sketch(text) for text in texts]) == [0, 0, 2, 3, 4, 5, 5]


def test_sketches_do_not_hang_on_the_order_of_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    sketches: list[Sketch] = [sketch(text) for article in ARTICLES for text in (article, changed(article, 0.03))]
    whole = stories(sketches)
    monkeypatch.setattr("cleaner.text.near_duplicates.AT_A_TIME", 3)  # a few numbers at a time
    assert stories(sketches) == whole
    assert len(set(stories(sketches[::-1]))) == len(set(whole))


def test_how_much_is_alike() -> None:
    assert alike((1, 2, 3, 4), (3, 4, 5, 6)) == 2 / 6
    assert alike(tuple(range(16)), tuple(range(0, 32, 2))) == 8 / 16
