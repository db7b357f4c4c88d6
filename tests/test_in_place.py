"""Files that are cleaned themselves: nothing that anybody saved is lost, and all of it can be put back."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from command import cleaner

from cleaner.files.atomic import NewFile
from cleaner.files.locations import kept_for
from cleaner.ledger import output

DAMAGED = "It was an old house, and tbe roof of tbe barn had fallen in.\nNobody had whioh key, of course.\n"


@pytest.fixture
def place(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLEANER_STATE", str(elsewhere / "state"))
    (elsewhere / "in").mkdir()
    file = elsewhere / "in/a.txt"
    file.write_text(DAMAGED)
    return file


def test_what_was_replaced_is_kept_where_the_run_says_and_put_back(place: Path) -> None:
    ran = cleaner("clean", "in", "--in-place")
    mended = place.read_text()
    assert ran.code == 0 and "the roof" in mended
    keep = kept_for(Path.cwd())
    assert f"`cleaner apply --undo {keep}`" in ran.err and (keep / "run.db").is_file()
    assert b"-" in cleaner("report", keep, "--format", "diff").out
    for arguments in ((keep,), ()):  # the folder's own ledger is found
        place.write_text(mended)
        undone = cleaner("apply", "--undo", *arguments)
        assert undone.code == 0 and "1 file put back" in undone.err
        assert place.read_text() == DAMAGED
    again = cleaner("apply", "--undo")
    assert again.code == 0 and "0 files put back, 1 as they were" in again.err


def test_two_runs_are_put_back_to_the_beginning_and_no_further_than_a_persons_save(place: Path) -> None:
    first = place.read_bytes()
    cleaner("clean", "in", "--in-place")
    saved = place.read_bytes() + b"And tbe dog.\n"
    place.write_bytes(saved)
    cleaner("clean", "in", "--in-place")
    assert place.read_bytes() != saved
    cleaner("apply", "--undo")
    assert place.read_bytes() == saved
    place.write_bytes(first)
    assert cleaner("apply", "--undo").code == 0
    assert place.read_bytes() == first


def test_what_somebody_changed_since_is_left_alone_and_named(place: Path) -> None:
    (place.parent / "b.txt").write_text(DAMAGED)
    (place.parent / "c.txt").write_text(DAMAGED)
    cleaner("clean", "in", "--in-place")
    place.write_text("My own work.\n")
    (place.parent / "c.txt").unlink()
    ran = cleaner("apply", "--undo")
    assert ran.code == 2 and str(place) in ran.err and "c.txt" in ran.err
    assert place.read_text() == "My own work.\n" and (place.parent / "b.txt").read_text() == DAMAGED
    assert not (place.parent / "c.txt").exists()


def test_a_save_made_meanwhile_is_never_lost(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place.parent / "b.txt").write_text(DAMAGED)
    real = output.write_all

    def saved_first(files: Sequence[NewFile]) -> list[OSError | None]:
        place.write_text("Saved while it was cleaned.\n")
        return real(files)

    monkeypatch.setattr(output, "write_all", saved_first)
    ran = cleaner("clean", "in", "--in-place")
    assert ran.code == 2 and "in/a.txt: was saved meanwhile" in ran.err and "1 file could not be used" in ran.err
    assert place.read_text() == "Saved while it was cleaned.\n"
    assert "the roof" in (place.parent / "b.txt").read_text()


def test_a_file_that_needs_nothing_is_not_touched(place: Path) -> None:
    place.write_text("It was an old house.\n")
    was = place.stat()
    ran = cleaner("clean", "in", "--in-place")
    assert ran.code == 0 and "--undo" not in ran.err
    assert (place.stat().st_mtime_ns, place.stat().st_ino) == (was.st_mtime_ns, was.st_ino)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_other_names_of_a_file_are_told(place: Path) -> None:
    os.link(place, place.parent / "other.md")
    ran = cleaner("clean", place, "--in-place")
    assert ran.code == 0 and "other names" in ran.err and "in/a.txt" in ran.err.replace(str(Path.cwd()), "")


def test_a_ledger_from_somebody_else_puts_nothing_back(place: Path) -> None:
    cleaner("clean", "in", "--in-place")
    mended = place.read_text()
    kept_for(Path.cwd()).rename("passed-on")
    ran = cleaner("apply", "--undo", "passed-on")
    assert ran.code == 2 and "nothing is put back" in ran.err
    assert place.read_text() == mended


def test_decisions_are_not_applied_over_the_ledger_of_runs_in_place(place: Path) -> None:
    cleaner("clean", "in", "--in-place")
    ran = cleaner("apply", kept_for(Path.cwd()))
    assert ran.code == 2 and "--undo" in ran.err


@pytest.mark.parametrize("arguments", [("--undo", "--force"), ("--undo", "--to", "x"), (), ("--undo",)])
def test_apply_says_what_it_needs(place: Path, arguments: tuple[str, ...]) -> None:
    ran = cleaner("apply", *arguments)
    assert ran.code == 2 and "Traceback" not in ran.err and ran.err.startswith("cleaner: ")


def test_originals_that_cannot_be_kept_are_not_changed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a file").write_text("where the folder should be")
    monkeypatch.setenv("CLEANER_STATE", "a file")
    ran = cleaner("clean", "in", "--in-place")
    assert ran.code == 2 and "a file" in ran.err
    assert place.read_text() == DAMAGED
