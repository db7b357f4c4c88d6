"""From a run's ledger alone come the final files, the same bytes every time."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from command import cleaner, completed
from made import MOB, finding, record

from cleaner.formats import read
from cleaner.formats.outcome import Input, Outcome
from cleaner.ledger import Answer, Filter, Ledger, Status, export
from cleaner.ledger.output import Output
from cleaner.model import Cleaned, Diagnosis, Verdict

ROOT = Path(__file__).parent.parent
FILES = {
    "latin.txt": "Un café.\r\nThe mafia came.\r\nNo end".encode("latin-1"),
    "bom.txt": "\ufeffThe mafia 🙂 came.\n".encode(),
    "rows.jsonl": b'{"id": 1, "text": "The mafia came."}\n{"n": 2.50, "id": "x", "text": "No\\u00e9 and the mafia"}',
    "notes.md": b"# Head\n\n`mafia` and the mafia came.\n",
    "clean.txt": b"Nothing here.\n",
}


def run_into(out, verdict=Verdict.ASK):
    """What `cleaner clean` does, with a pipeline that knows one word only."""
    with Ledger.open(out) as ledger:
        ledger.begin(version="1")
        for name, data in FILES.items():
            source = read(name, data)
            done = []
            for d in source.documents:
                nth = 1 if name.endswith(".md") else 0
                records = (
                    [record(finding(d.text, "mafia", "mob", nth=nth), d.text, verdict)] if "mafia" in d.text else []
                )
                done.append(Cleaned(d, d.text, Diagnosis(), tuple(records)))
            ledger.write_file(name, data, done)
            Output(ledger, out).write(
                [Outcome(Input(Path(name), name), source, tuple(done), tuple(source.edits(done)))]
            )


def apply_to(out, *options):
    return completed("apply", out, *options, cwd=ROOT)


def contents(out):
    return {name: (out / name).read_bytes() for name in FILES}


def expected():
    """The last mafia of a text is a mob; the one in Markdown's code is not, and the clean text stays."""

    def mended(name, data):
        if name == "rows.jsonl":
            return data.replace(b"The mafia", b"The mob").replace(b"the mafia", b"the mob")
        return data.replace(b"he mafia", b"he mob")

    return {name: mended(name, data) for name, data in FILES.items()}


def accept_everything(out):
    with Ledger.open(out) as ledger:
        return ledger.decide(ledger.case_ids(), Answer.ACCEPT)


def test_without_decisions_nothing_changes(tmp_path):
    run_into(tmp_path)
    assert apply_to(tmp_path).returncode == 0
    assert contents(tmp_path) == FILES
    assert (tmp_path / "changes.diff").read_bytes() == b""


def test_accepted_questions_are_in_the_files_and_only_they(tmp_path):
    run_into(tmp_path)
    accept_everything(tmp_path)
    done = apply_to(tmp_path)
    assert done.returncode == 0, done.stderr
    assert contents(tmp_path) == expected()
    assert "4 files written" in done.stderr


def test_twice_is_once_and_undo_goes_back(tmp_path):
    run_into(tmp_path)
    decision = accept_everything(tmp_path)
    apply_to(tmp_path)
    once, patch = contents(tmp_path), (tmp_path / "changes.diff").read_bytes()
    assert "0 files written" in apply_to(tmp_path).stderr
    assert contents(tmp_path) == once
    assert (tmp_path / "changes.diff").read_bytes() == patch
    with Ledger.open(tmp_path) as ledger:
        ledger.undo(decision)
    assert apply_to(tmp_path).returncode == 0
    assert contents(tmp_path) == FILES


def test_a_rejected_fix_gives_the_original_back(tmp_path):
    run_into(tmp_path, Verdict.FIX)
    assert contents(tmp_path) != FILES
    with Ledger.open(tmp_path) as ledger:
        ids = [c.id for d in ledger.document_ids() for c in ledger._all_cases(d)]
        ledger.decide(ids, Answer.REJECT)
    assert apply_to(tmp_path).returncode == 0
    assert contents(tmp_path) == FILES


def test_a_file_changed_by_hand_is_left_alone_unless_forced(tmp_path):
    run_into(tmp_path)
    accept_everything(tmp_path)
    (tmp_path / "bom.txt").write_text("My own work.")
    done = apply_to(tmp_path)
    assert done.returncode == 2
    assert "1 file in" in done.stderr and "bom.txt" in done.stderr
    assert (tmp_path / "bom.txt").read_text() == "My own work."
    assert "The mob" in (tmp_path / "latin.txt").read_text("latin-1")
    assert apply_to(tmp_path, "--force").returncode == 0
    assert "The mob" in (tmp_path / "bom.txt").read_text()


def test_elsewhere(tmp_path):
    run_into(tmp_path)
    accept_everything(tmp_path)
    apply_to(tmp_path, "--to", str(tmp_path / "final"))
    assert contents(tmp_path) == FILES
    assert b"the mob" in (tmp_path / "final" / "notes.md").read_bytes()


def test_the_patch_gives_exactly_the_final_files(tmp_path):
    run_into(tmp_path)
    accept_everything(tmp_path)
    apply_to(tmp_path)
    there = tmp_path / "originals"
    there.mkdir()
    for name, data in FILES.items():
        (there / name).write_bytes(data)
    subprocess.run(["git", "apply", str(tmp_path / "changes.diff")], cwd=there, check=True)
    assert contents(there) == contents(tmp_path)


def test_words_that_the_encoding_cannot_hold_are_told(tmp_path):
    run_into(tmp_path)
    with Ledger.open(tmp_path) as ledger:
        ledger.decide(ledger.case_ids(), Answer.REPLACE, text="толпа")
    done = apply_to(tmp_path)
    assert done.returncode == 2
    assert "latin.txt" in done.stderr and "Traceback" not in done.stderr
    assert "толпа" in (tmp_path / "bom.txt").read_text()


@pytest.mark.parametrize("view", ["html", "diff", "jsonl", "summary", "text", "json", "github", "sarif"])
def test_every_report_is_a_view_of_the_ledger(tmp_path, view):
    run_into(tmp_path)
    accept_everything(tmp_path)
    done = completed("report", tmp_path, "--format", view, "--to", tmp_path / "view", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    made = (tmp_path / "view").read_text("utf-8", "replace")
    assert "mob" in made or MOB in made
    if view == "jsonl":
        assert {json.loads(line)["verdict"] for line in made.splitlines()} == {"fix"}


def test_the_ledger_is_not_touched_by_looking(tmp_path):
    run_into(tmp_path)
    with Ledger.open(tmp_path) as ledger:
        before = list(ledger.db.iterdump())
        list(export.outcomes(ledger))
        assert list(ledger.db.iterdump()) == before


@pytest.mark.skipif(sys.platform == "win32", reason="names there are no bytes")
def test_a_name_that_is_no_utf8_is_one_file_for_clean_and_for_apply(elsewhere):
    odd = os.fsencode("in/") + b"bad\xff.txt"
    Path("in").mkdir()
    Path(os.fsdecode(odd)).write_bytes(b"They said the mafia came to tbe woods.\n")
    assert cleaner("clean", "in", "-o", "out").code == 0
    with Ledger.open("out") as ledger:
        ledger.decide(ledger.case_ids(Filter(Status.FIXED)), Answer.REPLACE, text="those")
    ran = cleaner("apply", "out")
    assert ran.code == 0, ran.err
    place = Path(os.fsdecode(b"out/bad\xff.txt"))
    assert sorted(p.name for p in Path("out").glob("bad*")) == [place.name]
    subprocess.run(["git", "apply", "-p1", "../out/changes.diff"], cwd="in", check=True)
    assert Path(os.fsdecode(odd)).read_bytes() == place.read_bytes() == b"They said the mafia came to those woods.\n"
