"""What reads only some lines of a text finds what the whole text shows."""

from collections import Counter
from functools import partial

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.detectors.controls import _CONTROL, _PARTED, _SIGN_OF_CONTROL, _SIGN_OF_SOFT
from cleaner.detectors.encoding import _BEYOND_ASCII, _LINE
from cleaner.rulebook import prefilter
from cleaner.rulebook.conditions import CueIndex
from cleaner.rulebook.form import Form
from cleaner.spelling import noisy_text
from cleaner.text import analysis, codelike, protection
from cleaner.text.analysis import Analysis, fold
from cleaner.text.expressions import compiled
from cleaner.text.lines import lines_with, matches_on_lines, on_lines, stretches, to_the_last

PIECES = (
    *("a@b.com", "a.com_x", "b.com", "/usr/bin/x", "C:\\a", "foo_bar", "x.strip()", "f(", "a['k']", "--dry-run", "-rf"),
    *("X=/etc", "a==1", "std::map", "${HOME}", "$PATH_X", "src/main.py", ".bashrc", "menu.lst", "camelCase", "$X"),
    *(
        "word [sic]",
        "[sic]",
        "(sic]b",
        "\n[sic]",
        "co\u00adop",
        "\u00ad\u00adx",
        "don\x92t",
        "Ã\x93",
        "\x85",
        "donâ€™t",
    ),
    *("donâ€™t", "cafÃ© ", "\n", "\n", "\r", " ", "İΣ", "the", "The", "the-the", "1.5", "ΑΣ", "e\u0301"),
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.sampled_from(" \n.x"), max_size=40).map("".join)
#: a sign, and a pattern that cannot be without it
SIGNS = (
    *codelike._TOKENS.values(),
    *codelike._BESIDES,
    protection._E_MAIL,
    protection._PATH,
    (_SIGN_OF_CONTROL, _CONTROL),
    (_SIGN_OF_SOFT, _PARTED),
)


@given(TEXTS)
def test_a_pattern_with_a_sign_needs_only_the_lines_that_have_it(text: str) -> None:
    for sign, pattern in SIGNS:
        assert list(on_lines(sign, pattern, text)) == [m.span() for m in pattern.finditer(text)]


@given(TEXTS)
def test_what_is_said_of_a_word_protects_it_on_the_line_before_too(text: str) -> None:
    assert list(protection._said_so(text)) == [m.span() for m in protection._SIC.finditer(text)]


@given(TEXTS)
@example("a.com_x\nb.com")
def test_hosts_and_files_end_with_their_last_ending(text: str) -> None:
    for run, ending, sign in (
        (protection._HOST, protection._DOMAIN, protection._TOP),
        (codelike._NAME, codelike._ENDING, ""),
    ):
        plain = ((m, [found.end() for found in ending.finditer(text, *m.span())]) for m in run.finditer(text))
        expected = [(m.start(), max(ends)) for m, ends in plain if ends] if ending.search(text) else []
        assert list(to_the_last(run, ending, text, sign)) == expected


@given(TEXTS)
def test_only_lines_with_two_letters_beyond_ascii_can_be_mojibake(text: str) -> None:
    read = list(matches_on_lines(_BEYOND_ASCII, _LINE, text))
    suspect = [m.span() for m in _LINE.finditer(text) if _BEYOND_ASCII.search(m.group())]
    assert [m.span() for m in read if _BEYOND_ASCII.search(m.group())] == suspect


@given(TEXTS, st.integers(1, 9))
def test_stretches_are_whole_lines_and_the_whole_text(text: str, size: int) -> None:
    parts = [text[start:end] for start, end in stretches(text, size)]
    assert "".join(parts) == text
    assert all(part.endswith("\n") and len(part) > size for part in parts[:-1])


@given(TEXTS)
def test_lines_with_a_sign_are_the_lines_that_have_it(text: str) -> None:
    for sign in ("the", compiled("[Tt]he")):
        pattern = regex.compile(sign) if isinstance(sign, str) else sign
        lines = [m.span() for m in regex.finditer(r"[^\n]+", text) if pattern.search(m.group())]
        assert list(lines_with(sign, text)) == lines


@given(TEXTS, st.sets(st.sampled_from(["the", "The", "the-the", "1.5", "x", "strip"]), min_size=1))
@example("the-the\nthe", {"the"})
def test_the_places_of_some_words_are_those_of_their_tokens(text: str, words: set[str]) -> None:
    for few in (0, 200):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(analysis, "FEW", few)
            assert list(Analysis(text).places(words)) == [t for t in Analysis(text).tokens if t.text in words]


@given(
    st.lists(st.sampled_from([*PIECES, "bro-\nken", "¬\n", "tbe", "ab^c", "M'X", "\n\u0301x"]), max_size=40).map(
        " ".join
    )
)
@example("a bro-\nken word")
def test_the_noise_of_a_text_is_that_of_its_stretches(text: str) -> None:
    counted = []
    for size in (1, 100_000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(noisy_text, "stretches", partial(stretches, size=size))
            counted.append([list(words.items()) for words in noisy_text._counted(text, {"the", "ken"}.__contains__)])
    assert counted[0] == counted[1]


@given(TEXTS)
def test_the_automaton_reads_piece_by_piece(text: str) -> None:
    literals = ["the", "the-the", "a", "strip()", "b.com", ".com", "x", "\n", "co"]
    forms = [Form(literal, literal, (literal,), (), 5) for literal in literals]
    found = []
    text += "\n" + "z" * 5_000  # so that not all of it is near a literal
    for piece in (13, 100_000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(prefilter, "PIECE", piece)
            patch.setattr(prefilter, "FEW", -1)
            reader = prefilter.Prefilter(forms)
            found.append((reader.places(text, fold(text)), sorted(reader._met(fold(text)))))
    assert found[0] == found[1]


def test_the_words_of_a_long_text_are_counted_over_all_stretches() -> None:
    text = "one two\n" * 30_000
    assert Analysis(text).counts == Counter(one=30_000, two=30_000)


@given(TEXTS)
@example("İ ΑΣ b")
def test_lower_case_keeps_every_place(text: str) -> None:
    assert fold(text) == (low if len(low := text.lower()) == len(text) else "".join(map(fold, text)))


def test_cues_are_looked_for_as_far_as_they_are_asked_and_then_on() -> None:
    cues = CueIndex(Analysis("The mob met the mob, and the Mob left."))
    assert [next(cues.spans(("mob",), 0, 38)) for _ in range(2)] == [(4, 7), (4, 7)]
    assert list(cues.spans(("mob",), 0, 38)) == list(cues.spans(("mob",), 0, 38)) == [(4, 7), (16, 19), (29, 32)]
