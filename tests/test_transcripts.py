"""Captions and recognisers' files: words change, and nothing else; broken ones are told and lose nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path
from time import process_time
from typing import Any

import pysubs2
import pytest
import webvtt
import yaml
from command import cleaner
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.detectors.spoken_forms import FORMS
from cleaner.formats import read
from cleaner.formats.source import Source, Unreadable
from cleaner.kit import Kit
from cleaner.ledger import Filter, Ledger, Status
from cleaner.ledger.values import Example, Excerpt
from cleaner.model import Edit
from cleaner.pipeline import clean
from cleaner.review.questions import CaseQuestion
from cleaner.review.terminal.screen import Screen
from cleaner.text.expressions import compiled
from cleaner.text.number_words import TEENS, TENS, UNITS, figures, value

HERE = Path(__file__).parent
ROWS: list[dict[str, Any]] = yaml.safe_load((HERE / "data/transcripts.yaml").read_text(encoding="utf-8"))
BROKEN: list[dict[str, Any]] = yaml.safe_load((HERE / "strange/transcripts.yaml").read_text(encoding="utf-8"))


def written(source: Source, to: dict[str, str]) -> bytes:
    """The file with each of some words replaced where it first stands after the one before."""
    (document,) = source.documents
    edits, at = [], 0
    for old, new in to.items():
        start = document.text.index(old, at)
        at = start + len(old)
        edits.append(Edit(start, at, new))
    made = document.container.edits(document, edits)  # type: ignore[attr-defined]
    return source.rewritten(sorted(made, key=lambda e: (e.start, e.end)))


@pytest.mark.parametrize("row", ROWS, ids=[row["what"] for row in ROWS])
def test_words_change_and_nothing_else(row: dict[str, Any]) -> None:
    source = read(row["file"], row["holds"].encode())
    (document,) = source.documents
    assert document.text == row["reads"]
    assert [cue.since for cue in document.cues] == row["cues"]
    assert written(source, {}) == row["holds"].encode()
    after = written(source, row["to"])
    assert after.decode() == row["gives"]
    (again,) = read(row["file"], after).documents
    assert {cue.since for cue in again.cues} <= {cue.since for cue in document.cues}


def test_what_comes_in_stands_with_the_word_before_it() -> None:
    source = read("a.srt", b"1\n00:00:01,000 --> 00:00:03,000\n<i>We saw</i> it <b>here</b>\n")
    (document,) = source.documents
    edits = [Edit(6, 6, ","), Edit(10, 10, "right "), Edit(14, 14, ".")]
    made = document.container.edits(document, edits)  # type: ignore[attr-defined]
    assert b"<i>We saw,</i> it <b>right here.</b>\n" in source.rewritten(list(made))


@pytest.mark.parametrize("row", BROKEN, ids=[row["what"] for row in BROKEN])
def test_broken_files_are_told_and_lose_nothing(row: dict[str, Any]) -> None:
    data = bytes.fromhex(row["hex"]) if "hex" in row else row["holds"].encode()
    if "not read" in row:
        with pytest.raises(Unreadable, match=re.escape(row["not read"])):
            read(row["file"], data)
        return
    source = read(row["file"], data)
    told = " ".join([*source.notices, *(f"{p.line}: {p.message}" for p in source.problems)])
    for words in row.get("says", []):
        assert words in told
    assert bool(told) == bool(row.get("says"))
    assert source.rewritten([]) == data
    (document,) = source.documents
    assert document.text == row.get("reads", document.text)
    if "tbe" in document.text and b"tbe" in data:
        after = written(source, {"tbe": "the"})
        assert after != data and after.replace(b"the", b"tbe") == data


ROLLING = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>we saw it\n\n00:02.000 --> 00:03.000\n<v {}>we saw it\nand left\n"


@pytest.mark.parametrize(("second", "asked"), [("Ann", 1), ("Bob", 0)])
def test_what_somebody_else_says_again_rolls_not(second: str, asked: int, kit: Kit) -> None:
    (document,) = read("a.vtt", ROLLING.format(second).encode()).documents
    assert len(clean(document, kit).open) == asked


HELD = "WEBVTT\n\n00:01.000 --> 00:02.000\nwe met\nand we ate\n\n00:02.000 --> 00:02.{}\nand we ate\n"


@pytest.mark.parametrize(("till", "asked"), [("010", 1), ("900", 0)])
def test_a_cue_too_short_to_be_read_only_holds_the_line_before_it(till: str, asked: int, kit: Kit) -> None:
    (document,) = read("a.vtt", HELD.format(till).encode()).documents
    assert len(clean(document, kit).open) == asked


def test_a_voice_without_an_end_is_read_in_little_time() -> None:
    began = process_time()
    read("a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v" + b" " * 30_000)
    assert process_time() - began < 2


def times(name: str, text: str) -> list[tuple[int, int]]:
    """When the cues of a file begin and end, as the tool that wrote it reads it."""
    if name.endswith(".vtt"):
        return [(c.start_in_seconds, c.end_in_seconds) for c in webvtt.from_string(text).captions]
    return [(e.start, e.end) for e in pysubs2.SSAFile.from_string(text, format_="srt").events]


def by_pysubs2(kind: str) -> str:
    subs = pysubs2.SSAFile()
    for n, said in enumerate(["Tbe mayor\\Nand {\\i1}tbe clerk{\\i0} left.", "In twenty", "twenty one tbe end & all."]):
        subs.append(pysubs2.SSAEvent(start=1000 * n, end=1000 * n + 900, text=said))
    return str(subs.to_string(kind))


def by_webvtt() -> str:
    vtt = webvtt.WebVTT()
    for n, said in enumerate(["Tbe mayor\nand <i>tbe clerk</i> left.", "In twenty", "twenty one tbe end."]):
        vtt.captions.append(webvtt.Caption(f"00:00:0{n}.000", f"00:00:0{n}.900", said))
    return str(vtt.content)


@pytest.mark.parametrize(
    ("name", "text"), [("a.srt", by_pysubs2("srt")), ("b.vtt", by_pysubs2("vtt")), ("c.vtt", by_webvtt())], ids=str
)
def test_files_of_other_tools_keep_all_but_their_words(name: str, text: str) -> None:
    source = read(name, text.encode())
    assert not source.problems and not source.notices and source.rewritten([]) == text.encode()
    after = written(source, {"Tbe": "The", "tbe": "the", "twenty\ntwenty one": "2021", "tbe end": "the end"}).decode()
    assert times(name, after) == times(name, text) and len(times(name, text)) == 3
    words = re.compile(r"[Tt]be|twenty one |twenty|[Tt]he|2021")
    assert words.sub("", after).split() == words.sub("", text).split()
    assert "In 2021" in after and "<i>the clerk</i>" in after


def test_a_recogniser_s_confidence_goes_with_its_word() -> None:
    words = [{"word": " Yes", "start": 0, "end": 1, "probability": 0.25}, {"word": " sir.", "start": 1, "end": 2}]
    data = json.dumps({"text": " Yes sir.", "segments": [{"start": 0, "end": 2, "text": " Yes sir.", "words": words}]})
    (document,) = read("a.json", data.encode()).documents
    assert document.word_confidences == ((0, 3, 0.25),) and document.engine == "whisper"
    assert document.container.at(4) == (1, data.index("sir.", data.index("words")) + 1)  # type: ignore[attr-defined]


EXCERPT = Excerpt("", "Tbe", " end was near.", False, False)
HEARD = (
    "1\n00:00:01,000 --> 00:00:03,000\nThey met at the inn.\n\n2\n01:02:03,500 --> 01:02:05,000\nTbe end was near.\n"
)


def test_check_explain_reports_and_review_show_when_words_are_said(elsewhere: Path) -> None:
    (elsewhere / "a.srt").write_text(HEARD)
    assert "a.srt:7:1: fix ocr/never-a-word at 1:02:03: " in cleaner("check", "a.srt", cwd=elsewhere).out.decode()
    (found,) = json.loads(cleaner("check", "a.srt", "--output-format", "json", cwd=elsewhere).out)
    assert found["time"] == "1:02:03"
    assert "7:1 at 1:02:03  ocr/never-a-word: fix" in cleaner("explain", "a.srt:7", cwd=elsewhere).out.decode()
    (elsewhere / "a.txt").write_text("Tbe end was near.\n")
    assert " at " not in cleaner("check", "a.txt", cwd=elsewhere).out.decode()
    cleaner("clean", "a.srt", "-o", "out", cwd=elsewhere)
    with Ledger.open(elsewhere / "out/run.db") as ledger:
        (case,) = ledger.findings(Filter(Status.ALL))
        assert case.record.clock == "1:02:03"
    cleaner("report", "out", cwd=elsewhere)
    assert "1:02:03: " in (elsewhere / "out/report.html").read_text()
    (row,) = cleaner("report", "out", "--format", "jsonl", cwd=elsewhere).out.decode().splitlines()
    assert json.loads(row)["time"] == "1:02:03"
    shown = Screen(80).question(
        CaseQuestion(pattern=None, suggestions=(), example=Example(case, EXCERPT), left=1, sampling=False)
    )  # type: ignore[arg-type]
    assert shown[0].startswith("a.srt at 1:02:03 ")


def test_prose_of_cues_beside_the_file_and_places_in_the_file(elsewhere: Path) -> None:
    (elsewhere / "in").mkdir()
    (elsewhere / "in/a.srt").write_text(HEARD)
    (elsewhere / "in/b.txt").write_text("They met.\n")
    ran = cleaner("clean", "in", "-o", "out", "--to", "txt", "--edits", cwd=elsewhere)
    assert ran.code == 0 and "its text becomes a.srt.txt" in ran.err
    assert (elsewhere / "out/a.srt.txt").read_text() == "They met at the inn.\n\nThe end was near.\n"
    assert not (elsewhere / "out/a.srt").exists() and (elsewhere / "out/b.txt").read_text() == "They met.\n"
    assert "# -Tbe end was near." in (elsewhere / "out/changes.diff").read_text()
    (row,) = map(json.loads, (elsewhere / "out/edits.jsonl").read_text().splitlines())
    assert HEARD.encode()[row["byte_start"] : row["byte_end"]] == b"Tbe" and row["doc"] == "a.srt"


def in_words(number: int) -> str:
    """A number as people say it."""
    names = {value: name for table in (UNITS, TEENS, TENS) for name, value in table.items()}
    thousands, rest = divmod(number, 1000)
    hundreds, below = divmod(rest, 100)
    parts = [f"{in_words(thousands)} thousand"] if thousands else []
    parts += [f"{names[hundreds]} hundred"] if hundreds else []
    if below:
        parts.append(names[below] if below in names else f"{names[below // 10 * 10]} {names[below % 10]}")
    return " ".join(parts)


@settings(deadline=None)  # the first needs its words compiled
@given(st.integers(1, 999_999))
def test_a_number_keeps_its_value(number: int) -> None:
    said = in_words(number)
    assert value(said) == number and figures(said).replace(",", "") == str(number)
    found = compiled(FORMS["percent"].said).fullmatch(f"{said} percent")
    assert found and (FORMS["percent"].written(found) or "").replace(",", "") == f"{number}%"
    if " hundred " in said:
        joined = said.replace("hundred ", "hundred and ")
        assert value(joined) == number and not compiled(FORMS["range"].said).search(f"{joined} percent")
