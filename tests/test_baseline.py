"""`check --baseline`: what is known is told once, what is new always."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from command import cleaner

DAMAGED = "Officials of EE. UU. said that the mafia stormed the embassy, where protesters threw stones.\n"


@pytest.fixture
def folder(elsewhere: Path) -> Path:
    (elsewhere / "in").mkdir()
    (elsewhere / "in/a.txt").write_text(DAMAGED)
    ran = cleaner("check", "in", "--write-baseline", "known.jsonl")
    assert (ran.code, ran.out) == (0, b"") and "findings written to known.jsonl" in ran.err
    return elsewhere


def rules(*options: str, cwd: Path | None = None) -> list[str]:
    ran = cleaner("check", "--output-format", "json", "-q", *options, cwd=cwd)
    found = [row["rule"] for row in json.loads(ran.text)]
    assert ran.code == int(any(row["verdict"] == "fix" for row in json.loads(ran.text)))
    return found


def test_what_is_known_is_not_told_again(folder: Path) -> None:
    assert rules("in") and rules("in", "--baseline", "known.jsonl") == []
    summary = cleaner("check", "in", "--baseline", "known.jsonl").err
    assert f"{len(rules('in'))} findings in known.jsonl already" in summary and "no longer there" not in summary


def test_what_is_new_is_told(folder: Path) -> None:
    (folder / "in/b.txt").write_text(DAMAGED)  # the same words in another file
    in_b = rules("in/b.txt")
    assert rules("in", "--baseline", "known.jsonl") == in_b
    (folder / "in/a.txt").write_text("A quiet line.\n\n" + DAMAGED)  # lines may move
    assert rules("in/a.txt", "--baseline", "known.jsonl") == []
    (folder / "in/a.txt").write_text(DAMAGED * 2)  # the same words once more
    again = rules("in/a.txt", "--baseline", "known.jsonl")
    assert again and len(again) == len(rules("in/a.txt")) - len(in_b)


def test_a_new_question_alone_is_told_and_fails_nothing(folder: Path) -> None:
    rows = [json.loads(line) for line in Path("known.jsonl").read_text().splitlines()]
    asked = next(row for row in rows if row["rule"] == "mt/es/mafia-mob")
    kept = [row for row in rows if row is not asked]
    Path("known.jsonl").write_text("".join(json.dumps(row) + "\n" for row in kept))
    ran = cleaner("check", "in", "--baseline", "known.jsonl")
    assert ran.code == 0 and ran.text.count("\n") == 1 and "ask mt/es/mafia-mob" in ran.text


def test_the_folder_of_the_command_does_not_matter(folder: Path) -> None:
    assert {json.loads(line)["file"] for line in Path("known.jsonl").read_text().splitlines()} == {"in/a.txt"}
    assert rules("a.txt", "--baseline", "../known.jsonl", cwd=folder / "in") == []
    shutil.move(folder, folder.parent / "moved")
    assert rules("in", "--baseline", "known.jsonl", cwd=folder.parent / "moved") == []


def test_what_is_gone_is_counted_only_where_it_was_looked_for(folder: Path) -> None:
    (folder / "in/c.txt").write_text("He went home.\n")
    assert "no longer there" not in cleaner("check", "in/c.txt", "--baseline", "known.jsonl").err
    (folder / "in/a.txt").write_text("He went home.\n")
    assert "of known.jsonl no longer there" in cleaner("check", "in", "--baseline", "known.jsonl").err


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[1]",
        '{"file": "a", "rule": "r", "before": "b"}',
        '{"file": "a", "rule": "r", "before": "b", "times": 0}',
        '{"file": "a", "rule": "r", "before": "b", "times": true}',
        '{"file": "a", "rule": 7, "before": "b", "times": 1}',
        "[" * 100_000,
    ],
)
def test_a_file_that_is_no_baseline_is_told_with_its_line(folder: Path, line: str) -> None:
    Path("known.jsonl").write_text(Path("known.jsonl").read_text().splitlines()[0] + f"\n{line}\n")
    ran = cleaner("check", "in", "--baseline", "known.jsonl")
    assert ran.code == 2 and "known.jsonl: line 2 is none of a baseline" in ran.err


def test_both_at_once_and_no_such_file_are_told(folder: Path) -> None:
    assert cleaner("check", "in", "--baseline", "known.jsonl", "--write-baseline", "new.jsonl").code == 2
    assert cleaner("check", "in", "--baseline", "missing.jsonl").code == 2
