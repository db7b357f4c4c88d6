"""The trigram model: it is a probability, it knows what it read, it reads text as it says."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from cleaner.spelling.language_model import (
    BOUNDARY,
    NUMBER,
    UNKNOWN,
    InterpolatedModel,
    TrigramModel,
    model_words,
    score,
)
from cleaner.spelling.storage.mmap_arrays import ModelFileError
from cleaner.spelling.train_language_model import build

PARAGRAPH = """The ferry left the quay at noon. The ferry came back to it at dusk, and the master of the ferry
went home.  Nobody saw the ferry go down the river at 4.30 with two hundred sheep, 3 dogs and the mayor's hat.
"""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> TrigramModel:
    path = tmp_path_factory.mktemp("model") / "ferry.bin"
    build([PARAGRAPH] * 40, path, notes="forty ferries")
    return TrigramModel.open(path)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("The Ferry left.", ["the", "ferry", "left", "</s>"]),
        ("St. Mary's, Dr. B. Jones", ["st", "mary's", "dr", "b", "jones"]),
        ("a well-known man’s 1,000 hats", ["a", "well", "known", "man's", "<num>", "hats"]),
        ("... What?! Yes", ["what", "</s>", "yes"]),
        ("", []),
    ],
)
def test_units(text: str, seen: list[str]) -> None:
    assert list(model_words(text)) == seen


@pytest.mark.parametrize("before", [("the", "ferry"), ("</s>", "</s>"), ("zebra", "the"), ("quay", "zebra")])
def test_what_may_follow_sums_to_one(model: TrigramModel, before: tuple[str, str]) -> None:
    a, b = map(model.word_id, before)
    total = sum(math.exp(model.logp(a, b, c)) for c in range(int(str(model.meta["words"]))))
    assert total == pytest.approx(1.0, abs=0.03)  # a probability is kept in sixteenths of a nat


def test_pruning_keeps_the_sum(tmp_path: Path) -> None:
    build([PARAGRAPH] * 40, tmp_path / "small.bin", bigrams=12, trigrams=6)
    small = TrigramModel.open(tmp_path / "small.bin")
    assert small.meta["trigrams"] in (6, 7)  # ties stay together
    a, b = small.word_id("the"), small.word_id("ferry")
    total = sum(math.exp(small.logp(a, b, c)) for c in range(int(str(small.meta["words"]))))
    assert total == pytest.approx(1.0, abs=0.03)


def test_knows_what_it_read(model: TrigramModel) -> None:
    assert model.score("the ferry left the quay") > model.score("the quay left the ferry")
    assert model.word_id("FERRY") == model.word_id("ferry") > UNKNOWN
    assert model.word_id("zebra") == UNKNOWN and model.word_id("<num>") == NUMBER
    assert model.meta["notes"] == "forty ferries"


def test_the_shipped_model_tells_bad_from_had() -> None:
    model = TrigramModel.shipped()
    assert model.score("the police had arrested him") > model.score("the police bad arrested him") + 3
    assert model.score("it was a bad idea") > model.score("it was a had idea") + 3


def test_a_mixture_is_a_probability_and_follows_its_share(model: TrigramModel) -> None:
    shipped = TrigramModel.shipped()
    words = ["the", "master", "of", "the", "ferry"]

    def told(share: float) -> float:
        mixture = InterpolatedModel(model, shipped, share)
        return score(mixture, [mixture.word_id(w) for w in words])

    own, common = (score(m, [m.word_id(w) for w in words]) for m in (model, shipped))
    assert common < told(0.3) < told(0.7) < own
    assert InterpolatedModel(model, shipped).word_id("</s>") == BOUNDARY


def test_too_little_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="too few"):
        build(["only five words are here"], tmp_path / "m.bin")
    assert not list(tmp_path.iterdir())


def test_a_cut_off_model_is_refused(tmp_path: Path) -> None:
    build([PARAGRAPH] * 40, whole := tmp_path / "m.bin")
    (cut := tmp_path / "cut.bin").write_bytes(whole.read_bytes()[:-100])
    with pytest.raises(ModelFileError, match=r"cut\.bin: .* are there"):
        TrigramModel.open(cut)
