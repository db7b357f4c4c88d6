"""Patterns, lists of files, and --strict: what the user names is read, and what is not is told."""

from pathlib import Path

import pytest
from command import cleaner
from hypothesis import given
from hypothesis import strategies as st

from cleaner.batch import inputs, named

DAMAGED, MENDED = "Tbe mayor and tbe clerk left.\n", "The mayor and the clerk left.\n"
FILES = ["a.txt", "b.md", "deep/c.txt", "deep/er/d.txt", "deep/er/e.rtf", "f.sub", "[g].txt", ".hidden/h.txt"]


@pytest.fixture
def folder(elsewhere: Path) -> Path:
    for name in FILES:
        path = elsewhere / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(DAMAGED)
    return elsewhere


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("in/*.txt", ["[g].txt", "a.txt"]),
        ("in/**/*.txt", ["[g].txt", "a.txt", "deep/c.txt", "deep/er/d.txt"]),
        ("in/**/er/*", ["deep/er/d.txt", "deep/er/e.rtf passed as .rtf"]),
        ("in/*/*.txt", ["deep/c.txt"]),
        ("in/deep/**", ["c.txt", "er/d.txt", "er/e.rtf passed as .rtf"]),
        ("in/?.[mt]*", ["a.txt", "b.md"]),
        ("in/*.sub", ["f.sub"]),
        ("in/deep/*/*.rtf", ["er/e.rtf"]),
        ("in/[g].txt", ["[g].txt"]),  # a file has this very name
    ],
)
def test_patterns(folder: Path, monkeypatch: pytest.MonkeyPatch, pattern: str, wanted: list[str]) -> None:
    monkeypatch.chdir(folder)
    found = inputs.find([Path(pattern)])
    assert sorted(i.name + (f" passed as {i.passed}" if i.passed else "") for i in found) == wanted


PARTS = st.lists(st.sampled_from(["a", "b", "ab"]), max_size=5)


@given(PARTS, st.lists(st.sampled_from(["a", "b", "*", "?", "**"]), max_size=5))
def test_a_pattern_fits_as_one_would_spell_it_out(name: list[str], pattern: list[str]) -> None:
    def fits(name: list[str], pattern: list[str]) -> bool:
        if not pattern:
            return not name
        if pattern[0] == "**":
            return fits(name, pattern[1:]) or (bool(name) and fits(name[1:], pattern))
        return bool(name) and named.fnmatchcase(name[0], pattern[0]) and fits(name[1:], pattern[1:])

    assert named.matches(name, pattern) == fits(name, pattern)


def test_a_pattern_that_matches_nothing_is_told(folder: Path) -> None:
    ran = cleaner("check", "in/**/*.pdf", cwd=folder)
    assert ran.code == 2 and "in/**/*.pdf: no file matches" in ran.err
    assert cleaner("check", "none/*.txt", cwd=folder).code == 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\0"])
def test_a_list_names_files_from_here_on(folder: Path, end: str) -> None:
    names = ["in/a.txt", str(folder / "in/deep/c.txt"), "./in/deep/../b.md"]
    ran = cleaner("clean", "--file-list", "-", "-o", "out", cwd=folder, stdin="".join(n + end for n in names).encode())
    assert ran.code == 0 and "3 documents, 3 changed" in ran.err, ran.err
    for name in ("a.txt", "deep/c.txt", "b.md"):
        assert (folder / "out/in" / name).read_text() == MENDED


def test_what_a_list_names_in_vain_is_told_and_the_rest_goes_on(folder: Path) -> None:
    outside = folder.parent / "outside.txt"
    outside.write_text(DAMAGED)
    (folder / "in/out.txt").symlink_to(outside)
    (folder / "list").write_text(f"in/a.txt\nnone.txt\n{outside}\nin\nin/out.txt\n")
    ran = cleaner("clean", "--file-list", "list", "-o", "out", cwd=folder)
    assert ran.code == 2 and "1 document, 1 changed" in ran.err and "4 files could not be used" in ran.err
    assert "none.txt: no such file" in ran.err and "in: no regular file" in ran.err
    assert "start where all files of the list lie" in ran.err and "a link leads to" in ran.err
    assert [p.name for p in (folder / "out").rglob("*.txt")] == ["a.txt"]


def test_without_paths_and_without_a_list(folder: Path) -> None:
    assert "name files or folders" in cleaner("check", cwd=folder).err
    assert cleaner("check", "--file-list", "no-such-list", cwd=folder).code == 2
    assert cleaner("check", "--file-list", "-", cwd=folder, stdin=b"").code == 0


def test_strict_counts_what_was_passed_over(folder: Path) -> None:
    assert cleaner("clean", "in", "-o", "out", cwd=folder).code == 0
    for command in (("clean", "in", "-o", "out"), ("check", "in")):
        ran = cleaner(*command, "--strict", "-q", cwd=folder)
        assert ran.code == 2 and "--strict: 3 files of other kinds were not read: 1 .rtf, 1 .sub, 1 hidden" in ran.err
    assert cleaner("check", "in/a.txt", "--strict", cwd=folder).code == 1
