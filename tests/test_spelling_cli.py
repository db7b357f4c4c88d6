"""`cleaner lm build` and `cleaner profile`, from the command line."""

from __future__ import annotations

from pathlib import Path

from command import cleaner

from cleaner.build_kit import build_kit
from cleaner.config import Settings
from cleaner.spelling.error_model import ErrorModel
from cleaner.spelling.language_model import TrigramModel

TEXT = "The ferry left the quay at noon, and the master of the ferry went home. Nobody saw it go down the river.\n"


def test_lm_build_makes_a_model_that_opens(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "ferry.txt").write_text(TEXT * 60, encoding="utf-8")
    told = cleaner("lm", "build", str(tmp_path / "text"), "-o", str(tmp_path / "m.bin"))
    assert told.code == 0, told.text + told.err
    assert TrigramModel.open(tmp_path / "m.bin").word_id("ferry") > 0


def test_lm_build_of_too_little_says_so(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(TEXT, encoding="utf-8")
    told = cleaner("lm", "build", str(tmp_path / "ferry.txt"), "-o", str(tmp_path / "m.bin"))
    assert told.code == 2
    assert "too few" in told.text + told.err and not (tmp_path / "m.bin").exists()


def test_lm_build_of_what_is_not_text_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "ferry.bin").write_bytes(b"\xff\xfe\x00\x80" * 100)
    told = cleaner("lm", "build", str(tmp_path / "ferry.bin"), "-o", str(tmp_path / "m.bin"))
    assert told.code == 2 and "ferry.bin: not UTF-8" in told.text + told.err


def test_profile_shows_what_a_scan_confuses(tmp_path: Path) -> None:
    page = "Tbe mayor of tbe town said that tbe bridge by tbe mill was to be closed for tbe winter months. " * 4
    (tmp_path / "page.txt").write_text(page, encoding="utf-8")
    told = cleaner("profile", str(tmp_path))
    assert told.code == 0, told.text + told.err
    assert "h read as b" in told.text + told.err


def test_a_profile_that_is_kept_is_read_by_later_runs(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("The mryor of the town said that the bridge was closed by the mryor.\n", "utf-8")
    pages = tmp_path / "pages"
    pages.mkdir()
    line = "Tbe mayor of tbe town said that tbe bridge by tbe mill was to be closed for tbe winter months. "
    (pages / "page.txt").write_text(line * 4, encoding="utf-8")
    told = cleaner("profile", str(pages), "-o", str(tmp_path / "own"))
    assert told.code == 0 and "a run with --rules" in told.text + told.err, told.text + told.err
    costs = build_kit(Settings(rules=(tmp_path / "own",))).corrector.error_model.costs
    assert (
        costs["b", "h"] < ErrorModel.shipped().costs["b", "h"]
        and costs["li", "h"] == ErrorModel.shipped().costs["li", "h"]
    )
    assert build_kit(Settings()).corrector.error_model is ErrorModel.shipped()


def test_a_profile_of_too_little_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("Tbe mayor went home.\n", "utf-8")
    told = cleaner("profile", str(tmp_path / "page.txt"), "-o", str(tmp_path / "own"))
    assert told.code == 2 and "nothing kept" in told.text + told.err and not (tmp_path / "own").exists()


def test_a_table_of_confusions_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "confusions.tsv").write_text("b\th\n", encoding="utf-8")
    (tmp_path / "page.txt").write_text("The mayor.\n", encoding="utf-8")
    told = cleaner("check", "--rules", str(tmp_path), str(tmp_path / "page.txt"))
    assert told.code == 2 and "confusions.tsv:1: needs read, printed and cost" in told.text + told.err
