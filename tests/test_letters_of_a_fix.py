"""A fix is a word, has the capital of its place, and never drops what may be the word I in silence."""

from dataclasses import replace

import pytest

from cleaner import pipeline
from cleaner.model import Document, Evidence, Finding, Suggestion, Tier, log_odds
from cleaner.pipeline import clean

SCAN = " Tbe baker wlio lived tbere said tbat tbe mill by tbe niain road was closed for tbe winter montbs."

CAPITALS = {
    "He was wet. lt was cold.": "He was wet. It was cold.",
    "They ran. fhe gate was shut.": "They ran. The gate was shut.",
    "lf you go, go soon.": "If you go, go soon.",
    "She saw the Gatholic Ghurch of that town.": "She saw the Catholic Church of that town.",
    "They Isave no bread.": "They have no bread.",
    "It was a Bhort road.": "It was a short road.",
}
LOWER = (
    "He met lt. Gray there.",
    "“it is late,” he wrote, and “if you come, come soon.”",
    "No church and no bank stood there.",
    "The boat was e.g. fast.",
)
STROKES = {
    "Sorry if l... well, l mean it.": ("I", "I"),
    "Am l late? Then l heard it, so l left.": ("I", "I", "I"),
    "lt's true that l never came.": ("I", "I"),
    "Louis XlV and Henry Vlll met Edward ll.": ("XIV", "VIII", "II"),
    "They slept, andl told them that lwould go.": ("and I", "I would"),
    "He said thatl must leave, and lcould not.": ("that I", "I could"),
    "THE RlVER lS FROZEN": ("RIVER", "IS"),
}
MEANT = (
    "Write for l in range(3): print(l), and l = 5 with l + m.",
    "The tank holds 40 l of water, and a pint is half of one l.",
    "In the poem l. 4 and ll. 7-9 are lost, says Will Hall of Llanelli.",
    "A bottle of 0.7 l costs more; l’Humanité is a newspaper. Il Divo and Al sang.",
    "Ill? No, all is well.",
)
SIGNS = {
    "A ﬂag and two oﬃcers of the ﬁrst row.": "A flag and two officers of the first row.",
    "They heard the shouﬂng and the gﬂing.": "They heard the shouﬂng and the gﬂing.",
    "Exacﬂy so, said Griﬃth.": "Exacﬂy so, said Griffith.",
}


def suggested(text: str, kit) -> str:  # type: ignore[no-untyped-def]
    """The text with every fix and the first suggestion of every question."""
    for r in reversed(clean(Document("x", text), kit).records):
        if r.after is not None:
            text = text[: r.finding.start] + r.after + text[r.finding.end :]
    return text


@pytest.mark.parametrize(("before", "after"), CAPITALS.items())
def test_a_fix_has_the_capital_of_its_place(kit, before: str, after: str) -> None:  # type: ignore[no-untyped-def]
    assert suggested(before + SCAN, kit).startswith(after)


@pytest.mark.parametrize("text", LOWER)
def test_small_letters_that_are_meant_stay(kit, text: str) -> None:  # type: ignore[no-untyped-def]
    assert clean(Document("x", text + SCAN), kit).text.startswith(text)


@pytest.mark.parametrize(("text", "wanted"), STROKES.items())
def test_a_lost_i_is_offered(kit, text: str, wanted: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    found = [r.after for r in clean(Document("x", text), kit).records]
    assert all(found.count(w) >= wanted.count(w) for w in wanted), found


@pytest.mark.parametrize("text", MEANT)
def test_an_l_that_is_meant_stays(kit, text: str) -> None:  # type: ignore[no-untyped-def]
    assert not clean(Document("x", text), kit).records


def test_a_stroke_that_may_be_the_word_i_is_never_dropped_in_silence(kit) -> None:  # type: ignore[no-untyped-def]
    text = "They slept, andl told them so, and lwould go. He knew thatl must leave." + SCAN * 3
    cleaned = clean(Document("x", text), replace(kit, damage={"ocr": 0.99}))
    assert {"andl", "lwould", "thatl"} <= {r.before for r in cleaned.open}


@pytest.mark.parametrize(("before", "after"), SIGNS.items())
def test_a_sign_is_spelt_out_where_that_makes_a_word(kit, before: str, after: str) -> None:  # type: ignore[no-untyped-def]
    assert clean(Document("x", before), kit).text == after


def test_a_mark_in_a_word_is_read_as_a_letter_only_where_that_makes_one(kit) -> None:  # type: ignore[no-untyped-def]
    shown = [s.text for text in ("They wa!ked on.", "A di!erent road.")
             for r in clean(Document("x", text + SCAN), kit).records for s in r.finding.suggestions]  # fmt: skip
    assert "walked" in shown and not {"dilerent", "diierent"} & {*shown}


def test_what_a_second_run_would_mend_the_first_one_mends(kit, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """A part that is surer where the text no longer looks scanned: a run of its own would see that."""

    def surer_of_clean_text(seen, kit):  # type: ignore[no-untyped-def]
        at = seen.analysis.text.find("gloo")
        if at >= 0:
            sure = Evidence("a test", log_odds(0.9 if seen.diagnosis["ocr"] > 0.5 else 0.99))
            yield Finding(at, at + 4, "test/gloo", "ocr", Tier.LIKELY, (Suggestion("glue"),), "A test.", (sure,))

    monkeypatch.setitem(pipeline.DETECTORS, "test", surer_of_clean_text)
    once = clean(Document("x", "The gloo was dry." + SCAN), kit)
    assert once.text.startswith("The glue was dry. The baker")
    assert clean(Document("x", once.text), kit).text == once.text
