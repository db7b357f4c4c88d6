"""`cleaner eval`: what it reads, what it shows, and what it says when an input is bad."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command import Ran, cleaner

PAIRS: list[dict[str, Any]] = [
    {"id": "a", "noisy": "tbe man sat.", "clean": "the man sat.", "paper": {"name": "Times"}},
    {"id": 7, "noisy": "a dog", "clean": "a dog", "paper": {"name": "Argus"}},
]
OUTPUTS = [
    {"id": "a", "output": "the man sat."},
    {"id": "7", "output": "a dig"},
    {"id": "b", "output": "beside it"},
]


@pytest.fixture
def ref(tmp_path: Path) -> Path:
    return lines(tmp_path / "ref.jsonl", PAIRS)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return lines(tmp_path / "mine.jsonl", OUTPUTS)


def lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def tree(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        path = folder / name.replace("_", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder


def run(*arguments: object) -> Ran:
    return cleaner("eval", *arguments)


def measured(*arguments: object) -> dict[str, Any]:
    result = run(*arguments, "--output-format", "json")
    assert result.code == 0, result.err
    found: dict[str, Any] = json.loads(result.text)
    return found


def record(**changes: object) -> dict[str, object]:
    usual = {
        "doc": "a",
        "start": 0,
        "end": 3,
        "before": "tbe",
        "after": "the",
        "suggestions": ["the"],
        "rule": "ocr/tbe",
    }
    return {**usual, "verdict": "fix", "confidence": 0.9, **changes}


def test_jsonl(ref: Path, out: Path) -> None:
    given, mine = measured(ref, out)["systems"]
    assert (given["name"], given["precision"], given["edits_made"]) == ("(the input)", 0, 0)
    assert (mine["name"], mine["precision"], mine["recall"], mine["preference"]) == ("mine", 0.5, 1, 0)
    assert mine["damage_per_1000"] == 250  # one of man, sat, a, dog


def test_without_an_output_the_input_is_scored(ref: Path) -> None:
    (given,) = measured(ref)["systems"]
    assert (given["texts"], given["edits_wanted"]) == (2, 1)


def test_folders_of_the_same_names(tmp_path: Path) -> None:
    pairs = tree(tmp_path / "ref", noisy_a="\ufefftbe\r\nman", clean_a="the\r\nman", noisy_in_b="dog", clean_in_b="dog")
    out = tree(tmp_path / "out", a="the\r\nman", in_b="dog", report="not a text of theirs")
    by_folder = measured(pairs, out)["systems"][1]
    assert (by_folder["texts"], by_folder["cer"], by_folder["recall"]) == (2, 0, 1)
    assert measured("--noisy", pairs / "noisy", "--clean", pairs / "clean", out)["systems"][1] == by_folder


def test_fields_may_have_other_names(tmp_path: Path) -> None:
    ref = lines(tmp_path / "r.jsonl", [{"key": 1, "ocr": "tbe", "gold": "the"}])
    out = lines(tmp_path / "o.jsonl", [{"key": 1, "text": "the"}])
    names = ["--id-field", "key", "--noisy-field", "ocr", "--clean-field", "gold", "--output-field", "text"]
    assert measured(ref, out, *names)["systems"][1]["recall"] == 1


def test_outputs_by_names_of_ones_own(tmp_path: Path) -> None:
    """A file, a file with a field of its own, and fields of the truth's own lines."""
    ours = {"ours.v2": "the man sat.", "theirs": {"x": "tbe man sat down."}}
    ref = lines(tmp_path / "ref.jsonl", [{**PAIRS[0], **ours}])
    out = lines(tmp_path / "out=1.jsonl", [{"id": "a", "output": "the man sat.", "text": "tbe men sat."}])
    told = [f"file={out}", f"field={out}:text", "inner=:theirs.x", "dotted=:ours.v2"]
    found = measured(ref, *(f"--output={one}" for one in told))["systems"]
    by_name = {s["name"]: (s["cer_reduction"], s["invented_tokens"], s["than"]["(the input)"]) for s in found[1:]}
    same, worse = {"better": 1, "worse": 0, "same": 0}, {"better": 0, "worse": 1, "same": 0}
    assert by_name == {
        "file": (1, 0, same),
        "dotted": (1, 0, same),
        "field": (-1, 1, worse),
        "inner": (-5, 1, worse),
    }


def test_texts_and_their_truths_side_by_side_with_outputs(tmp_path: Path) -> None:
    """IN TRUTH are two folders, two files of lines, or two texts."""
    folder = tree(tmp_path, in_a="tbe man", true_a="the man", out_a="the man", in_b="dog", true_b="dog", out_b="dig")
    by_folder = measured(folder / "in", folder / "true", f"--output=mine={folder / 'out'}")["systems"]
    rows = {name: [{"id": id_, name: text} for id_, text in texts.items()] for name, texts in TEXTS.items()}
    noisy, clean, output = (lines(tmp_path / f"{name}.jsonl", rows[name]) for name in ("noisy", "clean", "output"))
    assert measured(noisy, clean, f"--output=mine={output}")["systems"] == by_folder
    assert by_folder[1]["recall"] == 1 and by_folder[1]["than"] == {"(the input)": {"better": 1, "worse": 1, "same": 0}}
    page = tree(tmp_path, page_txt="tbe man", truth_txt="the man", mine_txt="the man")
    files = (page / name for name in ("page/txt", "truth/txt"))
    noisy, clean = (file.rename(tmp_path / f"{file.parent.name}.txt") for file in files)
    mine = (page / "mine/txt").rename(tmp_path / "mine.txt")
    found = measured("--noisy", noisy, "--clean", clean, f"--output=mine={mine}")["systems"][1]
    assert (found["recall"], found["texts"]) == (1, 1)


TEXTS = {
    "noisy": {"a": "tbe man", "b": "dog"},
    "clean": {"a": "the man", "b": "dog"},
    "output": {"a": "the man", "b": "dig"},
}

BAD_OUTPUTS = {
    "should be NAME=PATH": ["--output=mine.jsonl"],
    "another output is named 'mine'": ["--output=mine={out}", "--output=mine={out}"],
    "REF has no field 'gpt' with outputs; its fields are id, noisy, clean, paper": ["--output=mine=:gpt"],
    "no field 'text' among id, output": ["--output=mine={out}:text"],
    "name REF alone, or IN and TRUTH": ["{out}", "{out}", "--output=mine={out}"],
}


@pytest.mark.parametrize(("message", "arguments"), BAD_OUTPUTS.items(), ids=BAD_OUTPUTS.keys())
def test_bad_outputs_are_named(ref: Path, out: Path, message: str, arguments: list[str]) -> None:
    result = run(ref, *(argument.format(out=out) for argument in arguments))
    assert (result.code, message in result.err) == (2, True), result.err


def test_texts_that_do_not_go_together(ref: Path, tmp_path: Path) -> None:
    result = run(ref, tmp_path, f"--output=mine={tmp_path}")
    assert (result.code, "two folders go together" in result.err) == (2, True)
    other = lines(tmp_path / "other.jsonl", [{"id": "a", "clean": "x"}])
    result = run(ref, other, f"--output=mine={ref}")
    assert (result.code, "do not match: 7 is only in" in result.err) == (2, True)


def test_groups(ref: Path, out: Path) -> None:
    systems = measured(ref, out, "--by", "paper.name")["systems"]
    assert [(s["group"], s["name"], s["texts"]) for s in systems if s["name"] == "mine"] == [
        ("", "mine", 2),
        ("Argus", "mine", 1),
        ("Times", "mine", 1),
    ]


def test_records_are_scored_and_judged(ref: Path, tmp_path: Path) -> None:
    edits = lines(
        tmp_path / "edits.jsonl",
        [
            record(),
            record(start=4, end=7, before="man", after="men", rule="x/men", verdict="ask", confidence=0.2),
            record(start=11, end=12, before=".", after=None, rule="x/dot", verdict="flag", suggestions=[]),
            record(doc="7", start=0, end=1, before="a", after="A", rule="x/a", verdict="ask", confidence=0.7),
        ],
    )
    found = measured(ref, "--edits", edits)
    assert found["systems"][1]["recall"] == 1
    rules = {r["rule"]: (r["right"], r["harmless"], r["wrong"], r["harmed"]) for r in found["rules"]}
    assert rules == {
        "ocr/tbe": (1, 0, 0, 0),
        "x/men": (0, 0, 1, 1),
        "x/dot": (0, 0, 1, 0),
        "x/a": (0, 1, 0, 0),
    }
    everything = found["calibration"]["all"]
    assert everything["count"] == 2  # neither the flag nor the harmless one
    assert everything["ece"] == pytest.approx((0.1 + 0.2) / 2)
    assert everything["brier"] == pytest.approx((0.01 + 0.04) / 2)
    assert [r["wrong"] for r in measured(ref, "--edits", edits, "--strict")["rules"] if r["rule"] == "x/a"] == [1]


def test_details(ref: Path, out: Path, tmp_path: Path) -> None:
    details = tmp_path / "details.jsonl"
    measured(ref, out, "--details", details)
    found = [json.loads(line) for line in details.read_text(encoding="utf-8").splitlines()]
    assert [(d["system"], d["id"], d["kind"], d["noisy"], d["to"]) for d in found] == [
        ("mine", "a", "right", "tbe", "the"),
        ("mine", "7", "wrong", "dog", "dig"),
    ]


@pytest.mark.parametrize(("form", "start"), [("text", "   "), ("markdown", "|  | cMER |")])
def test_tables_for_people(ref: Path, out: Path, tmp_path: Path, form: str, start: str) -> None:
    edits = lines(tmp_path / "edits.jsonl", [record()])
    result = run(ref, out, "--edits", edits, "--output-format", form)
    assert result.code == 0
    assert result.text.startswith(start)
    shown = ("(the input)", "mine", "(the edits' fixes)", "ECE", "ocr/tbe", "invented/1000", "than mine", "+1 −1 =0")
    assert all(word in result.text for word in shown)


def test_a_missing_text_is_an_error_unless_allowed(ref: Path, tmp_path: Path) -> None:
    out = lines(tmp_path / "half.jsonl", [{"id": "a", "output": "the man sat."}])
    result = run(ref, out)
    assert result.code == 2
    assert "half.jsonl: 7 is missing; --missing-as-input" in result.err
    assert measured(ref, out, "--missing-as-input")["systems"][1]["missing"] == 1


BAD_TRUTH = {
    '{"id": "a", "noisy": "x", "clean": "x"}\n\n{"id": "b", "noisy": "x"': "ref.jsonl:3: not JSON",
    '{"id": "a", "noisy": "x"}': "ref.jsonl:1: no field 'clean' among id, noisy; --clean-field says",
    '{"id": "a", "noisy": 3, "clean": "x"}': "ref.jsonl:1: 'noisy' should be text",
    '{"id": null, "noisy": "x", "clean": "x"}': "ref.jsonl:1: 'id' should be a name or a number",
    '["a"]': "ref.jsonl:1: an object is wanted",
    '{"id": 1, "noisy": "x", "clean": "x"}\n' * 2: "ref.jsonl:2: the id '1' was at",
    "": "ref.jsonl: no lines",
    '{"id": "caf\udce9"}': "ref.jsonl: not UTF-8 (byte 11)",
}


@pytest.mark.parametrize(("content", "message"), BAD_TRUTH.items(), ids=BAD_TRUTH.values())
def test_bad_lines_are_named(tmp_path: Path, content: str, message: str) -> None:
    ref = tmp_path / "ref.jsonl"
    ref.write_bytes(content.encode("utf-8", "surrogateescape"))
    result = run(ref)
    assert result.code == 2
    assert message in result.err
    assert not result.text


BAD_RECORDS = {
    "no text has the id 'z'": {"doc": "z"},
    "a has 'be ' from 1 to 4, not 'tbe'": {"start": 1, "end": 4},
    "a has no characters 0 to 99": {"end": 99},
    "'start' should be a whole number": {"start": "0"},
    "'confidence' should be from 0 to 1": {"confidence": 90},
    "'suggestions' should be a list": {"suggestions": "the"},
}


@pytest.mark.parametrize(("message", "change"), BAD_RECORDS.items(), ids=BAD_RECORDS.keys())
def test_bad_records_are_named(ref: Path, tmp_path: Path, message: str, change: dict[str, object]) -> None:
    edits = lines(tmp_path / "edits.jsonl", [record(start=8, end=11, before="sat", after="sit"), record(**change)])
    result = run(ref, "--edits", edits)
    assert result.code == 2
    assert f"edits.jsonl:2: {message}" in result.err


def test_fixes_that_collide(ref: Path, tmp_path: Path) -> None:
    edits = lines(tmp_path / "edits.jsonl", [record(), record()])
    result = run(ref, "--edits", edits)
    assert (result.code, "the fixes of a cannot all be made" in result.err) == (2, True)


def test_folders_that_do_not_match(tmp_path: Path) -> None:
    pairs = tree(tmp_path, noisy_a="x", noisy_b="x", clean_a="x")
    result = run(pairs)
    assert result.code == 2
    assert "do not match: b is only in" in result.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "which texts?"),
        (["--noisy", "x"], "--noisy and --clean go together"),
        (["nowhere.jsonl"], "nowhere.jsonl: No such file"),
        (["."], "noisy: no such folder"),
    ],
)
def test_misuse(arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.code == 2
    assert message in result.err


def test_outputs_of_other_texts(ref: Path, tmp_path: Path) -> None:
    out = lines(tmp_path / "other.jsonl", [{"id": "q", "output": "x"}])
    result = run(ref, out)
    assert (result.code, "none of the truth's texts is here" in result.err) == (2, True)


def test_a_field_to_group_by_that_is_not_there(ref: Path) -> None:
    result = run(ref, "--by", "paper.year")
    assert (result.code, "no field 'paper.year' to group by" in result.err) == (2, True)
