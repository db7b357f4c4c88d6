"""What people did becomes proposals; what they did once does not."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from made import MOB, asked, ledger_of

from cleaner.language.lexicon import Lexicon
from cleaner.learn import from_ledger, from_pair, propose
from cleaner.learn.blast import alone, radius
from cleaner.ledger import Answer

ROOT = Path(__file__).parent.parent
RUN = "import typer; from cleaner.cli.learn import learn; typer.run(learn)"
KNOWS = Lexicon.shipped().knows


def proposals_of(pairs):
    return propose([s for i, (a, b) in enumerate(pairs) for s in from_pair(a, b, str(i))], KNOWS, "ocr")


def told(proposals):
    return [(p.kind, p.words, p.becomes, p.support) for p in proposals]


def misread(times):
    return [(f"It was tbe end of day {i} of it.", f"It was the end of day {i} of it.") for i in range(times)]


def test_what_repeats_is_a_rule_with_its_tests():
    (proposal,) = proposals_of(misread(4))
    assert told([proposal]) == [("rule", "tbe", "the", 4)]
    assert proposal.entry["tier"] == "likely"
    assert proposal.entry["tests"] == {
        "fix": {"It was tbe end of day 0 of it.": "It was the end of day 0 of it."},
        "keep": ["It was the end of day 0 of it."],
    }


@pytest.mark.parametrize("times", [0, 1, 2])
def test_single_odd_edits_teach_nothing(times):
    assert proposals_of(misread(times)) == []


def test_many_times_in_one_document_is_one_author_s_oddity():
    before, after = (" ".join(t) for t in zip(*misread(5), strict=True))
    assert proposals_of([(before, after)]) == []


def test_a_real_word_only_asks():
    pairs = [(f"He saw tie man {i}.", f"He saw the man {i}.") for i in range(4)]
    assert proposals_of(pairs)[0].entry["tier"] == "ask"


def test_people_who_disagree_teach_nothing():
    pairs = [
        (f"He saw thc man {i}.", f"He saw {w} man {i}.") for i, w in enumerate(["the", "a", "the", "a", "the", "a"])
    ]
    assert proposals_of(pairs) == []


def test_words_near_by_tell_right_from_wrong():
    riots = [
        (f"Stones flew as the mafia stormed embassy {i}.", f"Stones flew as the mob stormed embassy {i}.")
        for i in range(4)
    ]
    trials = [(f"A boss of the mafia stood trial {i}.",) * 2 for i in range(4)]
    (proposal,) = proposals_of(riots + trials)
    assert told([proposal]) == [("rule", "mafia", "mob", 4)]
    assert proposal.entry["tier"] == "ask"
    assert set(proposal.entry["near"]["any"]) <= {"stones", "flew", "stormed", "embassy"}
    book, wrong = alone([proposal])
    assert wrong == {}
    blasts = radius(book, [(str(i), t[0]) for i, t in enumerate(riots + trials)])
    assert blasts["ocr/learnt-mafia"].fires == 4


def test_where_nothing_tells_right_from_wrong_nothing_is_learnt():
    same = [("The mafia came.", "The mob came."), ("The mafia came.", "The mafia came.")] * 4
    assert proposals_of(same) == []


def test_capitals_at_the_head_of_a_sentence_are_the_same_words():
    pairs = [*misread(2), *[(f"Tbe end came on day {i}.", f"The end came on day {i}.") for i in range(2)]]
    assert told(proposals_of(pairs)) == [("rule", "tbe", "the", 4)]


def test_splits_and_joins():
    pairs = [(f"The pri soner {i} and ofthe town.", f"The prisoner {i} and of the town.") for i in range(3)]
    assert sorted(told(proposals_of(pairs))) == [("rule", "ofthe", "of the", 3), ("rule", "pri soner", "prisoner", 3)]


def test_names_of_rules_do_not_collide():
    pairs = [(f"He hit-tbe hit_tbe ball {i}. tb(e x", f"He hit-the hit_the ball {i}. the x") for i in range(3)]
    names = [p.name for p in proposals_of(pairs)]
    assert len(names) == len(set(names))


def reviewed(answer, times=4, rule=MOB, text=None, **more):
    ledger = ledger_of(*(asked(str(i), f"Day {i}: the mafia came.", rule=rule, **more) for i in range(times)))
    ledger.decide(ledger.case_ids(), answer, text=text)
    return ledger


def learnt(ledger):
    return propose(from_ledger(ledger), KNOWS)


def test_replacements_by_the_reviewer_s_own_words_teach_a_rule():
    (proposal,) = learnt(reviewed(Answer.REPLACE, text="gang"))
    assert told([proposal]) == [("rule", "mafia", "gang", 4)]
    assert proposal.folder == "mt/es"


def test_what_a_rule_says_already_is_not_proposed_again():
    assert learnt(reviewed(Answer.ACCEPT)) == []
    assert told(learnt(reviewed(Answer.ACCEPT, rule="spelling/word"))) == [("rule", "mafia", "mob", 4)]


def test_rejections_teach_an_exception():
    (proposal,) = learnt(reviewed(Answer.REJECT))
    assert (proposal.kind, proposal.base, proposal.words) == ("exception", MOB, "mafia")


def test_rejected_spellings_teach_words():
    ledger = ledger_of(
        *(asked(str(i), f"He saw quorx {i}.", "quorx", "quartz", rule="spelling/word") for i in range(4))
    )
    ledger.decide(ledger.case_ids(), Answer.REJECT)
    assert told(learnt(ledger)) == [("word", "quorx", None, 4)]
    assert learnt(reviewed(Answer.REJECT, rule="spelling/real-word")) == []


def test_enough_answers_measure_a_rule():
    found = learnt(reviewed(Answer.ACCEPT, times=30))
    (precision,) = [p for p in found if p.kind == "precision"]
    assert precision.entry["prior"] == 0.905  # 30 of 30: 0.05 ** (1 / 30)
    assert not [p for p in learnt(reviewed(Answer.ACCEPT, times=19)) if p.kind == "precision"]


def test_undone_answers_teach_nothing():
    ledger = reviewed(Answer.REJECT)
    ledger.undo(1)
    assert learnt(ledger) == []


def learn(*arguments, stdin=""):
    done = subprocess.run(
        [sys.executable, "-c", RUN, *map(str, arguments)],
        input=stdin, capture_output=True, check=False, text=True, cwd=ROOT, timeout=120,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture
def pairs(tmp_path):
    for folder, side in (("noisy", 0), ("clean", 1)):
        (tmp_path / folder).mkdir()
        for i, pair in enumerate([*misread(3), *[(f"He saw quorx {j}.", f"He saw quartz {j}.") for j in range(3)]]):
            (tmp_path / folder / f"{i}.txt").write_text(pair[side])
    return tmp_path


def test_nothing_is_written_without_a_yes(pairs):
    done = learn("--pairs", pairs / "noisy", pairs / "clean", "--pack", pairs / "own")
    assert "rule ocr/learnt-quorx" in done.stdout
    assert not (pairs / "own").exists()
    learn("--pairs", pairs / "noisy", pairs / "clean", "--pack", pairs / "own", "--answers", "-", stdin="n\nn\n")
    assert not (pairs / "own").exists()


def test_a_yes_writes_the_rule_and_only_that(pairs):
    done = learn("--pairs", pairs / "noisy", pairs / "clean", "--pack", pairs / "own", "--answers", "-", stdin="y\nn\n")
    assert "written to" in done.stdout
    rules = yaml.safe_load((pairs / "own/ocr/learnt.yaml").read_text())["rules"]
    assert len(rules) == 1


def test_the_blast_radius_is_told_and_makes_a_rule_cautious(pairs):
    (pairs / "right.txt").write_text("The quorx is a bird of these parts.")
    done = learn("--pairs", pairs / "noisy", pairs / "clean", "--against", pairs / "right.txt")
    quorx = done.stdout[done.stdout.index("rule ocr/learnt-quorx") :]
    assert "tier: ask" in quorx.split("rule ocr/")[1]
    assert "elsewhere it fires 1 times in 1 of 1 texts" in quorx
    assert "The quorx is a bird" in quorx


def test_json_lines_are_pairs_too(tmp_path):
    for name, side in (("noisy", 0), ("clean", 1)):
        rows = [json.dumps({"id": i, "text": pair[side]}) + "\n" for i, pair in enumerate(misread(3))]
        (tmp_path / f"{name}.jsonl").write_text("".join(rows))
    done = learn("--pairs", tmp_path / "noisy.jsonl", tmp_path / "clean.jsonl")
    assert "“tbe” → “the” (3 times in 3 documents, 0 against)" in done.stdout


def test_from_a_run(tmp_path):
    ledger = ledger_of(
        *(asked(str(i), f"He saw quorx {i}.", "quorx", "quartz", rule="spelling/ocr") for i in range(3)),
        path=tmp_path / "run.db",
    )
    ledger.decide(ledger.case_ids(), Answer.REJECT)
    ledger.close()
    done = learn(tmp_path, "--answers", "-", stdin="y\n")
    assert "word that is right: “quorx”" in done.stdout
    assert (tmp_path / "own-rules/words.txt").read_text() == "quorx\n"


def test_misuse_is_told(tmp_path):
    assert learn().returncode == 2
    assert "no ledger" in learn(tmp_path).stderr
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.txt").write_text("x")
    assert "no file or document of one name" in learn("--pairs", tmp_path / "a.txt", tmp_path / "b.txt").stderr
