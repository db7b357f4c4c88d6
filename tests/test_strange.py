"""Bad input is normal.  Each row of `strange/inputs.yaml` is told in words, loses nothing, and stops nobody else."""

import os
import shlex
import signal
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from command import cleaner, tables

from cleaner import build_kit
from cleaner.kit import Kit
from cleaner.rulebook import Rulebook, load

ROWS: list[dict[str, Any]] = tables(Path(__file__).parent / "strange/inputs.yaml")
DAMAGED = "Tbe mayor and tbe clerk left.\n"
MENDED = "The mayor and the clerk left.\n"
LONG_ENOUGH = 120  # seconds, on a busy machine; what is not refused by then hangs

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes, links and names of bytes")


def place(name: str) -> Path:
    """A name of the table below the working folder: `%FF` is a byte, `{long}` fills a name up to 255 bytes."""
    return Path(os.fsdecode(unquote_to_bytes(name.replace("{long}", "b" * 251))))


def data(content: Any) -> bytes:
    if isinstance(content, str):
        return content.encode()
    if "hex" in content:
        return bytes.fromhex(content["hex"])
    if "times" in content:
        (piece, count), (last, more) = content["times"], content.get("closed", ("", 0))
        return (
            content.get("before", "") + piece * count + content.get("after", "") + last * more + content.get("end", "")
        ).encode()
    return DAMAGED.encode()


def lay(path: Path, content: Any) -> None:
    """Put what a row says where it says it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kind = content if isinstance(content, dict) else {}
    if "pipe" in kind:
        os.mkfifo(path)
    elif "link" in kind:
        path.symlink_to(kind["link"])
    elif "folder" in kind or "files" in kind:
        path.mkdir()
        for number in range(kind.get("files", 0)):
            (path / f"{number}.yaml").touch()
    else:
        path.write_bytes(data(content))


def regular(folder: Path) -> dict[Path, bytes]:
    return {p: p.read_bytes() for p in folder.rglob("*") if p.is_file() and not p.is_symlink()}


@pytest.fixture
def soon() -> Iterator[None]:
    """A row that hangs fails; one that reads a device without end fails before it has all memory."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    used = int(Path("/proc/self/statm").read_text().split()[0]) * 4096 if Path("/proc/self/statm").exists() else 0
    if used:
        resource.setrlimit(resource.RLIMIT_AS, (used + 3_000_000_000, before[1]))
    signal.signal(signal.SIGALRM, lambda *_: pytest.fail(f"not done in {LONG_ENOUGH} s"))
    signal.alarm(LONG_ENOUGH)
    yield
    signal.alarm(0)
    resource.setrlimit(resource.RLIMIT_AS, before)


@pytest.fixture(autouse=True)
def shipped_rules_once(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped rules are loaded once, not by each row; those of a row's own are read as ever."""

    def loaded(roots: Iterable[Path], allow_harm: Iterable[str]) -> Rulebook:
        return load(roots, allow_harm=allow_harm) if roots or allow_harm else kit.rulebook

    monkeypatch.setattr(build_kit, "load", loaded)


@pytest.mark.parametrize("row", ROWS, ids=[row["what"] for row in ROWS])
def test_strange(row: dict[str, Any], elsewhere: Path, soon: None) -> None:
    files = {"in/a.txt": {"damaged": True}, **row.get("files", {})}
    for name, content in files.items():
        lay(elsewhere / place(name), content)
    before = regular(elsewhere)
    run = shlex.split(row.get("run", "clean in -o out"))
    ran = cleaner(*run, stdin=data(row.get("stdin", "")), cwd=elsewhere, **row.get("env", {}))
    told = ran.err + ran.out.decode("utf-8", "replace")
    assert ran.code == row.get("code", 0), told
    for word in row.get("says", []):
        assert word in told
    assert not [c for c in ran.err if unicodedata.category(c) in {"Cc", "Cf"} and c != "\n"], repr(ran.err)
    after = regular(elsewhere)
    lost = [p for p, was in before.items() if after.get(p) != was and not p.name.startswith("run.db")]
    assert not lost
    if row.get("good", True):
        assert after[elsewhere / "out/a.txt"] == MENDED.encode()
    for name, content in row.get("out", {}).items():
        there = after.get(elsewhere / place(name))
        assert there == (None if content is None else data(content))


def test_there_are_enough_of_them() -> None:
    assert len(ROWS) >= 100 and len({row["what"] for row in ROWS}) == len(ROWS)
