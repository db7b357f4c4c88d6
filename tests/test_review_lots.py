"""Lots: groups of what is asked, a sample of one and what it proves, one key for the rest, sheets, closed pages."""

import math
from collections import Counter
from functools import cache

import pytest
from made import TBE, asked, cleaned, finding, ledger_of, record

from cleaner.learn.observations import from_ledger
from cleaner.learn.precision import precisions
from cleaner.ledger import Answer, Filter, Ledger, LedgerError, Scope, Status
from cleaner.ledger.lots import BY, confusion
from cleaner.model import Verdict
from cleaner.review.lot_place import SHEET
from cleaner.review.navigation import Review
from cleaner.review.pace import Pace
from cleaner.review.questions import CaseQuestion, LotProofQuestion, LotQuestion, PatternQuestion, SheetQuestion
from cleaner.review.terminal.keys import find_key, keys_for
from cleaner.review.terminal.screen import Screen
from cleaner.stats import wrong_at_most
from cleaner.text.visible import width

# Words that one misreading spoilt, so that each is a pattern of its own.
WORDS = ["tbe", "tbat", "tbem", "tben", "tbere", "tbis", "tbose", "tbough", "tbree", "tbus"]
SCAN = "Here {} stood on the page of a day."


def scan(name, word, after=None, weight=2.0, rule="spelling/word"):
    text = SCAN.format(word)
    return asked(name, text, word, after or word.replace("b", "h"), rule=rule, weight=weight)


def scans(each=4):
    """As many pages for each word, and three of another rule."""
    pages = [scan(f"p/{i}-{word}", word) for word in WORDS for i in range(each)]
    return [*pages, *(asked(f"m{i}", after=("mob", "crowd")) for i in range(3))]


def ledger_with(*documents):
    """A ledger of these documents, or a copy of one that was made once of those above."""
    if documents:
        return ledger_of(*documents)
    return copied(made())


@cache
def made():
    return ledger_of(*scans()).db.serialize()


@cache
def made_of_long_texts():
    text = "It is long ago that he said to the men of the town that all of them were to go, and so " * 3
    pages = [
        asked(
            f"in/{i}{word}.txt", f"{text} {word} {text}", word, word.replace("b", "h"), rule="spelling/word", weight=2
        )
        for i in range(3)
        for word in WORDS
    ]
    return ledger_of(*pages, asked("flag", after=None)).db.serialize()


def copied(ledger):
    copy = Ledger.open(":memory:")
    copy.db.deserialize(ledger)
    return copy


def answers(ledger):
    return Counter((c.record.before, c.answer.value) for c in ledger.findings(Filter(Status.ANSWERED), limit=-1))


def press(review, keys):
    """Presses keys as the terminal does; returns what the last one said."""
    said = ""
    for typed in keys:
        key, rest = find_key(review.question(), typed)
        assert key is not None, f"{typed} is no key of {review.question()}"
        said = key.act(review, rest)
    return said


# ------------------------------------------------------------------ groups


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [
        ("tbe", "the", "b → h"),
        ("inodern", "modern", "in → m"),
        ("to day", "today", "␣ → ∅"),
        ("ofthe", "of the", "∅ → ␣"),
        ("tbeir", "theii", "b → h + r → i"),
        ("mafia", "mob", "other changes"),
        ("abcdefgh", "xbydzfgh", "other changes"),
        ("x", None, "other changes"),
    ],
)
def test_a_misreading_is_named_by_its_letters(before, after, name):
    assert confusion(before, after) == name


@pytest.mark.parametrize("by", BY)
def test_groups_part_what_is_asked_and_leave_nothing_out(by):
    ledger = ledger_with(*scans(), scan("q", "tbe", weight=0.5), scan("r", "tbe", weight=9.0))
    groups = ledger.lots(Filter(), by, limit=-1)
    assert sum(g.count for g in groups) == ledger.count_cases(Filter())
    for group in groups:
        assert ledger.count_cases(group.within(Filter())) == group.count
        assert ledger.count_groups(group.within(Filter())) == (group.questions, group.count)


def test_a_group_of_a_group():
    review = Review(ledger_with())
    press(review, "g1")  # by rule, the largest first: spelling/word
    question = review.question()
    assert isinstance(question, LotQuestion)
    assert (question.title, question.left) == ("only spelling/word", (10, 40))
    assert [(g.name, g.cases) for g in question.groups] == [("b → h", 40)]
    press(review, "1")
    assert review.question().title == "only spelling/word, b → h"
    press(review, "k")
    assert review.question().title == "only spelling/word"
    press(review, "kk")
    assert isinstance(review.question(), PatternQuestion)


def test_the_filter_of_the_review_holds_for_its_groups():
    review = Review(ledger_with(), Filter(rule="mt"))
    press(review, "g")
    assert review.question().left == (1, 3)


def test_the_questions_of_a_group_one_by_one_and_back_to_it():
    ledger = ledger_with()
    review = Review(ledger)
    press(review, ["g", "2", "s"])  # mt/es/mafia-mob
    assert review.narrowed == "only mt/es/mafia-mob"
    assert review.question().pattern.before == "mafia"
    assert review.left() == (1, 3)
    press(review, "y")
    assert review.question().title == "everything that is open"  # the group is through
    assert answers(ledger) == {("mafia", "accept"): 3}


# ------------------------------------------------------------------ a sample, and one key for the rest


def test_a_sample_of_a_group_then_one_key_for_all_that_it_covers():
    ledger = ledger_with()
    review = Review(ledger)
    press(review, "g1tyyy")  # twenty cases: three sheets
    question = review.question()
    assert isinstance(question, LotProofQuestion)
    assert question.statement.startswith("20 of 20 right: at least 86% right with 95% confidence")
    assert (question.rest, question.wrong, question.held) == (20, wrong_at_most(20, 20, 40), 0)
    assert "accepted 20 cases unseen" in press(review, "y")
    assert sum(answers(ledger).values()) == 40
    assert {e[0] for e in answers(ledger)} == set(WORDS)
    assert "20 cases as before" in press(review, "u")
    assert sum(answers(ledger).values()) == 20
    assert isinstance(review.question(), LotProofQuestion)


HELD = {
    "another suggestion is nearly as likely": ("tbe", ("the", "tie")),
    "figures would change": ("l8th", "18th"),
    "the sense may turn": ("now", "not"),
    "nothing is offered": ("odd", None),
}


@pytest.mark.parametrize("why", HELD)
def test_a_case_that_fails_a_check_is_neither_drawn_nor_answered_unseen(why):
    word, after = HELD[why]
    doubtful = asked("doubtful", SCAN.format(word), word, after, rule="spelling/word", weight=2.0)
    ledger = ledger_with(*(scan(f"{i}", WORDS[i % 10]) for i in range(24)), doubtful)
    review = Review(ledger)
    press(review, "gtyyy")
    question = review.question()
    assert (question.rest, question.held, question.held_why) == (4, 1, f"{why} (1)")
    press(review, "y")
    assert [c.name for c in ledger.findings(Filter())] == ["doubtful"]


def test_what_is_marked_on_a_sheet_gets_the_other_answer_and_one_undo_takes_back_both():
    ledger = ledger_with()
    review = Review(ledger)
    press(review, "g1l")
    first = [e.case.id for e in review.question().examples]
    press(review, "25")
    assert review.question().marked == {first[1], first[4]}
    press(review, "5")
    press(review, "y")
    rejected = [c.id for c in ledger.findings(Filter(Status.ANSWERED)) if c.answer is Answer.REJECT]
    assert rejected == [first[1]]
    assert sum(answers(ledger).values()) == SHEET
    press(review, "u")
    assert not answers(ledger)
    assert [e.case.id for e in review.question().examples] == first
    press(review, "n")
    accepted = [c.id for c in ledger.findings(Filter(Status.ANSWERED)) if c.answer is Answer.ACCEPT]
    assert accepted == [first[1]]  # the mark stands again, and n turns both round


def test_a_sheet_begins_with_the_surest():
    ledger = ledger_with(*(scan(f"{i}", "tbe", weight=1 + i % 3) for i in range(12)))
    review = Review(ledger)
    press(review, "gl")
    sure = [e.case.record.finding.confidence for e in review.question().examples]
    assert sure == sorted(sure, reverse=True)
    press(review, "yy")
    assert sum(answers(ledger).values()) == 12


def test_what_a_sample_leaves_open_is_not_right_and_is_not_answered_with_the_rest():
    ledger = ledger_with(*(scan(f"{i}", WORDS[i % 10]) for i in range(40)))
    review = Review(ledger)
    press(review, "gtjyy")
    question = review.question()
    assert question.statement.startswith("11 of 20 right")
    assert question.rest == 20
    press(review, "y")
    assert ledger.count_cases() == SHEET


def test_a_larger_sample_and_the_wrong_ones_in_it():
    review = Review(ledger_with(*(scan(f"{i}", WORDS[i % 10]) for i in range(90))))
    press(review, ["g", "t", "1", "y", "y", "y", "t", "y", "y", "y"])
    assert review.question().statement.startswith("39 of 40 right: ")
    assert review.question().rest == 50


def test_a_batch_of_fixes_is_accepted_with_a_number():
    text = "It was tbe end of the day."
    fixes = [
        cleaned(f"f{i}", text, record(finding(text, "tbe", "the", rule=TBE), text, Verdict.FIX)) for i in range(70)
    ]
    ledger = ledger_of(*fixes, asked("open"))
    review = Review(ledger, Filter(Status.FIXED))
    press(review, "gt" + "yyy" + "tyyy" + "tyyy")
    assert review.question().statement.startswith("60 of 60 right: at least 95%")
    assert review.question().title == "only fixes"
    press(review, "y")
    assert answers(ledger) == {("tbe", "accept"): 70}
    assert ledger.count_cases() == 1  # what is open stays open
    assert ledger.final_text(1) == text.replace("tbe", "the")


def test_a_review_of_answers_has_no_groups():
    ledger = ledger_with(asked("a"))
    ledger.decide(ledger.case_ids(), Answer.ACCEPT)
    review = Review(ledger, Filter(Status.ANSWERED))
    assert "what is open" in review.groups()
    assert isinstance(review.question(), PatternQuestion)


def chance_of(wrong_drawn, of, wrong, total):
    return math.comb(wrong, wrong_drawn) * math.comb(total - wrong, of - wrong_drawn) / math.comb(total, of)


@pytest.mark.parametrize(("total", "of"), [(25, 20), (60, 20), (150, 20), (70, 60)])
def test_a_promise_is_broken_once_in_twenty_times_at_most(total, of):
    """By counting all samples: the bound on the wrong ones among the rest, however many wrong ones there are."""
    bounds = [wrong_at_most(of - k, of, total) for k in range(of + 1)]
    for wrong in range(total + 1):
        possible = range(max(0, of - (total - wrong)), min(of, wrong) + 1)
        broken = [k for k in possible if wrong - k > bounds[k]]
        assert math.fsum(chance_of(k, of, wrong, total) for k in broken) <= 0.05 + 1e-9


def test_the_promise_is_no_more_cautious_than_it_must_be():
    # With one wrong more than promised, a sample without a wrong one would come up less than once in twenty times.
    most = wrong_at_most(20, 20, 60)
    assert chance_of(0, 20, most, 60) > 0.05 >= chance_of(0, 20, most + 1, 60)


# ------------------------------------------------------------------ unseen answers teach nothing


@pytest.mark.parametrize(("scope", "taught"), [(Scope.PATTERN, True), (Scope.UNSEEN, False)])
def test_what_nobody_looked_at_teaches_nothing(scope, taught):
    ledger = ledger_with(*(scan(f"{i}", "tbe") for i in range(6)))
    ledger.decide(ledger.case_ids(), Answer.ACCEPT, scope=scope)
    assert bool(precisions(ledger)) is taught
    assert bool(list(from_ledger(ledger))) is taught
    assert ledger.final_text(1) == SCAN.format("the")  # and yet it holds


def test_an_unseen_answer_is_found_again_in_a_later_run():
    text = SCAN.format("tbe")
    ledger = ledger_with(scan("a", "tbe"))
    Review(ledger).close_page()
    found = finding(text, "tbe", "the", rule="spelling/word")
    assert ledger.decisions().find(found, text, "a").answer is Answer.REJECT
    assert ledger.decisions().find(found, "Quite another tbe.", "b") is None
    assert "unseen" in ledger.history()[0].named


def test_a_ledger_from_before_there_were_unseen_answers_is_read(tmp_path):
    ledger_of(*scans(), path=tmp_path / "run.db").close()
    with Ledger.open(tmp_path) as ledger:
        ledger.db.execute("DROP INDEX decisions_unseen")
        version = ledger.db.execute("PRAGMA user_version").fetchone()[0]
        ledger.db.execute(f"PRAGMA user_version = {version - 1}")
    with Ledger.open(tmp_path) as ledger:
        assert ledger.lots(Filter(), "confusion")[0].key == "b → h"


def test_a_ledger_with_a_scope_that_nobody_knows_is_told_as_damaged(tmp_path):
    ledger_of(asked("a"), path=tmp_path / "run.db").close()
    with Ledger.open(tmp_path) as ledger:
        ledger.decide(ledger.case_ids(), Answer.ACCEPT)
        ledger.db.execute("UPDATE decisions SET scope = 'glimpsed'")
        with pytest.raises(LedgerError):
            ledger.decisions()


# ------------------------------------------------------------------ pages past mending


def dense(name, words, filler="then"):
    text = " ".join(f"{filler} {word} came" for word in words)
    return cleaned(
        name, text, *(record(finding(text, word, word.replace("b", "h"), rule="spelling/word"), text) for word in words)
    )


def test_one_key_closes_the_page_of_a_case_and_no_other():
    ledger = ledger_with(dense("bad", WORDS[:4]), scan("good", "tbe"))
    review = Review(ledger)
    press(review, "s")  # tbe, in both
    assert isinstance(review.question(), CaseQuestion)
    assert review.question().example.case.name == "bad"
    said = press(review, "p")
    assert "closed bad: 4 cases left as they are" in said
    assert [c.name for c in ledger.findings(Filter())] == ["good"]
    assert review.question().example.case.name == "good"
    assert ledger.final_text(1) == ledger.text(1)
    press(review, "u")
    assert ledger.count_cases() == 5


def test_the_page_of_an_example_is_named_by_its_number():
    ledger = ledger_with(dense("one", WORDS[:2]), dense("two", WORDS[:2]))
    review = Review(ledger)
    pages = [e.case.name for e in review.question().examples]
    assert next(k for k in keys_for(review.question()) if k.key == "p").wants
    assert "say which" in press(review, "p")
    press(review, ["p 2"])
    assert {c.name for c in ledger.findings(Filter())} == {pages[0]}
    assert not next(k for k in keys_for(review.question()) if k.key == "p").wants  # only one page is left


def test_a_page_is_closed_from_its_group_and_from_a_sheet():
    ledger = ledger_with(dense("bad", WORDS), dense("worse", [*WORDS, "tbink"]), scan("good", "tbe"))
    review = Review(ledger)
    press(review, "go")
    assert [g.name for g in review.question().groups] == ["worse", "bad", "good"]  # the most open first
    assert "p" not in [k.key for k in keys_for(review.question())]
    press(review, "1p")
    assert {c.name for c in ledger.findings(Filter())} == {"bad", "good"}
    press(review, "l")
    of_bad = next(n for n, e in enumerate(review.question().examples, 1) if e.case.name == "bad")
    assert "say which" in press(review, "p")
    press(review, [f"p {of_bad}"])
    assert {c.name for c in ledger.findings(Filter())} == {"good"}


def test_the_densest_pages_can_be_left_out_of_the_round():
    long = dense("long", WORDS[:5], "of all that there was to be seen in the town on this day of the week,")
    ledger = ledger_with(dense("bad", WORDS), *(scan(f"good{i}", "tbe") for i in range(8)), long)
    assert [ledger.document(d).name for d in ledger.densest(0.1)] == ["bad"]
    assert "long" not in [ledger.document(d).name for d in ledger.densest(0.9)]  # many questions, and far apart
    assert ledger.densest(0.0) == ()
    review = Review(ledger, Filter(without=ledger.densest(0.1)))
    assert review.left() == (5, 13)
    assert review.narrowed == "only without 1 page past mending"


def test_what_is_not_sure_enough_is_asked_in_groups_and_not_one_by_one():
    ledger = ledger_with(scan("sure", "tbe", weight=3.0), scan("doubtful", "tbat", weight=-1.0))
    review = Review(ledger, least=0.6)
    assert review.left() == (1, 1)
    assert review.question().pattern.before == "tbe"
    press(review, "y")
    assert review.question() is None
    press(Review(ledger, least=0.6), "") or review.groups()
    assert review.question().left == (1, 1)
    press(review, "ly")
    assert ledger.count_cases() == 0


def test_documents_with_the_most_open_questions_come_first():
    ledger = ledger_with(scan("few", "tbe"), dense("many", WORDS))
    assert [d.name for d in ledger.documents(only_open=True)] == ["many", "few"]
    assert [d.name for d in ledger.documents()] == ["few", "many"]


# ------------------------------------------------------------------ on a screen


@pytest.mark.parametrize("keys", ["", "g", "gc", "gb", "go", "gl", "g1l", "gt", "gtyyy", "gtyyyy", "gl12"])
@pytest.mark.parametrize("columns", [40, 80])
def test_every_screen_fits(keys, columns):
    review = Review(copied(made_of_long_texts()), least=0.1)
    press(review, keys)
    screen, question = Screen(columns), review.question()
    lines = [*screen.question(question, review.narrowed, "12 a minute, 3 h left"), screen.prompt(question)]
    assert all(width(line) < columns for line in lines[:-1]), lines
    tall = sum(-(-width(line) // columns) or 1 for line in lines)
    assert tall <= 24 or columns < 80, "\n".join(lines)


def test_a_whole_rule_with_many_cases_is_doubted_and_one_with_few_is_not():
    many, few = Review(ledger_with()), Review(ledger_with(*scans(each=2)))
    assert "40 cases of spelling/word" in many.doubt_of_rule()
    assert few.doubt_of_rule() == ""
    key = next(k for k in keys_for(many.question()) if k.key == "a")
    assert key.act(many, "n") == "nothing done"
    assert "40 cases" in key.act(many, "y")


def test_the_pace_is_told_after_some_answers_and_long_looks_do_not_count():
    times = iter([0, 4, 8, 12, 4000, 4004, 4008]).__next__
    pace = Pace(times)
    told = []
    for _ in range(6):
        pace.note()
        told.append(pace.told(900))
    assert told == ["", "", "", "", "15 a minute, 60 min left", "15 a minute, 60 min left"]


def test_sheets_are_questions_of_their_own():
    review = Review(ledger_with())
    press(review, "g1t")
    question = review.question()
    assert isinstance(question, SheetQuestion)
    assert question.sampling
    assert question.left == 20
