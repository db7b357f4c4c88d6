"""No text makes its reader slow: each of these, twice as long, takes twice as long and not four times.

Counted in processor time, the least of several tries, so that a busy machine accuses nobody.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest
import regex

from cleaner.formats import markdown
from cleaner.kit import Kit
from cleaner.model import Document
from cleaner.names.entries import read
from cleaner.pipeline import clean
from cleaner.text.analysis import Analysis
from cleaner.text.deadline import PATIENCE
from cleaner.text.protection import own_spans, protected_spans

UNITS = (
    *("a.", "a@a.", "a@", "a-", "x", "+", "/a", "www.", "a.a.a b.com ", "[sic] ", "@", "a_", "a(", "a[", "a::", "--a"),
    *("f()", "<a ", '<a "', "<a '", "<a \"<a '", "</a", "<!--", "<pre ", "{{", "{%", "$$", "$", "`", "` `` ``` "),
    *("```\n", "~~~\n", "```x\n", "](", "](a(b)", "][", "[", "[a]: ", "> ", ">", "- ", "-|", "-", "|", "| ", "=", "~"),
    *("^", "*", "_", " ", "\t", "\n", "\n ", "\n    a", "a\n---\n", "a::\n\n", ". . ", "“", '"', "«", "„a"),
    *(
        "&",
        "&amp;",
        "&a",
        "if (",
        "a = ",
        "return (",
        "for x in ",
        "é",
        "Ã",
        "â€",
        "\u00ad",
        "\x93",
        "e\u0301",
        "the ",
        "a b ",
    ),
)
TAILS = ("", " @ [sic] b.com\nend")
READERS: dict[str, Callable[[str], object]] = {
    "protected spans": lambda text: list(protected_spans(text)),
    "Markdown": lambda text: list(markdown.protected(text)),
    "words and sentences": lambda text: ((a := Analysis(text)).tokens, a.sentences, a.paragraphs),
}
# Every reader of ours is through so many characters in a hundredth of this; one that begins anew at each is not.
LENGTH, SOON = 3_000, 0.01
RATIO = 3.0  # of twice the length: 2 for a straight line, 4 for a square


def seconds(read: Callable[[str], object], text: str) -> float:
    """Processor time for a text, the least of three tries; one that is soon done is not tried again."""
    least = float("inf")
    for _ in range(3):
        start = process_time()
        read(text)
        least = min(least, process_time() - start)
        if least < SOON:
            break
    return least


def grows(read: Callable[[str], object], unit: str, tail: str = "") -> tuple[float, ...]:
    """How much longer twice the text takes, from the length at which it shows; nothing where it never shows."""
    one = seconds(read, unit * (LENGTH // len(unit)) + tail)
    if one < SOON:
        return ()
    two, four = (seconds(read, unit * (n * LENGTH // len(unit)) + tail) for n in (2, 4))
    return two / one, four / two


@pytest.mark.parametrize("reader", READERS)
def test_twice_the_text_takes_twice_the_time(reader: str) -> None:
    grown = {(unit, tail): grows(READERS[reader], unit, tail) for unit in UNITS for tail in TAILS}
    assert {where: ratios for where, ratios in grown.items() if max(ratios, default=0) > RATIO} == {}


def test_the_measure_sees_a_square() -> None:
    assert max(grows(regex.compile(r"\w+@").findall, "x", " @"), default=0) > RATIO


@pytest.mark.parametrize("unit", ["x", "fi"])
def test_letters_without_end_are_looked_through_for_no_words(unit: str, kit: Kit) -> None:
    text = f"Tbe man saw tbe house. {unit * (40_000 // len(unit))}\n"
    start = process_time()
    clean(Document("a.txt", text), kit)
    assert process_time() - start < 1.5


@pytest.mark.parametrize("unit", ["a.", "a@a.", "x", "<a ", "-|", "“", "Ã©", "\u00ad", "&amp;", "the "])
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_run_through_such_a_text_is_soon_done(unit: str, name: str, kit: Kit) -> None:
    text = f"Tbe man saw tbe house. {unit * (12_000 // len(unit))}\n\nTbe end of tbe road.\n"
    protect = markdown.protected if name == "a.md" else None
    start = process_time()
    cleaned = clean(Document(name, text, protect=protect), replace(kit, damage={"ocr": 0.999}))
    assert process_time() - start < 5
    assert cleaned.text.startswith("The man saw the house.") and cleaned.text.endswith("The end of the road.\n")


def test_letters_without_end_are_no_word_that_was_misread(kit: Kit) -> None:
    start = process_time()
    kit.rulebook.scan(Analysis("rn" * 30_000), kit.lexicon)
    assert process_time() - start < 1


def test_a_pattern_of_the_users_is_given_up_and_then_nothing_is_touched(kit: Kit) -> None:
    text = "Tbe man saw tbe house. " + "x" * 40 + "!\n"
    endless, quick = regex.compile("(?:x|xx)+$"), regex.compile("t.e house")
    start = process_time()
    cleaned = clean(Document("a.txt", text), replace(kit, damage={"ocr": 0.999}, protect=(quick, endless)))
    assert process_time() - start < 4 * PATIENCE + 3
    assert cleaned.text == text
    assert [n for n in cleaned.notices if "(?:x|xx)+$" in n and "nothing in this text was touched" in n]
    cleaned = clean(Document("a.txt", text), replace(kit, damage={"ocr": 0.999}, protect=(quick,)))
    assert cleaned.text == text.replace("Tbe", "The") and not cleaned.notices


def test_a_glossary_of_many_names_with_aliases_is_soon_read(tmp_path: Path) -> None:
    file = tmp_path / "names.yaml"
    file.write_text("".join(f"Name{n}: [Nahm{n}]\n" for n in range(10_000)))
    start = process_time()
    assert len(read([file])) == 10_000
    assert process_time() - start < 1.5


def test_what_users_protect_is_found() -> None:
    assert own_spans("a widget and a gadget", [regex.compile(r"\bw\w+"), regex.compile(r"\bg\w+")]) == (
        [(2, 8), (15, 21)],
        [],
    )
