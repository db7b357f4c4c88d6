"""Who speaks: read from what recognisers write, shown with the time, renamed once for all; nothing else changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from command import cleaner

from cleaner.files.given import Misuse
from cleaner.formats import read
from cleaner.formats.captions.speaker_names import speaker_names
from cleaner.formats.read_options import ReadOptions

ROWS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "data/speakers.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=[row["what"] for row in ROWS])
def test_labels_change_and_nothing_else(row: dict[str, Any]) -> None:
    data = row["holds"].encode()
    before, options = read(row["file"], data), ReadOptions(speakers=tuple(row["names"].items()))
    assert [cue.voice for d in before.documents for cue in d.cues] == row.get("voices", [])
    assert not before.notices
    source = read(row["file"], data, options)
    assert source.rewritten(source.edits([])).decode() == row.get("gives", row["holds"])
    for words in row.get("says", []):
        assert words in " ".join(source.notices)
    assert bool(source.notices) == bool(row.get("says"))
    assert row.get("unsaid", "…") not in " ".join(source.notices)
    if "prose" in row:
        prose = read(row["file"], data, ReadOptions(to="txt", speakers=options.speakers))
        assert prose.rewritten(prose.edits([])).decode() == row["prose"]


def test_a_label_is_no_word_that_a_correction_may_touch() -> None:
    run = cleaner("clean", "-", "--speaker", "TBE tbe=Jane Doe", stdin=b"TBE tbe: We saw tbe cat.\nNo: tbe dog.\n")
    assert run.text == "Jane Doe: We saw the cat.\nNo: the dog.\n"
    assert "TBE tbe is Jane Doe now (1 time)" in run.err
    again = cleaner("clean", "-", "--speaker", "JD=TBE tbe", stdin=b"TBE tbe: We saw tbe cat.\n")  # renamed before
    assert again.text == "TBE tbe: We saw the cat.\n"


def test_a_run_renames_them_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name stands with the time of a finding; the next run and `apply` do the same; untold, all stays."""
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v S1>We saw {} cat.\n"
    Path("in/a.vtt").write_text(vtt.format("tbe"))
    Path("in/b.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\n<v S1>We met.\n")
    Path("cleaner.toml").write_text('speakers = {S1 = "Jane Doe", S9 = "Bob"}\n')
    told = "b.vtt: speakers: S1 is Jane Doe now (1 time)", "no speaker S9; it has S1", "2 documents, 2 changed"
    for _ in range(2):
        run = cleaner("clean", "in", "-o", "out", "--edits", "-j1")
        assert all(words in run.err for words in told)
        assert Path("out/a.vtt").read_text() == vtt.format("the").replace("S1", "Jane Doe")
    row = json.loads(Path("out/edits.jsonl").read_text())
    assert (row["time"], row["speaker"]) == ("0:00:01", "Jane Doe")
    assert "at 0:00:01 Jane Doe: " in cleaner("check", "in/a.vtt").text
    Path("out/b.vtt").unlink()
    cleaner("apply", "out")
    assert "<v Jane Doe>" in Path("out/b.vtt").read_text()
    assert cleaner("check", "in/b.vtt").code == 1
    Path("cleaner.toml").unlink()
    assert cleaner("check", "in/b.vtt").code == 0


@pytest.mark.parametrize("told", [["S1"], ["=Jane"], ["S1= "], ["S1=A\nB"], ["S1=Ann", "S1=Bob"], {"S1": 7}, "S1=Ann"])
def test_what_is_no_name_of_a_speaker_is_refused(told: Any) -> None:
    with pytest.raises(Misuse, match="--speaker: "):
        speaker_names(told)
