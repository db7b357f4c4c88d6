"""Nothing in silence: what a folder holds beside its texts is counted by kind, in the summary and in the ledger."""

import json
import os
import sqlite3
from pathlib import Path

import pytest
from command import cleaner

from cleaner.batch import inputs
from cleaner.formats.outcome import Input

KINDS = {
    # a name in the folder, and the kind that it is counted as; "" for what is read, None for what nobody counts
    "a.txt": "",
    "b.MD": "",
    "c.html": "",
    "c.rtf": ".rtf",
    "d.ODT": ".odt",
    "e.hocr": "",
    "README": "without an ending",
    ".notes.txt": "hidden",
    ".cache/x.txt": "hidden folder",
    ".git/config": None,
    ".gitignore": None,
    "cleaner.toml": None,
    "left-out.log": None,
    "unwanted.txt": None,
    "run.db": None,
    "changes.diff": None,
}


@pytest.fixture
def folder(elsewhere: Path) -> Path:
    for name in KINDS:
        path = elsewhere / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("He left.\n" if name != ".gitignore" else "*.log\n")
    return elsewhere / "in"


@pytest.mark.parametrize("name", KINDS)
def test_each_kind(folder: Path, name: str) -> None:
    met = {item.name: item.passed for item in inputs.find([folder], exclude=["unwanted*"])}
    assert met.get(".cache" if name == ".cache/x.txt" else name) == KINDS[name]


def test_the_summary_and_the_ledger_say_the_same(elsewhere: Path) -> None:
    (elsewhere / "in").mkdir()
    for name in ("a.txt", "b.rtf", "c.rtf", "d.json"):
        (elsewhere / "in" / name).write_text("He left." if name != "d.json" else "{}")
    ran = cleaner("clean", "in", "-o", "out", cwd=elsewhere)
    assert ran.code == 0
    told = "3 files of other kinds were not read: 2 .rtf, 1 .json without a text that we know"
    assert told in ran.err and told in cleaner("check", "in", cwd=elsewhere).err
    with sqlite3.connect(elsewhere / "out/run.db") as db:
        ((passed,),) = db.execute("SELECT passed FROM runs").fetchall()
    assert json.loads(passed) == {".rtf": 2, ".json without a text that we know": 1}


def test_where_there_is_nothing_to_count_nothing_is_said(elsewhere: Path) -> None:
    (elsewhere / "a.txt").write_text("He left.")
    ran = cleaner("clean", "a.txt", "-o", "out", cwd=elsewhere)
    assert "other kinds" not in ran.err
    with sqlite3.connect(elsewhere / "out/run.db") as db:
        assert db.execute("SELECT passed FROM runs").fetchall() == [("{}",)]


def test_a_file_that_vanished_since_it_was_found_is_told_and_the_others_go_on(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "b.txt"):
        (elsewhere / name).write_text("He left.")
    found = inputs.find([elsewhere])

    def find(*_: object) -> list[Input]:
        (elsewhere / "a.txt").unlink()
        return found

    monkeypatch.setattr(inputs, "find", find)
    ran = cleaner("check", ".", cwd=elsewhere)
    assert ran.code == 2 and "a.txt: cannot be read: No such file" in ran.err and "1 document," in ran.err


def test_a_folder_that_cannot_be_listed_is_told(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may read everything, so the walk is made to report what it could not list."""
    (elsewhere / "a.txt").write_text("He left.")
    walk = os.walk

    def closed(top: object, onerror: object = None, **more: object) -> object:
        onerror(PermissionError(13, "Permission denied", str(elsewhere / "closed")))  # type: ignore[operator]
        return walk(top, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "walk", closed)
    told = [(item.path.name, item.amiss) for item in inputs.find([elsewhere]) if item.amiss]
    assert told == [("closed", "cannot be read: Permission denied")]
