"""The lexicon: whom it trusts, what it finds near, and that its mapped index answers as symspellpy does."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from symspellpy import SymSpell, Verbosity

from cleaner.spelling.lexicon import Lexicon
from cleaner.spelling.storage import symspell_index, vocabulary
from cleaner.spelling.storage.mmap_arrays import MAGIC, VERSION, MmapArrays, ModelFileError, write

LEXICON = Lexicon.shipped()


@pytest.mark.parametrize(
    "word",
    [
        "the",
        "The",
        "THE",
        "newspaper",
        "Pompeo",
        "John's",
        "John’s",
        "well-known",
        "don't",
        "don’t",
        "gaol",
        "connexion",
        "arc",
        "I",
        "a",
    ],
)
def test_trusts(word: str) -> None:
    assert LEXICON.knows(word)


@pytest.mark.parametrize(
    "word", ["tbe", "thc", "havo", "tho", "aud", "wliich", "ono", "himselfe", "tbe-man", "b", "x", "1l"]
)
def test_does_not_trust_what_scanners_wrote(word: str) -> None:
    assert not LEXICON.knows(word)


def test_names_are_told_from_words() -> None:
    assert LEXICON.is_name("Dublin") and LEXICON.is_name("monday") and LEXICON.is_name("Obama's")
    assert not LEXICON.is_name("table") and not LEXICON.is_name("The")


def test_added_words_are_known_near_and_common_enough() -> None:
    own = LEXICON.with_words(["Zelvadroka"]).with_words(["Kvasha"])
    assert own.knows("Zelvadroka") and own.knows("kvasha")
    assert ("zelvadroka", 1, 3.0) in own.near("Zelvadroha")
    assert own.zipf("Zelvadroka") == 3.0 and LEXICON.zipf("Zelvadroka") == 0.0
    assert not LEXICON.knows("Zelvadroka"), "layers leave what lies below alone"


def test_near_answers_as_symspellpy_does(tmp_path: Path) -> None:
    words = [
        "the",
        "then",
        "they",
        "hen",
        "ten",
        "tea",
        "a",
        "at",
        "cat",
        "cart",
        "chart",
        "charts",
        "character",
        "characters",
        "newspaper",
        "newspapers",
        "café",
    ]
    engine = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    for word in words:
        engine.create_dictionary_entry(word, 1)
    numbers = {word: n for n, word in enumerate(words)}
    path = tmp_path / "deletes.bin"
    write(path, "demo", symspell_index.pack(engine._deletes, numbers), {})
    index = symspell_index.SymSpellIndex(MmapArrays.open(path, "demo"), words)
    for asked in [
        *words,
        "hte",
        "nwespaper",
        "charcter",
        "",
        "t",
        "cafe",
        "zzzzzz",
        "newspapr",
        "thechart",
        "hart",
    ]:
        for distance in (0, 1, 2):
            ours = {(words[n], apart) for n, apart in index.near(asked, distance)}
            theirs: dict[str, int] = {}
            for item in engine.lookup(asked, Verbosity.ALL, max_edit_distance=distance):
                # symspellpy 6.10 names some short words twice, with two distances: (a, 1) and (a, 2) for "at"
                theirs[item.term] = min(item.distance, theirs.get(item.term, 9))
            assert ours == set(theirs.items()), (asked, distance)


def test_a_wider_search_than_the_index_is_refused() -> None:
    with pytest.raises(ValueError, match="up to 2"):
        LEXICON.near("newspaper", 3)


def test_word_table_finds_all_and_only_its_words(tmp_path: Path) -> None:
    words = [f"w{n}" for n in range(1000)] + ["ﬁ", "naïve", "\N{GRINNING FACE}"]
    write(path := tmp_path / "w.bin", "demo", vocabulary.pack(words), {})
    table = vocabulary.Vocabulary(MmapArrays.open(path, "demo"))
    assert [table.find(word) for word in words] == list(range(len(words)))
    assert [table.word(n) for n in range(len(words))] == list(table.words) == words
    assert table.find("w1000") == table.find("") == table.find("\ud800") == -1


def _model(path: Path) -> Path:
    write(path, "demo", {"numbers": ("I", struct.pack("=3I", 1, 2, 3))}, {})
    return path


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda raw: b"", "not a cleaner model"),
        (lambda raw: b"just some text, long enough to hold a prefix", "not a cleaner model"),
        (lambda raw: raw[:-1], "are there; fetch"),
        (lambda raw: raw[:30], "cut off or damaged"),
        (lambda raw: raw.replace(b"numbers", b"nambers"), "cut off or damaged"),
        (lambda raw: MAGIC + struct.pack("=H", VERSION + 1) + raw[len(MAGIC) + 2 :], "format version 2"),
        (lambda raw: raw[:10] + raw[11:9:-1] + raw[12:], "other byte order"),
    ],
)
def test_a_file_that_is_no_model_is_refused_with_a_reason(tmp_path, harm, says) -> None:  # type: ignore[no-untyped-def]
    path = _model(tmp_path / "model.bin")
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(ModelFileError, match=says) as refusal:
        MmapArrays.open(path, "demo")
    assert str(path) in str(refusal.value)


def test_a_model_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="holds a demo, a lexicon is needed"):
        Lexicon.open(_model(tmp_path / "model.bin"))
