"""What is quick finds what is plain: each short cut for texts in which nothing is found, against the long way."""

import re
import sys
from collections import Counter
from dataclasses import replace
from functools import partial
from importlib import import_module
from itertools import chain

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.batch import survey as surveys
from cleaner.batch.survey import survey
from cleaner.diagnosis import cues
from cleaner.model import Document
from cleaner.rulebook import prefilter, scan
from cleaner.rulebook.anchors import anchor
from cleaner.rulebook.compile import forms
from cleaner.rulebook.pattern_tree import looks, stays_on_a_line
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.scan import Rulebook
from cleaner.spelling import features, hypothesis_sources
from cleaner.spelling.corrector import Corrector, nothing_protected
from cleaner.spelling.lexicon import Lexicon
from cleaner.spelling.noisy_text import NoiseStats
from cleaner.text import analysis, foreign
from cleaner.text.analysis import WORD, Analysis, fold, has_odd_letters
from cleaner.text.lines import stretches

LEXICON = Lexicon.shipped()
CORRECTOR = Corrector.shipped(LEXICON)
ALL, LETTERS = "".join(map(chr, range(sys.maxunicode + 1))), frozenset("abcdefghijklmnopqrstuvwxyz")
LOOPS, REPEATS = (import_module(f"cleaner.detectors.{name}") for name in ("loops", "repeats"))
NO_NOISE = NoiseStats(0, Counter(), Counter(), Counter(), Counter())
WORDS = (
    "the",
    "The",
    "THE",
    "a",
    "of",
    "to",
    "x",
    "B",
    "é",
    "it's",
    "22nd",
    "1.5",
    "twenty",
    "nineteen",
    "ninety",
    "As",
)
GAPS = (" ", " ", " ", "\n", "\n\n", ", ", ". ", "-", "’", "“", " (", "\u00a0", "", "ſ", "²", "\u0301", "ı")
PROSE = st.lists(st.sampled_from([*WORDS, *GAPS]), max_size=60).map("".join)


# ------------------------------------------------------------------ words


def test_plain_letters_are_letters_in_both_libraries_and_nothing_else_is_plain() -> None:
    plain = analysis._NOT_PLAIN.sub("", ALL)
    assert len(plain) > 500
    for c in plain:
        for said in (c, f"a{c}b", f"1{c}2", f"a{c}{c}1{c}"):
            assert analysis._PLAIN_WORD.findall(said) == WORD.findall(said), ascii(c)


@given(PROSE)
def test_words_are_counted_as_the_plain_pattern_finds_them(text: str) -> None:
    assert list(Analysis(text).counts.items()) == list(Counter(WORD.findall(text)).items())


def test_a_word_that_was_met_is_known_once_more_and_an_unknown_one_is_not() -> None:
    lexicon = LEXICON.with_words(["Zelvadroka"])
    words = frozenset(["newspaper", "qwzrt", "Zelvadroka", "tbe"])
    assert lexicon.unknown(words) == lexicon.unknown(words) == {"qwzrt", "tbe"}
    assert LEXICON.unknown(words) == {"qwzrt", "tbe", "Zelvadroka"}
    assert lexicon.unknown({"Newspaper", "NEWSPAPER’S", "Qwzrt", "TBE"}) == {"Qwzrt", "TBE"}


def test_the_known_words_that_were_met_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.spelling.lexicon.MOST_KEPT", 2)
    lexicon = LEXICON.with_words([])
    for word in ("one", "two", "three", "four", "five", "six"):
        assert not lexicon.unknown({word})
    assert len(lexicon._met) < 5


# ------------------------------------------------------------------ words and what stands beside them

# What `features._SPEECH` finds, each form written from its first letter on.
SPOKEN = re.compile(
    r"(?<=[a-z]in)['’](?!\w)|(?<![\w'’‘])['’‘](?:em|un|tis|twas|bout|cause|im|er|ere|ud|ull)\b"
    r"|\b(?:o|th|an|wi|ol)['’](?!\w)|\bi\b(?!\.)|[.!?] [a-z]"
)
SPEECH = st.lists(st.sampled_from([*"'’‘.!?is _\n", " ", "o", "an", "wi", "in", "em", "cause", "É"]), max_size=12)


@given(SPEECH.map("".join))
@example(". o' i. th' 'em goin' 'i'")
def test_speech_is_found_from_its_signs(text: str) -> None:
    assert len(features._SPEECH.findall(text)) == len(SPOKEN.findall(text))


PIECES = st.sampled_from(["in", "to", "hay", "stack", "be", "Hay", "Smith", "W", "tbe", "7", "c"])


@given(st.lists(st.tuples(PIECES, st.sampled_from([" ", " ", "\n", "-", "- ", ". ", "."])), min_size=2, max_size=8))
@example([("the", " "), ("hay", " "), ("stack", " ")])
@example([("the", " "), ("hay", "-\n"), ("stack", " ")])
def test_what_is_passed_over_has_nothing_to_choose(pieces: list[tuple[str, str]]) -> None:
    """Two known words that a blank parts, in a scan; a sentence of known words, in a text that is none."""
    text = "".join(chain.from_iterable(pieces))
    page, known = CORRECTOR.survey(text).with_locks(nothing_protected, True), CORRECTOR._hypotheses
    for i in range(len(page.tokens) - 1):
        tokens, beside = page.tokens[i : i + 3], page.between(i) == " " and not any(page.locked[i : i + 2])
        if beside and not tokens[0].stop and hypothesis_sources._pieces(page, i, known) is None:
            whole = hypothesis_sources.Pieces(tokens, " ", [known.knows(u.text) for u in tokens])
            found = [source(page, i, whole, known) for source in hypothesis_sources.JOINED.values()]
            assert not any(map(list, found)), tokens
    plain = replace(page, is_scan=False)
    for first, last in plain.sentences():
        if CORRECTOR._stands(plain, first, last):
            assert all(len(hypothesis_sources.hypotheses_at(plain, i, known)) == 1 for i in range(first, last))


def test_what_misread_letters_stood_for_is_asked_of_the_lexicon_at_hand(kit) -> None:  # type: ignore[no-untyped-def]
    def becomes(lexicon: Lexicon) -> list[tuple[str, ...]]:
        found = kit.rulebook.scan(Analysis("They met in tbelvadro then."), lexicon).matches
        return [m.fixes for m in found if m.found == "tbelvadro"]

    assert becomes(LEXICON) == []
    assert becomes(LEXICON.with_words(["thelvadro"])) == [("thelvadro",)]
    assert becomes(LEXICON) == []


# ------------------------------------------------------------------ letters in either case


def test_letters_like_those_of_ascii_are_known() -> None:
    """`ſ` is an s to a pattern without case; every other letter is one in lower case too."""
    alike = regex.findall("(?i)" + "|".join(LETTERS), ALL)
    assert [c for c in alike if c.lower() not in LETTERS] == [c for c in ALL if has_odd_letters(c)]


@given(PROSE)
@example("aſ aſ")
@example("“the the”")
@example("(A a")
def test_a_text_that_is_not_searched_for_doubled_words_has_none(text: str) -> None:
    if REPEATS._TWICE.search(text):
        assert REPEATS._DOUBLED.search(" " + fold(text)) or has_odd_letters(text)


@given(PROSE)
@example("in nineteen ninety five ")
@example("in nİneteen ninety ")
@example("in twenty twelve ")
@example("the x. b. c. d. the ")
def test_years_and_letters_are_looked_for_wherever_they_can_be(text: str) -> None:
    text *= 1 + 80 // max(1, len(text))
    told = cues._spoken_years(Analysis(text), NO_NOISE)
    assert bool(told) == bool(cues._SPOKEN_YEAR.search(text))
    assert cues._LONE_LETTERS.search(text) or not cues._SPELT_OUT.search(text)


@given(st.lists(st.sampled_from(["One", "two", "three.", "four", "five?”", "e.g."]), max_size=200).map(" ".join))
@example("So it is. It is. Now " + "so it went on and " * 11)
@example("So " + "it went on and " * 37 + "So ")
def test_full_stops_and_capitals_are_counted_as_far_as_they_matter(text: str) -> None:
    seen = Analysis(text)
    words, ends = seen.counts.total(), len(cues._SENTENCE_ENDS.findall(text))
    capitals = sum(times for word, times in seen.counts.items() if word[0].isupper())
    few_ends, few_capitals = cues._no_full_stops(seen, NO_NOISE), cues._no_capitals(seen, NO_NOISE)
    assert bool(few_ends) == (words >= cues.ENOUGH and words > 60 * max(1, ends))
    assert not few_ends or few_ends.detail == f"{ends} in {words} words"
    assert bool(few_capitals) == (words >= cues.ENOUGH and capitals * 100 < words)
    assert not few_capitals or few_capitals.detail == f"{capitals} in {words} words"


# ------------------------------------------------------------------ loops


def rows(longest: int) -> st.SearchStrategy[list[str]]:
    phrase = st.lists(st.sampled_from("abcd"), min_size=1, max_size=longest)
    row = st.tuples(phrase, st.integers(1, 6)).map(lambda row: row[0] * row[1])
    return st.lists(row, max_size=6).map(lambda rows: [word for row in rows for word in row])


@given(rows(4) | rows(LOOPS.LONGEST))
def test_every_row_of_equal_phrases_is_begun(words: list[str]) -> None:
    begun = LOOPS._begun(words)
    assert begun == sorted(set(begun))
    assert {at for at in range(len(words)) if LOOPS._row(words, at)} <= {*begun}


class Compared(str):
    """A word that counts how often it is compared."""

    times = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        Compared.times += 1
        return str.__eq__(self, other)


def test_one_word_over_and_over_takes_no_square_of_its_times() -> None:
    words = [Compared("so") for _ in range(1_000)]
    assert LOOPS._begun(words)[-1] == 1_000 - 1 - LOOPS._RUNS[1]
    assert Compared.times < 20 * len(words)


# ------------------------------------------------------------------ rules

PARTS = ["a", "b", "[ab]", "a?", "b+", "(?:ab|b)", "(?=a)", "(?<=b)", "[^a]", "\\s", "\\n", ".", "(?m:^)", "(?m:$)"]


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=6), st.text("ab c\n", max_size=20))
def test_a_pattern_that_stays_on_a_line_matches_no_line_break(parts: list[str], text: str) -> None:
    pattern = "".join(parts)
    if stays_on_a_line(pattern):
        assert "\n" not in "".join(m.group() for m in regex.finditer(pattern, text))


LINES = {  # whether a match can hold no line break
    r"Menu [^\S\n]*\p{Lu}.*": True,
    r"(?<=\n)Menu(?=\s)": True,
    r"(Menu|[a-z]{2}) \d+": True,
    r"Menu\s": False,
    r"(?s)Menu.": False,
    r"(?s:Menu.)": False,
    r"Menu[^a]": False,
    r"Menu[^\p{L}]": False,
    r"Menu\P{L}": False,
    r"Menu[\t-\r]": False,
    r"Menu\p{Z}": False,
    r"(?=(\n))\1Menu": False,
}


@pytest.mark.parametrize(("pattern", "stays"), LINES.items())
def test_whether_a_pattern_stays_on_a_line(pattern: str, stays: bool) -> None:
    assert stays_on_a_line(pattern) == stays


def test_what_is_looked_at_within_a_look_is_farther_away() -> None:
    assert looks(r"a(?=b(?=cd))") == (0, 3)
    assert looks(r"(?<=a(?<=bcd))x") == (4, 0)


SHAPES = ["a", "b", "[ab]", "a+", "(?:ab|ba)", " ", "(?=b)", "(?<=a)", "\\n", "\\s", "[^a]", "\\b", "(?=\\n)"]
SHAPES += ["(?<=\\n)", "(?=\\nba)", "(?<=ab\\n)", "(?:a(?=\\nb)|b)", "[^\\n]*"]


@given(
    st.lists(st.sampled_from(SHAPES), min_size=1, max_size=6).map("".join),
    st.lists(st.sampled_from(["a", "b", "ab", " ", "\n", "é"]), max_size=40).map("".join),
    st.booleans(),
)
@example("[ab]+(?=\nba)", "ab\nba", False)
@example("a", "\na", True)
def test_a_rule_matches_where_its_pattern_does_however_it_is_tried(pattern: str, text: str, line: bool) -> None:
    """Line by line, without a clock, and in the plain way."""
    if not anchor(pattern, LEXICON):
        return
    rule = Rule("t/r", "t", "own.yaml", 1, "segment" if line else "pattern", find=pattern, fix=("x",))
    (form,) = forms(rule, LEXICON)
    ways = [form._replace(on_a_line=one, tame=tame) for one in {False, form.on_a_line} for tame in (False, True)]
    ways += [form._replace(on_a_line=False, tame=True, crowded=True)]
    found = [Rulebook.of([rule], [way]).scan(Analysis(text), LEXICON).matches for way in ways]
    assert all(matches == found[0] for matches in found)


def test_only_phrases_and_shipped_patterns_are_tried_without_a_clock(kit) -> None:  # type: ignore[no-untyped-def]
    assert all(form.tame for form in kit.rulebook.forms)
    own = Rule("t/r", "t", "own.yaml", 1, "pattern", find="(a+)+b", fix=("x",))
    phrase = replace(own, kind="find", find=("a b",))
    assert [form.tame for rule in (own, phrase) for form in forms(rule, LEXICON)] == [False, True]


def test_a_long_stretch_is_searched_with_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = Rule("t/r", "t", "own.yaml", 1, "find", find=("a b",), fix=("x",))
    (form,) = forms(rule, LEXICON)
    monkeypatch.setattr(scan, "SHORT", 3)
    assert scan._promising(form, "x" * 9, [(0, 3), (0, 9)]) == [(0, 9)]
    on_lines = form._replace(line=True, on_a_line=False)
    assert scan._promising(on_lines, "x" * 9, [(0, 3), (0, 9)]) == [(0, 9)]


def test_only_the_line_of_a_literal_is_searched() -> None:
    rule = Rule("t/r", "t", "own.yaml", 1, "pattern", find=r"\w+ so \w+", fix=("x",))
    (form,) = forms(rule, LEXICON)
    text = "one\nhe said so twice\n" + "z" * 900 + "\n" + "y" * 900 + " so it " + "y" * 300 + " so it " + "y" * 900
    found = prefilter.Prefilter([form]).places(text, fold(text))[0]
    assert text[slice(*found[0])] == "he said so twice"
    assert [end - start for start, end in found[1:]] == [form.reach + 4 + 303 + 4 + form.reach]


def test_a_rule_for_lines_of_figures_is_tried_on_each_line() -> None:
    rule = Rule("t/r", "t", "own.yaml", 1, "segment", find=r"-? ?\d{1,4} ?-?", fix=("x",))
    (form,) = forms(rule, LEXICON)
    assert form.crowded and not form.on_a_line
    text = "In 1 or 2 years.\n\n - 12 -\nIt is 7.\n"
    assert [m.start for m in Rulebook.of([rule], [form]).scan(Analysis(text), LEXICON).matches] == [19]
    (words,) = forms(replace(rule, find="Menu|Home"), LEXICON)
    assert words.on_a_line and not words.crowded


def test_a_letter_that_is_literal_enough_is_looked_for_before_its_pattern() -> None:
    rule = Rule("t/r", "t", "own.yaml", 1, "pattern", find="ﬁ", fix=("fi",))
    tried = prefilter.Prefilter(list(forms(rule, LEXICON)))
    assert tried.places("a fish", "a fish") == {} and tried.places("a ﬁsh", "a ﬁsh") == {0: [(0, 5)]}


# ------------------------------------------------------------------ other languages, long texts

SAID = [
    "la",
    "que",
    "de los",
    "Que",
    "die",
    "das",
    "und",
    "он не",
    "I saw",
    "É",
    "Los Ángeles",
    "Juan de la Cruz",
    "Ɛ",
    "K",
]


@given(st.lists(st.sampled_from([*SAID, *GAPS]), max_size=30).map("".join))
@example("Ɛß")
@example("de² que")
def test_a_passage_without_foreign_words_needs_no_closer_look(passage: str) -> None:
    quick = foreign.is_foreign(passage)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(foreign, "_BEYOND_LATIN", re.compile(""))  # no passage is passed over
        assert foreign.is_foreign(passage) == quick


@given(st.text(st.sampled_from("aA sΣσ.ıßé\n\x1c"), max_size=60))
@example("ΑΣ\nΣΑ")
def test_a_long_text_is_read_piece_by_piece(text: str) -> None:
    folded, words = fold(text), LOOPS._words(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(analysis, "LONG", 0)
        for module in (analysis, LOOPS):
            patched.setattr(module, "stretches", partial(stretches, size=3))
        assert (fold(text), LOOPS._words(text)) == (folded, words) == (text.lower(), text.lower().split())


# ------------------------------------------------------------------ surveys


def test_a_survey_is_made_once_and_asked_for_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surveys, "_once", {})
    document = Document("a", "Our garden club meets on Mondays.", source="example.org")
    first, again, third = survey(document), survey(replace(document, id="b")), survey(document)
    assert first is again and third == first and third is not first
    assert survey(replace(document, source="other.org")).place == "other.org"


def test_of_a_large_batch_few_surveys_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surveys, "_once", {})
    monkeypatch.setattr(surveys, "MOST_TEXTS", 3)
    for number in range(9):
        survey(Document("a", f"Page {number}.", source="example.org"))
    survey(Document("a", "x" * (surveys.LONG_TEXT + 1), source="example.org"))
    assert len(surveys._once) == 3
