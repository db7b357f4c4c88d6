"""What a person answers once is asked once: patterns that differ only beside the change."""

import pytest
from made import asked, finding, ledger_of

from cleaner.ledger import Answer, Filter, Status
from cleaner.ledger.alike import core
from cleaner.review.navigation import Review
from cleaner.review.questions import CaseQuestion

MONEY = "mt/es/money-millions"
SUMS = ("$84", "$3", "$84")


def sums(rule=MONEY, sums=SUMS, after="{} million"):
    options = (after,) if isinstance(after, str) else after
    return ledger_of(
        *(
            asked(
                f"{i}", f"It spent {n} millions there.", f"{n} millions", tuple(o.format(n) for o in options), rule=rule
            )
            for i, n in enumerate(sums)
        )
    )


def answered(ledger):
    return [(c.record.before, c.answer.value, c.text) for c in ledger.findings(Filter(Status.ANSWERED), limit=-1)]


CHANGES = [  # before, after; what is changed, and by what
    ("$84 millions", "$84 million", "millions", "million"),
    ("2,3°C", "2.3°C", ",", "."),
    ("Kestrel Said ", "Kestrel said ", "Said", "said"),
    ("and want", "and he want", "", "he "),
    ("the the", "the", " the", ""),
    ("mafia", "mob", "mafia", "mob"),
    ("commander", "commandant", "commander", "commandant"),  # words are whole
    ("", "the", "", "the"),
    ("a a a", "a a", " a", ""),
]


@pytest.mark.parametrize(("before", "after", "old", "new"), CHANGES)
def test_what_is_changed(before, after, old, new):
    found = core(before, after)
    assert (found.before, found.after) == (old, new)
    assert found.left + found.before + found.right == before
    assert found.around(found.after) == after


def test_one_change_is_one_question():
    question = Review(sums()).question()
    assert (question.pattern.before, question.pattern.after) == ("millions", "million")
    assert (question.pattern.count, question.pattern.documents, question.wordings) == (3, 3, 2)
    assert question.left == (1, 3)


@pytest.mark.parametrize("rule", ["spelling/word", "names/name"])
def test_the_speller_s_words_are_single_questions(rule):
    assert Review(sums(rule)).question().wordings == 1


def test_other_changes_and_other_rules_are_other_questions():
    ledger = ledger_of(
        asked("a", "$3 millions", "$3 millions", "$3 million", rule=MONEY),
        asked("b", "$4 millions", "$4 millions", "$4 mln", rule=MONEY),
        asked("c", "$5 millions", "$5 millions", "$5 million", rule="mt/pt/money"),
        asked("d", "$6 millions", "$6 millions", None, rule=MONEY),
        asked("e", "$7 millions", "$7 millions", None, rule=MONEY),
    )
    assert Review(ledger).question().left == (5, 5)


ANSWERS = {
    "y": (lambda r: r.accept_all(), ["$84 million", "$3 million", "$84 million"]),
    "n": (lambda r: r.reject_all(), [None] * 3),
    "e": (lambda r: r.accept_all("mln"), ["$84 mln", "$3 mln", "$84 mln"]),
    'e""': (lambda r: r.accept_all(""), ["$84 ", "$3 ", "$84 "]),
    "e the same": (lambda r: r.accept_all("million"), ["$84 million", "$3 million", "$84 million"]),
    "A": (lambda r: r.always(), ["$84 million", "$3 million", "$84 million"]),
    "N": (lambda r: r.never(), [None] * 3),
    "a": (lambda r: r.rest_of_rule(Answer.ACCEPT), ["$84 million", "$3 million", "$84 million"]),
}


@pytest.mark.parametrize("key", ANSWERS)
def test_each_case_keeps_its_own_words(key):
    act, expected = ANSWERS[key]
    ledger = sums()
    review = Review(ledger)
    asked_first = review.question()
    act(review)
    assert [text for _, _, text in answered(ledger)] == expected
    assert review.question() is None
    assert len(ledger.history()) == 1
    review.undo()
    assert answered(ledger) == []
    assert review.question() == asked_first


def test_a_number_chooses_what_stands_in_all_of_them():
    ledger = sums(after=("{} million", "{} bn", "many millions"))
    review = Review(ledger)
    assert review.question().suggestions == ("million", "bn")
    review.accept_all("bn")
    assert [text for _, _, text in answered(ledger)] == ["$84 bn", "$3 bn", "$84 bn"]


def test_always_holds_for_each_wording_elsewhere_and_for_no_other():
    ledger = sums()
    review = Review(ledger)
    assert "no rule is written for 2 wordings at once" in review.always()
    known = ledger.decisions()
    for words, text in (("$84 millions", "$84 million"), ("$3 millions", "$3 million"), ("$5 millions", None)):
        elsewhere = f"Nobody paid {words} for it."
        found = known.find(finding(elsewhere, words, "x", MONEY), elsewhere)
        assert (found.text if found else None) == text


def test_split_leave_and_sample_go_through_all_of_them():
    review = Review(sums())
    review.split()
    assert isinstance(review.question(), CaseQuestion)
    assert review.question().left == 3
    assert review.question().pattern.before == "$84 millions"
    review.back()
    review.leave()
    assert review.question() is None
    review.back()
    assert review.question().wordings == 2
    assert review.sample().startswith("all 3")
    assert review.question().sampling


def test_what_is_left_of_a_group_is_shown_with_its_own_words():
    ledger = sums()
    review = Review(ledger)
    number = 1 + next(i for i, e in enumerate(review.question().examples) if e.case.record.before == "$3 millions")
    review.drop([number])
    review.accept_all()
    review.back()
    assert review.question().pattern.before == "$3 millions"
    review.accept_all("$3 bn")
    assert sorted(answered(ledger))[0] == ("$3 millions", "replace", "$3 bn")
