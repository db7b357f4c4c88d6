"""Decisions hold wherever the words and their neighbours still stand, and nowhere else."""

import textwrap
from dataclasses import replace

import pytest
from made import MOB, SENTENCE, asked, finding, ledger_of

from cleaner.ledger import Answer, Decision, Decisions, Ledger, Reviewer, Scope
from cleaner.ledger.neighbours import neighbours, same_place

ARTICLE = """\
By A. Reed

A man urged the mafia not to enter the embassy. Smoke rose over the river for an hour.

Mafia leaders refused to speak. "The mafia," he said, "is outside." Nobody was hurt.

The mafia
"""


def decided(text=ARTICLE, words="mafia", nth=0, answer=Answer.ACCEPT, put="mob", **more):
    """A decision on one place of a text."""
    found = finding(text, words, "mob", nth=nth)
    left, right = neighbours(text, found.start, found.end)
    return Decision(answer, MOB, words, put, left, right, **more)


def holds(decision, text, words="mafia", *, nth=0, rule=MOB, document=""):
    found = finding(text, words, "mob", rule, nth=nth)
    return Decisions([decision]).find(found, text, document) is not None


PARAGRAPHS = ARTICLE.strip().split("\n\n")
REWRAPPED = "\n\n".join(textwrap.fill(p, 30) for p in PARAGRAPHS)
REWRAPPED_TIGHT = "\n".join(textwrap.fill(p, 30) for p in PARAGRAPHS)
ONE_LINE = " ".join(ARTICLE.split())
TURNED = "\n\n".join(reversed(PARAGRAPHS))

HOLDS = {
    "the same text": (0, ARTICLE, 0),
    "lines re-wrapped": (0, REWRAPPED, 0),
    "lines re-wrapped, blank lines gone": (0, REWRAPPED_TIGHT, 0),
    "everything on one line": (0, ONE_LINE, 0),
    "paragraphs moved": (0, TURNED, 1 + 1),
    "in a quotation, paragraphs moved": (1, TURNED, 1),
    "words far away changed": (0, ARTICLE.replace("Smoke rose", "Fire burnt"), 0),
    "white space doubled": (0, ARTICLE.replace(" ", "  "), 0),
    "Windows line ends": (0, ARTICLE.replace("\n", "\r\n"), 0),
    "quotation marks changed": (1, ARTICLE.replace('"', "”"), 1),
    "a paragraph of its own, moved": (2, TURNED, 0),
}


@pytest.mark.parametrize("case", HOLDS)
def test_holds(case):
    nth, text, found_as = HOLDS[case]
    assert holds(decided(nth=nth), text, nth=found_as)


ELSEWHERE = {
    "another place of the text": (0, ARTICLE, 1),
    "the neighbour left changed": (0, ARTICLE.replace("urged the mafia", "urged that mafia"), 0),
    "the second neighbour left changed": (0, ARTICLE.replace("urged the mafia", "feared the mafia"), 0),
    "the neighbour right changed": (0, ARTICLE.replace("mafia not", "mafia never"), 0),
    "the second neighbour right changed": (0, ARTICLE.replace("not to", "not even to"), 0),
    "another text": (0, "Police arrested a boss of the mafia not far from Palermo.", 0),
    "the end of a line, in another text": (2, "He never met the mafia", 0),
}


@pytest.mark.parametrize("case", ELSEWHERE)
def test_does_not_hold(case):
    nth, text, found_as = ELSEWHERE[case]
    assert not holds(decided(nth=nth), text, nth=found_as)


def test_another_rule_or_other_words_are_another_question():
    assert not holds(decided(), ARTICLE, rule="mt/fr/mafia")
    assert not holds(decided(words="mafia not"), ARTICLE)
    assert not holds(decided(), ARTICLE.replace("mafia", "Mafia"), words="Mafia")


def test_the_nearest_scope_comes_first():
    always = decided(nth=1, scope=Scope.ALWAYS, put="crowd")
    here = decided(put="mob")
    known = Decisions([here, always])
    assert known.find(finding(ARTICLE, "mafia", "mob"), ARTICLE).text == "mob"
    elsewhere = "the mafia of old"
    assert known.find(finding(elsewhere, "mafia", "mob"), elsewhere).text == "crowd"


def test_for_a_document_holds_in_that_document():
    known = Decisions([decided(scope=Scope.DOCUMENT, document="a.txt")])
    other = "No mafia here."
    assert known.find(finding(other, "mafia", "mob"), other, "a.txt")
    assert not known.find(finding(other, "mafia", "mob"), other, "b.txt")


def test_contradicting_decisions_ask_again_unless_the_document_tells():
    known = Decisions([decided(document="a"), decided(document="b", answer=Answer.REJECT, put=None)])
    found = finding(ARTICLE, "mafia", "mob")
    assert known.find(found, ARTICLE, "c") is None
    assert known.find(found, ARTICLE, "a").answer is Answer.ACCEPT
    assert known.find(found, ARTICLE, "b").answer is Answer.REJECT


def test_equal_neighbours_in_one_unchanged_text_are_told_by_their_place():
    text = "Sign up to the mafia list now.\nSign up to the mafia list now.\n"
    ledger = ledger_of(asked("a", text, nth=0), asked("b", text, nth=1))
    ledger.decide([1], Answer.ACCEPT)
    ledger.decide([2], Answer.REJECT)
    known = ledger.decisions()
    assert known.find(finding(text, "mafia", "mob", nth=0), text, "other").answer is Answer.ACCEPT
    assert known.find(finding(text, "mafia", "mob", nth=1), text, "other").answer is Answer.REJECT


def test_a_change_of_mind_holds():
    first, second = decided(at="1"), decided(answer=Answer.REJECT, put=None, at="2")
    assert Decisions([first, second]).find(finding(ARTICLE, "mafia", "mob"), ARTICLE).answer is Answer.REJECT


def test_a_change_of_mind_is_no_contradiction_elsewhere():
    first = decided(at="1", document="one", digest="same", start=1)
    second = decided(at="2", answer=Answer.REJECT, put=None, document="one", digest="same", start=1)
    known, unclear = Decisions([first, second]), Decisions([first, replace(second, document="two")])
    found = finding(ARTICLE, "mafia", "mob")
    assert known.find(found, ARTICLE, "three").answer is Answer.REJECT
    assert unclear.find(found, ARTICLE, "three") is None


def test_two_words_on_one_side_are_too_few_where_only_the_other_is_cut():
    stored = ("¶", "said"), ("stormed", "the", "embassy")
    assert same_place(stored, (("¶", "reports"), ("stormed", "the", "gates"))) == -1
    assert same_place(stored, (("¶", "said"), ("stormed", "the", "gates"))) == -1
    assert same_place((("¶", "said"), ("stormed", "the", "¶")), (("¶", "one"), ("stormed", "the", "¶"))) == 2


def test_what_was_accepted_is_the_words_that_were_seen():
    ledger = ledger_of(asked("a"))
    ledger.decide([1], Answer.ACCEPT)
    now_suggests_otherwise = finding(SENTENCE, "mafia", "gang")
    assert ledger.decisions().find(now_suggests_otherwise, SENTENCE, "a").text == "mob"


def test_an_undone_decision_is_forgotten():
    ledger = ledger_of(asked("a"))
    ledger.undo(ledger.decide([1], Answer.ACCEPT))
    assert ledger.decisions().find(finding(SENTENCE, "mafia", "mob"), SENTENCE, "a") is None


def test_a_pattern_of_many_documents_with_the_same_words_is_found_quickly():
    many = [decided(document=str(i)) for i in range(5_000)]
    known = Decisions(many)
    found = finding(ARTICLE, "mafia", "mob")
    for i in range(5_000):
        assert known.find(found, ARTICLE, str(i)) is not None


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("[]", "not a JSON object"),
        ('{"answer": "accept"}', "no field before; no field rule"),
        ('{"answer": "accept", "rule": "r", "before": "b", "colour": 1}', "unknown field colour"),
        ('{"answer": "perhaps", "rule": "r", "before": "b"}', "perhaps"),
        ('{"answer": "accept", "rule": "r", "before": "b", "left": "the"}', "left must be a list of strings"),
        ('{"answer": "accept", "rule": "r", "before": 7}', "before must be str"),
    ],
)
def test_a_bad_line_says_what_is_wrong(line, complaint):
    with pytest.raises(ValueError, match=complaint):
        Decision.from_json(line)


def test_colleagues_decisions_answer_open_questions():
    theirs = ledger_of(asked("a"))
    theirs.decide([1], Answer.ACCEPT, by=Reviewer("bob"))
    lines = [d.to_json() for d in theirs.standing()]
    ours = ledger_of(asked("a"), asked("z", "Another mafia entirely."))
    assert ours.take_in(map(Decision.from_json, lines), note="from bob") == 1
    assert [c.name for c in ours.findings()] == ["z"]
    assert [(s.who, s.note) for s in ours.history()] == [("bob", "from bob")]


def test_a_ledger_on_disk_remembers(tmp_path):
    with ledger_of(asked("a"), path=tmp_path / "run.db") as ledger:
        ledger.decide([1], Answer.ACCEPT)
    with Ledger.open(tmp_path) as ledger:
        assert len(ledger.decisions()) == 1
        assert ledger.count() == (0, 0)


NEAR, ALSO_NEAR, HERE = (f"{left} urged the mafia not to {right}." for left, right in (
    ("Bold men", "enter it"), ("Wise wives", "leave it"), ("Some boys", "stay on"),
))  # fmt: skip


@pytest.mark.parametrize(("second", "holds"), [(Answer.ACCEPT, True), (Answer.REJECT, False)])
def test_places_as_near_as_each_other_hold_only_if_they_agree(second, holds):
    one = decided(NEAR, document="one")
    other = decided(ALSO_NEAR, answer=second, put="mob" if holds else None, document="other")
    for known in ([one, other], [other, one]):
        found = Decisions(known).find(finding(HERE, "mafia", "mob"), HERE, "third")
        assert (found is not None) is holds
