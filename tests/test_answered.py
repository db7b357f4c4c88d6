"""What people answered moves a rule's confidence: a little at first, much once they have said much."""

from dataclasses import replace

import pytest
from command import cleaner
from made import MOB, SENTENCE, TBE, asked, finding, ledger_of, reviewed

from cleaner import build_kit
from cleaner.config import Settings, SettingsError
from cleaner.learn.precision import precisions
from cleaner.ledger import Answer, Scope
from cleaner.rulebook import feedback, load
from cleaner.rulebook.feedback import NAME, Answered, with_answers
from cleaner.rulebook.fingerprint import digest

BELIEVED = [  # expected, right, wrong → believed
    (0.60, 1, 9, 0.35),  # rejected nine times of ten: asked less
    (0.95, 1, 9, 0.53),  # and no longer fixed
    (0.90, 60, 0, 0.99),  # accepted sixty times of sixty: fixed
    (0.60, 5, 0, 0.73),  # a few agree: a little surer
    (0.60, 12, 8, 0.60),  # as was expected: no change
]


@pytest.mark.parametrize(("expected", "right", "wrong", "believed"), BELIEVED)
def test_answers_are_weighed_against_what_was_expected(expected, right, wrong, believed):
    assert Answered(MOB, right, wrong, expected).believed == pytest.approx(believed, abs=0.006)


@pytest.mark.parametrize(("right", "wrong"), [(0, 1), (1, 0), (0, 4), (4, 0)])
def test_a_few_odd_answers_weigh_nothing(right, wrong):
    before = finding(SENTENCE, "mafia", "mob")
    assert with_answers(before, {MOB: Answered(MOB, right, wrong, 0.6)}) == before


def test_the_evidence_says_what_people_said():
    after = with_answers(finding(SENTENCE, "mafia", "mob"), {MOB: Answered(MOB, 1, 9, 0.6)})
    assert (after.evidence[-1].name, after.evidence[-1].detail) == (NAME, "9 of 10 rejected")
    other = finding(SENTENCE, "mafia", "mob", rule=TBE)
    assert with_answers(other, {MOB: Answered(MOB, 1, 9, 0.6)}) == other


YES, NO, OWN = Answer.ACCEPT, Answer.REJECT, Answer.REPLACE


@pytest.mark.parametrize(
    ("answers", "one_by_one", "right", "wrong"),
    [
        ([YES] * 8 + [NO] * 2, True, 8, 2),
        ([YES] * 8 + [OWN] * 2, True, 8, 2),  # the place was wrong, and so was the suggestion
        ([YES] * 200, False, 5, 0),  # one key for 200 cases, of which five were seen
        ([NO] * 3, False, 0, 3),
    ],
)
def test_a_ledger_s_answers_are_counted_as_far_as_they_were_looked_at(answers, one_by_one, right, wrong):
    scope = Scope.PLACE if one_by_one else Scope.PATTERN
    (precision,) = precisions(reviewed(answers, one_by_one=one_by_one, scope=scope))
    assert (precision.answered.right, precision.answered.wrong) == (right, wrong)


def test_what_was_taken_back_does_not_count():
    ledger = reviewed([NO] * 6)
    ledger.undo(1)
    assert precisions(ledger)[0].answered.wrong == 5


def test_learning_twice_does_not_move_twice():
    """The expectation is that of the rule alone: the answers' own weight is taken out again."""
    ledger = reviewed([NO] * 9 + [YES])
    (first,) = precisions(ledger)
    moved = [asked(str(i), f"Day {i}: the mafia came.") for i in range(10)]
    again = ledger_of(
        *(
            replace(
                c, records=tuple(replace(r, finding=with_answers(r.finding, {MOB: first.answered})) for r in c.records)
            )
            for c in moved
        )
    )
    for id in again.case_ids():
        again.decide([id], NO)
    assert precisions(again)[0].answered.expected == pytest.approx(first.answered.expected)


def test_the_numbers_outlive_their_file(tmp_path):
    file = tmp_path / "own" / feedback.FILE
    assert feedback.read(file) == {}
    rows = [Answered(MOB, 1, 9, 0.6, "abc"), Answered("spelling/word", 60, 0, 0.9)]
    file.parent.mkdir()
    file.write_text(feedback.table({"out 2026": rows}))
    assert feedback.read(file) == {"out 2026": rows}


@pytest.mark.parametrize(
    "line", ["a", "r\tx\tv\t1\t2", "r\tx\tv\t-1\t2\t0.5", "r\tx\tv\t1\t2\t1.5", "r\tx\tv\ta\tb\tc"]
)
def test_a_line_that_cannot_be_read_is_named(tmp_path, line):
    (tmp_path / feedback.FILE).write_text(f"# head\n{line}\n")
    with pytest.raises(SettingsError, match=r"answers\.tsv:2"):
        build_kit.build_kit(Settings(rules=(tmp_path,)))


def test_a_rule_that_acts_otherwise_since_starts_anew(tmp_path):
    now = digest(load().rules[MOB])
    rows = [Answered(MOB, 1, 9, 0.6, now), Answered(TBE, 9, 1, 0.6, "older")]
    (tmp_path / feedback.FILE).write_text(feedback.table({"out": rows}))
    assert list(build_kit.build_kit(Settings(rules=(tmp_path,))).answered) == [MOB]


SPANISH = "UU. Officials of EE. UU. They said the mafia had stormed the embassy, where protesters threw stones.\n"


def test_from_review_to_the_next_run(elsewhere):
    (elsewhere / "in").mkdir()
    for i in range(10):
        (elsewhere / f"in/{i}.txt").write_text(f"{SPANISH}It was day {i}.\n")
    cleaner("clean", "in", "-o", "out", cwd=elsewhere)
    cleaner("review", "out", "--rule", MOB, "--answers", "-", cwd=elsewhere, stdin=b"s\n" + b"n\n" * 10)
    told = cleaner("learn", "out", "--kind", "answers", cwd=elsewhere)
    assert "      0     10        0%" in told.text and MOB in told.text
    assert not (elsewhere / "out/own-rules").exists(), "nothing without a yes"
    assert "answers.tsv" in cleaner("learn", "out", "--kind", "answers", "--yes", cwd=elsewhere).text
    plain = cleaner("explain", "in/0.txt", cwd=elsewhere).text
    taught = cleaner("explain", "in/0.txt", "--rules", "out/own-rules", cwd=elsewhere).text
    assert NAME not in plain
    assert f"{NAME} (10 of 10 rejected)" in taught
    summary = cleaner("report", "out", "--format", "precision", cwd=elsewhere)
    assert MOB in summary.text
