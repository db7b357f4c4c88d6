"""Expressions are compiled once for all processes, and whatever is amiss with what was kept is no matter."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
import regex
from command import process, with_compiled_rules

from cleaner.text import expressions

WORDS = ["tbe", r"\\p{Lu}+x", "(?i)straße"]
PROGRAM = """
import sys, regex
from cleaner.text import expressions
made, real = [], regex.compile
regex.compile = lambda *a, **k: made.append(a[0]) or real(*a, **k)
found = [expressions.compiled(p).findall("tbe STRASSE Ax") for p in sys.argv[1:]]
expressions.keep()
print(len(made), found)
"""


def ran(cache: Path, *expressions: str) -> str:
    """How many expressions a process had to compile, and what they find."""
    env = {**os.environ, "CLEANER_CACHE": str(cache)}
    done = subprocess.run([sys.executable, "-c", PROGRAM, *expressions], env=env, capture_output=True, check=True)
    return done.stdout.decode()


def test_the_next_process_compiles_only_what_is_new(tmp_path: Path) -> None:
    assert ran(tmp_path, *WORDS[:2]).startswith("2 ")
    assert ran(tmp_path, *WORDS[:2]).startswith("0 ")
    assert ran(tmp_path, *WORDS).startswith("1 ")
    assert ran(tmp_path, *WORDS).startswith("0 ")


def kept(cache: Path) -> Path:
    (file,) = cache.glob("patterns-*.pickle")
    return file


def test_each_command_keeps_what_it_compiled(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It was tbe end.\n")
    (tmp_path / "cache").mkdir()
    with_compiled_rules(tmp_path / "cache")
    ran = process("check", "a.txt", cwd=tmp_path, CLEANER_CACHE=str(tmp_path / "cache"))
    assert ran.code == 1
    before = kept(tmp_path / "cache").stat().st_mtime_ns
    assert len(pickle.loads(kept(tmp_path / "cache").read_bytes())) > 100
    process("check", "a.txt", cwd=tmp_path, CLEANER_CACHE=str(tmp_path / "cache"))
    assert kept(tmp_path / "cache").stat().st_mtime_ns == before  # nothing new, nothing written


OTHER = pickle.dumps(regex.compile("another"))
BROKEN = {
    "half a file": lambda file: file.write_bytes(file.read_bytes()[:40]),
    "no mapping": lambda file: file.write_bytes(pickle.dumps(["tbe"])),
    "no expression": lambda file: file.write_bytes(pickle.dumps({"tbe": b"x"})),
    "no pattern": lambda file: file.write_bytes(pickle.dumps({"tbe": pickle.dumps("tbe")})),
    "another expression": lambda file: file.write_bytes(pickle.dumps({"tbe": OTHER})),
    "a folder": lambda file: (file.unlink(), file.mkdir()),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_broken_is_compiled_again(tmp_path: Path, broken: str) -> None:
    ran(tmp_path, "tbe")
    BROKEN[broken](kept(tmp_path))
    assert ran(tmp_path, "tbe") == "1 [['tbe']]\n"


def test_a_cache_that_cannot_be_made_is_no_matter(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert ran(tmp_path / "file/cache", "tbe") == "1 [['tbe']]\n"


def test_what_was_kept_does_not_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANER_CACHE", str(tmp_path))
    monkeypatch.setattr(expressions, "_fresh", {})
    monkeypatch.setattr(expressions, "MOST", 3)
    for number in range(3):
        for letter in "ab":
            expressions.compiled(f"kept {letter}{number}")
        expressions.keep()
        assert len(pickle.loads(kept(tmp_path).read_bytes())) <= 3


def test_an_expression_that_is_none_is_refused_each_time() -> None:
    for _ in range(2):
        with pytest.raises(regex.error):
            expressions.compiled("(")
