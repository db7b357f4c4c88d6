"""The ledger: what goes in comes out, and no answer is ever lost."""

import json
import sqlite3
import time
import zlib
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from command import cleaner
from hypothesis import given, settings
from hypothesis import strategies as st
from made import MOB, SENTENCE, TBE, asked, cleaned, finding, ledger_of, record, write

from cleaner.formats import ReadOptions
from cleaner.ledger import Answer, Filter, Ledger, LedgerError, Reviewer, Scope, Status, tables
from cleaner.ledger.tables import MIGRATIONS
from cleaner.model import Tier, Verdict
from cleaner.rulebook import load
from cleaner.rulebook.fingerprint import version

TESTS = str(Path(__file__).parent)


def test_equal_findings_are_one_pattern_and_the_most_frequent_comes_first():
    ledger = ledger_of(asked("a"), asked("b"), asked("c", "in tbe house", "tbe", "the", rule=TBE), asked("d"))
    assert [(p.rule, p.before, p.after, p.count, p.documents) for p in ledger.patterns()] == [
        (MOB, "mafia", "mob", 3, 3),
        (TBE, "tbe", "the", 1, 1),
    ]


def test_a_finding_comes_back_with_all_its_fields():
    given_in = asked("a", after=("mob", "crowd"))
    (case,) = ledger_of(given_in).findings()
    assert case.record == given_in.records[0]
    assert (case.path, case.name) == ("a", "a")
    assert case.left[:2] == ("the", "urged")
    assert case.right[:2] == ("not", "to")


def test_byte_offsets_count_utf8():
    ledger = ledger_of(asked("a", "€ é 𐍈 mafia"))
    row = ledger.db.execute("SELECT start, end, byte_start, byte_end FROM findings").fetchone()
    assert tuple(row) == (6, 11, 12, 17)


def test_excerpts_are_cut_at_words():
    ledger = ledger_of(asked("a", "word " * 50 + SENTENCE + " word" * 50))
    (case,) = ledger.findings()
    shown = ledger.excerpt(case, 20)
    assert (shown.left, shown.words, shown.right) == ("A man urged the ", "mafia", " not to enter the")
    assert shown.cut_left and shown.cut_right


FILTERS = [
    (Filter(rule=MOB), {"mafia"}),
    (Filter(rule="mt/*"), {"mafia"}),
    (Filter(rule="ocr"), {"tbe"}),
    (Filter(tier=Tier.LIKELY), {"tbe"}),
    (Filter(words="afi"), {"mafia"}),
    (Filter(words="%"), set()),
    (Filter(low=0.9), {"tbe"}),
    (Filter(status=Status.FIXED), {"UU."}),
    (Filter(status=Status.ALL), {"mafia", "tbe", "UU."}),
    (Filter(status=Status.ANSWERED), set()),
    (Filter(document=2), {"tbe"}),
]


@pytest.mark.parametrize(("wanted", "found"), FILTERS)
def test_filters(wanted, found):
    uu = "the U.S. UU. said"
    fix = record(finding(uu, "UU.", "", rule="mt/es/uu", tier=Tier.SAFE), uu, Verdict.FIX)
    ledger = ledger_of(
        asked("a"),
        asked("b", "in tbe house", "tbe", "the", rule=TBE, tier=Tier.LIKELY, weight=4.0),
        cleaned("c", uu, fix),
    )
    assert {c.record.before for c in ledger.findings(wanted)} == found
    assert {p.before for p in ledger.patterns(wanted)} == found
    assert ledger.count(wanted) == (len(found), len(found))


def test_an_answer_closes_and_undo_opens():
    ledger = ledger_of(asked("a"), asked("b"))
    decision = ledger.decide(ledger.case_ids(), Answer.ACCEPT, scope=Scope.PATTERN, by=Reviewer("ann", "s"))
    assert ledger.count() == (0, 0)
    assert ledger.final_text(1) == SENTENCE.replace("mafia", "mob")
    assert ledger.undo(decision) == 2
    assert ledger.count() == (1, 2)
    assert ledger.final_text(1) == SENTENCE
    with pytest.raises(ValueError, match="no decision"):
        ledger.undo(decision)


def test_history_keeps_what_was_undone():
    ledger = ledger_of(asked("a"))
    ledger.undo(ledger.decide([1], Answer.ACCEPT, by=Reviewer("ann")))
    ledger.decide([1], Answer.REPLACE, text="crowd", by=Reviewer("bob"))
    said = [(s.who, s.answer, s.text, s.undone) for s in ledger.history()]
    assert said == [("bob", "replace", "crowd", False), ("ann", "accept", "mob", True)]


def test_a_change_of_mind_is_the_later_answer_and_its_undo_the_earlier():
    ledger = ledger_of(asked("a"))
    ledger.decide([1], Answer.ACCEPT)
    second = ledger.decide([1], Answer.REJECT)
    assert ledger.final_text(1) == SENTENCE
    ledger.undo(second)
    assert ledger.final_text(1) == SENTENCE.replace("mafia", "mob")


def test_a_rejection_is_kept_so_that_it_can_be_taken_back():
    left_alone = record(finding(SENTENCE, "mafia", "mob"), SENTENCE, Verdict.KEEP)
    for rejects in (False, True):
        ledger = ledger_of(asked("a"))
        if rejects:
            ledger.decide([1], Answer.REJECT)
        ledger.begin(version="1", command="the next run")
        write(ledger, replace(cleaned("a", SENTENCE), kept=(left_alone,)))
        assert [c.answer for c in ledger.findings(Filter(Status.ALL), limit=-1)] == [Answer.REJECT] * rejects


def test_undo_goes_back_one_answer_and_not_to_the_first():
    ledger = ledger_of(asked("a"))
    ledger.decide([1], Answer.ACCEPT)
    ledger.decide([1], Answer.REPLACE, text="crowd")
    third = ledger.decide([1], Answer.REJECT)
    ledger.undo(third)
    assert ledger.final_text(1) == SENTENCE.replace("mafia", "crowd")


def test_undo_of_a_session_leaves_the_other_sessions_alone():
    ledger = ledger_of(asked("a"), asked("b"), asked("c"))
    ledger.decide([1], Answer.ACCEPT, by=Reviewer(session="one"))
    ledger.decide([2], Answer.ACCEPT, by=Reviewer(session="two"))
    ledger.decide([3], Answer.ACCEPT, by=Reviewer(session="two"))
    assert [ledger.undo(entry.id) for entry in ledger.history(session="two")] == [1, 1]
    assert [c.id for c in ledger.findings(Filter(Status.ANSWERED))] == [1]


def test_rejecting_a_fix_takes_it_back():
    fix = record(finding(SENTENCE, "mafia", "mob"), SENTENCE, Verdict.FIX)
    ledger = ledger_of(cleaned("a", SENTENCE, fix))
    assert ledger.final_text(1) != SENTENCE
    ledger.decide([1], Answer.REJECT)
    assert ledger.final_text(1) == SENTENCE


def test_accepting_closes_what_overlaps_and_undo_opens_it_again():
    text = "the mafia boss left"
    both = [
        record(finding(text, "mafia boss", "mob leader"), text),
        record(finding(text, "mafia", "mob"), text),
    ]
    ledger = ledger_of(cleaned("a", text, *both))
    long = next(c for c in ledger.findings() if c.record.before == "mafia boss")
    decision = ledger.decide([long.id], Answer.ACCEPT)
    assert ledger.count() == (0, 0)
    assert ledger.final_text(1) == "the mob leader left"
    ledger.undo(decision)
    assert ledger.count() == (2, 2)
    ledger.decide([long.id], Answer.REJECT)
    assert ledger.count() == (1, 1)


def test_a_noted_flag_changes_nothing():
    ledger = ledger_of(asked("a", after=None))
    ledger.decide([1], Answer.ACCEPT)
    assert ledger.count() == (0, 0)
    assert ledger.final_text(1) == SENTENCE


def test_a_second_run_keeps_what_was_decided():
    ledger = ledger_of(asked("a"), asked("b"))
    decision = ledger.decide([1], Answer.ACCEPT, by=Reviewer("ann"))
    ledger.begin(version="2")
    write(ledger, asked("a", "Moved down.\n\nA man urged\nthe mafia not to enter the embassy."))
    write(ledger, asked("b", SENTENCE.replace("A man", "Nobody").replace("not", "now")))
    assert [c.name for c in ledger.findings()] == ["b"]
    (case,) = ledger.findings(Filter(Status.ANSWERED))
    assert "the mob not" in ledger.final_text(case.document)
    ledger.undo(decision)
    assert [c.name for c in ledger.findings()] == ["a", "b"]


def test_two_documents_with_one_id_are_both_kept():
    ledger = ledger_of()
    for _ in range(2):
        ledger.begin()
        ledger.write_file("f", b"", [asked("a"), asked("a")])
        assert [d.name for d in ledger.documents()] == ["a", "a#2"]


NASTY = [
    "\ud800 mafia",
    "\x00 mafia \x1b[2J",
    "mafia" + "\u202e",
    "\r\n mafia\r\n",
    "', mafia); DROP TABLE findings;--",
]


@pytest.mark.parametrize("text", NASTY)
def test_nasty_texts_come_back_whole(text):
    ledger = ledger_of(asked("a", text, after="'; DROP TABLE documents; --"))
    assert ledger.text(1) == text
    ledger.decide([1], Answer.REPLACE, text="\udcff")
    assert len(ledger.findings(Filter(Status.ANSWERED))) == 1


@settings(deadline=None)
@given(st.text(min_size=1, max_size=80), st.data())
def test_fixes_and_nothing_else_give_the_runs_own_text(text, data):
    cuts = data.draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True).map(sorted))
    records = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        found = finding(text, text[start:end], data.draw(st.text(max_size=5)))
        found = type(found)(start, end, MOB, "mt/es", Tier.SAFE, found.suggestions, "")
        records.append(record(found, text, data.draw(st.sampled_from([Verdict.FIX, Verdict.ASK]))))
    document = cleaned("a", text, *records)
    ledger = ledger_of(document)
    assert ledger.final_text(1) == document.text
    assert ledger.cleaned(1).text == document.text


def test_reports_see_people_s_answers():
    ledger = ledger_of(asked("a"), asked("b"))
    ledger.decide([1], Answer.REPLACE, text="crowd", by=Reviewer("ann"))
    ledger.decide([2], Answer.REJECT)
    replaced, rejected = ledger.cleaned(1), ledger.cleaned(2)
    assert [(r.verdict, r.after) for r in replaced.records] == [(Verdict.FIX, "crowd")]
    assert replaced.records[0].reason.startswith("replaced in review")
    assert rejected.records == () and len(rejected.kept) == 1


def test_a_ledger_of_the_future_is_refused(tmp_path):
    with sqlite3.connect(tmp_path / "run.db") as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(LedgerError, match="newer cleaner"):
        Ledger.open(tmp_path)


def test_what_is_no_ledger_is_refused(tmp_path):
    (tmp_path / "run.db").write_text("this is not a database, it only says so" * 100)
    with pytest.raises(LedgerError, match="is no ledger: take another OUT"):
        Ledger.open(tmp_path)
    with pytest.raises(LedgerError, match="no ledger at"):
        Ledger.open(tmp_path / "other", create=False)


def test_ten_thousand_open_questions_are_asked_and_answered_quickly():
    text = " ".join(f"w{i} mafia{i % 40} v{i}" for i in range(500))
    documents = []
    for d in range(20):
        records = [record(finding(text, f"w{i} mafia{i % 40}", f"mob{i % 40}"), text) for i in range(500)]
        documents.append(cleaned(str(d), text, *records))
    ledger = ledger_of(*documents)
    assert ledger.count()[1] == 10_000
    for act in (
        lambda: ledger.patterns(limit=50),
        lambda: ledger.findings(limit=50, offset=5_000),
        lambda: ledger.spread(Filter(patterns=(1,)), 8),
        lambda: ledger.decide([5_000], Answer.ACCEPT),
        lambda: ledger.decide(ledger.case_ids(Filter(patterns=(1,))), Answer.ACCEPT, scope=Scope.PATTERN),
        lambda: ledger.undo(2),
        lambda: ledger.documents(limit=50),
    ):
        times = []
        for _ in range(1):
            begun = time.process_time()
            act()
            times.append(time.process_time() - begun)
        assert min(times) < 0.1


OVERLAPPING = "the mafia boss of the old mafia left town"
SPANS = ["the mafia", "mafia boss", "boss of", "old mafia", "mafia left", "town"]
ACTS = st.one_of(
    st.tuples(
        st.just("decide"), st.sets(st.integers(1, 12), min_size=1), st.sampled_from(list(Answer)), st.sampled_from("ab")
    ),
    st.tuples(st.just("undo"), st.integers(0, 5), st.none(), st.none()),
)


def snapshot(ledger):
    return [(c.id, c.answer, c.text, c.implied) for c in ledger.findings(Filter(Status.ALL), limit=-1)]


@settings(deadline=None)
@given(st.lists(ACTS, max_size=12))
def test_undoing_everything_in_any_order_gives_back_the_beginning(acts):
    records = [record(finding(OVERLAPPING, words, "x"), OVERLAPPING) for words in SPANS]
    ledger = ledger_of(cleaned("1", OVERLAPPING, *records), cleaned("2", OVERLAPPING, *records))
    beginning, standing = snapshot(ledger), []
    for act, which, answer, text in acts:
        if act == "decide":
            put = text if answer is Answer.REPLACE else None
            standing.append(ledger.decide(sorted(which), answer, text=put))
        elif standing:
            ledger.undo(standing.pop(which % len(standing)))
        for document in ledger.document_ids():
            ledger.final_text(document)  # whatever was said, the edits are disjoint
    ledger.decide([1], Answer.ACCEPT)
    for said in ledger.history(100):
        if not said.undone:
            ledger.undo(said.id)
    assert snapshot(ledger) == beginning
    assert ledger.final_text(1) == OVERLAPPING


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(list(Answer)), st.booleans()), max_size=15))
def test_the_last_answer_that_stands_is_the_answer(acts):
    texts = [f"Town {i} and the mafia of it." for i in range(6)]
    ledger = ledger_of(*(asked(str(i), text) for i, text in enumerate(texts)))
    model = {i: [] for i in range(6)}
    for which, answer, undo in acts:
        if undo and model[which]:
            ledger.undo(model[which].pop()[0])
        elif not undo:
            put = "gang" if answer is Answer.REPLACE else None
            model[which].append((ledger.decide([which + 1], answer, text=put), answer))
    told = [c.answer for c in ledger.findings(Filter(Status.ALL), limit=-1)]
    assert told == [model[i][-1][1] if model[i] else None for i in range(6)]


def test_a_run_records_its_settings_and_the_version_of_every_rule(elsewhere):
    (elsewhere / "in").mkdir()
    (elsewhere / "in/a.txt").write_text(SENTENCE)
    assert cleaner("clean", "in", "-o", "out", "--bar", "0.9", "--off", "mt/fr/*", cwd=elsewhere).code == 0
    with closing(sqlite3.connect(elsewhere / "out/run.db")) as db:
        ((policy,),) = db.execute("SELECT policy FROM runs")
        versions = dict(db.execute("SELECT rule, version FROM rule_versions"))
    told = json.loads(policy)
    assert (told["bar"], told["ask"], told["off"]) == (0.9, 0.3, ["mt/fr/*"])
    assert versions[MOB] == version(load().rules[MOB])
    assert not any(rule.startswith("mt/fr/") for rule in versions)


def test_a_ledger_of_the_first_version_opens_with_all_it_holds(tmp_path):
    with closing(sqlite3.connect(tmp_path / "run.db", isolation_level=None)) as db:
        for number, script in enumerate(MIGRATIONS[:3], 1):
            db.executescript(f"BEGIN; {script} PRAGMA user_version = {number}; COMMIT;")
        text = zlib.compress(b"The mafia came.")
        db.execute("INSERT INTO runs VALUES (1, 'then', NULL, '0.1.0', 'cleaner clean', '{}')")
        db.execute("INSERT INTO files VALUES ('a.txt', 'hash', ?, '{}', 'what stands')", (text,))
        db.execute("INSERT INTO files VALUES ('b\\xff.txt', 'hash', ?, '{}', '')", (text,))
        db.execute("INSERT INTO documents VALUES (1, 1, 'a.txt', 'a.txt', 'hash', '', ?, 15, '{}')", (text,))
        db.execute(
            "INSERT INTO decisions VALUES (1, 'then', 'ann', '', 'accept', 'mob', 'always', 'r', 'm', '', NULL, '')"
        )
        db.execute("INSERT INTO written VALUES (1, 1, '/own/never.yaml', NULL, 'rules: {}')")
    for _ in range(2):
        with Ledger.open(tmp_path) as ledger:
            assert ledger.files() == ["a.txt", "b\\xff.txt"]
            assert ledger.file("a.txt") == (b"The mafia came.", ReadOptions(), "a.txt")
            wrote = ledger.db.execute("SELECT folder, path, sha256 FROM wrote")
            assert [tuple(row) for row in wrote] == [("", "a.txt", "what stands")]
            assert ledger.final_text(1) == "The mafia came."
            assert [file.path for file in ledger.written(1)] == ["/own/never.yaml"] and ledger.unwritten() == []
            assert [said.who for said in ledger.history()] == ["ann"]


def test_two_that_open_an_old_ledger_at_once_bring_it_up_to_date_once(tmp_path, monkeypatch):
    sqlite3.connect(tmp_path / "run.db").close()
    real = tables._version

    def quicker(db, where):
        found = real(db, where)
        monkeypatch.setattr(tables, "_version", real)
        Ledger.open(tmp_path).close()  # another process, between the look and the work
        return found

    monkeypatch.setattr(tables, "_version", quicker)
    with Ledger.open(tmp_path) as ledger:
        assert ledger.files() == []
