"""`report --format suggestions`: what GitHub is told to offer, and that taking it over gives the file that we write."""

import json
import re

import pytest
from command import cleaner
from made import cleaned, finding, ledger_of, record

from cleaner.ledger import Answer, Filter, Ledger
from cleaner.ledger.export import outcomes
from cleaner.model import Verdict
from cleaner.reports.suggestions import as_suggestions

BLOCK = re.compile(r"^(`{3,})suggestion\n(.*?)\n?^\1$", re.DOTALL | re.MULTILINE)


def review(ledger):
    return json.loads("".join(as_suggestions(outcomes(ledger))))


def taken_over(text, comments):
    """What a click on each of the comments makes of a file; the last lines first, so that numbers stay."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)  # lines as GitHub counts them
    for c in sorted(comments, key=lambda c: -c["line"]):
        first = c.get("start_line", c["line"])
        new = BLOCK.search(c["body"])[2]
        ended = lines[c["line"] - 1].endswith("\n")
        lines[first - 1 : c["line"]] = [new + "\n" if ended else new] if new else []
    return "".join(lines)


def fix(text, words, after, **more):
    return record(finding(text, words, after, rule="ocr/tbe", **more), text, Verdict.FIX, "sure")


TEXTS = {
    "one line": ("It was tbe end.\nThen nothing.\n", [("tbe", "the")]),
    "two on a line": ("It was tbe end of tbat.\nThen tbis.\n", [("tbe", "the"), ("tbat", "that"), ("tbis", "this")]),
    "no line end": ("It was\ntbe end", [("tbe", "the")]),
    "over two lines": ("It was the be-\nginning of it.\nThen.\n", [("be-\nginning", "beginning")]),
    "a line that goes": ("One.\nLoading...\nTwo.\n", [("Loading...\n", "")]),
    "a line end that goes": ("One\ntwo.\nThree.\n", [("\n", " ")]),
    "the last line goes": ("One.\nLoading...", [("Loading...", "")]),
    "a line that comes": ("One. Two.\n", [(" Two", "\nTwo")]),
    "a fence in it": ("```\ntbe\n```` tbat\n", [("tbe", "the"), ("tbat", "that")]),
    "a form feed": ("One\x0ctbe\rtwo\nthree tbat\n", [("tbe", "the"), ("tbat", "that")]),
    "other letters": ("Ü «tbe» – 🙂\n", [("tbe", "the")]),
}


@pytest.mark.parametrize("name", TEXTS)
def test_taking_all_over_gives_the_file_that_is_written(name):
    text, changes = TEXTS[name]
    ledger = ledger_of(cleaned("a.txt", text, *(fix(text, old, new) for old, new in changes)))
    comments = review(ledger)["comments"]
    assert taken_over(text, comments) == ledger.final_text(1) != text
    assert {c["path"] for c in comments} == {"a.txt"}


def test_a_line_without_a_finding_has_no_comment_and_right_text_none_at_all():
    text = "Right.\nIt was tbe end.\nRight.\n"
    ledger = ledger_of(cleaned("a.txt", text, fix(text, "tbe", "the")), cleaned("b.txt", "All is right.\n"))
    told = review(ledger)
    assert [(c["path"], c["line"]) for c in told["comments"]] == [("a.txt", 2)]
    assert told["event"] == "COMMENT"
    assert review(ledger_of(cleaned("b.txt", "All is right.\n")))["comments"] == []


def test_a_question_has_a_comment_of_its_own_on_top_of_the_fixes():
    text = "It was tbe end of the mafia and their arc.\n"
    asked = [record(finding(text, w, a), text) for w, a in (("mafia", "mob"), ("arc", "are"))]
    ledger = ledger_of(cleaned("a.txt", text, fix(text, "tbe", "the"), *asked))
    offered = [BLOCK.search(c["body"])[2] for c in review(ledger)["comments"]]
    assert offered == [
        "It was the end of the mafia and their arc.",
        "It was the end of the mob and their arc.",
        "It was the end of the mafia and their are.",
    ]
    bodies = [c["body"] for c in review(ledger)["comments"]]
    assert [b.startswith("Asked: ") for b in bodies] == [False, True, True]
    assert "`mafia` → `mob`: A crowd. (mt/es/mafia-mob, 82%)" in bodies[1]


def test_answers_count_and_what_was_rejected_is_not_offered():
    text = "The mafia came.\nThe arc stood.\nA flag.\n"
    records = [record(finding(text, w, a), text) for w, a in (("mafia", "mob"), ("arc", "are"), ("flag", None))]
    ledger = ledger_of(cleaned("a.txt", text, *records))
    first, second, _ = ledger.case_ids()
    ledger.decide([first], Answer.REPLACE, text="crowd")
    ledger.decide([second], Answer.REJECT)
    (only,) = review(ledger)["comments"]
    assert taken_over(text, [only]) == text.replace("mafia", "crowd")


@pytest.mark.parametrize("evil", ["@everyone", "<img src=x>", "`` ` ``", "[x](http://evil)", "\u202etxt"])
def test_words_of_a_document_are_no_markup_in_a_comment(evil):
    text = f"It was {evil} tbe.\n"
    ledger = ledger_of(cleaned("a.txt", text, fix(text, f"{evil} tbe", f"{evil} the")))
    (only,) = review(ledger)["comments"]
    above = only["body"].partition("suggestion\n")[0]
    outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", above)
    assert evil not in outside and "\u202e" not in above
    assert f"It was {evil} the." in only["body"]


def test_the_line_of_a_record_is_offered_as_its_file_spells_it(tmp_path):
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"id": "1", "text": "It is said that tbe end of tbe day came."}) + "\n"
    )
    (tmp_path / "b.txt").write_text("It is said that tbe end of tbe day came.\n")
    assert cleaner("clean", "a.jsonl", "b.txt", "-o", "out", "--damage", "ocr", cwd=tmp_path).code == 0
    told = json.loads(cleaner("report", "out", "--format", "suggestions", cwd=tmp_path).text)
    assert {c["path"] for c in told["comments"]} == {"a.jsonl", "b.txt"}
    with Ledger.open(tmp_path / "out") as ledger:
        assert ledger.count_cases(Filter()) == 0
    of_lines = next(c for c in told["comments"] if c["path"] == "a.jsonl")
    assert json.loads(BLOCK.search(of_lines["body"])[2])["text"] == "It is said that the end of the day came."
