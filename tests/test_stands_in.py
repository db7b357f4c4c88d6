"""What a doubtful place stands in: features of the words beside it, which tell a misread word from speech."""

import pytest

from cleaner.detectors.spelling import _is_alone
from cleaner.detectors.sure_readings import SureReadings
from cleaner.diagnosis.examination import examine
from cleaner.kit import Kit
from cleaner.model import Document
from cleaner.pipeline import analyse
from cleaner.spelling.features import FEATURES, speech_near_by

PAGE = "The men of the town went home again by the road along the river, and {} of it was said. "


def features(kit: Kit, text: str, word: str = "tbat") -> dict[str, float]:
    found = kit.corrector.propose(kit.corrector.survey(text), noisy=True)
    (told,) = [p.features for p in found if p.before == word][:1]
    return {**dict(zip(FEATURES, told, strict=True)), "speech": speech_near_by(told)}


@pytest.mark.parametrize(
    ("words", "feature", "value"),
    [
        ("tbat", "speech near by", 0),
        ("goin' o' nights tbat", "speech near by", 2),
        ("tbat, i think,", "speech near by", 1),
        ("tbat", "strange near by", 0),
        ("narthen tergither tbat", "strange near by", 2 / 40),
        ("wben tbat", "strange near by", 0),
        ("wben tbat", "misread near by", 1 / 40),
        ("narthen tergither goin' tbat", "speech", 3),
        ("tbat", "dropped letters", 0),
        ("tbat'", "dropped letters", 1),
        ("tbat", "unexplained", 0),
        ("tbat", "noise", 0),
        ("tbat", "explained", 0),
    ],
)
def test_what_stands_beside_a_word_is_counted(kit: Kit, words: str, feature: str, value: float) -> None:
    assert features(kit, PAGE.format(words))[feature] == pytest.approx(value)


def test_what_writers_do_too_is_told_from_what_scanners_do(kit: Kit) -> None:
    assert features(kit, PAGE.format("tbat"))["a writer's"] == 0
    assert features(kit, PAGE.format("somthing"), "somthing")["a writer's"] == 1


def test_a_long_text_has_more_words_than_a_short_one(kit: Kit) -> None:
    short, long = (features(kit, PAGE.format("tbat") * times)["words"] for times in (1, 9))
    assert long > short


@pytest.mark.parametrize(("read", "meant", "alone"), [("Jython", "Python", True), ("Pytbon", "Python", False)])
def test_nothing_but_its_first_letter_says_that_a_name_is_misread(kit: Kit, read: str, meant: str, alone: bool) -> None:
    text = f"He wrote it in {read}, and nobody in the town asked why."
    seen = examine(analyse(text, Document("x", text), kit), kit)
    (of_a_word,) = kit.corrector.propose(kit.corrector.survey(PAGE.format("tbat")), noisy=True)
    start = text.index(read)
    proposal = of_a_word._replace(start=start, end=start + len(read), before=read, after=meant)
    assert _is_alone(proposal, seen, 0.97, SureReadings.of([], seen.surveyed.stats)) is alone
