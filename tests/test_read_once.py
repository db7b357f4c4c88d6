"""Small files that the survey has read are not read again by the run; those that have changed since are."""

import os
from dataclasses import replace
from pathlib import Path
from time import sleep

import pytest
from command import cleaner

from cleaner.batch import read_once, run
from cleaner.batch.read_once import ReadOnce
from cleaner.formats import ReadOptions
from cleaner.formats.outcome import Input

YESTERDAY = 86_400


def written(path: Path, text: str = "Our garden club meets on Mondays.", ago: float = YESTERDAY) -> Input:
    path.write_text(text)
    at = path.stat().st_mtime - ago
    os.utime(path, (at, at))
    return Input(path, path.name)


def survey(*items: Input) -> ReadOnce:
    """What a survey of these files keeps."""
    once = ReadOnce()
    for file in run.prepared(items, ReadOptions()):
        assert file.outcome.source
        once.keep(file.outcome.input, file.outcome.source)
    return once


def test_a_small_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    item = written(tmp_path / "a.txt")
    (alone,) = run.prepared([item], ReadOptions())
    once = survey(item)
    with monkeypatch.context() as without:
        without.setattr(Input, "read", lambda item: 1 / 0)
        (again,) = run.prepared([item], ReadOptions(), once=once)
    assert again == alone
    assert once.again(item) is None  # it is handed on once


@pytest.mark.parametrize("ago", [YESTERDAY, 2 * YESTERDAY])
def test_a_file_that_has_changed_is_read_again(tmp_path: Path, ago: float) -> None:
    item = written(tmp_path / "a.txt", "They came at noon.")
    once = survey(item)
    written(tmp_path / "a.txt", "They came at nine." if ago > YESTERDAY else "They came.", ago)
    (file,) = run.prepared([item], ReadOptions(), once=once)
    assert file.documents[0].text == (tmp_path / "a.txt").read_text()


def test_a_file_that_was_rewritten_and_has_its_size_and_time_again_is_read_again(tmp_path: Path) -> None:
    item = written(tmp_path / "a.txt", "They came at noon.")
    once, before = survey(item), item.path.stat()
    for _ in range(200):  # until the file system's clock, which may tick a hundred times a second, has gone on
        item.path.write_text("They came at nine.")
        os.utime(item.path, ns=(before.st_atime_ns, before.st_mtime_ns))
        if item.path.stat().st_ctime_ns > before.st_ctime_ns:
            break
        sleep(0.001)
    assert item.path.stat()[:9] == before[:9]  # all but the time of the change
    assert once.again(item) is None


def test_a_file_that_is_gone_or_of_another_place_is_not_known(tmp_path: Path) -> None:
    item, other = written(tmp_path / "a.txt"), written(tmp_path / "b.txt")
    once = survey(item, other)
    item.path.unlink()
    assert once.again(item) is None and once.again(other) is not None


def test_a_file_that_may_have_changed_meanwhile_is_not_kept(tmp_path: Path) -> None:
    item = written(tmp_path / "a.txt", ago=0)
    assert survey(item).again(item) is None


def test_what_is_large_or_no_file_or_too_much_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    item, large = written(tmp_path / "a.txt"), written(tmp_path / "b.txt", "word " * 10_000 + "more")
    given, unpacked = replace(item, data=b"Given."), replace(item, text=b"Unpacked.")
    for refused in (large, given, unpacked):
        assert survey(refused).again(refused) is None
    monkeypatch.setattr(read_once, "MOST", 40 + read_once.KEPT)
    second = written(tmp_path / "c.txt")
    once = survey(item, second)
    assert once.again(item) is not None and once.again(second) is None


def test_a_run_with_a_survey_reads_each_file_once(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("in").mkdir()
    for name in ("a.txt", "b.txt"):
        written(Path("in", name), f"Our garden club meets on Mondays in {name}.")
    read, reads = Input.read, list[str]()

    def counted(item: Input) -> bytes:
        reads.append(item.name)
        return read(item)

    monkeypatch.setattr(Input, "read", counted)
    assert cleaner("check", "in").code == 0
    assert reads == ["a.txt", "b.txt"]
