"""Several processes do what one does, byte for byte; a document that kills, hangs or fails stops no other."""

import errno
import faulthandler
import json
import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from command import cleaner

from cleaner.batch import cores, pool, run, spread
from cleaner.formats.outcome import Input
from cleaner.model import Cleaned, Diagnosis, Document

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the tests give forked workers what they are to do")

DAMAGED = "Into tbe woods they went, and tbe dog came after.\n"
ASKED = "UU. Officials of EE. UU. They said the mafia had stormed the embassy, where protesters threw stones.\n"
RECORDS = "".join(json.dumps({"id": str(i % 7), "text": DAMAGED * (1 + i % 3)}) + "\n" for i in range(16))
TEXTS = {
    **{f"{i:02}.txt": (DAMAGED, ASKED)[i % 2] * (1 + i % 5) for i in range(20)},
    "some.jsonl": RECORDS,
    "more.jsonl": RECORDS + "no record\n",
    "empty.jsonl": "",
    "notes.md": f"# A title\n\n`tbe` {DAMAGED}",
    "table.csv": "id,text\n" + "".join(f'{i},"{DAMAGED.strip()}"\n' for i in range(9)),
    "page.html": "<p>Not read.</p>",
    "broken.txt": "\0\1\2\3\0",
}


@pytest.fixture
def place(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cores, "WORTH_FORKING", 0)
    monkeypatch.setattr(spread, "PARCEL", 200)
    monkeypatch.setattr(pool, "PATIENCE", 0.05)
    (elsewhere / "in").mkdir()
    for name, text in TEXTS.items():
        (elsewhere / "in" / name).write_text(text)
    return elsewhere


def stands(out: str) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in Path(out).rglob("*") if p.is_file() and p.name[:6] != "run.db"}


def rows(out: str) -> list[list[tuple[object, ...]]]:
    tables = ("files", "documents", "patterns", "findings", "overlaps", "wrote")
    with sqlite3.connect(f"{out}/run.db") as db:
        found = [db.execute(f"SELECT * FROM {table}").fetchall() for table in tables]
    db.close()
    return found


def without_times(err: str, out: str) -> list[str]:
    return [line.rpartition(", ")[0] if line.endswith(" s") else line.replace(out, "OUT") for line in err.splitlines()]


@pytest.mark.parametrize("jobs", [2, 3])
def test_any_number_of_workers_gives_the_same(place: Path, jobs: int) -> None:
    one = cleaner("clean", "in", "-o", "one", "--edits", "--jobs", "1")
    several = cleaner("clean", "in", "-o", "many", "--edits", "--jobs", jobs)
    assert one.code == several.code == 2 and "no text" not in several.err
    assert without_times(one.err, "one") == without_times(several.err, "many")
    assert stands("one") == stands("many") and rows("one") == rows("many")


def test_check_says_the_same(place: Path) -> None:
    for number in range(6, 20):
        Path(f"in/{number:02}.txt").unlink()
    for style in ("text", "json", "github", "sarif"):
        one, two = (cleaner("check", "in", "--output-format", style, "--jobs", jobs) for jobs in (1, 2))
        assert (one.code, one.out) == (two.code, two.out)


def test_spawned_workers_load_what_they_need(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = cleaner("clean", "in", "-o", "one", "--jobs", "1")
    monkeypatch.setattr(cores, "METHOD", "spawn")
    monkeypatch.setattr(cores, "WORTH_SPAWNING", 0)
    ran = cleaner("clean", "in", "-o", "many", "--jobs", "2")
    assert ran.code == one.code and stands("one") == stands("many") and rows("one") == rows("many")


def test_little_work_stays_in_one_process(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "over", lambda *_: pytest.fail("a worker for a few words"))
    (elsewhere / "a.txt").write_text(DAMAGED)
    assert cleaner("clean", "a.txt", "-o", "out", "--jobs", "8").code == 0


@pytest.mark.parametrize("number", ["-1", "many"])
def test_a_wrong_number_is_refused(place: Path, number: str) -> None:
    ran = cleaner("clean", "in", "-o", "out", "--jobs", number)
    assert ran.code == 2 and "Invalid value for '--jobs'" in ran.err and not Path("out").exists()


# ------------------------------------------------------------------ poison

POISON = "This text is poison.\n"


def die(number: signal.Signals) -> Callable[[], None]:
    def act() -> None:
        faulthandler.disable()  # pytest's, which would print what every thread was at
        os.kill(os.getpid(), number)

    return act


def fail() -> None:
    raise ValueError("what a defect says")


def devour() -> None:
    bytearray(1 << 29)  # any machine has so much, but no worker may take it


POISONS: dict[str, tuple[Callable[[], object], str]] = {
    "is killed": (die(signal.SIGKILL), "ended its process, twice (SIGKILL)"),
    "crashes": (die(signal.SIGSEGV), "ended its process, twice (SIGSEGV)"),
    "leaves": (lambda: os._exit(3), "ended its process, twice (exit code 3)"),
    "hangs": (lambda: time.sleep(60), "takes longer than "),
    "devours memory": (devour, "needs more memory than there is"),
    "fails": (fail, "an error in cleaner itself (ValueError: what a defect says; test_jobs.py"),
}


@pytest.fixture(params=POISONS)
def poison(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """What a text of poison does to the process that cleans it."""
    act, told = POISONS[request.param]
    real = run.clean

    def poisoned(document: Document, *more: Any) -> object:
        if POISON.strip() in document.text:
            act()
        return real(document, *more)

    monkeypatch.setattr(cores, "memory", lambda jobs: 1 << 28)
    if request.param == "hangs":
        monkeypatch.setattr(pool, "SECONDS", 0.5)
    with monkeypatch.context() as patched:
        patched.setattr(run, "clean", poisoned)
        yield told


def failures(out: str = "out") -> list[dict[str, str]]:
    return [json.loads(line) for line in Path(out, "failures.jsonl").read_text().splitlines()]


@pytest.fixture(scope="module")
def unpoisoned() -> dict[str, bytes]:
    """What comes of the files where none is poison; the first test that asks for it fills it in."""
    return {}


def test_a_poisonous_file_stops_no_other(place: Path, poison: str, unpoisoned: dict[str, bytes]) -> None:
    Path("in/broken.txt").unlink()
    if not unpoisoned:
        assert cleaner("clean", "in", "-o", "whole", "--jobs", "2").code == 2  # a line of more.jsonl is no record
        assert not Path("whole/failures.jsonl").exists()
        unpoisoned |= stands("whole")
    Path("in/05.txt").write_text(POISON)
    ran = cleaner("clean", "in", "-o", "out", "--jobs", "2")
    assert ran.code == 2 and f"in/05.txt: {poison}" in ran.err
    (row,) = failures()
    assert (row["file"], row["document"]) == ("in/05.txt", "05.txt") and row["what"].startswith(poison) and row["do"]
    same = {name: data for name, data in unpoisoned.items() if name not in ("05.txt", "changes.diff")}
    assert {n: d for n, d in stands("out").items() if n not in ("changes.diff", "failures.jsonl")} == same


def test_a_poisonous_record_stays_as_it_is(place: Path, poison: str) -> None:
    record = json.dumps({"id": "bad", "text": POISON}) + "\n"
    Path("in/some.jsonl").write_text(record + RECORDS + record.replace("bad", "worse"))
    ran = cleaner("clean", "in/some.jsonl", "-o", "out", "--jobs", "2")
    assert ran.code == 2 and [row["document"] for row in failures()] == ["bad", "worse"]
    assert f"in/some.jsonl: bad: {poison}" in ran.err and "2 documents could not be used" in ran.err
    found = Path("out/some.jsonl").read_text()
    assert "tbe" not in found and found.startswith(record)


def test_a_file_at_which_a_reader_fails_stops_no_other(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = run.read

    def reads(name: str, *more: object) -> object:
        if name == "05.txt":
            fail()
        return real(name, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(run, "read", reads)
    ran = cleaner("clean", "in/05.txt", "in/06.txt", "-o", "out")
    assert ran.code == 2 and "in/05.txt: an error in cleaner itself (ValueError: what a defect says; " in ran.err
    assert Path("out/06.txt").exists() and not Path("out/05.txt").exists()


def test_what_failed_is_tried_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("in/05.txt").write_text(POISON)
    with monkeypatch.context() as patched:
        patched.setattr(run, "clean", lambda *given: fail())
        assert cleaner("clean", "in/05.txt", "-o", "out", "--jobs", "2").code == 2
    assert cleaner("clean", "in/05.txt", "-o", "out").code == 0
    assert not Path("out/failures.jsonl").exists() and Path("out/05.txt").read_text() == POISON


def test_a_worker_that_somebody_kills_costs_no_document(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cleaner("clean", "in", "-o", "one", "--jobs", "1")
    real = run.clean

    def once(document: Document, *more: Any) -> object:
        mark = Path(f"../killed-{document.id.replace('/', '-')}")
        if document.id in ("03.txt", "some.jsonl:1", "2") and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return real(document, *more)

    monkeypatch.setattr(run, "clean", once)
    ran = cleaner("clean", "in", "-o", "many", "--jobs", "2")
    assert ran.code == 2 and stands("one") == stands("many") and rows("one") == rows("many")


def test_workers_that_cannot_begin_are_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        os._exit(7)

    monkeypatch.setattr(pool, "work", gone)
    ran = cleaner("clean", "in", "-o", "out", "--jobs", "2")
    assert ran.code == 2 and "its processes end as they begin (exit code 7); --jobs 1" in ran.err


def test_a_machine_that_gives_no_process_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> int:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(os, "fork", none)
    ran = cleaner("clean", "in", "-o", "out", "--jobs", "2")
    assert ran.code == 2 and "no process can be started (Resource temporarily unavailable); --jobs 1" in ran.err


# ------------------------------------------------------------------ memory


def test_no_more_is_read_ahead_than_a_window_holds(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "WINDOW", 2_000)
    monkeypatch.setattr(spread, "SMALLEST", 100)
    read: list[str] = []
    given: list[str] = []
    most = 0
    real = Input.read

    def noted(item: Input) -> bytes:
        nonlocal most
        read.append(item.name)
        most = max(most, len(read) - len(given))
        return real(item)

    def first_is_slow(document: Document, *more: Any) -> Cleaned:
        time.sleep(1.0 if document.id == "0.txt" else 0.0)
        return Cleaned(document, document.text, Diagnosis())

    monkeypatch.setattr(run, "clean", first_is_slow)
    monkeypatch.setattr(Input, "read", noted)
    inputs = [Input(place / f"in/{i % 20:02}.txt", f"{i}.txt") for i in range(300)]
    from cleaner.build_kit import build_kit
    from cleaner.config import Settings

    kit = build_kit(Settings())
    for outcome in run.outcomes(inputs, kit, spread=spread.over(2, kit, lambda: kit)):
        given.append(outcome.input.name)
    assert given == [item.name for item in inputs] and most < 60
