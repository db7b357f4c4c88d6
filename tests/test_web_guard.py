"""The page's server: who may speak to it, and that it says no clearly."""

import contextlib
import http.client
import json
import re
import sqlite3
import statistics
import time
import urllib.parse
from pathlib import Path

import pytest
from made import asked, ledger_of
from serving import Process, Server

from cleaner.ledger import Filter, Ledger

ROOT = Path(__file__).parent.parent
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def served(folder, by=Server):
    texts = [f"Town {i}. A man urged the mafia not to enter." for i in range(3)]
    documents = [asked(f"in/{i}.txt", text, after=("mob", "crowd")) for i, text in enumerate(texts)]
    documents.append(asked(EVIL, f"{EVIL} \x1b[2J\u202e mafia {EVIL}", after=EVIL, rule=f"mt/{EVIL}"))
    ledger_of(*documents, path=folder / "run.db").close()
    return by(folder)


@pytest.fixture
def server(tmp_path):
    server = served(tmp_path)
    yield server
    server.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """For tests after which the ledger is as it was."""
    server = served(tmp_path_factory.mktemp("shared"))
    yield server
    server.close()


YES = {"case": 1, "answer": "accept"}
VIEWS = [
    "/",
    "/patterns",
    "/documents?in=all",
    "/documents?id=4",
    "/history",
    "/why?case=1",
    "/why?case=99",
    "/nowhere",
]


def test_the_printed_address_opens_the_review(shared):
    status, _, page = shared.page("/patterns")
    assert status == 200
    assert "mafia" in page and "3 cases in 3 documents" in page


@pytest.mark.parametrize(
    "path", ["/", "/patterns", "/x/patterns", "//patterns", "/static/review.js", "/..%2f/patterns"]
)
def test_without_the_token_nothing_is_told(shared, path):
    status, _, page = shared.ask(path)
    assert status == 403
    assert "mafia" not in page


def test_another_host_name_is_refused(shared):
    assert shared.page("/patterns", Host="evil.example")[0] == 403
    assert shared.page("/patterns", Host=f"127.0.0.1.evil.example:{shared.port}")[0] == 403
    assert shared.page("/patterns", Host=f"localhost:{shared.port}")[0] == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": None},
        {"Sec_Fetch_Site": "cross-site"},
        {"Content_Type": "text/plain"},
        {"Content_Type": "application/x-www-form-urlencoded"},
        {"Host": "evil.example"},
    ],
)
def test_another_site_cannot_post_a_decision(shared, headers):
    status, _, _ = shared.page("/decide", YES, **headers)
    assert status == 403
    assert shared.answered() == []


def test_the_page_itself_can(server):
    assert server.page("/decide", YES)[0] == 200
    assert server.answered() == [("in/0.txt", "accept", "mob")]
    assert "undone" in server.page("/undo", {})[2]
    assert server.answered() == []


def test_it_listens_on_the_loopback_address_alone(shared):
    listening = Path("/proc/net/tcp")
    if not listening.exists():
        pytest.skip("no /proc to look at")
    port = f"{shared.port:04X}"
    lines = [line.split() for line in listening.read_text().splitlines()[1:]]
    addresses = {line[1].split(":")[0] for line in lines if line[1].endswith(f":{port}") and line[3] == "0A"}
    assert addresses == {"0100007F"}


@pytest.mark.parametrize("path", VIEWS)
def test_every_answer_carries_the_policy_and_no_markup_of_a_document(shared, path):
    status, headers, page = shared.page(path)
    assert status in (200, 307, 404)
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "<img" not in page and "<script>" not in page
    assert "\x1b" not in page and "\u202e" not in page
    assert not re.search(r"\son\w+\s*=\s*[\"']?\w", re.sub(r"&[^;]+;[^<]*", "", page)) or status == 200


def test_markup_in_an_address_stays_text(shared):
    query = urllib.parse.urlencode(
        {"words": EVIL, "rule": EVIL, "min": EVIL, "page": EVIL, "id": "9" * 40, "show": EVIL}
    )
    status, _, page = shared.page(f"/patterns?{query}")
    assert status == 200
    assert "<img" not in page
    status, headers, _ = shared.page(f"/documents?{query}")
    assert status == 307 and "<" not in headers["location"] and headers["location"].startswith(f"/{shared.token}/")
    assert shared.page("/why?case=1%27")[0] == 404


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"answer": "accept"},
        {"answer": "perhaps", "case": 1},
        {"answer": "replace", "case": 1},
        {"answer": "accept", "case": "1"},
        {"answer": "accept", "case": True},
        {"answer": "accept", "case": 99999},
        {"answer": "accept", "case": 1, "text": 7},
        {"answer": "accept", "rule": "no/such"},
        {"answer": "replace", "rule": "mt/es/mafia-mob", "text": "gang"},
        {"answer": "accept", "patterns": []},
        {"answer": "accept", "patterns": 1},
        {"answer": "accept", "pattern": 1, "leave_out": ["x"]},
        {"answer": "accept", "pattern": 1, "leave_out": "1"},
        {"answer": "accept", "pattern": 1, "filter": [1]},
        {"answer": "accept", "pattern": 1, "filter": "tier=ask"},
        {"answer": "accept", "pattern": 1, "filter": {"document": 1}},
        {"answer": "accept", "pattern": 1, "filter": {"tier": "none"}},
        {"answer": "accept", "pattern": 1, "filter": {"min": "much"}},
        {"answer": "accept", "pattern": 1, "filter": {"document": "9" * 20}},
        {"answer": "accept", "pattern": 1, "filter": {"wrods": "mafia"}},
        {"answer": "accept", "pattern": 1, "filter": {"words": "w" * 60_000}},
        {"answer": "replace", "case": 1, "text": "half \ud800 a letter"},
        ["accept"],
    ],
)
def test_what_makes_no_sense_is_refused_in_words(shared, said):
    status, _, text = shared.page("/decide", said)
    assert status == 400
    assert len(json.loads(text)["wrong"]) > 10
    assert shared.answered() == []


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"answer": ' * 50_000, b"\xff", b"", b"9" * 10_000])
def test_what_is_no_answer_is_refused(shared, body):
    status, _, text = shared.page("/decide", body)
    assert status == 400 and "wrong" in json.loads(text)


def test_a_filter_that_says_something_holds(server):
    assert server.page("/decide", {"answer": "accept", "pattern": 1, "filter": {"document": "1", "id": "1"}})[0] == 200
    assert [(n, a) for n, a, _ in server.answered()] == [("in/0.txt", "accept")]


def test_an_address_of_any_length_is_answered(shared):
    assert shared.page(f"/patterns?words={'w' * 60_000}")[0] == 414
    assert shared.page(f"/patterns?words={'w' * 15_000}")[0] == 200
    assert shared.page(f"/patterns?rule={'w' * 15_000}")[0] == 200


def test_a_ledger_that_breaks_meanwhile_is_told_and_no_traceback_printed(tmp_path):
    server = served(tmp_path, Process)
    with contextlib.closing(sqlite3.connect(server.out / "run.db")) as other:
        other.execute("ALTER TABLE answers RENAME TO lost")
        status, _, text = server.page("/decide", {"answer": "accept", "case": 1})
        assert status == 503 and "cannot be used as a ledger" in json.loads(text)["wrong"]
        other.execute("ALTER TABLE lost RENAME TO answers")
    assert server.page("/decide", {"answer": "accept", "case": 1})[0] == 200
    with contextlib.closing(sqlite3.connect(server.out / "run.db")) as other:
        other.execute("UPDATE documents SET text = x'00'")
        other.commit()
    assert server.page("/documents?id=2&in=all")[0] == 503
    server.process.terminate()
    assert "Traceback" not in server.process.stderr.read()
    server.close()


def test_expressions_rules_and_what_is_left_out(server):
    assert server.page("/decide", {"answer": "replace", "text": "crowd", "pattern": 1, "leave_out": [2]})[0] == 200
    assert [(n, t) for n, _, t in server.answered()] == [("in/0.txt", "crowd"), ("in/2.txt", "crowd")]
    with Ledger.open(server.out) as ledger:
        left = ledger.case_ids(Filter(rule="mt/es/mafia-mob"))
    assert server.page("/decide", {"answer": "reject", "rule": "mt/es/mafia-mob", "leave_out": left})[0] == 400
    assert server.page("/decide", {"answer": "reject", "rule": "mt/es/mafia-mob"})[0] == 200
    assert ("in/1.txt", "reject", None) in server.answered()
    with Ledger.open(server.out) as ledger:
        assert {s.who for s in ledger.history()} == {"ann"}


def test_words_for_several_wordings_are_not_put_in_place_of_one(tmp_path):
    sums = [asked(f"in/{n}.txt", f"It spent ${n} millions.", f"${n} millions", f"${n} million") for n in (3, 84)]
    ledger_of(*sums, path=tmp_path / "run.db").close()
    server = Server(tmp_path)
    try:
        said = {"answer": "replace", "text": "bn", "patterns": [1, 2]}
        assert server.page("/decide", {"answer": "accept", "pattern": 1})[0] == 200  # in another window
        status, _, text = server.page("/decide", said)
        assert status == 400 and "answered meanwhile" in json.loads(text)["wrong"]
        assert server.page("/undo", {})[0] == 200
        assert server.page("/decide", said)[0] == 200
        assert [t for _, _, t in server.answered()] == ["$3 bn", "$84 bn"]
    finally:
        server.close()


def test_no_answer_waits_for_an_acknowledgement(shared):
    """Without TCP_NODELAY the second packet of each answer came 40 ms late."""
    connection = http.client.HTTPConnection("127.0.0.1", shared.port, timeout=20)
    taken = []
    for _ in range(30):
        begun = time.perf_counter()
        connection.request("GET", f"/{shared.token}/static/icon.svg")
        assert connection.getresponse().read()
        taken.append(time.perf_counter() - begun)
    connection.close()
    assert statistics.median(taken) < 0.030, taken


def test_always_is_kept_for_later_runs(server):
    assert server.page("/decide", {"answer": "accept", "pattern": 1, "always": True})[0] == 200
    with Ledger.open(server.out) as ledger:
        assert ledger.history()[0].scope == "always"


def test_undo_takes_back_what_always_and_never_wrote(tmp_path):
    found = asked("in/a.txt", "It was Qwyxel again.", "Qwyxel", "Quell", rule="spelling/unknown")
    ledger_of(found, path=tmp_path / "run.db").close()
    words = tmp_path / "own-rules" / "words.txt"
    server = Server(tmp_path)
    try:
        said = server.page("/decide", {"answer": "reject", "pattern": 1, "always": True})[2]
        assert "words.txt" in said and words.read_text("utf-8") == "Qwyxel\n"
        assert "removed" in server.page("/undo", {})[2]
        assert not words.exists() and server.answered() == []
    finally:
        server.close()
