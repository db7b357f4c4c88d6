"""Every report names the line of the file on which a record stands, whatever line breaks its text has."""

import json
import re
from pathlib import Path

import pytest
from command import cleaner as called

TEXT = "One.\nThe ship left tbe quay of a bjg town.\nTwo."
LINES = [1, 2, 4]  # the third is empty


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles of three lines each, one a line of the file, and a run over them."""
    folder = tmp_path_factory.mktemp("records")
    rows = [json.dumps({"id": f"article {n}", "text": f"{TEXT} Part {n}."}) for n in range(3)]
    (folder / "a.jsonl").write_text("\n".join([*rows[:2], "", rows[2]]))
    (folder / "a.txt").write_text(TEXT)
    assert called("clean", "a.jsonl", "-o", "out", "--damage", "ocr", cwd=folder).code == 0
    return folder


def lines_of(view: str, text: str) -> list[int]:
    if view == "json":
        return [row["line"] for row in json.loads(text)]
    if view == "sarif":
        found = json.loads(text)["runs"][0]["results"]
        return [r["locations"][0]["physicalLocation"]["region"]["startLine"] for r in found]
    pattern = r"line=(\d+)," if view == "github" else r"(?m)^a\.\w+:(\d+):"
    return [int(n) for n in re.findall(pattern, text)]


@pytest.mark.parametrize("view", ["text", "json", "github", "sarif"])
def test_a_record_stands_on_its_line(records: Path, view: str) -> None:
    checked = called("check", "a.jsonl", "--damage", "ocr", "--output-format", view, "-q", cwd=records)
    assert sorted(set(lines_of(view, checked.text))) == LINES
    reported = called("report", "out", "--format", view, cwd=records)
    assert sorted(set(lines_of(view, reported.text))) == LINES
    plain = called("check", "a.txt", "--damage", "ocr", "--output-format", view, "-q", cwd=records)
    assert set(lines_of(view, plain.text)) == {2}


def test_explain_takes_the_line_that_check_names(records: Path) -> None:
    for number, line in enumerate(LINES):
        told = called("explain", f"a.jsonl:{line}", "--damage", "ocr", cwd=records)
        assert told.code == 0 and f"article {number}:" in told.text and f"\n{line}:" in told.text
        assert all(f"article {n}:" not in told.text for n in range(3) if n != number)


def test_a_line_without_a_record_is_told(records: Path) -> None:
    empty = called("explain", "a.jsonl:3", cwd=records)
    assert (empty.code, empty.out) == (2, b"") and "no document stands on line 3" in empty.err
    assert called("explain", "a.jsonl:5", cwd=records).code == 2
    assert "no rule" in called("explain", "a.txt:1", cwd=records).text


def test_one_is_one(elsewhere: Path) -> None:
    (elsewhere / "a.txt").write_text("The mayor opened the new bridge.\n")
    (elsewhere / "b.txt").write_text("Two boats went under it.\n")
    one, two = (called("check", *names, cwd=elsewhere).err for names in (["a.txt"], ["a.txt", "b.txt"]))
    assert one.startswith("1 document,") and two.startswith("2 documents,")


def test_a_damage_nobody_knows_is_refused_in_the_settings_as_on_the_command_line(elsewhere: Path) -> None:
    (elsewhere / "a.txt").write_text("The mayor opened the new bridge.\n")
    (elsewhere / "cleaner.toml").write_text('[damage]\n"oct" = 0.5\n')
    refused = called("check", "a.txt", cwd=elsewhere)
    assert refused.code == 2 and "'oct' is no damage we know; did you mean ocr?" in refused.err
    (elsewhere / "cleaner.toml").write_text('[damage]\n"ocr" = 0.5\n')
    assert called("check", "a.txt", cwd=elsewhere).code == 0
