"""The literals that a pattern waits for: they stand in each of its matches, and are as rare as can be."""

import pytest
import regex
from conftest import CORPUS
from hypothesis import given
from hypothesis import strategies as st

from cleaner.rulebook import anchors, prefilter
from cleaner.rulebook.anchors import anchor
from cleaner.rulebook.form import Form
from cleaner.rulebook.prefilter import Prefilter
from cleaner.rulebook.rarity import often
from cleaner.spelling.lexicon import Lexicon
from cleaner.text.analysis import fold

LEXICON = Lexicon.shipped()
SIGNS, DIGITS = "£$€", "0123456789"
LETTERS = "bcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ANCHORS = [  # pattern, the literals that it waits for, how far from the match they may stand
    (r"\b(?:mob|crowd)s?\b", {"mob", "mobs", "crowd", "crowds"}, 0),
    (
        r"(?i)\b(US|EE)\.? ?UU\b",
        {f"{a}{dot}{gap}UU" for a in ("US", "EE") for dot in ("", ".") for gap in ("", " ")},
        0,
    ),
    (r"\b[Nn]\.?[ºª]", {"nº", "Nº", "n.º", "N.º", "nª", "Nª", "n.ª", "N.ª"}, 0),
    (r"(?<=[£$€])[lI](?=,\d{3})", {f"{sign}{letter}" for sign in SIGNS for letter in "lI"}, 1),
    (r"(\d{1,3})\.(\d{3}),(\d{1,2})", {f".{a}{b}" for a in DIGITS for b in DIGITS}, 0),
    (r"(?<=\p{Ll}{3}),(?=(?:and|but|the)\b)", {",and", ",but", ",the"}, 3),
    (r"\p{Ll}  +\p{L}", {"  "}, 0),
    (r"(?:one \p{L}+ two|three)", {" two", "three"}, 0),
    (r"\bHe (?:added|said)\b", {"He added", "He said"}, 0),
    (r"(?:xx\p{L}+yyy)+", {"yyy"}, 0),
    (
        r"\b([B-HJ-Zb-hj-z])\.? ([b-zA-Z])\.? ([B-HJ-Zb-hj-z])\b",
        {f" {c}{dot} " for c in LETTERS for dot in ("", ".")},
        0,
    ),
]


def test_how_often_literals_stand_does_not_hang_on_their_order() -> None:
    literals = [f"{sign}{gap}{digit}" for sign in "-–—" for gap in ("", " ") for digit in DIGITS]
    found = {often(order, LEXICON) for order in (literals, literals[::-1], sorted(literals, key=hash), literals[::7])}
    assert len(found) == 2  # of all of them in any order, and of some


@pytest.mark.parametrize(("pattern", "literals", "beyond"), ANCHORS)
def test_the_rarest_literals_of_a_pattern(pattern: str, literals: set[str], beyond: int) -> None:
    assert anchor(pattern, LEXICON)[:2] == (frozenset(literals), beyond)  # type: ignore[index]


OPENS = [  # pattern, whether its literal cannot stand inside a word
    (r"\bl(?= am\b)", True),
    (r"\b(?!lo)l(?:am|is)", True),
    (r"\b(?:x)?mob", True),
    (r"\b(?:(?:the|a) \p{L}+ mob|\bcrowd)", False),
    (r"mob", False),
    (r"\b(?<=-)mob", False),
    (r"\b(?<=a )mob", False),
    (r"\b-mob", False),
    (r"\b\p{L}mob", False),
]


@pytest.mark.parametrize(("pattern", "opens"), OPENS)
def test_whether_a_literal_opens_a_word(pattern: str, opens: bool) -> None:
    assert anchor(pattern, LEXICON).opens == opens  # type: ignore[union-attr]


@pytest.mark.parametrize("pattern", [r"(?:a*|b)c?", r"(?!zzz)\w+", r"\p{L}*"])
def test_a_pattern_that_may_match_anything_waits_for_nothing(pattern: str) -> None:
    assert anchor(pattern, LEXICON) is None


@pytest.mark.parametrize("pattern", [r"\bl, x", r"(?<=\ba\s)\bl, x", r"(?<=so )\bl, x"])
def test_a_literal_opens_a_word_after_a_boundary_whatever_is_looked_at_before(pattern: str) -> None:
    found = anchor(pattern, LEXICON)
    assert found
    assert found.opens == (min(found.literals)[0] == "l")


PIECES = [
    "a",
    "b",
    "[ab]",
    "a?",
    "a+",
    "b{2}",
    "b{2,}",
    "a*",
    "(?:ab|b)",
    "(?:a+|ba)",
    "(?=a)",
    "(?<=b)",
    "\\d",
    "(?>ab)",
    "A",
    "\\b",
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6), st.text("aAbB1 ²\u0301", max_size=16))
def test_no_match_is_lost(pieces: list[str], text: str) -> None:
    """Each match of a pattern lies within its reach of one of its literals, written as it must be."""
    pattern = "".join(pieces)
    if (found := anchor(pattern, LEXICON)) is None:
        return
    literals = tuple({fold(x) for x in found.literals})
    form = Form("r", pattern, literals, ("x",), 40 + found.beyond, cased=found.literals, opens=found.opens)
    places = Prefilter([form]).places(text, fold(text)).get(0, [])
    for m in regex.finditer(pattern, text):
        assert any(a <= m.start() and m.end() <= b for a, b in places)


def test_a_literal_counts_only_as_the_pattern_writes_it() -> None:
    """`US` is no `us`: what is written otherwise is not even tried."""
    capitals = Form("r", r"\bUS\b", ("us",), ("x",), 2, cased=frozenset(["US"]))
    caseless = Form("r", r"(?i)\bUS\b", ("us",), ("x",), 2)
    text = "They told us." + " So it went." * 40 + " The US agreed."
    found = Prefilter([capitals, caseless]).places(text, fold(text))
    assert [[text[a:b] for a, b in places] for places in found.values()] == [["e US a"], ["d us. ", "e US a"]]


def test_a_literal_inside_a_word_is_not_tried_where_it_must_stand_alone() -> None:
    alone = Form("r", "", ("do",), ("x",), 2, opens=True, closes=True)
    opening = Form("r", "", ("on",), ("x",), 2, opens=True)
    beside = Form("r", "", ("ten",), ("x",), 9, also=("men",), opens=True, closes=True)
    text = "So it went. " * 40 + "Abandon ado, dogs! Often ten men... do. One, on (do)"
    found = Prefilter([alone, opening, beside]).places(text, fold(text))
    assert {n: [text[a:b] for a, b in places] for n, places in found.items()} == {
        0: [". do. ", " (do)"],
        1: [". One, on ("],
        2: ["s! Often ten men... d"],
    }


@given(st.lists(st.text("ab c", min_size=1, max_size=9), min_size=1, max_size=9), st.text("ab c", max_size=40))
def test_a_walk_through_a_text_meets_what_the_automaton_meets(literals: list[str], text: str) -> None:
    """A process that reads little builds no automaton."""
    forms = [Form("r", "", (literal,), ("x",), 2, also=("b",) * (n % 3 == 2)) for n, literal in enumerate(literals)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(prefilter, "CROWDED", 0)
        walked = Prefilter(forms).places(text, text)
        patched.setattr(prefilter, "FEW", -1)
        assert walked == Prefilter(forms).places(text, text)


def test_in_the_corpus_each_shipped_pattern_finds_what_a_plain_search_finds(kit) -> None:  # type: ignore[no-untyped-def]
    forms = [form for form in kit.rulebook.forms if kit.rulebook.rules[form.rule].kind in ("pattern", "segment")]
    tried, compiled = Prefilter(forms), [regex.compile(form.pattern) for form in forms]
    texts = [file.read_text("utf-8") for file in sorted(CORPUS.rglob("*.txt"))]
    for text in texts:
        places = tried.places(text, fold(text))
        for number, pattern in enumerate(compiled):
            for m in pattern.finditer(text):
                assert any(a <= m.start() and m.end() <= b for a, b in places.get(number, [])), pattern.pattern


def test_a_class_of_words_is_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []
    real = anchors._choice
    monkeypatch.setattr(anchors, "_choice", lambda some, known: looked_at.append(len(some)) or real(some, known))
    words = "|".join(f"{a}x{b}" for a in "abcdef" for b in "ghijklm")
    found = [anchor(rf"{verb} (?:{words})\b", Lexicon.shipped()) for verb in ("zib", "zab")]
    assert looked_at == [42]
    assert [sorted(a.literals)[0] for a in found if a] == ["zib axg", "zab axg"]
