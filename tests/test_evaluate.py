"""The measures: counted by hand in evaluate/*.yaml, and what must hold for any texts."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cleaner.evaluate import VIEWS, Claim, Judge, Judgement, Sample, Scores, Truth, evaluate, token_edits
from cleaner.evaluate.comparison import INPUT, compare
from cleaner.evaluate.corpora import Pair
from cleaner.evaluate.reliability import reliability
from cleaner.evaluate.tallies import Errors
from cleaner.stats import wilson_lower

DATA = Path(__file__).parent / "evaluate"


def data(name: str) -> list[Any]:
    loaded: list[Any] = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    return loaded


# ---- counted by hand


@pytest.mark.parametrize(("text", "hipe", "neutral", "plain"), data("views.yaml"))
def test_views(text: str, hipe: str, neutral: str, plain: str) -> None:
    assert {name: view(text) for name, view in VIEWS.items()} == {
        "hipe": hipe,
        "neutral": neutral,
        "plain": plain,
    }


@pytest.mark.parametrize(("old", "new", "edits"), data("alignments.yaml"))
def test_alignments(old: str, new: str, edits: list[str]) -> None:
    words = old.split()
    found = [" ".join([*words[e.start : e.end], "→", *e.tokens]) for e in token_edits(words, new.split())]
    assert found == [edit.strip() for edit in edits]


@pytest.mark.parametrize("case", data("cases.yaml"), ids=lambda case: case["name"])
def test_figures(case: dict[str, Any]) -> None:
    figures = evaluate([Sample("1", case["noisy"], case["clean"], case["output"])]).figures()
    assert {name: figures[name] for name in case["figures"]} == pytest.approx(case["figures"], abs=1e-6)


JUDGEMENTS = [(text, record) for text in data("judgements.yaml") for record in text["records"]]


@pytest.mark.parametrize(("text", "record"), JUDGEMENTS, ids=[f"{r[0]} → {r[1]}" for _, r in JUDGEMENTS])
def test_judgements(text: dict[str, str], record: list[Any]) -> None:
    before, after, judgement, *harmed = record
    start = text["noisy"].index(before)
    claim = Claim("1", start, start + len(before), before, after, "rule", "fix")
    judged = Judge(text["noisy"], text["clean"]).judge(claim)
    assert (judged.judgement, judged.harmed) == (judgement, sum(harmed))


def test_strictly_punctuation_can_be_wrong() -> None:
    noisy, clean = "He left. She", "He left! She"
    claim = Claim("1", 7, 8, ".", ";", "rule", "fix")
    assert Judge(noisy, clean).judge(claim).judgement is Judgement.HARMLESS
    assert Judge(noisy, clean, strict=True).judge(claim).judgement is Judgement.WRONG


def test_the_right_word_may_be_further_down_the_list() -> None:
    claim = Claim("1", 0, 3, "tbe", "toe", "rule", "ask", 0.4, ("toe", "the"))
    judged = Judge("tbe man", "the man").judge(claim)
    assert (judged.judgement, judged.offered) == (Judgement.WRONG, True)


def test_a_record_is_judged_alone_in_a_long_text() -> None:
    """Windows: what is garbled elsewhere, or moved by insertions before, does not matter."""
    noisy = "stray junk here " * 40 + "and then tbe man came in " + "mueh moro iunk " * 40
    clean = "stray here " * 40 + "and then the man came in " + "much more junk to read " * 40
    start = noisy.index("tbe")
    judge = Judge(noisy, clean)
    assert judge.judge(Claim("1", start, start + 3, "tbe", "the", "r", "fix")).judgement is Judgement.RIGHT
    assert judge.judge(Claim("1", start, start + 3, "tbe", "toe", "r", "fix")).judgement is Judgement.WRONG


# ---- what must hold for any texts

WORDS = st.lists(st.text("abcé", min_size=1, max_size=4), max_size=12)
TEXTS = st.one_of(WORDS.map(" ".join), st.text("ab A-'’¬.,\n\u00ad\U0001f600\u0301ﬁ_9", max_size=40))


def carry_out(words: list[str], edits: list[Any]) -> list[str]:
    for edit in reversed(edits):
        words = [*words[: edit.start], *edit.tokens, *words[edit.end :]]
    return words


@given(WORDS, WORDS)
def test_edits_turn_one_list_into_the_other(old: list[str], new: list[str]) -> None:
    edits = token_edits(old, new)
    assert carry_out(old, edits) == new
    assert all(tuple(old[e.start : e.end]) != e.tokens for e in edits)
    assert all(a.end <= b.start for a, b in pairwise(edits))


def unwanted_of(scores: Scores) -> list[int]:
    found = scores.unwanted
    return [number for number in (found.invented, found.dropped, found.numbers, found.names) if number]


@given(TEXTS, TEXTS)
def test_doing_nothing_makes_no_edit(noisy: str, clean: str) -> None:
    scores = Truth(noisy, clean).score(noisy)
    assert scores.edits.made == scores.strict.made == scores.edits.damaged == scores.strict.damaged == 0
    assert scores.preference == scores.figures()["cer_reduction"] == 0
    assert scores.plain.before == scores.plain.after
    assert not unwanted_of(scores)


@given(TEXTS, TEXTS)
def test_the_truth_itself_is_perfect(noisy: str, clean: str) -> None:
    scores = Truth(noisy, clean).score(clean)
    assert scores.plain.after.wrong == scores.words.after.wrong == scores.worse == 0
    assert not unwanted_of(scores)
    for edits in (scores.edits, scores.strict):
        assert edits.damaged == 0
        assert edits.right == edits.made == edits.wanted
        assert edits.precision == edits.recall == edits.f05 == (1 if edits.wanted else 0)


@given(TEXTS, TEXTS, TEXTS)
def test_figures_keep_their_bounds(noisy: str, clean: str, output: str) -> None:
    scores = Truth(noisy, clean).score(output)
    for edits in (scores.edits, scores.strict):
        assert 0 <= edits.right <= min(edits.made, edits.wanted)
        assert 0 <= edits.damaged <= edits.right_tokens
        assert 0 <= edits.f05 <= 1
    assert 0 <= scores.hipe.after.match_rate <= 1
    found = scores.unwanted
    assert found.invented <= found.tokens
    assert found.dropped <= found.kept


@given(TEXTS, TEXTS)
def test_errors_are_the_same_both_ways_round(one: str, other: str) -> None:
    there, back = Errors.between(one, other), Errors.between(other, one)
    assert there.wrong == back.wrong
    assert there.hits + there.substitutions + there.deletions == len(one)
    assert there.hits + there.substitutions + there.insertions == len(other)


@given(TEXTS)
def test_a_view_of_a_view_is_the_view(text: str) -> None:
    for name in ("hipe", "plain"):
        view = VIEWS[name]
        assert view(view(text)) == view(text)


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=4))
def test_scores_add_up(texts: list[tuple[str, str, str]]) -> None:
    cases = [Sample(str(i), *t) for i, t in enumerate(texts)]
    assert evaluate(cases) == sum((evaluate([case]) for case in cases), Scores())


@given(TEXTS, TEXTS, st.data())
def test_what_the_truth_says_is_never_judged_wrong(noisy: str, clean: str, draw: st.DataObject) -> None:
    """A record that writes the whole truth; and one that changes nothing."""
    judge = Judge(noisy, clean)
    whole = judge.judge(Claim("1", 0, len(noisy), noisy, clean, "r", "fix"))
    assert whole.judgement is not Judgement.WRONG
    start = draw.draw(st.integers(0, len(noisy)))
    end = draw.draw(st.integers(start, len(noisy)))
    idle = Claim("1", start, end, noisy[start:end], noisy[start:end], "r", "fix")
    assert judge.judge(idle).judgement is Judgement.HARMLESS


@given(TEXTS, TEXTS, st.data())
def test_a_right_record_harms_nothing(noisy: str, after: str, draw: st.DataObject) -> None:
    """In a text without damage nothing is right, and harm is done only by the wrong."""
    start = draw.draw(st.integers(0, len(noisy)))
    end = draw.draw(st.integers(start, len(noisy)))
    judged = Judge(noisy, noisy).judge(Claim("1", start, end, noisy[start:end], after, "r", "fix"))
    assert judged.judgement is not Judgement.RIGHT
    assert not judged.harmed or judged.judgement is Judgement.WRONG


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=40), st.integers(1, 20))
def test_calibration_keeps_its_bounds(outcomes: list[tuple[float, bool]], bins: int) -> None:
    found = reliability(outcomes, bins)
    assert sum(b.count for b in found.bins) == found.count == len(outcomes)
    assert -1e-12 <= found.ece <= 1 + 1e-12
    assert 0 <= found.brier <= 1
    assert all(0 <= b.right <= 1 and b.low - 1e-12 <= b.confidence <= b.high + 1e-12 for b in found.bins)
    assert len(found.bins) <= bins
    assert all(b.high <= 1 for b in found.bins)


@given(st.integers(0, 500), st.integers(0, 500))
def test_wilson_promises_less_than_was_seen(right: int, wrong: int) -> None:
    low = wilson_lower(right, right + wrong)
    assert 0 <= low <= (right / (right + wrong) if right + wrong else 0) + 1e-12
    assert wilson_lower(right + 1, right + wrong + 1) >= low


# ---- side by side


def test_tools_are_ranked_after_the_input_and_groups_after_everything() -> None:
    pairs = {
        "1": Pair("tbe man", "the man", {"meta": {"paper": "Times"}}),
        "2": Pair("tbe dog", "the dog", {"meta": {"paper": "Argus"}}),
    }
    systems = {"worse": {"1": "tbe men", "2": "tbe dog"}, "best": {"1": "the man", "2": "the dog"}}
    lines = compare(pairs, systems, by="meta.paper").lines
    assert [(n.group, n.system) for n in lines] == [
        *(("", name) for name in (INPUT, "best", "worse")),
        *(("Argus", name) for name in (INPUT, "best", "worse")),
        *(("Times", name) for name in (INPUT, "best", "worse")),
    ]
    assert {n.scores.texts for n in lines if n.group} == {1}


def test_each_tool_is_preferred_over_each_other_text_by_text() -> None:
    pairs = {id_: Pair("tbe man", "the man", {"paper": paper}) for id_, paper in (("1", "x"), ("2", "x"), ("3", "y"))}
    systems = {
        "bold": {"1": "the man", "2": "the man", "3": "tbe mau"},
        "shy": {"1": "tbe man", "2": "the man", "3": "tbe man"},
    }
    lines = compare(pairs, systems, by="paper").lines
    told = {(n.group, n.system): {than: str(found) for than, found in n.preferences.items()} for n in lines}
    assert told["", "bold"] == {INPUT: "+2 −1 =0", "shy": "+1 −1 =1"}
    assert told["", "shy"] == {INPUT: "+1 −0 =2", "bold": "+1 −1 =1"}
    assert told["", INPUT] == {"bold": "+1 −2 =0", "shy": "+0 −1 =2"}
    assert told["y", "bold"] == {INPUT: "+0 −1 =0", "shy": "+0 −1 =0"}
    figures = next(n for n in lines if (n.group, n.system) == ("", "bold")).scores.figures()
    assert (figures["better"], figures["worse"], figures["same"]) == (2, 1, 0)
