"""What stands in the end: people before the run, the later answer before the earlier."""

from made import finding, record

from cleaner.ledger import Answer, Case
from cleaner.ledger.final import final_text
from cleaner.model import Verdict

TEXT = "A man urged the mafia not to enter."


def case(id, words, after, verdict=Verdict.ASK, answer=None, decision=None):
    found = record(finding(TEXT, words, after), TEXT, verdict)
    text = after if answer is not None and answer is not Answer.REJECT else None
    return Case(id, id, 1, "a", "a", found, (), (), answer, text, decision)


def test_an_answer_stands_before_a_fix():
    fix = case(1, "the mafia", "a mob", Verdict.FIX)
    said = case(2, "mafia", "crowd", answer=Answer.REPLACE, decision=1)
    assert final_text(TEXT, [fix]) == "A man urged a mob not to enter."
    for cases in ([fix, said], [said, fix]):
        assert final_text(TEXT, cases) == "A man urged the crowd not to enter."


def test_of_two_answers_that_collide_the_later_stands():
    for first, second, wanted in ((1, 2, "the crowd"), (2, 1, "a mob")):
        one = case(1, "the mafia", "a mob", answer=Answer.ACCEPT, decision=first)
        other = case(2, "mafia", "crowd", answer=Answer.REPLACE, decision=second)
        assert final_text(TEXT, [one, other]) == f"A man urged {wanted} not to enter."


def test_what_was_rejected_is_not_made():
    assert final_text(TEXT, [case(1, "mafia", "mob", Verdict.FIX, Answer.REJECT, 1)]) == TEXT
