"""Where ligatures may be lost, in texts of few words: each place that is found beside one that is none."""

import pytest

from cleaner.spelling.ligature_votes import Votes
from cleaner.spelling.lost_ligatures import LOST, TORN, LigaturePlace, Print, WithLigature


def page(text: str, knows: str, stands: str = "") -> Print:
    return Print(text, stands.split().__contains__, knows.split().__contains__, stands.split().__contains__)


@pytest.mark.parametrize(
    ("text", "knows", "stands", "found"),
    [
        ("tab ing", "tabfling", "tab", [(0, 7, LOST)]),
        ("table ing", "tablefling", "table", []),  # a long word that stands by itself is no piece
        ("fi lms", "films", "", [(0, 6, TORN)]),
        ("fi x", "fix", "", []),  # so short a word is there by chance
        ("off ice", "office", "", [(0, 7, TORN)]),
        ("off ice", "offfiice", "", []),  # the ligature is there, and no second one is lost
    ],
)
def test_pieces_beside_each_other(text: str, knows: str, stands: str, found: list[tuple[int, int, str]]) -> None:
    places = page(text, knows, stands).around(text.index(" ") + 1, len(text))
    assert [place[:3] for place in places] == found


@pytest.mark.parametrize(
    ("text", "knows", "found"),
    [
        ("lm", "film", [(0, 2)]),
        ("a lm", "film", [(2, 4)]),
        ("a  lm", "film", [(2, 5)]),  # two blanks: the gap is one of them
        ("o", "off", [(0, 1)]),
        ("e", "fie", []),  # a letter stands for itself
    ],
)
def test_a_ligature_that_is_gone_from_a_word(text: str, knows: str, found: list[tuple[int, int]]) -> None:
    start = text.rindex(" ") + 1 if " " in text else 0
    assert [place[:2] for place in page(text, knows).lacking(start, len(text))] == found


def test_of_a_row_of_signs_no_combinations_are_tried() -> None:
    tried: list[str] = []
    text = "e!e!tive a!b!c!d"
    few = Print(text, lambda word: False, lambda word: bool(tried.append(word)), lambda word: False)
    assert not [*few.with_sign("!")]
    assert tried and not [word for word in tried if word.startswith("a")]


def test_a_sign_in_a_key_or_a_checksum_is_no_ligature() -> None:
    text = "de7nite 7rst:7nd c8:7e:92 ab+7e/c 017e93 7e:44 f5:7e"
    found = [text[place.start : place.end] for place in page(text, "definite first find tie").with_sign("7")]
    assert found == ["de7nite"]


def test_a_word_that_stands_often_has_two_votes() -> None:
    places = [LigaturePlace(at, at + 2, "!", (WithLigature("film", "fi"),), True) for at in (0, 3, 6)]
    assert Votes("!l !l !l", places, lambda word: True).of("!") == 2


@pytest.mark.parametrize(
    ("word", "signs"),
    [
        ("diƟerent", "Ɵ"),
        ("oVice", "V"),
        ("O6ce", "6"),
        ("naïeté", "ï"),
        ("слово", ""),  # each letter would be looked for in the whole of a Russian page
        ("тоLтк", ""),
        ("LinkNaijaNG", ""),  # two more capitals
    ],
)
def test_which_letters_of_an_unknown_word_may_stand_for_a_ligature(word: str, signs: str) -> None:
    assert page(word, "").signs([word]) == set(signs)
