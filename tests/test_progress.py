"""The line on a terminal counts work, and its time left is true when what is slow comes last; elsewhere it is quiet."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import cleaner

from cleaner.batch.time_left import TimeLeft
from cleaner.cli import progress
from cleaner.formats.outcome import Input, Outcome
from cleaner.formats.told import Tally, Told

DAMAGED = "Into tbe woods they went, and tbe dog came after.\n"


@pytest.mark.parametrize("jobs", [1, 4])
@pytest.mark.parametrize("slow", [("scans", ".txt"), ("", ".hocr")])
def test_the_time_left_is_true_when_slow_files_come_last(slow: tuple[str, str], jobs: int) -> None:
    """A hundred texts of 10 ms a kB, then fifty of 100 ms a kB; the estimate is judged when a tenth of them is done."""
    fast = ("", ".txt")
    left = TimeLeft([*[(fast, 1_000)] * 100, *[(slow, 1_000)] * 50])
    elapsed = 0.0
    for _ in range(100):
        left.add(fast, 1_000, 0.01)
        elapsed += 0.01 / jobs
    for _ in range(5):
        left.add(slow, 1_000, 0.1)
        elapsed += 0.1 / jobs
    assert left.seconds(elapsed) == pytest.approx(45 * 0.1 / jobs, rel=0.05)


def test_what_is_found_unchanged_makes_the_rest_look_quick_too() -> None:
    left = TimeLeft([(("", ".txt"), 1_000)] * 100)
    for _ in range(45):
        left.add(("", ".txt"), 1_000, 0.0, reused=True)
    assert left.seconds(1.0) is None
    for _ in range(5):
        left.add(("", ".txt"), 1_000, 0.1)
    assert left.seconds(0.5) == pytest.approx(50 * 0.1 * 0.1)


def test_the_line_counts_and_goes_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    screen = io.StringIO()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(progress, "OFTEN", 0.0)
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(DAMAGED)
    inputs = [Input(tmp_path / f"{number}.txt", f"{number}.txt") for number in range(3)]

    def outcomes() -> Iterator[Outcome]:
        tally = Tally(1, 1)
        tally.verdicts["fix"] = 2
        for item in inputs[:2]:
            yield Outcome(item, told=Told("", b"", b"", tally))
        yield Outcome(inputs[2], failure="cannot be read")

    assert [o.input for o in progress.told(outcomes(), inputs)] == inputs
    lines = screen.getvalue().split(progress.ERASED)
    assert lines[2] == "cleaning: 2 documents, 4 edits" and lines[-1] == ""
    assert lines[3] == "cleaning: 2 documents, 4 edits, 1 failure"


@pytest.mark.parametrize("options", [(), ("-q",)])
def test_off_a_terminal_it_is_quiet(elsewhere: Path, options: tuple[str, ...]) -> None:
    (elsewhere / "a.txt").write_text(DAMAGED)
    assert "cleaning" not in cleaner("clean", "a.txt", "-o", "out", *options).err
