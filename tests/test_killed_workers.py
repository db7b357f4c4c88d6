"""Runs of several processes, killed from outside: a worker or the parent, when so many files are done, or by Ctrl-C.

Whatever is killed, what stands in OUT is whole, no process is left behind, and the same command gives the same bytes.
"""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import typer.main
from command import cleaner

from cleaner import build_kit, cli
from cleaner.batch import cores, groups, pool, run, spread
from cleaner.config import Settings
from cleaner.ledger import Answer, Filter, Ledger
from cleaner.model import Document

loading = import_module("cleaner.rulebook.load")
RULES = Path(__file__).parent / "data/kills"

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the tests ask /proc for the workers")

MOB = "*mafia-mob"
ASKED = "UU. Officials of EE. UU. They said the mafia had stormed tbe embassy, where protesters threw stones.\n"
FILES = 24
LAST = f"{FILES - 1}.txt"
CLEAN = ("clean", "in", "-o", "out", "--edits", "--jobs", "2")


@dataclass(frozen=True)
class Kill:
    """`whom`: the parent, one worker, or all of them; `after` how many files stand in OUT, with which signal."""

    whom: str
    after: int
    signal: signal.Signals = signal.SIGKILL
    code: int = -signal.SIGKILL


KILLS = {
    "the parent as it begins": Kill("parent", 0),
    "the parent after some files": Kill("parent", 5),
    "the parent in the middle": Kill("parent", 12),
    "the parent near the end": Kill("parent", FILES - 2),
    "a worker as it begins": Kill("worker", 0, code=0),
    "a worker in the middle": Kill("worker", 12, code=0),
    "a worker crashes": Kill("worker", 5, signal.SIGSEGV, code=0),
    "all workers in the middle": Kill("workers", 12, code=0),
    "Ctrl-C in the middle": Kill("all", 12, signal.SIGINT, code=130),
    "the parent is asked to end": Kill("parent", 5, signal.SIGTERM, code=-signal.SIGTERM),
}


@pytest.fixture
def place(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Texts with two rules, in groups of four files; in a command that is `started` each takes 30 ms on any machine."""
    monkeypatch.setattr(loading, "shipped_rules", lambda: RULES)
    kit = build_kit.build_kit(Settings())
    monkeypatch.setattr(build_kit, "build_kit", lambda chosen, remembered=None: replace(kit, remembered=remembered))
    monkeypatch.setattr(loading, "_cached", cache(loading._cached))
    commands = typer.main.get_command(cli.program())
    monkeypatch.setattr("cleaner.cli.program", lambda _: commands)
    monkeypatch.setattr(cores, "WORTH_FORKING", 0)
    monkeypatch.setattr(pool, "PATIENCE", 0.02)
    monkeypatch.setattr(spread, "PARCEL", 100)
    monkeypatch.setattr(groups, "MOST", 2)
    real = run.clean

    def slow(document: Document, *more: Any) -> object:
        if "SLOWLY" in os.environ:
            time.sleep(0.5 if document.id == LAST else 0.03)  # so that whoever is killed near the end is still there
        return real(document, *more)

    monkeypatch.setattr(run, "clean", slow)
    (elsewhere / "in").mkdir()
    for number in range(FILES):
        (elsewhere / f"in/{number:02}.txt").write_text(f"{number}. {ASKED}")
    yield elsewhere


def started(*arguments: str) -> int:
    """The command in a process of its own, with a group of its own."""
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        os.environ["SLOWLY"] = "yes"
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os._exit(_said(cleaner(*arguments)))
    return child


def _said(ran: object) -> int:
    Path(f"../said-{os.getpid()}").write_text(ran.err)  # type: ignore[attr-defined]
    return ran.code  # type: ignore[attr-defined,no-any-return]


def said(child: int) -> str:
    return Path(f"../said-{child}").read_text()


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def workers(parent: int) -> list[int]:
    return [int(number) for number in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def until(happens: Callable[[], object]) -> None:
    give_up = time.monotonic() + 30
    while not happens():
        assert time.monotonic() < give_up
        time.sleep(0.002)


def stands(out: str = "out") -> dict[str, bytes]:
    files = (p for p in Path(out).glob("*") if p.suffix in (".txt", ".diff", ".jsonl"))
    return {p.name: p.read_bytes() for p in files}


def rows(out: str = "out") -> list[list[tuple[object, ...]]]:
    with sqlite3.connect(f"{out}/run.db") as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = [
            db.execute("SELECT path, sha256 FROM files ORDER BY path").fetchall(),
            db.execute("SELECT folder, path, sha256 FROM wrote ORDER BY path, sha256").fetchall(),
            db.execute(
                """SELECT d.path, d.name, f.start, f.before, f.verdict FROM findings f
                   JOIN documents d ON d.id = f.document_id ORDER BY 1, 2, 3, 4"""
            ).fetchall(),
        ]
    db.close()
    return found


@pytest.fixture
def wanted(place: Path) -> tuple[dict[str, bytes], list[list[tuple[object, ...]]]]:
    """What an undisturbed run of one process gives."""
    assert cleaner("clean", "in", "-o", "whole", "--edits", "--jobs", "1").code == 0
    return stands("whole"), rows("whole")


def done() -> int:
    return len(list(Path("out").glob("*.txt")))


@pytest.mark.parametrize("name", KILLS)
def test_whoever_is_killed(name: str, place: Path, wanted: tuple[dict[str, bytes], object]) -> None:
    kill = KILLS[name]
    parent = started(*CLEAN)
    until(lambda: done() >= kill.after and len(workers(parent)) == 2)
    known = workers(parent)
    if kill.whom == "all":
        os.killpg(parent, kill.signal)
    for process in {"parent": [parent], "worker": known[:1], "workers": known, "all": []}[kill.whom]:
        os.kill(process, kill.signal)
    assert ended(parent) == kill.code
    until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in known))
    whole, _ = wanted
    assert all(whole[file] == data for file, data in stands().items())
    if kill.code == 130:
        told = re.search(r"stopped: (\d+) of (\d+) files done, each whole; the same command goes on", said(parent))
        # A group that was being written when Ctrl-C came is not counted, though some of it may stand.
        assert told and int(told[2]) == FILES and done() - 2 <= int(told[1]) <= done()
    assert cleaner(*CLEAN).code == 0
    assert (stands(), rows()) == wanted and not list(Path("out").glob(".*.half"))


def test_a_run_that_was_stopped_for_long_gives_no_document_up(
    place: Path, wanted: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "SECONDS", 1.5)
    monkeypatch.setattr(pool, "STOPPED", 0.7)
    parent = started(*CLEAN)
    until(lambda: done() >= 4)
    os.killpg(parent, signal.SIGSTOP)
    time.sleep(2)
    os.killpg(parent, signal.SIGCONT)
    assert ended(parent) == 0, said(parent)
    assert (stands(), rows()) == wanted


def test_a_stop_right_behind_a_look_gives_no_document_up(
    place: Path, wanted: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock goes on by five seconds whenever it is read, as if the run had been stopped there."""
    stopped = count(0, 5)
    monkeypatch.setattr(pool, "monotonic", lambda: time.monotonic() + next(stopped))
    monkeypatch.setattr(pool, "SECONDS", 1.5)
    monkeypatch.setattr(pool, "STOPPED", 0.7)
    assert ended(parent := started(*CLEAN)) == 0, said(parent)
    assert (stands(), rows()) == wanted


# ------------------------------------------------------------------ two at once


def test_two_runs_at_once_lose_nothing(place: Path, wanted: object) -> None:
    both = [started(*CLEAN), started(*CLEAN)]
    assert [ended(child) for child in both] == [0, 0], [said(child) for child in both]
    assert (stands(), rows()) == wanted
    assert cleaner(*CLEAN).code == 0 and (stands(), rows()) == wanted


def test_two_shards_at_once_lose_nothing(place: Path, wanted: object) -> None:
    both = [started(*CLEAN, "--shard", f"{number}/2") for number in (1, 2)]
    until(lambda: done() >= 6)
    os.killpg(both[0], signal.SIGKILL)
    assert ended(both[0]) == -signal.SIGKILL and ended(both[1]) == 0
    assert ended(started(*CLEAN, "--shard", "1/2")) == 0
    assert cleaner(*CLEAN).code == 0 and (stands(), rows()) == wanted


def test_a_review_beside_the_run_loses_no_answer(place: Path) -> None:
    parent = started(*CLEAN)
    until(lambda: done() >= 4)
    answered = set()
    while os.waitpid(parent, os.WNOHANG) == (0, 0):
        with Ledger.open("out") as ledger:
            for case in ledger.findings(Filter(rule=MOB), limit=1):
                ledger.decide([case.id], Answer.REJECT)
                answered.add(case.path)
    assert len(answered) > 2
    assert cleaner(*CLEAN).code == 0
    with Ledger.open("out") as ledger:
        assert {d.document for d in ledger.standing()} == answered
        still_open = {case.path for case in ledger.findings(Filter(rule=MOB), limit=-1)}
    assert still_open == {f"{number:02}.txt" for number in range(FILES)} - answered
