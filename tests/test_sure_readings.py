"""Words that surely are misread tell of the scanner where another word is doubted; those that writers spell do not."""

from collections import Counter
from typing import cast

import pytest

from cleaner.detectors.meant_words import speech_beside
from cleaner.detectors.spelling import _is_alone
from cleaner.detectors.sure_readings import SureReadings
from cleaner.diagnosis.examination import examine
from cleaner.kit import Kit
from cleaner.model import Diagnosis, Document
from cleaner.pipeline import analyse
from cleaner.spelling.correction import Correction, ToldRivals
from cleaner.spelling.features import BESIDE, FEATURES
from cleaner.spelling.noisy_text import NoiseStats

#: misread for a known word: with letters that scanners add and change, and as people write
MISREAD = {"younsg": "young", "waas": "was", "huaband": "husband", "reuquired": "required", "knsees": "knees"}
WRITTEN = {"mysef": "myself", "wuth": "with", "wether": "weather", "evry": "every", "evenin": "evening", "cud": "could"}


def proposal(before: str, after: str, at: int = 0, **features: float) -> Correction:
    told = tuple(features.get(name.replace(" ", "_"), 0.0) for name in FEATURES)
    return Correction(at, at + len(before), before, after, "spelling/word", told, cast(ToldRivals, None))


def readings(words: dict[str, str]) -> SureReadings:
    stats = NoiseStats(400, Counter(words), Counter(), Counter(), Counter(words))
    return SureReadings.of([(proposal(*pair, at=n), 5.0) for n, pair in enumerate(words.items())], stats)


@pytest.mark.parametrize(
    ("words", "own", "scanned"),
    [
        (MISREAD, "neuspapr", True),
        (MISREAD, "waas", True),
        (dict([*MISREAD.items()][:4]), "waas", False),  # no word is evidence for itself
        (WRITTEN, "neuspapr", False),
        (MISREAD | WRITTEN, "neuspapr", False),  # more are written so than misread
    ],
)
def test_other_words_show_a_scanner(kit: Kit, words: dict[str, str], own: str, scanned: bool) -> None:
    sure = readings(words)
    assert sure.is_a_scanners(own) is scanned
    text = "He read the newspaper."
    seen = examine(analyse(text, Document("x", text), kit), kit)
    assert seen.diagnosis == Diagnosis() and _is_alone(proposal(own, "newspaper"), seen, 0.7, sure) is not scanned


@pytest.mark.parametrize(("words", "speech"), [(MISREAD, 0), (WRITTEN, 5), ({"waas": "was"}, 4)])
def test_a_word_that_surely_is_misread_is_no_speech(words: dict[str, str], speech: int) -> None:
    beside = proposal("neuspapr", "newspaper", strange_near_by=5 / (2 * BESIDE))
    assert speech_beside(beside, readings(words)) == speech
