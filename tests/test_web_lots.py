"""What the page's server makes of requests about groups that make no sense, are late, or come from nobody's page."""

import re

import pytest
from made import asked, ledger_of
from serving import Server

from cleaner.ledger import Filter
from cleaner.ledger.lots import BY, Lot
from cleaner.review.web.address import Asked, lot_fields, query_of


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    words = [f"tb{a}{b}" for a in "aeiou" for b in "bcdfgkl"][:31]
    pages = [asked(f"in/{w}.txt", f"Here {w} stood.", w, "th", rule="spelling/word", weight=2.0) for w in words]
    ledger_of(*pages, asked("in/<b>.txt"), path=out / "run.db").close()
    server = Server(out)
    yield server
    server.close()


@pytest.mark.parametrize(
    "said",
    [
        {"do": "sheet", "answer": "accept", "shown": [], "marked": []},  # nothing is shown
        {"do": "rest", "answer": "accept", "rest": 5},
        {"do": "everything", "answer": "accept"},
        {"do": "sample", "filter": {"confusion": 1}},
        {"do": "sample", "filter": {"least": "1.5"}},
        {"do": ["sample"]},
        {},
    ],
)
def test_a_request_that_makes_no_sense_answers_nothing(server, said):
    status, _, text = server.page("/lot", said)
    assert status == 400, text
    assert server.answered() == []


@pytest.mark.parametrize("document", [None, "1", -1, True, 999, 10**30])
def test_no_page_is_closed_but_one_that_is_there(server, document):
    assert server.page("/close", {"document": document})[0] == 400
    assert server.answered() == []


def test_a_sheet_that_has_moved_is_not_answered(server):
    narrow = {"rule": "spelling"}
    assert server.page("/lot", {"do": "look", "filter": narrow})[0] == 200
    status, _, text = server.page("/lot", {"do": "sheet", "answer": "accept", "shown": [1, 2], "filter": narrow})
    assert (status, server.answered()) == (400, [])
    assert "is gone" in text
    assert server.page("/lot", {"do": "sheet", "answer": "replace", "text": "x", "filter": narrow})[0] == 400
    assert server.page("/lot", {"do": "out", "filter": narrow})[0] == 200


@pytest.mark.parametrize("path", ["/lot", "/close"])
def test_only_the_page_itself_may_ask(server, path):
    body = {"do": "look", "document": 1}
    assert server.page(path, body, Origin="http://evil.example")[0] == 403
    assert server.answered() == []


@pytest.mark.parametrize("query", ["by=nothing", "confusion=%00", "only='", "page=99", "densest=2", "min=x"])
def test_an_address_that_makes_no_sense_shows_groups(server, query):
    status, _, text = server.page(f"/groups?{query}")
    assert status == 200
    assert "<b>.txt" not in text.replace("&lt;b&gt;", "")


@pytest.mark.parametrize("by", BY)
def test_the_address_of_a_group_is_read_back_as_its_filter(by):
    key = {"rule": "spelling/word", "confusion": "b → h + ∅ → ␣", "sure": 8, "document": 3}[by]
    lot, wanted = Lot(by, key, 1, 1, 0.8), Filter(rule="spelling", low=0.5)
    fields = {k: str(v) for k, v in {"rule": "spelling", "min": 0.5, **lot_fields(lot, wanted)}.items()}
    assert Asked.of(fields).wanted == lot.within(wanted)


def test_the_options_of_the_command_are_in_the_address():
    asked_for = query_of(Filter(rule="mt"), least=0.5, densest=0.1)
    assert asked_for == "patterns?rule=mt&least=0.5&densest=0.1"
    fields = dict(part.split("=") for part in asked_for.partition("?")[2].split("&"))
    assert (Asked.of(fields).least, Asked.of(fields).densest) == (0.5, 0.1)


def test_what_is_left_out_is_not_listed_and_not_answered_by_a_filter(server):
    _, _, text = server.page("/groups?densest=1")
    assert "in/tbab.txt" not in text and "Nothing matches this filter" in text
    _, _, text = server.page("/patterns?least=0.9")
    assert "mafia" not in text and "tbab" in text  # 82% and 92% sure


def test_a_whole_rule_with_many_cases_is_doubted_first(server):
    said = {"answer": "reject", "rule": "spelling/word"}
    _, _, text = server.page("/decide", said)
    assert "31 cases of spelling/word" in text and server.answered() == []
    assert server.page("/decide", {**said, "sure": "yes"})[0] == 200 and server.answered() == []
    server.page("/decide", {**said, "sure": True})
    assert len(server.answered()) == 31
    assert server.page("/undo", {})[0] == 200
    assert server.page("/decide", {"answer": "reject", "rule": "mt/es/mafia-mob"})[0] == 200  # one case: no doubt
    assert len(server.answered()) == 1
    assert server.page("/undo", {})[0] == 200 and server.answered() == []


def test_the_rest_of_a_sample_is_answered_only_if_it_is_the_rest_that_was_shown(server):
    narrow = {"rule": "spelling"}
    server.page("/lot", {"do": "sample", "filter": narrow})
    while shown := [int(id) for id in re.findall('data-case="([0-9]+)"', server.page("/groups?rule=spelling")[2])]:
        said = {"do": "sheet", "answer": "accept", "shown": shown, "marked": shown[:1], "filter": narrow}
        assert server.page("/lot", said)[0] == 200
    assert [answer for _, answer, _ in server.answered()].count("reject") == 3  # one of each sheet
    for rest in (None, 0, 1, 7):
        assert server.page("/lot", {"do": "rest", "answer": "accept", "rest": rest, "filter": narrow})[0] == 400
    assert len(server.answered()) == 20
    assert server.page("/lot", {"do": "rest", "answer": "accept", "rest": 11, "filter": narrow})[0] == 200
    assert len(server.answered()) == 31
    for left in (20, 18, 9, 0):
        assert server.page("/undo", {})[0] == 200
        assert len(server.answered()) == left
