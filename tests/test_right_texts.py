"""The light scans that the classifier is fitted on: right text, and few words in it misread by known confusions."""

import random
import sys

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
from training.right_texts import RATES, RightText, light_scans, misread, pieces

COSTS = {("c", "e"): 2.0, ("rn", "m"): 3.0, ("", "s"): 4.0, ("e", ""): 4.0, (" ", "t"): 2.0}
PAGE = "The captain meant to sell some of the smaller nets in the market before the summer came. " * 60


def test_about_one_word_in_so_many_is_misread() -> None:
    old, new = PAGE.split(), misread(PAGE, COSTS, 20, random.Random(5)).split()
    assert len(old) == len(new)
    changed = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    assert 20 <= len(changed) <= 70
    assert all(len(b) - len(a) in (-1, 0, 1) for a, b in changed)


def test_each_misread_word_shows_one_confusion_of_the_table() -> None:
    changed = zip(PAGE.split(), misread(PAGE, {("rn", "m"): 3.0}, 5, random.Random(5)).split(), strict=True)
    assert {a.replace("m", "rn", 1) == b or b.count("rn") == 1 for a, b in changed if a != b} == {True}


@pytest.mark.parametrize("text", ["/tmp/seen", "it by", "4th, 3rd, B2B", "a@example.com", "xyz"])
def test_addresses_short_words_and_words_without_such_letters_stay(text: str) -> None:
    assert misread(text, COSTS, 1, random.Random(1)) == text


def test_rates_and_kinds_go_with_the_texts() -> None:
    texts = [RightText(kind, PAGE) for kind in ("law", "verse", "news", "chat", "law", "verse", "news")]
    scans = list(light_scans(texts, COSTS))
    assert [scan.kind for scan in scans] == [text.kind for text in texts]
    assert [scan.printed for scan in scans] == [PAGE] * len(texts) and scans[0].noisy
    apart = [sum(a != b for a, b in zip(s.read.split(), s.printed.split(), strict=True)) for s in scans]
    assert len(RATES) == len(texts) and apart[0] > apart[2] > apart[5]
    assert [scan.read for scan in light_scans(texts, COSTS)] == [scan.read for scan in scans]
    assert [scan.read for scan in light_scans(texts, COSTS, 1)] != [scan.read for scan in scans]


def test_pieces_are_the_whole_text() -> None:
    for text in (PAGE, "a line\n" * 50, "one\n\n" * 50, ""):
        assert "".join(pieces(text, 80)) == text
    assert max(map(len, pieces("a line\n" * 50, 80))) <= 2 * 80 + len("a line\n")
