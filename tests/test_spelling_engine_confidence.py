"""What the engine said of its own words is one more piece of evidence, and is shown."""

from __future__ import annotations

from pathlib import Path

import made
import pytest
from command import cleaner
from hypothesis import given
from hypothesis import strategies as st
from test_layout import alto, document_of, hocr

from cleaner.formats.scans import alto as alto_format
from cleaner.formats.scans import hocr as hocr_format
from cleaner.model import Edit, Finding, Tier
from cleaner.spelling.engine_confidence import NAME, with_engine_confidence
from cleaner.spelling.lexicon import Lexicon
from cleaner.text import edits as algebra
from cleaner.text.analysis import Analysis
from cleaner.text.rebase import moved_confidences

TEXT = "He saw tbe hat."


def finding(word: str, rule: str = "spelling/word", damage: str = "ocr", tier: Tier = Tier.LIKELY) -> Finding:
    after = None if tier is Tier.FLAG else "" if rule == "ocr/page-number" else "x"
    return made.finding(TEXT, word, after, rule, damage=damage, tier=tier)


WEIGHED = {  # a finding, how sure the engine was, which engine: what that weighs (None: nothing is said)
    "unknown, a little unsure": (finding("tbe"), 0.85, "tesseract 5.3.0", 0.2),
    "unknown, garbled": (finding("tbe"), 0.2, "Tesseract", -0.25),
    "known, sure": (finding("hat"), 0.97, "tesseract 5.3.0", -1.8),
    "known, a little unsure": (finding("hat"), 0.7, "tesseract 5.3.0", 0.2),
    "a rule for scans": (finding("tbe", "ocr/b-for-h"), 0.85, "tesseract 5.3.0", 0.2),
    "a speck": (finding("tbe", "spelling/speck"), 0.2, "tesseract 5.3.0", -0.25),
    "an engine that nobody measured": (finding("hat"), 0.97, "ABBYY FineReader", 0.0),
    "an engine without a name": (finding("hat"), 0.97, "", 0.0),
    "another damage": (finding("hat", "mt/es/x", "mt/es"), 0.97, "tesseract 5.3.0", None),
    "what deletes a line": (finding("hat", "ocr/page-number"), 0.97, "tesseract 5.3.0", None),
    "safe": (finding("hat", tier=Tier.SAFE), 0.97, "tesseract 5.3.0", None),
    "only pointed at": (finding("hat", tier=Tier.FLAG), 0.97, "tesseract 5.3.0", None),
    "no confidence said": (finding("hat"), None, "tesseract 5.3.0", None),
}


@pytest.mark.parametrize(("found", "sure", "engine", "weight"), WEIGHED.values(), ids=WEIGHED)
def test_what_a_confidence_weighs(found: Finding, sure: float | None, engine: str, weight: float | None) -> None:
    said = () if sure is None else ((found.start, found.end, sure),)
    analysis = Analysis(TEXT, confidences=((0, 2, 0.5), *said), engine=engine)
    after = with_engine_confidence(found, analysis, Lexicon.shipped())
    assert [e.weight for e in after.evidence[len(found.evidence) :]] == ([] if weight is None else [weight])
    assert all(e.detail for e in after.evidence if e.name == NAME)


SAID = {  # what a word of hOCR says: how sure the engine was
    "bbox 0 0 1 1; x_wconf 87": 0.87,
    "x_wconf 87.5; bbox 0 0 1 1": 0.875,
    "x_wconf 300": 1.0,
    "x_wconf -1": 0.0,
    "x_confs 90 80 70": 0.8,
    "x_wconf high": None,
    "": None,
}


@pytest.mark.parametrize(("title", "sure"), SAID.items())
def test_what_hocr_says(title: str, sure: float | None) -> None:
    assert hocr_format.confidence(title) == pytest.approx(sure)


@pytest.mark.parametrize(
    ("word", "letters", "sure"),
    [("0.87", "999", 0.87), ("1", "", 1.0), ("9", "", 1.0), ("", "00", 1.0), ("", "9 9", 0.0), ("no", "", None)],
)
def test_what_alto_says(word: str, letters: str, sure: float | None) -> None:
    assert alto_format.confidence(word, letters) == sure


@given(st.data())
def test_a_word_keeps_its_confidence_where_edits_move_it(data: st.DataObject) -> None:
    words = data.draw(st.lists(st.text("abc", min_size=1, max_size=4), min_size=1, max_size=6))
    text = " ".join(words)
    starts = [len(" ".join(words[:i])) + (i > 0) for i in range(len(words))]
    said = tuple((s, s + len(w), i / 10) for i, (s, w) in enumerate(zip(starts, words, strict=True)))
    changed = data.draw(st.sets(st.integers(0, len(words) - 1)))
    edits = [Edit(said[i][0], said[i][1], data.draw(st.text("xyz", max_size=5))) for i in sorted(changed)]
    new = algebra.apply(text, edits)
    put = iter(edits)
    assert [new[a:b] for a, b, _ in moved_confidences(said, edits)] == [
        next(put).text if i in changed else word for i, word in enumerate(words)
    ]


PAGE = [
    [
        "Tbe governrnent of the province met on the niorning of the tenth, and tlie members were".split(),
        "told that thc bridge over the river had been carried awav by the flood of the week before.".split(),
        "They bclieved that it would be rebuilt before winter, and that the eost would be shared.".split(),
    ]
]


@pytest.mark.parametrize(("name", "make"), [("a.hocr", hocr), ("a.xml", alto)])
def test_explain_shows_it_and_a_second_run_changes_nothing(elsewhere: Path, name: str, make) -> None:  # type: ignore[no-untyped-def]
    data = make(PAGE, confidence=85)
    (elsewhere / name).write_bytes(data)
    told = cleaner("explain", name, "--damage", "ocr", cwd=elsewhere).text
    assert "+0.20  the engine's own confidence (tesseract 5.3.0 was 0.85 sure of what is no known word)" in told
    assert cleaner("clean", name, "-o", "out", "--damage", "ocr", cwd=elsewhere).code == 0
    once = (elsewhere / "out" / name).read_bytes()
    assert "The government of the province" in document_of(name, once).text
    assert [line for line in zip(data.split(b"\n"), once.split(b"\n"), strict=True) if line[0] != line[1]]
    again = cleaner("clean", f"out/{name}", "-o", "out2", "--damage", "ocr", cwd=elsewhere)
    assert again.code == 0
    assert (elsewhere / "out2" / name).read_bytes() == once


def test_places_are_lines_of_the_file(elsewhere: Path) -> None:
    data = hocr(PAGE)
    (elsewhere / "a.hocr").write_bytes(data)
    line = 1 + data[: data.index(b"governrnent")].count(b"\n")
    assert f"a.hocr:{line}:" in cleaner("check", "a.hocr", "--damage", "ocr", cwd=elsewhere).text
    told = cleaner("explain", f"a.hocr:{line}", "--damage", "ocr", cwd=elsewhere).text
    assert "[governrnent]" in told and "[niorning]" not in told
    assert "nothing" not in told and "no rule" in cleaner("explain", "a.hocr:2", cwd=elsewhere).text
