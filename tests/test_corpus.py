"""The shipped corpus: what is right stays, byte for byte; what is damaged comes nearer to its truth, never further
away.
"""

from pathlib import Path

import pytest
from command import cleaner
from conftest import CORPUS
from rapidfuzz.distance import Levenshtein

from cleaner.model import Document, Verdict
from cleaner.pipeline import clean

RIGHT = sorted([*(CORPUS / "clean").glob("*.txt"), *(CORPUS / "innocent").glob("*.txt")])
DAMAGED = sorted((CORPUS / "damaged").rglob("*.txt"))


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", RIGHT, ids=_name)
def test_a_correct_text_comes_out_untouched(kit, path: Path) -> None:  # type: ignore[no-untyped-def]
    text = path.read_text(encoding="utf-8")
    cleaned = clean(Document(path.stem, text), kit)
    assert cleaned.text == text, [(r.finding.rule, r.before, r.after) for r in cleaned.fixes]


@pytest.mark.parametrize("path", sorted((CORPUS / "innocent").glob("*.txt")), ids=_name)
def test_an_innocent_article_is_not_even_asked_about(kit, path: Path) -> None:  # type: ignore[no-untyped-def]
    """Mafia, rape, murder, recession, election: all of it meant, in these articles."""
    cleaned = clean(Document(path.stem, path.read_text(encoding="utf-8")), kit)
    assert [(r.finding.rule, r.before, r.after) for r in cleaned.records] == []


@pytest.mark.parametrize("path", DAMAGED, ids=_name)
def test_a_damaged_article_comes_nearer_to_its_truth(kit, path: Path) -> None:  # type: ignore[no-untyped-def]
    truth = (CORPUS / "clean" / path.name).read_text(encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    cleaned = clean(Document(path.stem, text), kit)
    assert Levenshtein.distance(cleaned.text, truth) <= Levenshtein.distance(text, truth)


@pytest.mark.parametrize("damage", ["ocr", "mt-es", "web"])
def test_the_diagnosis_names_the_damage(kit, damage: str) -> None:  # type: ignore[no-untyped-def]
    texts = [p.read_text(encoding="utf-8") for p in (CORPUS / "damaged" / damage).glob("*.txt")]
    found = [clean(Document("x", text), kit).diagnosis for text in texts]
    name = damage.replace("-", "/")
    assert sum(d[name] >= 0.5 for d in found) * 2 > len(found), [dict(d.probabilities) for d in found]


def test_the_main_job_on_the_whole_corpus(elsewhere: Path) -> None:
    ran = cleaner("clean", CORPUS / "damaged", "-o", "out", "--edits", cwd=elsewhere)
    assert ran.code == 0, ran.err
    assert len(list((elsewhere / "out").rglob("*.txt"))) == len(DAMAGED)
    again = cleaner("clean", "out", "-o", "again", cwd=elsewhere)
    assert again.code == 0
    assert (elsewhere / "again/changes.diff").read_bytes() == b""


def test_questions_about_a_word_of_harm_stay_questions(kit) -> None:  # type: ignore[no-untyped-def]
    """No bar turns a rule about harm into a fix."""
    from dataclasses import replace

    from cleaner.decide import Policy

    bold = replace(kit, policy=Policy(bar=0.0, ask=0.0), damage={"mt/es": 0.999})
    text = "The rape of the embassy followed. The mafia stormed the embassy gates. They threw stones."
    cleaned = clean(Document("x", text), bold)
    harmful = [r for r in cleaned.records if r.finding.rule.startswith("mt/es/rape")]
    assert harmful and all(r.verdict is Verdict.ASK for r in harmful)
