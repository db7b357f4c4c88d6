"""The report for someone without the tool: complete, small, and safe whatever a document holds."""

import json
import re
import time

import pytest
from made import asked, cleaned, finding, ledger_of, record

from cleaner.ledger import Answer, Filter
from cleaner.model import Verdict
from cleaner.reports import html
from cleaner.reports.html import report
from cleaner.text.rows import LONG, rows, shortened


def data_of(page):
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1])


def test_changes_are_in_it_and_unchanged_paragraphs_only_counted():
    text = "One.\n\nTwo.\n\nThe mafia came.\n\nThree.\n"
    document = cleaned("a", text, record(finding(text, "mafia", "mob"), text, Verdict.FIX))
    data = data_of(report([document]))
    assert data["rules"] == ["mt/es/mafia-mob"]
    (shown,) = data["documents"]
    assert shown["r"] == [
        2,
        ["The ", ["mafia", "mob", "fix", 0, 0.818, "A crowd. [always asked about]"], " came."],
        1,
    ]


HOSTILE = [
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<!--",
    "\u2028\u202e",
    "\ud800",
    "&amp;\x00",
]


@pytest.mark.parametrize("evil", HOSTILE)
def test_nothing_of_a_document_becomes_markup(evil):
    document = asked(evil, f"{evil} mafia", after=evil, rule=f"mt/{evil}")
    page = report([document], title=evil)
    page.encode()
    assert "alert(1)</script>" not in page.replace("&lt;/script&gt;", "")
    assert "<img" not in page
    assert page.count("<script") == 2
    data_of(page)


def test_the_page_may_load_and_send_nothing():
    page = report([asked("a")])
    assert "default-src 'none'" in page
    assert "unsafe" not in page
    assert not re.search(r"(?:src|href)\s*=|https?:|url\(", page)


def test_a_thousand_documents_stay_small_and_quick():
    text = "\n\n".join(["A man urged the mafia not to enter."] + ["Nothing happened here at all."] * 100)
    documents = [asked(str(i), text) for i in range(1000)]
    begun = time.process_time()
    page = report(documents)
    assert time.process_time() - begun < 5
    assert len(page) < 500_000


def test_of_very_many_documents_some_are_shown_and_all_are_counted(monkeypatch):
    monkeypatch.setattr("cleaner.reports.html.MOST", 4)
    clean = [cleaned(f"clean {i}", "Nothing happened.") for i in range(5)]
    found = [asked(f"asked {i}") for i in range(10)]
    page = report([*clean, *found])
    assert [d["n"] for d in data_of(page)["documents"]] == [f"asked {i}" for i in (0, 4, 8)]
    assert "Of 15 documents, in 10 of which something was found, 3 are shown: one in 4 of these." in page
    assert "<dt>documents</dt><dd>15</dd>" in page and "<dt>open questions</dt><dd>10</dd>" in page
    few = report([*clean[:2], *found[:2]])
    assert len(data_of(few)["documents"]) == 4 and "of which something" not in few


def test_a_report_has_a_ceiling():
    assert html.MOST <= 2000


def test_no_documents_at_all():
    assert "documents" in report([])


def test_rows_hold_the_whole_text_in_order():
    text = "a b\n\nc tbe d\ne" * 3
    spots = [m.span() for m in re.finditer("tbe", text)]
    made = rows(text, [(s, e, (s, e)) for s, e in spots])
    again = "\n".join("".join(p if isinstance(p, str) else text[p[0] : p[1]] for p in r.pieces) for r in made)
    assert again == text.replace("\n\n", "\n")


def test_a_million_characters_on_one_line_become_many_rows():
    text = "word tbe " * 110_000
    spots = [m.span() for m in re.finditer("tbe", text)][:10_000]
    begun = time.process_time()
    made = rows(text, [(s, e, 0) for s, e in spots])
    assert time.process_time() - begun < 2
    assert all(sum(len(p) for p in r.pieces if isinstance(p, str)) < 2 * LONG for r in made)
    assert max(len(r.pieces) for r in made) < LONG


def test_long_stretches_are_cut_in_the_middle():
    pieces = shortened(["x " * 1000, 1, "y " * 1000, 2, "z"])
    assert pieces[0].startswith("… x") and pieces[2].count("…") == 1
    assert all(len(p) < 600 for p in pieces if isinstance(p, str))


def test_what_people_decided_is_told_from_what_the_run_fixed():
    fixed = cleaned("a", "The tbe.", record(finding("The tbe.", "tbe", "the", rule="ocr/tbe"), "The tbe.", Verdict.FIX))
    ledger = ledger_of(fixed, *(asked(name) for name in "bcde"))
    ledger.decide(ledger.case_ids(Filter(document=2)), Answer.REPLACE, text="gang")
    ledger.decide(ledger.case_ids(Filter(document=3)), Answer.ACCEPT)
    ledger.decide(ledger.case_ids(Filter(document=4)), Answer.REJECT)
    page = report([ledger.cleaned(i) for i in ledger.document_ids()])
    assert '"mafia","gang","change"' in page and '"tbe","the","fix"' in page
    facts = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)", page))
    assert facts == {
        "documents": "5",
        "changed": "3",
        "fixed by the run": "1",
        "changed by people": "2",
        "rejected by people": "1",
        "open questions": "1",
        "flags": "0",
    }
    row = re.search(r">mt/es/mafia-mob<.*?</tr>", page)[0]
    assert re.findall(r'class="number">([^<]+)<', row) == ["–", "2", "1", "1", "–", "82%"]


def test_before_anybody_answered_nothing_is_said_of_people():
    assert "people" not in re.sub(r"<script.*?</script>|<style.*?</style>", "", report([asked("a")]), flags=re.DOTALL)


def test_white_space_that_a_rule_changes_is_seen():
    page = report([asked("a", "One  two.", "  ", " ", rule="typography/spaces")])
    assert "<td>·· → ·</td>" in page
    assert data_of(page)["documents"][0]["r"][0][1][:2] == ["··", "·"]


def test_a_deletion_is_called_so():
    assert "<td>mafia → (nothing)</td>" in report([asked("a", after="")])
