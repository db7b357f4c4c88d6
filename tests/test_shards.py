"""A run in parts is the run: the same bytes and rows, whoever cleans which part, what is done twice or not at all."""

import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from command import cleaner

from cleaner.batch import run
from cleaner.batch.shard import Shard
from cleaner.files import halves
from cleaner.formats.outcome import Input
from cleaner.ledger import Ledger

DAMAGED = "Into tbe woods they went, and tbe dog came after.\n"
ASKED = "UU. Officials of EE. UU. They said the mafia had stormed the embassy, where protesters threw stones.\n"
RECORDS = "".join(json.dumps({"id": str(i), "text": DAMAGED}) + "\n" for i in range(4))
TEXTS = {
    **{f"{i}.txt": (DAMAGED, ASKED)[i % 2] * (1 + i % 3) for i in range(8)},
    "a.jsonl": RECORDS,
    "b.jsonl": RECORDS + "no record\n",  # the same ids: the second file's are named after the file too
    "page.docm": "Not read.",
}
CLEAN = ("clean", "in", "-o", "out", "--edits")
WHOLE = ("clean", "in", "-o", "whole", "--edits")


@pytest.fixture
def place(elsewhere: Path) -> Path:
    (elsewhere / "in").mkdir()
    for name, text in TEXTS.items():
        (elsewhere / "in" / name).write_text(text)
    return elsewhere


def stands(out: str) -> dict[str, bytes]:
    files = (p for p in Path(out).rglob("*") if p.is_file() and p.name[:6] != "run.db")
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in files}


def rows(out: str) -> dict[str, list[tuple[object, ...]]]:
    tables = {
        "files": "*",
        "documents": "id, path, name, sha256, digest, text, chars, diagnosis",
        "patterns": "*",
        "findings": "*",
        "overlaps": "*",
        "wrote": "*",
        "done": "path, root, sha256, recipe, decided",
    }
    with sqlite3.connect(f"{out}/run.db") as db:
        found = {name: db.execute(f"SELECT {columns} FROM {name}").fetchall() for name, columns in tables.items()}
    db.close()
    return found


def shards(*numbers: int, of: int = 3) -> None:
    for number in numbers:
        assert cleaner(*CLEAN, "--shard", f"{number}/{of}").code in (0, 2)


def test_the_shards_put_together_are_the_run(place: Path) -> None:
    whole = cleaner(*WHOLE)
    shards(3, 1, 2)
    assert not Path("out/run.db").exists() and not Path("out/changes.diff").exists()
    ran = cleaner(*CLEAN)
    assert ran.code == whole.code == 2  # a line of b.jsonl is no record
    assert stands("out") == stands("whole") and rows("out") == rows("whole")
    assert not Path("out/.shards").exists() and "1 file of" in ran.err


HAPPENINGS: dict[str, Callable[[], object]] = {
    "a shard is missing": lambda: shards(1, 3),
    "a shard is done twice": lambda: shards(1, 2, 2, 3),
    "other shards were begun": lambda: (shards(1, 2), shards(1, of=2)),
    "an input has changed": lambda: (shards(1, 2, 3), Path("in/3.txt").write_text(ASKED * 9)),
    "an input is new": lambda: (shards(1, 2, 3), Path("in/9.txt").write_text(DAMAGED)),
    "an output is gone": lambda: (shards(1, 2, 3), Path("out/3.txt").unlink()),
    "a record is broken": lambda: (shards(1, 2, 3), Path("out/.shards/2-of-3/run.db").write_bytes(b"?" * 9000)),
    "it was put together before": lambda: (shards(1, 2, 3), cleaner(*CLEAN), shards(2)),
    "it was cleaned whole before": lambda: (cleaner(*CLEAN), shards(1, 2, 3)),
}


@pytest.mark.parametrize("name", HAPPENINGS)
def test_whatever_happens_to_the_shards(place: Path, name: str) -> None:
    HAPPENINGS[name]()
    assert cleaner(*CLEAN).code == cleaner(*WHOLE).code == 2
    assert {n: d for n, d in stands("out").items() if n[:7] != ".shards"} == stands("whole")
    ours, theirs = rows("out"), rows("whole")
    for table in ("files", "done", "wrote"):
        assert sorted(ours[table]) == sorted(theirs[table])
    assert len(ours["findings"]) == len(theirs["findings"])


def test_the_run_that_puts_together_cleans_only_what_no_shard_did(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shards(1, 2, 3)
    seen: list[str] = []
    real = run.clean

    def watched(document: object, *more: object) -> object:
        seen.append(document.id)  # type: ignore[attr-defined]
        return real(document, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(run, "clean", watched)
    cleaner(*CLEAN)
    # Only the whole run knows that the ids of one of the two files are taken.
    assert seen in ([], [f"b.jsonl:{i}" for i in range(4)])


def test_the_record_of_a_shard_that_still_runs_stays(place: Path) -> None:
    shards(1, 2, of=2)
    record = Shard(1, 2).place(Path("out"))
    with Ledger.open(record) as ledger:
        ledger.db.execute("UPDATE runs SET finished = NULL")
    cleaner(*CLEAN)
    assert record.is_dir() and not Shard(2, 2).place(Path("out")).exists()


def test_what_people_decided_holds_in_a_shard(place: Path) -> None:
    for out in ("out", "whole"):
        cleaner("clean", "in", "-o", out)
        assert cleaner("review", out, "--rule", "*mafia*", "--answers", "-", stdin=b"y\n" * 9).code == 0
    Path("in/1.txt").write_text(ASKED + DAMAGED)
    shards(1, 2, 3)
    assert cleaner(*CLEAN).code == cleaner(*WHOLE).code == 2
    assert b"mafia" not in Path("out/1.txt").read_bytes() and stands("out") == stands("whole")
    with Ledger.open("out") as ours, Ledger.open("whole") as theirs:
        assert [d.outcome for d in ours.standing()] == [d.outcome for d in theirs.standing()]


def test_a_shard_leaves_alone_what_somebody_wrote(place: Path) -> None:
    Path("out").mkdir()
    Path("out/3.txt").write_text("Mine.")
    codes = [cleaner(*CLEAN, "--shard", f"{number}/3") for number in (1, 2, 3)]
    assert sum("left alone" in ran.err for ran in codes) == 1 and Path("out/3.txt").read_text() == "Mine."


def test_another_folder_is_refused_in_a_shard_too(place: Path) -> None:
    cleaner(*CLEAN)
    Path("more").mkdir()
    Path("more/x.txt").write_text(DAMAGED)
    ran = cleaner("clean", "more", "-o", "out", "--shard", "1/2")
    assert ran.code == 2 and "another folder" in ran.err


@pytest.mark.parametrize("words", ["0/3", "4/3", "1", "a/b", "1/0", "-1/3", "1/3/5"])
def test_what_is_no_shard_is_refused(place: Path, words: str) -> None:
    ran = cleaner(*CLEAN, f"--shard={words}")
    assert ran.code == 2 and "2/8" in ran.err and not Path("out").exists()
    assert "need -o OUT" in cleaner("clean", "in", "--in-place", "--shard", "1/2").err


def test_every_file_is_in_one_shard_and_all_have_as_much_to_do() -> None:
    sizes = [(i * 7919) % 5000 for i in range(500)]
    inputs = [Input(Path(f"{i}.txt"), f"{i}.txt") for i in range(500)]
    parts = [Shard(number, 8).mine(inputs, sizes) for number in range(1, 9)]
    assert sorted(i.name for part in parts for i in part) == sorted(i.name for i in inputs)
    loads = [sum(sizes[int(i.path.stem)] for i in part) for part in parts]
    assert max(loads) - min(loads) < 100
    assert all(part == sorted(part, key=lambda i: int(i.path.stem)) for part in parts)


def test_a_shard_takes_nothing_from_a_run_on_another_machine(place: Path) -> None:
    """What it is writing just now lies half finished in OUT, and its process is none of this machine's."""
    Path("out").mkdir()
    half, old, mine = (Path("out", f".{n}123456789ab.{n}aaaaaaa.99999999.half") for n in "012")
    for file in (half, old, mine := mine.with_name(halves.half_of(mine).name.replace(f"{os.getpid()}", "99999999"))):
        file.write_text("half")
    os.utime(old, (1, 1))
    shards(1)
    assert half.exists() and not old.exists() and not mine.exists()
