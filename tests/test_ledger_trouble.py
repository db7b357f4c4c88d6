"""A ledger that is in use, may not be written or is damaged: every command says so, and shows no traceback."""

import os
import random
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from command import cleaner as called
from made import run_on_two_files

from cleaner.ledger import Ledger, LedgerError, tables

CITY = "UU. Officials of EE. UU. They said the mafia had stormed the embassy, where protesters threw stones.\n"
LOOKING = [
    *(("report", "out", "--format", view) for view in ("html", "diff", "jsonl", "summary", "text", "json", "sarif")),
    ("report", "out", "--format", "precision"),
    ("decisions", "list", "out"),
    ("decisions", "export", "out"),
    ("learn", "out"),
]
WRITING = [
    ("review", "out", "--show", "all", "--answers", "answers"),
    ("apply", "out", "--to", "elsewhere"),
    ("decisions", "import", "out", "team.jsonl"),
    ("decisions", "undo", "out", "--rule", "*"),
    ("clean", "in", "-o", "out", "--force"),
]

QUICK = [*LOOKING[:2], *LOOKING[7:10], *WRITING[:4]]  # those that load no dictionary, each kind of them once


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with an answer, and what the commands are given."""
    folder = tmp_path_factory.mktemp("made")
    run_on_two_files(folder, CITY)
    (folder / "answers").write_text("w\ns\ny\nn\nu\nh\na\nN\n")
    (folder / "team.jsonl").write_text('{"answer": "accept", "rule": "ocr/tbe", "before": "tbe", "text": "the"}\n')
    assert called("review", "out", "--answers", "-", stdin=b"s\ny\n", cwd=folder).code == 0
    with closing(sqlite3.connect(folder / "out/run.db")) as db:
        db.execute("PRAGMA journal_mode = DELETE")  # one file, whole
    return folder


@pytest.fixture
def place(made: Path, elsewhere: Path) -> Path:
    shutil.copytree(made, elsewhere / "run")
    return elsewhere / "run"


def sql(statement: str) -> object:
    def broken(file: Path) -> None:
        with closing(sqlite3.connect(file)) as db:
            db.execute(statement)
            db.commit()

    return broken


def overwritten(data: bytes, at: int = 0) -> object:
    def broken(file: Path) -> None:
        file.write_bytes(file.read_bytes()[:at] + data + file.read_bytes()[at + len(data) :])

    return broken


BROKEN = {
    "no ledger": lambda file: file.write_text("this is no database, though it is long enough\n" * 200),
    "cut in half": lambda file: os.truncate(file, file.stat().st_size // 2),
    "a wrong head": overwritten(b"SQLite format 4"),
    "pages of nothing": overwritten(b"\x00" * 20_000, 4096),
    "a table less": sql("DROP TABLE findings"),
    "a column less": sql("ALTER TABLE findings RENAME COLUMN evidence TO proof"),
    "of the future": sql("PRAGMA user_version = 99"),
    "a text that is none": sql("UPDATE documents SET text = x'78daff00'"),
    "a text of another": sql(f"UPDATE documents SET text = x'{__import__('zlib').compress(b'short').hex()}'"),
    "a text of half letters": sql(
        f"UPDATE documents SET text = x'{__import__('zlib').compress(b'ab' * 80 + bytes([255])).hex()}'"
    ),
    "a diagnosis that is none": sql("UPDATE documents SET diagnosis = '[1'"),
    "a diagnosis too deep": sql(f"UPDATE documents SET diagnosis = '{'[' * 100_000}'"),
    "a diagnosis of another kind": sql("UPDATE documents SET diagnosis = '{\"ocr\": 1}'"),
    "a file that is none": sql("UPDATE files SET data = x'00'"),
    "options that are none": sql("UPDATE files SET options = '[]'"),
    "options of another kind": sql('UPDATE files SET options = \'{"colour": "red"}\''),
    "a format that is none": sql('UPDATE files SET options = \'{"format": "rtf"}\''),
    "suggestions that are none": sql("UPDATE findings SET suggestions = '[[1]]'"),
    "evidence that is none": sql("UPDATE findings SET evidence = 'x'"),
    "a tier that is none": sql("UPDATE findings SET tier = 'perhaps'"),
    "a pattern's tier that is none": sql("UPDATE patterns SET tier = 'perhaps'"),
    "a verdict that is none": sql("UPDATE findings SET verdict = 'perhaps'"),
    "an answer that is none": sql("UPDATE findings SET answer = 'perhaps'"),
    "a decision that is none": sql("UPDATE decisions SET answer = 'perhaps'"),
    "a scope that is none": sql("UPDATE decisions SET scope = 'perhaps'"),
    "a place beyond the text": sql("UPDATE findings SET start = 99999, end = 99999"),
    "a place before it": sql("UPDATE findings SET start = -5"),
    "a place that is a word": sql("UPDATE findings SET start = 'here'"),
    "words that are not there": sql("UPDATE findings SET before = 'elsewhere'"),
    "words that are no text": sql("UPDATE findings SET before = CAST(x'ff' AS TEXT)"),
    "an id that is no text": sql("UPDATE documents SET name = CAST(x'ff' AS TEXT)"),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_damaged_ledger_is_told(place: Path, broken: str) -> None:
    BROKEN[broken](place / "out/run.db")
    shutil.copy(place / "out/run.db", place / "kept.db")
    told = 0
    slow = broken in ("cut in half", "a text that is none", "a decision that is none")
    for command in [*LOOKING, *WRITING] if slow else QUICK:
        shutil.copy(place / "kept.db", place / "out/run.db")
        for beside in ("run.db-wal", "run.db-shm"):
            (place / "out" / beside).unlink(missing_ok=True)
        ran = called(*command, cwd=place)
        assert ran.code in (0, 2), (command, ran.err)
        if ran.code == 2:
            assert ran.err.startswith("cleaner: ") or "\ncleaner: " in ran.err or "could not" in ran.err, command
            told += 1
    assert told, "nobody noticed"


def test_a_whole_ledger_is_used_by_all_of_them(place: Path) -> None:
    for command in [*LOOKING, *WRITING]:
        assert called(*command, cwd=place).code == 0, command


@pytest.mark.parametrize("seed", range(8))
def test_flipped_bytes_are_no_traceback(place: Path, seed: int) -> None:
    chance = random.Random(seed)
    file = place / "out/run.db"
    data = bytearray(file.read_bytes())
    for at in chance.sample(range(len(data)), 40):
        data[at] ^= 1 << chance.randrange(8)
    for command in QUICK:
        file.write_bytes(data)
        for beside in ("run.db-wal", "run.db-shm"):
            (place / "out" / beside).unlink(missing_ok=True)
        assert called(*command, cwd=place).code in (0, 2), command


def test_a_ledger_in_use_is_waited_for_and_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "PATIENCE", 0.05)
    with closing(sqlite3.connect(place / "out/run.db", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        for command in [*LOOKING, *WRITING]:
            ran = called(*command, cwd=place)
            assert ran.code == 2 and "in use by another process" in ran.err, command
    assert called("apply", "out", cwd=place).code == 0


@contextmanager
def unprivileged() -> Iterator[None]:
    """Root may write everything; so for once we are not root."""
    if sys.platform == "win32" or os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def closed(made: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The run in a folder in which nothing may be written, where others than its owner may look."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "run"
        shutil.copytree(made, place)
        shutil.copytree(made, warm := Path(folder) / "warm")
        for command in [*LOOKING[1:-1], *WRITING[:4]]:  # others than root may not even load what lies in root's home
            called(*command, cwd=warm)
        (place / "out/run.db").chmod(0o444)
        for part in (Path(folder), place, place / "in", place / "out"):
            part.chmod(0o555)
        monkeypatch.chdir(place)
        yield place
        monkeypatch.undo()
        (place / "out").chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_a_ledger_that_may_not_be_written_can_be_looked_at(closed: Path) -> None:
    kept = sorted((p.name, p.read_bytes()) for p in (closed / "out").iterdir() if p.is_file())
    with unprivileged():
        for command in LOOKING[1:-1]:
            ran = called(*command)
            assert ran.code == 0, (command, ran.err)
        assert " question" in called("report", "out", "--format", "summary").text
        for command in WRITING[:4]:
            ran = called(*command)
            assert ran.code == 2 and ("may not be written" in ran.err or "cannot be opened" in ran.err), ran.err
        assert called("report", "out").code == 2  # the page would be written there
    assert sorted((p.name, p.read_bytes()) for p in (closed / "out").iterdir() if p.is_file()) == kept


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_an_older_ledger_that_may_not_be_written_is_refused_with_the_cure(closed: Path) -> None:
    (closed / "out/run.db").chmod(0o644)
    sql("PRAGMA user_version = 1")(closed / "out/run.db")
    (closed / "out/run.db").chmod(0o444)
    with (
        unprivileged(),
        pytest.raises(LedgerError, match="older cleaner"),
        Ledger.open(closed / "out", create=False, look=True),
    ):
        pass


@pytest.mark.parametrize("said", ["disk I/O error", "database or disk is full"])
def test_a_full_disk_lets_the_ledger_be_looked_at(place: Path, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """Nothing can be put beside the ledger then, as SQLite does even for who only reads."""

    def full(db: sqlite3.Connection, where: str) -> None:
        raise sqlite3.OperationalError(said)

    monkeypatch.setattr("cleaner.ledger.connection.prepare", full)
    for command in LOOKING[1:]:
        assert called(*command, cwd=place).code == 0, command
    for command in WRITING:
        ran = called(*command, cwd=place)
        assert ran.code == 2 and "what was saved before is whole" in ran.err


def test_what_is_not_yet_in_the_file_is_not_passed_over(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that may write nothing would not see the last answers, which still lie beside the file."""
    (place / "out/run.db-wal").write_bytes(b"answers")

    def full(db: sqlite3.Connection, where: str) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("cleaner.ledger.connection.prepare", full)
    assert called("report", "out", "--format", "summary", cwd=place).code == 2


def test_a_decisions_file_that_is_nested_too_deep_is_told_by_its_line(place: Path) -> None:
    good = '{"answer": "accept", "rule": "ocr/tbe", "before": "tbe", "text": "the"}'
    (place / "team.jsonl").write_text(f"{good}\n{'[' * 100_000}\n" + '{"a":' * 50_000 + "\n")
    ran = called("decisions", "import", "out", "team.jsonl", cwd=place)
    assert ran.code == 2 and "1 new" in ran.err
    assert "team.jsonl:2: JSON that is nested too deep" in ran.err and "team.jsonl:3: " in ran.err


def test_who_cannot_save_an_answer_is_not_asked_for_one(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger that another process writes is refused when it is opened, not when the first answer is given."""
    monkeypatch.setattr("cleaner.ledger.connection.prepare", lambda db, where: db.execute("PRAGMA busy_timeout = 50"))
    with closing(sqlite3.connect(place / "out/run.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="in use by another process"):
            Ledger.open(place / "out", create=False)
        Ledger.open(place / "out", create=False, look=True).close()
    Ledger.open(place / "out", create=False).close()
