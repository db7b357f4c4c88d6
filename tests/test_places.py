"""Names from a ledger, a pack or a diff lie in their folder, or are refused."""

import sys
from pathlib import Path

import pytest

from cleaner.files.places import LeadsOut, within

OUTSIDE = [
    "../a",
    "a/../../b",
    "a/..",
    "/abs",
    "//server/share/a",
    "",
    ".",
    "a\0b",
    "C:\\a",
    "C:/a",
    "\\\\server\\a\\b",
]
INSIDE = [
    "a.txt",
    "deep/er/a.txt",
    "..a",
    "a..",
    "...",
    "C: a colon.txt",
    "./a.txt",
    "a\\b.txt",
    "\\xff.txt",
    "é\n\u202e.txt",
]


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(LeadsOut):
        within(tmp_path, name)


@pytest.mark.parametrize("name", INSIDE if sys.platform != "win32" else INSIDE[:5])
def test_an_odd_name_that_stays_is_let_through(tmp_path: Path, name: str) -> None:
    assert within(tmp_path, name) == tmp_path / name


def test_the_message_holds_no_control_character(tmp_path: Path) -> None:
    with pytest.raises(LeadsOut) as refused:
        within(tmp_path, "../\x1b[31m\u202e\n")
    assert str(refused.value).isprintable()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_are_followed_below_the_folder_only(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    (folder / "real").mkdir(parents=True)
    (tmp_path / "else").mkdir()
    (folder / "inner").symlink_to("real")
    (folder / "outer").symlink_to(tmp_path / "else")
    (folder / "file").symlink_to(tmp_path / "else/file")
    (folder / "ring").symlink_to("ring")
    assert within(folder, "inner/a.txt") == folder / "inner/a.txt"
    assert within(folder, "file") == folder / "file"  # a writer puts its file in the place of the link
    for name, followed in (("outer/a.txt", False), ("outer/deep/a.txt", False), ("ring/a.txt", False), ("file", True)):
        with pytest.raises(LeadsOut):
            within(folder, name, followed=followed)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_folder_that_is_a_link_itself_is_what_the_user_named(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    assert within(tmp_path / "out", "a.txt") == tmp_path / "out/a.txt"
