"""What a user keeps is written whole or not at all, and in one way."""

import ast
import os
import re
import sys
from pathlib import Path

import pytest

from cleaner.files import atomic
from cleaner.files.locations import PACKAGE

unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")

# In the package, beside what a user keeps: streams for a process without any, where the compiler writes the core, a
# digest that two others go on from, a survey that goes with its run, and what is put aside until a model has answered.
NOT_FILES = {
    "cli/__init__.py": {"Path.open"},
    "native/build.py": {"tempfile.TemporaryDirectory"},
    "batch/asked_first.py": {"tempfile.TemporaryFile"},
    "batch/survey.py": {"begun.copy"},
    "cli/surveyed.py": {"tempfile.mkdtemp"},
}


def _writes(source: str) -> set[str]:
    """The calls that write, move or make a file."""
    found = set()
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        said = ast.unparse(call.func)
        name = said.rpartition(".")[2]
        given = [a.value for a in [*call.args, *(k.value for k in call.keywords)] if isinstance(a, ast.Constant)]
        modes = [g for g in given if isinstance(g, str) and re.fullmatch("[rwxabt+]{1,3}", g) and set(g) & set("wxa+")]
        if name in ("write_text", "write_bytes", "rename", "renames", "mkstemp", "copy", "copyfile", "copy2", "move"):
            found.add(said)
        elif said in ("os.replace", "os.write") or said.startswith("tempfile.") or (name == "open" and modes):
            found.add(re.sub(r"\(.*\)", "", said))
    return found


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=lambda f: f.relative_to(PACKAGE).as_posix())
def test_nothing_is_written_beside_the_atomic_writer(file: Path) -> None:
    place = file.relative_to(PACKAGE).as_posix()
    found = _writes(file.read_text("utf-8")) - NOT_FILES.get(place, set())
    assert found == ({"self._half.open", "path.open"} if place == "files/atomic.py" else set())


def test_the_search_finds_what_it_should() -> None:
    ways = ["p.write_text('x')", "open(p, 'w')", "p.open('xb')", "p.open(mode='r+')", "os.replace(a, b)", "a.rename(b)"]
    assert all(_writes(way) for way in [*ways, "shutil.move(a, b)", "tempfile.mkstemp()", "x.write_bytes(b'')"])
    assert not any(map(_writes, ["open(p)", "p.open('rb')", "a.replace('w', 'x')", "open(p, encoding='utf-8')"]))


def test_the_old_file_stands_until_the_new_one_is_whole(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    place.write_bytes(b"old")
    with pytest.raises(RuntimeError), atomic.writing(place) as file:
        file.write(b"ne")
        raise RuntimeError
    assert place.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize("name", ["x" * 251 + ".txt", "é" * 127, "a\nb", "…" * 85])
def test_a_name_may_be_as_long_as_the_system_takes(tmp_path: Path, name: str) -> None:
    atomic.write(tmp_path / name, b"whole")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [(name, b"whole")]


@unix
def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("folder", "pipe"):
        with pytest.raises(OSError, match="stands where the file should go") as refused:
            atomic.write(tmp_path / name, b"data")
        assert refused.value.filename == str(tmp_path / name)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder", "pipe"]


@unix
def test_a_link_is_replaced_or_followed_as_told(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    atomic.write(tmp_path / "link", b"followed", follow=True)
    assert (tmp_path / "real").read_bytes() == b"followed" and (tmp_path / "link").is_symlink()
    atomic.write(tmp_path / "link", b"replaced")
    assert (tmp_path / "real").read_bytes() == b"followed" and not (tmp_path / "link").is_symlink()
    atomic.write(Path(os.devnull), b"gone", follow=True)
    assert not Path(os.devnull).is_file()


def test_a_change_is_made_to_what_was_seen_or_not_at_all(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    atomic.change(place, None, b"one")
    atomic.change(place, b"one", b"two")
    for before, after in ((b"one", b"three"), (None, b"three"), (b"one", None)):
        with pytest.raises(atomic.Meanwhile):
            atomic.change(place, before, after)
        assert place.read_bytes() == b"two"
    atomic.change(place, b"two", None)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(atomic.Meanwhile):
        atomic.change(place, b"two", b"three")
    assert list(tmp_path.iterdir()) == []


@unix
def test_a_changed_file_stays_its_owners(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    place.write_bytes(b"old")
    place.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(place, 12345, 54321)
    if marked := sys.platform == "linux":
        try:
            os.setxattr(place, "user.note", b"mine")
        except OSError:
            marked = False
    was = place.stat()
    atomic.change(place, b"old", b"new")
    now = place.stat()
    assert (now.st_mode, now.st_uid, now.st_gid) == (was.st_mode, was.st_uid, was.st_gid)
    assert not marked or os.getxattr(place, "user.note") == b"mine"


@unix
def test_a_save_just_before_the_file_is_replaced_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "a.txt"
    place.write_bytes(b"old")
    real = os.fsync

    def saved_by_somebody(descriptor: int) -> None:
        real(descriptor)
        place.write_bytes(b"theirs")

    monkeypatch.setattr(os, "fsync", saved_by_somebody)
    with pytest.raises(atomic.Meanwhile):
        atomic.change(place, b"old", b"new")
    assert place.read_bytes() == b"theirs"
    assert list(tmp_path.iterdir()) == [place]
