"""A text says the same, whether its accents are marks of their own or parts of their letters."""

from dataclasses import replace
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.explain import explain
from cleaner.ledger import Decisions
from cleaner.ledger.decision import Answer, Decision
from cleaner.ledger.neighbours import neighbours
from cleaner.model import Cleaned, Document, Verdict
from cleaner.pipeline import clean
from cleaner.spelling.lexicon import Lexicon
from cleaner.text.composed import Composed

SCAN = "Tbe baker wlio lived tbere said tbat tbe mill by tbe niain road was closed for tbe winter montbs. "
TEXTS = {
    "accents among misreadings": "The façade was naïve, and Chloë saw the crème at the café. " + SCAN,
    "a misread word with an accent": SCAN + "Tbe fiancée of tbe attaché wrote a rósumé for tbe protégé.",
    "two marks on a letter": "Nguyễn and Trần wrote to Ünal. " + SCAN,
    "Korean": "She came from 서울 by tbe night train. " + SCAN,
    "mojibake and spaces": "The cafÃ© of José , said Zoë , was “open ”, and Peña donâ€™t mind. " + SCAN,
    "accents that English has not": SCAN + "They sat by thé door and hère they stayed, as thât was the rule.",
}


def told(cleaned: Cleaned, form: str) -> list[tuple[object, ...]]:
    """The records, with what stands there and what would, in one form; places are told by what stands before them."""
    text = cleaned.document.text
    return [
        (r.finding.rule, r.verdict, round(r.finding.confidence, 6), len(normalize(form, text[: r.finding.start])),
         normalize(form, r.before), tuple(normalize(form, s.text) for s in r.finding.suggestions))
        for r in cleaned.records
    ]  # fmt: skip


def check_twins(kit, text: str) -> None:  # type: ignore[no-untyped-def]
    together, apart = (clean(Document("x", normalize(form, text)), kit) for form in ("NFC", "NFD"))
    assert told(apart, "NFC") == told(together, "NFC")
    assert normalize("NFC", apart.text) == together.text
    assert apart.text == normalize("NFD", apart.text)  # what is put in is written as what stands around it
    for r in apart.records:
        assert r.before == apart.document.text[r.finding.start : r.finding.end]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_findings_do_not_hang_on_the_form(kit, text: str) -> None:  # type: ignore[no-untyped-def]
    check_twins(kit, text)
    assert clean(Document("x", normalize("NFD", text)), kit).fixes, "nothing was tried"


PIECES = "naïve|façade,|Zoë|tbe|wlio|thé|présent|“Sí ”, said|donâ€™t|niain|Nguyễn|ﬁre|the café .|tlie crème|\n\n|. |été"


@settings(max_examples=80, deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES.split("|")), max_size=14))
def test_findings_do_not_hang_on_the_form_of_any_text(kit, pieces: list[str]) -> None:  # type: ignore[no-untyped-def]
    check_twins(kit, " ".join(pieces))


def test_right_letters_with_marks_stay() -> None:
    for text in ("The Zo\u0308e of x\u030c and q\u0301 stays.", "Cafe\u0301 Bronte\u0308", "plain"):
        made = Composed.of(Document("x", text))
        assert normalize("NFC", made.document.text) == made.document.text
    mixed = "Café and cafe\u0301 and tbe A\u030angström."
    assert [e.start for e in Composed.of(Document("x", mixed)).shift.edits] == [12, 23]


def test_untouched_text_keeps_its_bytes(kit) -> None:  # type: ignore[no-untyped-def]
    """One text, both forms: each word keeps its own, and only the misread ones change."""
    text = "The café and the cafe\u0301, " + SCAN
    cleaned = clean(Document("x", text), kit)
    assert cleaned.text.startswith("The café and the cafe\u0301, The baker who")


def test_protection_confidences_and_explanations_are_of_the_same_places(kit) -> None:  # type: ignore[no-untyped-def]
    text = normalize("NFD", "Zoë saw tbe café; “tbe señor” went to tbe mill. " + SCAN)

    def keep(current: str) -> list[tuple[int, int]]:
        at = current.find("tbe café".replace("é", "")[:6])
        return [(at, at + 3)]

    free = clean(Document("x", text), kit)
    held = clean(Document("x", text, protect=keep), kit)
    first = text.index("tbe")
    assert any(r.finding.start == first for r in free.fixes)
    assert not any(r.finding.start == first for r in held.records)
    sure = tuple((m, m + 3, 0.4) for m in range(len(text)) if text.startswith("tbe", m))
    measured = Composed.of(Document("x", text, word_confidences=sure, engine="tesseract")).document
    assert all(measured.text[a:b] == "tbe" for a, b, _ in measured.word_confidences)
    _, accounts = explain(Document("x", text), kit)
    assert accounts and all(a.before == text[a.start : a.end] for a in accounts)


@pytest.mark.parametrize(("of", "asked_in"), [("NFD", "NFD"), ("NFC", "NFD"), ("NFD", "NFC")])
def test_a_decision_is_found_again_in_either_form(kit, of: str, asked_in: str) -> None:  # type: ignore[no-untyped-def]
    text = "Chloë and José said that Zoë was in tbe naïve café, and no one else."
    written, there = normalize(of, text), normalize(asked_in, text)
    at = written.index("tbe")
    left, right = neighbours(written, at, at + 3)
    no = Decision(Answer.REJECT, "ocr/never-a-word", "tbe", None, left, right)
    assert "tbe" not in clean(Document("x", there), kit).text
    assert clean(Document("x", there), replace(kit, remembered=Decisions([no]))).text == there
    put = Decision(Answer.REPLACE, "ocr/never-a-word", "tbe", normalize(of, "thé"), left, right)
    done = clean(Document("x", there), replace(kit, remembered=Decisions([put])))
    assert normalize("NFC", done.text) == normalize("NFC", there.replace("tbe", "thé"))
    assert asked_in == "NFC" or done.text == normalize("NFD", done.text)
    assert [r.verdict for r in done.fixes] == [Verdict.FIX]


def test_a_word_list_and_a_rule_in_marks_mean_the_letters(tmp_path, kit) -> None:  # type: ignore[no-untyped-def]
    from cleaner import build_kit
    from cleaner.config import Settings

    (tmp_path / "words.txt").write_text(normalize("NFD", "Zelvadröka\n"), encoding="utf-8")
    (tmp_path / "own.yaml").write_text(
        normalize("NFD", "rules:\n  a:\n    find: café noir\n    fix: café au lait\n    tier: safe\n    why: A test.\n"
                         "    tests: {fix: {A café noir.: A café au lait.}, keep: [A café.]}\n"), encoding="utf-8",
    )  # fmt: skip
    own = build_kit.build_kit(Settings(words=(tmp_path / "words.txt",), rules=(tmp_path,)))
    assert own.lexicon.knows("Zelvadröka") and not Lexicon.shipped().knows("Zelvadröka")
    for form in ("NFC", "NFD"):
        text = normalize(form, "A café noir, please.")
        assert clean(Document("x", text), own).text == normalize(form, "A café au lait, please.")
