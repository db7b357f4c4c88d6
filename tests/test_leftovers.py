"""A killed run leaves halves of files; the next one takes them away, and nothing else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command import cleaner

from cleaner.files.halves import sweep


@pytest.fixture(scope="module")
def dead():
    """The number of a process that is no more."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def halves(folder: Path):
    return sorted(p.name for p in folder.rglob("*.half"))


def test_only_what_a_dead_process_left_is_swept(tmp_path, dead):
    mine = f".a.txt.{os.getpid()}.half"
    (tmp_path / "deep").mkdir()
    for name in (f".a.txt.{dead}.half", f"deep/.b.txt.{dead}.half", mine, ".x.half", "my.half", f".c.{10**30}.half"):
        (tmp_path / name).write_text("half")
    assert sweep([tmp_path]) == 2
    assert halves(tmp_path) == sorted([mine, ".x.half", "my.half", f".c.{10**30}.half"])


def test_beside_originals_only_their_own_folder_is_swept(tmp_path, dead):
    (tmp_path / "deep").mkdir()
    for name in (f".a.txt.{dead}.half", f"deep/.b.txt.{dead}.half"):
        (tmp_path / name).write_text("half")
    assert sweep([tmp_path], below=False) == 1
    assert sweep([tmp_path / "nowhere"]) == 0


def test_every_command_that_writes_sweeps(tmp_path, dead):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("A quiet day.\n")
    half = f".a.txt.{dead}.half"
    for command, place in (
        (("clean", "in", "-o", "out"), "out"),
        (("apply", "out"), "out"),
        (("clean", "in", "--in-place"), "in"),
    ):
        (tmp_path / place).mkdir(exist_ok=True)
        (tmp_path / place / half).write_text("half")
        assert cleaner(*command, cwd=tmp_path).code == 0
        assert halves(tmp_path) == []
