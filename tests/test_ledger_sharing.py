"""Decisions shared through a file: exported, merged, imported; contradictions are shown and nobody is overruled."""

from pathlib import Path

import pytest
from command import completed
from made import SENTENCE, asked, ledger_of

from cleaner.ledger import Answer, Decision, Filter, Ledger, Reviewer, Scope, Status, sharing
from cleaner.packs.own_pack import OwnPack
from cleaner.review.navigation import Review

ROOT = Path(__file__).parent.parent


def decisions(*arguments, stdin=None):
    return completed("decisions", *arguments, stdin=stdin or "", cwd=ROOT)


@pytest.fixture
def two(tmp_path):
    """Ann's and Bob's runs over the same two documents."""
    for name in ("ann", "bob"):
        (tmp_path / name).mkdir()
        ledger_of(
            asked("a"), asked("b", "The mafia stormed the embassy in the night."), path=tmp_path / name / "run.db"
        )
    return tmp_path / "ann", tmp_path / "bob"


def decide(out, case, answer, who, text=None, scope=Scope.PLACE):
    with Ledger.open(out) as ledger:
        return ledger.decide([case], answer, text=text, by=Reviewer(who), scope=scope)


def standing(out):
    with Ledger.open(out) as ledger:
        return [(c.name, c.answer.value, c.text) for c in ledger.findings(Filter(Status.ANSWERED))]


def test_what_one_decides_the_other_need_not(two, tmp_path):
    ann, bob = two
    decide(ann, 1, Answer.ACCEPT, "ann")
    decide(ann, 2, Answer.REPLACE, "ann", "gang")
    assert decisions("export", ann, tmp_path / "team.jsonl").returncode == 0
    done = decisions("import", bob, tmp_path / "team.jsonl")
    assert done.returncode == 0, done.stderr
    assert "2 new, 0 known already, 0 in conflict; 2 cases answered by them." in done.stderr
    assert standing(bob) == standing(ann)
    assert "0 new, 2 known already" in decisions("import", bob, tmp_path / "team.jsonl").stderr


def test_export_is_sorted_and_the_same_every_time(two):
    ann, _ = two
    decide(ann, 2, Answer.REJECT, "ann")
    decide(ann, 1, Answer.ACCEPT, "ann")
    first = decisions("export", ann).stdout
    assert first.splitlines() == sorted(first.splitlines())
    assert first == decisions("export", ann).stdout
    assert len(first.splitlines()) == 2


def test_a_conflict_is_shown_and_nobody_overruled(two, tmp_path):
    ann, bob = two
    decide(ann, 1, Answer.ACCEPT, "ann")
    decide(bob, 1, Answer.REJECT, "bob")
    decisions("export", ann, tmp_path / "team.jsonl")
    done = decisions("import", bob, tmp_path / "team.jsonl")
    assert done.returncode == 1
    assert "conflict at a: man urged the [mafia] not to enter" in done.stderr
    assert "ours:   rejected by bob" in done.stderr and "theirs: accepted by ann" in done.stderr
    assert standing(bob) == [("a", "reject", None)]


@pytest.mark.parametrize(("prefer", "answer"), [("ours", "reject"), ("theirs", "accept"), ("newest", "reject")])
def test_a_conflict_is_settled_when_told_how(two, tmp_path, prefer, answer):
    ann, bob = two
    decide(ann, 1, Answer.ACCEPT, "ann")
    decide(bob, 1, Answer.REJECT, "bob")
    decisions("export", ann, tmp_path / "team.jsonl")
    text = (tmp_path / "team.jsonl").read_text()
    (tmp_path / "team.jsonl").write_text(text.replace('"at": "20', '"at": "19'))
    done = decisions("import", bob, tmp_path / "team.jsonl", "--prefer", prefer)
    assert done.returncode == 0, done.stderr
    assert standing(bob) == [("a", answer, "mob" if answer == "accept" else None)]


def test_bad_lines_are_told_and_the_others_taken(two, tmp_path):
    ann, bob = two
    decide(ann, 1, Answer.ACCEPT, "ann")
    good = decisions("export", ann).stdout
    (tmp_path / "team.jsonl").write_text(f"<<<<<<< HEAD\n{good}\n{{\n" + '{"answer": "accept"}\n')
    done = decisions("import", bob, tmp_path / "team.jsonl")
    assert done.returncode == 2
    assert "team.jsonl:1: not JSON; a merge conflict of git?" in done.stderr
    assert "no field before; no field rule" in done.stderr
    assert len(standing(bob)) == 1


def test_from_standard_input(two):
    ann, bob = two
    decide(ann, 1, Answer.ACCEPT, "ann")
    assert decisions("import", bob, "-", stdin=decisions("export", ann).stdout).returncode == 0
    assert len(standing(bob)) == 1


def test_an_always_holds_in_the_other_s_documents_too(two, tmp_path):
    ann, bob = two
    decide(ann, 1, Answer.ACCEPT, "ann", scope=Scope.ALWAYS)
    decisions("import", bob, "-", stdin=decisions("export", ann).stdout)
    assert standing(bob) == [("a", "accept", "mob"), ("b", "accept", "mob")]


def test_undo_by_number_by_rule_and_by_session(two):
    ann, _ = two
    number = decide(ann, 1, Answer.ACCEPT, "ann")
    assert "1 decision taken back, 1 case as before." in decisions("undo", ann, "--id", number).stderr
    decide(ann, 1, Answer.ACCEPT, "ann")
    assert "1 decision taken back" in decisions("undo", ann, "--rule", "mt/*").stderr
    decide(ann, 2, Answer.ACCEPT, "ann")
    assert "1 decision taken back" in decisions("undo", ann, "--session", "last").stderr
    assert standing(ann) == []
    assert decisions("undo", ann).returncode == 2
    assert "no decision 99" in decisions("undo", ann, "--id", 99).stderr


def test_undo_says_which_session_and_what_it_took_back(two):
    ann, _ = two
    with Ledger.open(ann) as ledger:
        ledger.decide([1], Answer.ACCEPT, by=Reviewer("ann", "20261122T100000-aa"))
        ledger.decide([2], Answer.REJECT, by=Reviewer("ann", "20261122T110000-bb"), scope=Scope.ALWAYS)
    said = decisions("undo", ann, "--session", "last").stderr.splitlines()
    assert said[0].startswith("session 20261122T110000-bb, answers from 20")
    assert "reject, always  “mafia”  mt/es/mafia-mob  1 case" in said[1]
    assert said[2:] == ["1 decision taken back, 1 case as before."]
    assert "session 20261122T100000-aa" in decisions("undo", ann, "--session", "last").stderr
    done = decisions("undo", ann, "--session", "last")
    assert (done.returncode, "no decision is left to take back" in done.stderr) == (2, True)


@pytest.mark.parametrize("option", [("--rule", "no/such"), ("--session", "no-such"), ("--id", 99)])
def test_undo_of_nothing_is_told(two, option):
    done = decisions("undo", two[0], *option)
    assert done.returncode == 2
    assert str(option[1]) in done.stderr and "decisions list" in done.stderr


def test_undo_takes_back_rules_that_were_written_the_latest_first(tmp_path):
    words = ("Katteb", "Kattab")
    texts = [f"They met in {w} at noon." for w in words]
    ledger = ledger_of(
        *(asked(w, t, w, "Kataeb", rule="spelling/ocr") for w, t in zip(words, texts, strict=True)),
        path=tmp_path / "run.db",
    )
    review = Review(ledger, session="one", remember=OwnPack(tmp_path / "own-rules"))
    review.always()
    review.always()
    ledger.close()
    said = decisions("undo", tmp_path, "--session", "last").stderr
    assert "2 decisions taken back, 2 cases as before" in said
    assert said.count("accept “Kataeb”, always") == 2
    assert "is as it was before; " in said and said.endswith("which it wrote, is removed.\n")
    assert not [p for p in (tmp_path / "own-rules").rglob("*") if p.is_file()]


NAMES = [
    (Answer.REJECT, Scope.ALWAYS, "reject, always  “mafia”"),
    (Answer.ACCEPT, Scope.DOCUMENT, "accept “mob”, in this document  “mafia”"),
    (Answer.ACCEPT, Scope.PLACE, "accept “mob”  “mafia”"),
]


@pytest.mark.parametrize(("answer", "scope", "named"), NAMES)
def test_the_list_calls_answers_by_their_names(two, answer, scope, named):
    decide(two[0], 1, answer, "ann", scope=scope)
    assert named in decisions("list", two[0]).stdout


def test_an_import_says_why_it_answers_more_or_fewer_cases(two, tmp_path):
    ann, bob = two
    decide(ann, 1, Answer.ACCEPT, "ann", scope=Scope.ALWAYS)
    assert "1 new" in (said := decisions("import", bob, "-", stdin=decisions("export", ann).stdout).stderr)
    assert "2 cases answered by them: an answer holds at every place" in said
    ledger_of(asked("elsewhere", "Nobody met a gang here.", "gang", "band"), path=tmp_path / "run.db").close()
    said = decisions("import", tmp_path, "-", stdin=decisions("export", ann).stdout).stderr
    assert "0 cases answered by them; the others wait for texts that are not in this run" in said


def test_the_list_shows_escape_codes_and_does_not_obey_them(tmp_path):
    ledger_of(asked("a", "\x1b[2J mafia", rule="x/\x1b[5m"), path=tmp_path / "run.db")
    decide(tmp_path, 1, Answer.REPLACE, "\x1b]0;me\x07", "\u202e")
    shown = decisions("list", tmp_path).stdout
    assert "replace" in shown and not set("\x1b\x07\u202e") & set(shown)


def test_of_several_answers_to_a_place_the_last_is_exported():
    ledger = ledger_of(asked("a", SENTENCE))
    ledger.decide([1], Answer.ACCEPT)
    ledger.decide([1], Answer.REJECT)
    (line,) = sharing.exported(ledger.standing())
    assert '"answer": "reject"' in line


def test_a_flag_that_one_noted_and_the_other_rejected_is_a_conflict():
    noted, rejected = (Decision(answer, "ocr/unreadable", "x#", None) for answer in (Answer.ACCEPT, Answer.REJECT))
    assert len(sharing.merge([noted], [rejected]).conflicts) == 1
    assert sharing.merge([noted], [noted]).known == 1
