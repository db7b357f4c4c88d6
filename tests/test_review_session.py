"""What the review asks, in which order, and what each answer does; no terminal and no page."""

from collections import Counter
from typing import ClassVar

import pytest
from made import MOB, TBE, asked, cleaned, finding, ledger_of, record

from cleaner.ledger import Answer, Filter, Status
from cleaner.model import Verdict
from cleaner.packs.remember import Plan, Remember
from cleaner.review.navigation import Review
from cleaner.review.questions import CaseQuestion, PatternQuestion, ProofQuestion
from cleaner.stats import at_least


def articles(mafias=4, tbes=2):
    texts = [f"In town {i} a man urged the mafia not to enter." for i in range(mafias)]
    others = [f"It was tbe end of day {i} of the trial." for i in range(tbes)]
    return ledger_of(
        *(asked(f"m{i}", t, after=("mob", "crowd")) for i, t in enumerate(texts)),
        *(asked(f"t{i}", t, "tbe", "the", rule=TBE) for i, t in enumerate(others)),
    )


def answers(ledger):
    return Counter(
        (c.record.before, c.answer.value, c.text) for c in ledger.findings(Filter(Status.ANSWERED), limit=-1)
    )


def test_the_most_frequent_pattern_comes_first():
    review = Review(articles(2, 5))
    assert review.question().pattern.before == "tbe"
    assert review.question().left == (2, 7)
    review.accept_all()
    assert review.question().pattern.before == "mafia"
    review.reject_all()
    assert review.question() is None


def test_examples_come_from_different_documents():
    review = Review(articles(30))
    question = review.question()
    assert len({e.case.document for e in question.examples}) == 5
    review.more()
    assert len({e.case.document for e in review.question().examples}) == 10


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (lambda r: r.accept_all(), {("mafia", "accept", "mob"): 4}),
        (lambda r: r.accept_all("crowd"), {("mafia", "replace", "crowd"): 4}),
        (lambda r: r.accept_all(""), {("mafia", "replace", ""): 4}),
        (lambda r: r.reject_all(), {("mafia", "reject", None): 4}),
        (lambda r: r.rest_of_rule(Answer.ACCEPT), {("mafia", "accept", "mob"): 4}),
        (lambda r: r.always(), {("mafia", "accept", "mob"): 4}),
        (lambda r: r.always("crowd"), {("mafia", "replace", "crowd"): 4}),
        (lambda r: r.never(), {("mafia", "reject", None): 4}),
    ],
)
def test_answers_to_a_pattern_and_their_undo(answer, result):
    ledger = articles()
    review = Review(ledger)
    before = review.question()
    answer(review)
    assert answers(ledger) == result
    assert review.question().pattern.before == "tbe"
    assert "4 cases as before" in review.undo()
    assert answers(ledger) == {}
    assert review.question() == before


def test_the_rest_of_a_rule_is_all_its_patterns():
    ledger = ledger_of(
        asked("a"), asked("b", "Mafia stormed it", "Mafia", "Mob"), asked("c", "tbe", "tbe", "the", rule=TBE)
    )
    review = Review(ledger)
    assert "2 cases in 2 patterns" in review.rest_of_rule(Answer.REJECT)
    assert review.question().pattern.rule == TBE


def test_one_by_one():
    ledger = articles()
    review = Review(ledger)
    review.split()
    assert isinstance(review.question(), CaseQuestion)
    review.accept()
    review.reject()
    review.accept("crowd")
    assert review.question().left == 1
    review.leave()
    assert answers(ledger) == {
        ("mafia", "accept", "mob"): 1,
        ("mafia", "reject", None): 1,
        ("mafia", "replace", "crowd"): 1,
    }
    assert review.question().pattern.before == "tbe"


def test_the_rest_of_the_cases():
    ledger = articles()
    review = Review(ledger)
    review.split()
    review.reject()
    review.rest(Answer.ACCEPT)
    assert answers(ledger) == {("mafia", "accept", "mob"): 3, ("mafia", "reject", None): 1}
    review.undo()
    assert review.question().left == 3


def test_undo_goes_back_through_cases_in_order():
    ledger = articles()
    review = Review(ledger)
    review.split()
    asked_first = review.question()
    review.accept()
    review.accept()
    review.undo()
    review.undo()
    assert review.question() == asked_first
    assert "nothing to undo" in review.undo()


def test_dropped_examples_are_asked_one_by_one_afterwards():
    ledger = articles()
    review = Review(ledger)
    dropped = review.question().examples[1].case
    review.drop([2])
    assert [e.dropped for e in review.question().examples] == [False, True, False, False]
    review.accept_all()
    assert answers(ledger) == {("mafia", "accept", "mob"): 3}
    question = review.question()
    assert isinstance(question, CaseQuestion)
    assert question.example.case.id == dropped.id


@pytest.mark.parametrize("answer", [Answer.ACCEPT, Answer.REJECT])
def test_an_answer_to_the_whole_rule_leaves_out_what_was_dropped(answer):
    ledger = articles()
    review = Review(ledger)
    before = review.drop([2]) and review.question()
    assert "3 cases in 1 pattern" in review.rest_of_rule(answer)
    assert sum(answers(ledger).values()) == 3
    question = review.question()
    assert isinstance(question, CaseQuestion)
    assert question.example.case.id == before.examples[1].case.id
    review.undo()
    assert review.question() == before


def test_dropping_twice_takes_back_in_and_wrong_numbers_are_refused():
    review = Review(articles())
    review.drop([2])
    review.drop([2])
    assert review.question().dropped == 0
    assert "from 1 to 4" in review.drop([9])
    assert "from 1 to 4" in review.drop([])


def test_what_is_left_open_comes_back_when_asked_for():
    review = Review(articles())
    review.leave()
    assert review.question().pattern.before == "tbe"
    review.back()
    assert review.question().pattern.before == "mafia"
    assert "nothing was left" in review.back()
    review.leave()
    review.leave()
    assert review.question() is None


def test_a_sample_proves_something_about_the_rest():
    ledger = articles(mafias=60)
    review = Review(ledger)
    review.sample()
    for _ in range(20):
        assert review.question().sampling
        review.accept()
    proof = review.question()
    assert isinstance(proof, ProofQuestion)
    assert proof.statement.startswith("20 of 20 right: at least 86% right with 95% confidence")
    assert proof.pattern.count == 40
    review.accept_all()
    assert answers(ledger) == {("mafia", "accept", "mob"): 60}
    review.undo()
    assert isinstance(review.question(), ProofQuestion)


def test_a_sample_counts_what_was_wrong_and_can_grow():
    review = Review(articles(mafias=60))
    review.sample(10)
    review.reject()
    review.accept("crowd")
    for _ in range(8):
        review.accept()
    assert review.question().statement.startswith("8 of 10 right: ")
    review.sample(10)
    for _ in range(10):
        review.accept()
    assert review.question().statement.startswith("18 of 20 right: ")
    review.back()
    assert isinstance(review.question(), PatternQuestion)


def test_a_sample_of_everything_leaves_nothing_to_prove():
    review = Review(articles())
    review.sample()
    for _ in range(4):
        review.accept()
    assert review.question().pattern.before == "tbe"


@pytest.mark.parametrize(
    ("right", "of", "bound"),
    # scipy.stats.beta.ppf(0.05, right, of - right + 1)
    [
        (20, 20, 0.8608917),
        (19, 20, 0.7838938),
        (50, 60, 0.7337092),
        (299, 300, 0.9842854),
        (1, 1, 0.05),
        (0, 9, 0.0),
    ],
)
def test_the_bound_is_clopper_and_pearson_s(right, of, bound):
    assert at_least(right, of) == pytest.approx(bound, abs=1e-6)


def test_a_session_goes_on_where_another_stopped():
    ledger = articles()
    first = Review(ledger)
    first.split()
    first.accept()
    first.accept()
    again = Review(ledger)
    assert again.question().pattern.count == 2
    again.accept_all()
    assert answers(ledger)["mafia", "accept", "mob"] == 4


def test_fixes_can_be_looked_at_too():
    text = "the mafia came"
    ledger = ledger_of(cleaned("a", text, record(finding(text, "mafia", "mob"), text, Verdict.FIX)))
    assert Review(ledger).question() is None
    review = Review(ledger, Filter(Status.FIXED))
    review.split()
    review.reject()
    assert ledger.final_text(1) == text
    assert review.question() is None


def test_a_flag_can_be_noted_or_replaced():
    ledger = ledger_of(asked("a", after=None))
    review = Review(ledger)
    assert review.question().pattern.is_flag
    with pytest.raises(LookupError, match="nothing to put"):
        review.always()
    review.accept_all()
    assert review.question() is None


def test_always_and_never_are_passed_on_with_examples():
    class Told(Remember):
        calls: ClassVar[list[tuple[object, ...]]] = []

        def always(self, pattern, text, examples):
            self.calls.append(("always", pattern.before, text, len(examples)))
            return Plan("wrote a rule")

        def never(self, pattern, examples, *, switch_off=False):
            self.calls.append(("never", pattern.before, len(examples)))
            return Plan("wrote an exception")

    review = Review(articles(), remember=Told())
    assert review.always().endswith("wrote a rule")
    assert review.never().endswith("wrote an exception")
    assert Told.calls == [("always", "mafia", "mob", 4), ("never", "tbe", 2)]


def test_every_pattern_is_asked_once():
    ledger = articles(7, 3)
    review = Review(ledger)
    asked_of = []
    while question := review.question():
        asked_of.append(question.pattern.id)
        review.accept_all()
    assert len(asked_of) == len(set(asked_of)) == 2
    assert MOB in {c.record.finding.rule for c in ledger.findings(Filter(Status.ANSWERED), limit=-1)}


def test_one_answer_for_a_document():
    text = "The mafia came. A mafia left."
    twice = [record(finding(text, "mafia", "mob", nth=n), text) for n in (0, 1)]
    ledger = ledger_of(cleaned("a", text, *twice), asked("b", "The mafia stayed."))
    review = Review(ledger)
    review.split()
    while review.question().example.case.name != "a":
        review.leave()
    assert "accepted 2 cases in this document" in review.in_document(Answer.ACCEPT)
    assert [c.name for c in ledger.findings(Filter(Status.ANSWERED))] == ["a", "a"]
    later = "Nobody had seen the mafia before."
    known = ledger.decisions()
    assert known.find(finding(later, "mafia", "mob"), later, "a").text == "mob"
    assert known.find(finding(later, "mafia", "mob"), later, "b") is None
    review.undo()
    assert answers(ledger) == {}


def test_a_sample_of_one_is_refused_and_one_of_few_is_all():
    review = Review(articles(1, 3))
    assert review.sample().startswith("all 3, for a sample would be no smaller")
    review.back()
    review.accept_all()
    assert "only one case" in review.sample()
    assert isinstance(review.question(), PatternQuestion)
