"""What an earlier run compiled is used again only where compiling would give the same."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.rulebook import load
from cleaner.spelling import lexicon

loading = sys.modules["cleaner.rulebook.load"]  # the package's function hides the module
PACK = "rules: {zabb: {find: zabb, fix: zebra, why: w, tests: {fix: {A zabb.: A zebra.}, keep: [A horse.]}}}\n"


@pytest.fixture
def pack(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLEANER_CACHE", str(elsewhere / "cache"))
    (elsewhere / "p.yaml").write_text(PACK)
    load([elsewhere / "p.yaml"], shipped=False)
    return elsewhere / "p.yaml"


def kept(pack: Path) -> int:
    return len(list((pack.parent / "cache").glob("rules-*.bin")))


def touched_lexicon(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = pack.parent / "lexicon.bin"
    copy.write_bytes(b"another")
    monkeypatch.setattr(lexicon, "SHIPPED", copy)


def other_code(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = pack.parent / "code"
    room.mkdir()
    (room / "casing.py").write_text("CASES = 3\n")
    monkeypatch.setattr(loading, "_CODE", (*loading._CODE, room))


def other_library(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "version", lambda name: "of tomorrow")


def other_python(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version", "9.9")


def other_rule(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack.write_text(PACK.replace("zebra", "cobra"))  # of the same length


def nothing(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read again, with the same of everything."""


@pytest.mark.parametrize(
    ("change", "compiled"),
    [(nothing, 1), *((c, 2) for c in (touched_lexicon, other_code, other_library, other_python, other_rule))],
)
def test_compiled_again_where_anything_differs(pack, monkeypatch, change, compiled) -> None:  # type: ignore[no-untyped-def]
    change(pack, monkeypatch)
    load([pack], shipped=False)
    assert kept(pack) == compiled


def test_a_shipped_file_is_read_again_once_it_was_written_anew(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is installed is known by time and size: no start reads it all."""
    monkeypatch.setenv("CLEANER_CACHE", str(elsewhere / "cache"))
    monkeypatch.setattr(loading, "shipped_rules", lambda: elsewhere / "rules")
    file = elsewhere / "rules/p.yaml"
    file.parent.mkdir()
    for animal in ("zebra", "cobra"):  # of the same length
        file.write_text(PACK.replace("zebra", animal))
        os.utime(file, ns=(0, len(animal) + animal.startswith("c")))
        assert load().rules["zabb"].fix == load().rules["zabb"].fix == (animal,)
    tried = {file: PACK.replace("zebra", "camel")}
    assert load(tried=tried).rules["zabb"].fix == ("camel",) and load().rules["zabb"].fix == ("cobra",)


def test_what_compiling_runs_is_in_the_key(elsewhere: Path) -> None:
    """Every module of ours that a fresh compilation brings in lies in a room whose code is part of the key."""
    program = (
        "import sys, cleaner.rulebook as book; book.load();"
        "print(*(m.__file__ for n, m in sys.modules.items() if n.split('.')[0] == 'cleaner'), sep='\\n')"
    )
    env = {**os.environ, "CLEANER_CACHE": str(elsewhere / "cache")}
    ran = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True)
    rooms = set(loading._CODE)
    outside = [f for f in ran.stdout.split() if Path(f).parent not in rooms]
    assert outside == [] and len(ran.stdout.split()) > 20


def test_what_is_used_is_kept_longest(pack: Path) -> None:
    (first,) = (pack.parent / "cache").glob("rules-*.bin")
    os.utime(first, (0, 0))
    load([pack], shipped=False)
    for number in range(7):
        other = pack.parent / f"{number}.yaml"
        other.write_text(PACK.replace("zebra", f"zebra {number}"))
        load([other], shipped=False)
    assert first.exists() and kept(pack) == 8
    load([pack.parent / "0.yaml"], shipped=False)
    pack.write_text(PACK.replace("zebra", "cobra"))
    load([pack], shipped=False)
    assert not first.exists() and kept(pack) == 8


def test_one_byte_that_is_spoilt_in_the_cache_is_no_matter(pack: Path) -> None:
    (file,) = (pack.parent / "cache").glob("rules-*.bin")
    data = file.read_bytes()
    at = data.index(b"zebra")
    file.write_bytes(data[:at] + b"c" + data[at + 1 :])
    assert load([pack], shipped=False).rules["zabb"].find == load([pack], shipped=False).rules["zabb"].find
    assert b"cebra" not in file.read_bytes()


def test_a_cache_that_is_broken_is_no_matter(pack: Path) -> None:
    (file,) = (pack.parent / "cache").glob("rules-*.bin")
    file.write_bytes(pickle.dumps(["something else"]))
    assert set(load([pack], shipped=False).rules) == {"zabb"}
