"""Files are written in groups: nobody waits long for news, and no error and no Ctrl-C loses any of a group."""

import errno
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from command import Ran, cleaner

from cleaner.batch import groups, run
from cleaner.formats.outcome import Input, Outcome
from cleaner.ledger import Ledger

DAMAGED = "Into tbe woods they went, and tbe dog came after.\n"
MENDED = DAMAGED.replace("tbe", "the")
NAMES = [f"{letter}.txt" for letter in "abcdef"]  # enough for syncs side by side


@pytest.fixture
def place(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLEANER_STATE", str(elsewhere / "state"))
    (elsewhere / "in").mkdir()
    for name in NAMES:
        (elsewhere / "in" / name).write_text(DAMAGED)
    return elsewhere


def clean(*arguments: str) -> Ran:
    return cleaner("clean", "in", *(arguments or ("-o", "out")))


def texts(folder: str) -> dict[str, str]:
    return {p.name: p.read_text() for p in sorted(Path(folder).iterdir()) if p.suffix in (".txt", ".half")}


def known() -> list[str]:
    """The files that the ledger holds, as another process sees it."""
    with sqlite3.connect("out/run.db") as other:
        return [row[0] for row in other.execute("SELECT path FROM files ORDER BY path")]


def looking(monkeypatch: pytest.MonkeyPatch, before: Callable[[int], object], step: str = "clean") -> None:
    """Has `before` look on before each file is cleaned, or read."""
    real = getattr(run, step)

    def looked(*arguments: object) -> object:
        before(next(numbers))
        return real(*arguments)  # type: ignore[arg-type]

    numbers = iter(range(99))
    monkeypatch.setattr(run, step, looked)


# ------------------------------------------------------------------ when a group is written


def test_sizes_are_those_of_files_and_of_what_came_through_a_pipe(place: Path) -> None:
    some = [Input(place / "in/a.txt", "a.txt"), Input(place / "none", "none"), Input(Path("-"), "stdin", data=b"12345")]
    assert list(groups.sizes(some)) == [len(DAMAGED), 0, 5]


def test_a_group_costs_one_commit(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commits = []
    real = Ledger.transaction

    def counted(ledger: Ledger) -> object:
        commits.append(not ledger.db.in_transaction)
        return real(ledger)

    monkeypatch.setattr(Ledger, "transaction", counted)
    monkeypatch.setattr(groups, "SECONDS", 600)
    assert clean().code == 0
    assert sum(commits) == 4  # the run begins, the group, what is ours, the run ends
    assert texts("out") == dict.fromkeys(NAMES, MENDED)


@pytest.mark.parametrize(("seconds", "most"), [(0.0, 64), (600.0, 1)])
def test_others_see_what_was_done_long_ago_or_is_much(
    place: Path, monkeypatch: pytest.MonkeyPatch, seconds: float, most: int
) -> None:
    seen: list[tuple[list[str], list[str]]] = []
    looking(monkeypatch, lambda number: seen.append((known(), sorted(p.name for p in Path("out").glob("*.txt")))))
    monkeypatch.setattr(groups, "SECONDS", seconds)
    monkeypatch.setattr(groups, "MOST", most)
    assert clean().code == 0
    assert seen == [(NAMES[:done], NAMES[:done]) for done in range(len(NAMES))]


def test_nothing_waits_for_a_large_file(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    looking(monkeypatch, lambda number: seen.append(known()))
    monkeypatch.setattr(groups, "SECONDS", 600)
    (place / "in/c.txt").write_text(DAMAGED * 1000)
    assert clean().code == 0
    assert seen == [[], [], NAMES[:2], NAMES[:3], NAMES[:3], NAMES[:3]]


def test_a_reviewer_is_not_locked_out_while_a_file_is_cleaned(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def answers(number: int) -> None:
        with sqlite3.connect("out/run.db", timeout=0, isolation_level=None) as other:
            other.executescript("BEGIN IMMEDIATE; ROLLBACK;")
        other.close()

    looking(monkeypatch, answers)
    assert clean().code == 0


def test_every_outcome_comes_once_and_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []
    monkeypatch.setattr(groups, "MOST", 3)

    def write(group: object) -> list[Outcome]:
        written.append(len(list(group)))  # type: ignore[call-overload]
        return list(group)  # type: ignore[call-overload]

    wanted = [Outcome(None, failure=str(i)) for i in range(10)]  # type: ignore[arg-type]
    assert list(groups.written(iter(wanted), write, [1, 2])) == wanted  # fewer sizes than files
    assert written == [3, 3, 3, 1]


# ------------------------------------------------------------------ what goes wrong in the middle of one


def fails(error: int, at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sync of one of the texts fails."""
    real, synced = os.fsync, []

    def failing(descriptor: int) -> None:
        name = Path(f"/proc/self/fd/{descriptor}").readlink().name
        if name.endswith(".half") and os.fstat(descriptor).st_size == len(MENDED):
            synced.append(name)
            if len(synced) == at + 1:
                raise OSError(error, os.strerror(error))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", failing)


linux = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the test asks /proc for the file's name")


@linux
@pytest.mark.parametrize("target", [("-o", "out"), ("--in-place",)])
def test_a_file_that_cannot_be_synced_is_told_and_the_others_stand(
    place: Path, monkeypatch: pytest.MonkeyPatch, target: tuple[str, ...]
) -> None:
    with monkeypatch.context() as patched:
        fails(errno.EINVAL, 2, patched)
        ran = clean(*target)
    assert ran.code == 2 and ran.err.count("cannot be written to") == 1 and "1 file could not be used" in ran.err
    folder = "in" if target == ("--in-place",) else "out"
    stand = texts(folder)
    assert sorted(stand.values()).count(MENDED) == len(NAMES) - 1 and not [n for n in stand if n.endswith(".half")]
    assert clean(*target).code == 0
    assert texts(folder) == dict.fromkeys(NAMES, MENDED)


def test_a_file_without_a_place_is_told_and_the_others_stand(place: Path) -> None:
    (place / "in/sub").mkdir()
    (place / "in/sub/x.txt").write_text(DAMAGED)
    (place / "out").mkdir()
    (place / "out/sub").write_text("somebody's own")
    ran = clean()
    assert ran.code == 2 and f"in/sub/x.txt: cannot be written to {Path('out/sub')}" in ran.err
    assert "1 file could not be used" in ran.err and texts("out") == dict.fromkeys(NAMES, MENDED)


@linux
@pytest.mark.parametrize("target", [("-o", "out"), ("--in-place",)])
def test_a_disk_that_fails_stops_the_run_and_leaves_no_half(
    place: Path, monkeypatch: pytest.MonkeyPatch, target: tuple[str, ...]
) -> None:
    with monkeypatch.context() as patched:
        fails(errno.ENOSPC, 3, patched)
        ran = clean(*target)
    assert ran.code == 2 and "No space left on device; what was written before is whole" in ran.err
    folder = "in" if target == ("--in-place",) else "out"
    assert set(texts(folder).values()) <= {DAMAGED, MENDED}
    assert not list(Path(folder).glob(".*.half"))
    assert clean(*target).code == 0
    assert texts(folder) == dict.fromkeys(NAMES, MENDED)
    if folder == "in":
        assert cleaner("apply", "--undo").code == 0
        assert texts("in") == dict.fromkeys(NAMES, DAMAGED)


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
@pytest.mark.parametrize("target", [("-o", "out"), ("--in-place",)])
def test_what_was_cleaned_before_an_interruption_is_written(
    place: Path, monkeypatch: pytest.MonkeyPatch, target: tuple[str, ...], error: type[BaseException]
) -> None:
    def interrupt(number: int) -> None:
        if number == 4:
            raise error

    with monkeypatch.context() as patched:
        looking(patched, interrupt, "finished" if error is RuntimeError else "clean")  # other errors are told
        patched.setattr(groups, "SECONDS", 600)
        if error is KeyboardInterrupt:
            ran = clean(*target)
            assert ran.code == 130 and "4 of 6 files done, each whole" in ran.err
        else:
            with pytest.raises(error):
                clean(*target)
    folder = "in" if target == ("--in-place",) else "out"
    assert list(texts(folder).values()).count(MENDED) == 4
    assert clean(*target).code == 0
    assert texts(folder) == dict.fromkeys(NAMES, MENDED)


def test_ctrl_c_while_a_group_is_written_leaves_it_whole_or_unwritten(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.replace
    left = iter([None, None])

    def interrupted(*names: object) -> None:
        if next(left, 1):
            raise KeyboardInterrupt
        real(*names)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", interrupted)
        assert clean("--in-place").code == 130
    assert list(texts("in").values()).count(MENDED) == 2 and len(texts("in")) == len(NAMES)
    assert clean("--in-place").code == 0
    assert texts("in") == dict.fromkeys(NAMES, MENDED)
    assert cleaner("apply", "--undo").code == 0
    assert texts("in") == dict.fromkeys(NAMES, DAMAGED)


@pytest.mark.skipif(os.name != "posix", reason="links need rights there")
def test_a_file_and_a_link_to_it_are_one_in_place(place: Path) -> None:
    (place / "in/x.txt").symlink_to("a.txt")
    (place / "in/y.txt").hardlink_to(place / "in/b.txt")
    ran = clean("--in-place")
    assert ran.code == 0 and "6 documents" not in ran.err and "7 documents" in ran.err
    assert texts("in") == dict.fromkeys([*NAMES, "x.txt", "y.txt"], MENDED)
    assert (place / "in/x.txt").is_symlink()
    assert ran.err.count("b.txt") == 1 and "y.txt" not in ran.err
