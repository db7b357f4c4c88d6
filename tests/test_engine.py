"""An engine's run is the run: the shards that its workers clean, put together, are what one process would have done."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path

import fsspec
import pytest
from command import cleaner
from test_shards import DAMAGED, TEXTS, rows, stands
from test_survey import MENU, page

from cleaner import build_kit
from cleaner.batch import engines, run
from cleaner.batch.engines import dask, ray
from cleaner.batch.engines.shard_command import ShardCommand, ShardFailed
from cleaner.batch.engines.workers import Workers
from cleaner.batch.recipe import recipe
from cleaner.batch.shard import Shard, divided
from cleaner.config import Settings
from cleaner.files import remote
from cleaner.formats import ReadOptions

loading = import_module("cleaner.rulebook.load")
pytest.importorskip("distributed")  # fills Dask's settings
CONFIG = pytest.importorskip("dask").config
FEW = {name: text for name, text in TEXTS.items() if name not in ("4.txt", "5.txt", "6.txt", "7.txt")}
CLEAN = ("clean", "in", "-o", "out", "--edits")
BY = ("--engine", "here", "--shards", "2")


@pytest.fixture
def place(elsewhere: Path) -> Path:
    for name, text in FEW.items():
        (elsewhere / "in").mkdir(exist_ok=True)
        (elsewhere / "in" / name).write_text(text)
    return elsewhere


class Here:
    """An engine without processes; each of its shards has a state folder of its own, as on another machine."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.fails: set[int] = set()
        self.given: tuple[str, ...] = ()

    @contextmanager
    def workers(self, address: str, jobs: int) -> Iterator[Workers]:
        yield Workers("workers in this process", 2, self._run)

    def _run(self, work: ShardCommand, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
        self.given = work.arguments
        for number in numbers:
            part = f"{number}/{work.count}"
            if number not in self.fails:
                self.ran.append(part)
                ran = cleaner(
                    "clean", "--shard", part, *work.arguments, CLEANER_STATE=str(Path(f"state-{number}").resolve())
                )
            yield number, "worn out" if number in self.fails else ran.err if ran.code else ""


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, place: Path) -> Here:
    engine = Here()
    monkeypatch.setitem(engines.ENGINES, "here", engine.workers)
    monkeypatch.setattr("cleaner.cli.engine_run.end_with_parent", lambda: None)  # the process is pytest's
    monkeypatch.setenv("CLEANER_STATE", str(place / "state"))
    return engine


def test_an_engines_run_is_the_run(here: Here) -> None:
    ran, whole = cleaner(*CLEAN, *BY), cleaner("clean", "in", "-o", "whole", "--edits")
    assert ran.code == whole.code == 2  # a line of b.jsonl is no record
    assert here.ran == ["1/2", "2/2"]
    assert ran.err.startswith("7 files in 2 shards, by workers in this process (2 cores)\n")
    assert stands("out") == stands("whole") and rows("out") == rows("whole")
    assert not Path("out/.shards").exists()


def test_a_shard_that_fails_is_told_and_the_same_command_goes_on(here: Here) -> None:
    Path("in/b.jsonl").unlink()  # a line of it is no record
    here.fails = {2}
    ran = cleaner(*CLEAN, *BY)
    assert ran.code == 2 and "shard 2/2 failed: worn out; its files are left out" in ran.err
    assert Path("out/changes.diff").exists() and 0 < len(list(Path("out").glob("*.txt"))) < 4
    here.fails, here.ran = set(), []
    assert cleaner(*CLEAN, *BY).code == 0
    cleaner("clean", "in", "-o", "whole", "--edits")
    assert stands("out") == stands("whole")
    here.fails = {1, 2}
    ran = cleaner(*CLEAN, *BY)
    assert ran.code == 2 and "no shard was cleaned" in ran.err


def test_a_run_that_goes_on_keeps_the_number_of_its_shards(here: Here) -> None:
    assert cleaner(*CLEAN, "--shard", "2/3").code in (0, 2)
    cleaner(*CLEAN, "--engine", "here")
    assert here.ran == ["1/3", "2/3", "3/3"]


def test_shards_get_the_facts_of_the_run_whatever_follows_its_options(
    here: Here, memory: fsspec.AbstractFileSystem
) -> None:
    for number in range(3):
        memory.pipe(f"/in/{number}.txt", page(number, MENU).encode())
    cleaner("clean", "-o", "memory://out", *BY, "--", "memory://in")
    assert here.given[:2] == ("--facts", "memory://out/.survey/facts")
    assert memory.exists("/out/.survey/facts") and here.given[-1] == "memory://in"
    here.given = ()
    cleaner("clean", "memory://in", "-o", "memory://out", *BY, "--facts=memory://out/.survey/facts")
    assert here.given.count("--facts") == 0


def test_fresh_cleans_anew_in_the_shards_alone(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    cleaner(*CLEAN, *BY)
    seen: list[str] = []
    real = run.outcomes

    def watched(inputs: list[object], *more: object) -> Iterator[object]:
        for outcome in real(inputs, *more):  # type: ignore[arg-type]
            if outcome.cleaned:
                seen.append(outcome.input.name)
            yield outcome

    monkeypatch.setattr(run, "outcomes", watched)
    ran = cleaner(*CLEAN, *BY, "--fresh")
    # Only the whole run knows that the ids of b.jsonl are taken.
    assert sorted(seen) == sorted([*(n for n in FEW if n != "page.docm"), "b.jsonl"])
    assert "5 files stood there already" in ran.err


# ------------------------------------------------------------------ OUT elsewhere


@pytest.fixture
def memory(place: Path) -> Iterator[fsspec.AbstractFileSystem]:
    system = fsspec.filesystem("memory")
    for name, text in FEW.items():
        system.pipe(f"/in/{name}", text.encode())
    yield system
    system.rm("/", recursive=True)


TO_MEMORY = ("clean", "memory://in", "-o", "memory://out", "--edits")


def fetched(memory: fsspec.AbstractFileSystem, to: str) -> None:
    shutil.rmtree(to, ignore_errors=True)
    memory.get("/out", to, recursive=True)


def test_shards_of_an_address_share_nothing_else(here: Here, memory: fsspec.AbstractFileSystem) -> None:
    cleaner("clean", "memory://in", "-o", "whole", "--edits")
    ran = cleaner(*TO_MEMORY, *BY)
    assert ran.code == 2 and "7 files in 2 shards" in ran.err
    fetched(memory, "out")
    assert stands("out") == stands("whole")
    ours, theirs = rows("out"), rows("whole")
    assert all(sorted(ours[name]) == sorted(theirs[name]) for name in ("files", "wrote", "done", "findings"))
    assert not [name for name in memory.find("/out") if ".shards" in name]
    assert not [file for n in (1, 2) for file in Path(f"state-{n}").rglob("*") if file.is_file()]


def test_a_shard_of_an_address_that_was_done_elsewhere_is_not_done_again(
    here: Here, memory: fsspec.AbstractFileSystem
) -> None:
    here.fails = {2}
    cleaner(*TO_MEMORY, *BY)
    shutil.rmtree("state")
    here.fails = set()
    cleaner(*TO_MEMORY, *BY)
    ran = cleaner(*TO_MEMORY, "--shard", "1/2", CLEANER_STATE=str(Path("another").resolve()))
    assert "stood there already" in ran.err and "0 documents" not in ran.err
    fetched(memory, "out")
    cleaner("clean", "memory://in", "-o", "whole", "--edits")
    assert {n: d for n, d in stands("out").items() if n[:7] != ".shards"} == stands("whole")


def test_a_file_that_somebody_changed_at_the_address_is_not_taken_for_the_runs(
    here: Here, memory: fsspec.AbstractFileSystem
) -> None:
    cleaner(*TO_MEMORY, "--shard", "1/1")
    memory.pipe("/out/0.txt", b"Torn.")
    ran = cleaner(*TO_MEMORY)
    assert "5 files stood there already" in ran.err
    assert memory.cat("/out/0.txt").decode() == DAMAGED.replace("tbe", "the")


def test_what_was_brought_from_the_address_is_not_put_back(
    here: Here, memory: fsspec.AbstractFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleaner(*TO_MEMORY)
    put: list[str] = []
    real = remote.put
    monkeypatch.setattr(
        remote, "put", lambda place, url: (put.append(url.removeprefix("memory://out/")), real(place, url))
    )
    record = ".shards/1-of-2"
    cleaner(*TO_MEMORY, "--shard", "1/2")  # finds OUT's files, and takes nothing of them for its own
    assert set(put) == {f"{record}/{name}" for name in ("changes.diff", "edits.jsonl", "run.db")}
    with memory.open(f"/out/{record}/run.db", "rb") as file:
        there = file.read()
    Path("run.db").write_bytes(there)
    with sqlite3.connect("run.db") as db:
        db.execute("UPDATE runs SET finished = NULL")  # it runs again just now
    db.close()
    memory.pipe(f"/out/{record}/run.db", Path("run.db").read_bytes())
    put.clear()
    shutil.rmtree("state")
    assert "6 files stood there already" in cleaner(*TO_MEMORY).err
    assert "run.db" in put and set(put) <= {"changes.diff", "edits.jsonl", "failures.jsonl", "run.db"}


# ------------------------------------------------------------------ the engines themselves


def once(folder: str, number: int) -> None:
    """1 is done, 2 kills its worker once, 3 fails, 4 kills every worker."""
    tried = Path(folder, str(number))
    if number == 4 or (number == 2 and not tried.exists()):
        tried.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 3:
        raise ShardFailed("exit code 2 on this machine: no such folder")


def test_dask_does_again_what_a_killed_worker_was_at(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with CONFIG.set({"distributed.scheduler.allowed-failures": 1}), dask.workers("", 2) as workers:
        assert (workers.where, workers.cores) == ("this machine", 2)
        done = dict(workers.run(partial(once, str(elsewhere)), [1, 2, 3]))
        done |= dict(workers.run(partial(once, str(elsewhere)), [4]))
    assert done[1] == done[2] == "" and done[3] == "exit code 2 on this machine: no such folder"
    assert "killed" in done[4]


def test_ray_does_again_what_a_killed_worker_was_at(elsewhere: Path) -> None:
    library = pytest.importorskip("ray")
    library.cloudpickle.register_pickle_by_value(sys.modules[__name__])  # its processes do not find the tests
    with ray.workers("", 2) as workers:
        assert (workers.where, workers.cores) == ("this machine", 2)
        done = dict(workers.run(partial(once, str(elsewhere)), [1, 2, 3, 4]))
    assert done[1] == done[2] == "" and done[3] == "exit code 2 on this machine: no such folder"
    assert "killed" in done[4]


def test_a_scheduler_that_does_not_answer_is_told(place: Path) -> None:
    with CONFIG.set({"distributed.comm.timeouts.connect": "0.1s"}):
        ran = cleaner(*CLEAN, "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9")
    assert ran.code == 2 and "no Dask scheduler answers at tcp://127.0.0.1:9" in ran.err


@pytest.mark.parametrize("name", engines.ENGINES)
def test_a_library_that_is_missing_is_named(place: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(sys.modules, {"dask": "distributed"}.get(name, name), None)
    ran = cleaner(*CLEAN, "--engine", name)
    assert ran.code == 2 and f"pip install 'article-cleaner[{name}]'" in ran.err


REFUSED = {
    "no engine that we know; known: dask, ray": ("-o", "out", "--engine", "spark"),
    "--scheduler and --shards need --engine": ("-o", "out", "--shards", "3"),
    "need -o OUT": ("--diff", "--engine", "here"),
    "standard input gives it once": ("-o", "out", "--engine", "here", "--file-list", "-"),
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_does_not_fit_is_refused(here: Here, words: str) -> None:
    ran = cleaner("clean", "in", *REFUSED[words])
    assert ran.code == 2 and words in ran.err and not Path("out").exists()


# ------------------------------------------------------------------ a shard as a command


def test_a_shard_is_a_command_of_its_own(place: Path) -> None:
    command = ShardCommand(("in", "-o", "out", "--engine", "dask"), str(place), 9)
    command(1)
    assert Shard(1, 9).place(Path("out")).is_dir()
    with pytest.raises(ShardFailed, match=r"exit code 2 on .*: cleaner: --shard: '1/0' is no shard"):
        ShardCommand(command.arguments, str(place), 0)(1)


def test_another_version_and_another_machines_folder_are_refused(place: Path) -> None:
    with pytest.raises(ShardFailed, match=r"and the run is of 0\.0"):
        ShardCommand((), str(place), 1, "0.0")(1)
    with pytest.raises(ShardFailed, match="has no folder /nowhere"):
        ShardCommand((), "/nowhere", 1)(1)


def test_a_text_takes_no_shard_of_an_engine_down(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    parent, real = os.getpid(), run.clean

    def deadly(document: object, *more: object) -> object:
        if "3.txt" in document.id and os.getpid() != parent:  # type: ignore[attr-defined]
            os.kill(os.getpid(), signal.SIGKILL)
        return real(document, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(run, "clean", deadly)
    assert cleaner(*CLEAN, "--shard", "1/1", "--engine", "dask").code == 0
    assert '"3.txt"' in Path("out/.shards/1-of-1/failures.jsonl").read_text()


def test_shards_are_as_many_as_keep_all_cores_busy_and_are_small(elsewhere: Path) -> None:
    assert divided(Path("out"), [9] * 100, 3) == 12
    assert divided(Path("out"), [9] * 5, 3) == 5
    assert divided(Path("out"), [50_000_000] * 100, 3) == 100
    assert divided(Path("out"), [1_000_000] * 5000, 3) == 157
    assert divided(Path("out"), [], 3) == 1
    for number in range(1, 4):
        Path(f"out/.shards/{number}-of-7").mkdir(parents=True)
    Path("out/.shards/1-of-2").mkdir()
    assert divided(Path("out"), [9] * 100, 3) == 7


ENDS = """
from cleaner.batch.engines.shard_command import end_with_parent
end_with_parent()
print(1, flush=True)
import time
time.sleep(20)
"""
STARTS = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", sys.argv[1]])
print(child.pid, flush=True)
child.wait()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it cleans on, beside its successor")
def test_a_shard_ends_with_its_worker(elsewhere: Path) -> None:
    worker = subprocess.Popen([sys.executable, "-c", STARTS, ENDS], stdout=subprocess.PIPE, text=True)
    assert worker.stdout
    shard, _ = int(worker.stdout.readline()), worker.stdout.readline()
    worker.kill()
    worker.wait()
    worker.stdout.close()
    until = time.monotonic() + 10
    while _lives(shard) and time.monotonic() < until:
        time.sleep(0.01)
    assert not _lives(shard)


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_program_that_is_installed_elsewhere_cleans_alike(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for folder in ("a", "b"):
        shutil.copytree(Path(__file__).parent / "data/kills", folder)
        monkeypatch.setattr(loading, "shipped_rules", lambda folder=folder: Path(folder).resolve())
        found.append(recipe(Settings(), ReadOptions(), build_kit.build_kit(Settings())))
    assert found[0] == found[1]
