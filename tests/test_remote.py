"""Files elsewhere: fsspec's own stores in memory and on disk, and an s3 that moto plays."""

import gzip
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import fsspec
import pytest
from command import cleaner
from moto.server import ThreadedMotoServer

from cleaner.batch.mirror import Mirror
from cleaner.files import remote
from cleaner.ledger import Answer, Filter, Ledger, Status

DAMAGED, MENDED = "Tbe mayor and tbe clerk left.\n", "The mayor and the clerk left.\n"
FILES = {
    "in/a.txt": DAMAGED.encode(),
    "in/deep/b.md.gz": gzip.compress(DAMAGED.encode()),
    "in/c.jsonl": b'{"text": "He left."}\n',
    "in/d.rtf": b"x",
}


@pytest.fixture
def memory() -> Iterator[fsspec.AbstractFileSystem]:
    system = fsspec.filesystem("memory")
    for name, data in FILES.items():
        system.pipe(f"/{name}", data)
    yield system
    system.rm("/", recursive=True)


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[fsspec.AbstractFileSystem]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    fsspec.filesystem("s3").clear_instance_cache()
    system = fsspec.filesystem("s3", skip_instance_cache=True)
    system.makedirs("bucket", exist_ok=True)
    for name, data in FILES.items():
        system.pipe(f"bucket/{name}", data)
    yield system
    system.rm("bucket", recursive=True)
    fsspec.filesystem("s3").clear_instance_cache()
    server.stop()


def cleaned(elsewhere: Path, *arguments: str, code: int = 0) -> str:
    ran = cleaner("clean", *arguments, cwd=elsewhere, CLEANER_STATE=str(elsewhere / "state"))
    assert ran.code == code, ran.err
    return ran.err


def test_a_folder_in_memory_into_a_folder_here(elsewhere: Path, memory: fsspec.AbstractFileSystem) -> None:
    told = cleaned(elsewhere, "memory://in", "-o", "out")
    assert "3 documents, 2 changed" in told and "1 .rtf" in told
    assert (elsewhere / "out/a.txt").read_text() == MENDED
    assert gzip.decompress((elsewhere / "out/deep/b.md.gz").read_bytes()).decode() == MENDED


def test_one_file_and_a_pattern(elsewhere: Path, memory: fsspec.AbstractFileSystem) -> None:
    cleaned(elsewhere, "memory://in/a.txt", "-o", "out")
    assert (elsewhere / "out/a.txt").read_text() == MENDED
    assert "1 document, 1 changed" in cleaned(elsewhere, "memory://in/**/*.gz", "-o", "two")
    assert (elsewhere / "two/deep/b.md.gz").exists()


def test_out_elsewhere_and_only_what_is_new_is_put_again(
    elsewhere: Path, memory: fsspec.AbstractFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleaned(elsewhere, "memory://in", "-o", "memory://out")
    assert memory.cat("/out/a.txt").decode() == MENDED and memory.exists("/out/changes.diff")
    put: list[str] = []
    real = remote.put
    monkeypatch.setattr(remote, "put", lambda place, url: (put.append(url), real(place, url)))
    cleaned(elsewhere, "memory://in", "-o", "memory://out")
    assert "memory://out/a.txt" not in put and put[-1] == "memory://out/run.db"


def test_another_machine_goes_on_from_the_ledger_that_lies_there(
    elsewhere: Path, memory: fsspec.AbstractFileSystem
) -> None:
    cleaned(elsewhere, "memory://in", "-o", "memory://out")
    ran = cleaner("clean", "memory://in", "-o", "memory://out", cwd=elsewhere, CLEANER_STATE=str(elsewhere / "other"))
    assert ran.code == 0
    (ledger,) = (elsewhere / "other").rglob("run.db")
    with sqlite3.connect(ledger) as db:
        assert db.execute("SELECT count(*) FROM runs").fetchone() == (2,)


def decisions(ledger: Path) -> int:
    with closing(sqlite3.connect(ledger)) as db:
        return int(db.execute("SELECT count(*) FROM decisions").fetchone()[0])


def test_answers_that_another_machine_has_put_are_not_lost(elsewhere: Path, memory: fsspec.AbstractFileSystem) -> None:
    def run_on(machine: str, *, code: int = 0) -> Path:
        ran = cleaner("clean", "memory://in", "-o", "memory://out", CLEANER_STATE=str(elsewhere / machine))
        assert ran.code == code, ran.err
        return next((elsewhere / machine).rglob("out"))

    def answer(out: Path) -> None:
        with Ledger.open(out) as ledger:
            ledger.decide(ledger.case_ids(Filter(Status.ALL))[:1], Answer.REJECT)

    one, other = run_on("one"), run_on("other")
    answer(other)
    run_on("other")
    run_on("one")
    assert decisions(one / "run.db") == 1
    run_on("other")
    answer(other)
    run_on("other")
    answer(one)  # now each has something that the other lacks
    here = (one / "run.db").read_bytes()
    run_on("one", code=2)
    assert (one / "run.db").read_bytes() == here and decisions(one / "run.db") == 2
    memory.rm("/out/run.db")
    run_on("one")
    assert memory.exists("/out/run.db")


def test_a_ledger_that_somebody_has_open_is_not_replaced(elsewhere: Path, memory: fsspec.AbstractFileSystem) -> None:
    def run_on(machine: str) -> int:
        return cleaner("clean", "memory://in", "-o", "memory://out", CLEANER_STATE=str(elsewhere / machine)).code

    assert (run_on("one"), run_on("other")) == (0, 0)
    (ledger,) = (elsewhere / "one").rglob("run.db")
    with closing(sqlite3.connect(ledger)) as db:
        db.execute("SELECT count(*) FROM runs").fetchone()
        assert ledger.with_name("run.db-wal").exists() and run_on("one") == 2
    assert run_on("one") == 0


def test_a_run_that_was_killed_behind_another_machine_s_goes_on(
    elsewhere: Path, memory: fsspec.AbstractFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run_on(machine: str) -> int:
        return cleaner("clean", "memory://in", "-o", "memory://out", CLEANER_STATE=str(elsewhere / machine)).code

    assert (run_on("one"), run_on("other")) == (0, 0)
    with monkeypatch.context() as killed:  # before it puts anything
        killed.setattr(Mirror, "put", lambda mirror: iter(()))
        assert run_on("one") == 0
    assert run_on("one") == 0


def test_files_that_another_machine_has_put_otherwise_are_put_again(
    elsewhere: Path, memory: fsspec.AbstractFileSystem
) -> None:
    def run_on(machine: str, *settings: str) -> str:
        state = str(elsewhere / machine)
        ran = cleaner("clean", "memory://in", "-o", "memory://out", *settings, cwd=elsewhere, CLEANER_STATE=state)
        assert ran.code == 0, ran.err
        return str(memory.cat("/out/a.txt").decode())

    assert run_on("one") == MENDED
    assert run_on("other", "--off", "*/*", "--off", "spelling") == DAMAGED
    assert run_on("one") == MENDED
    memory.pipe("/out/a.txt", b"of a run that was killed before it put its ledger")
    assert run_on("one") == MENDED


def test_what_somebody_removed_there_is_put_again(elsewhere: Path, memory: fsspec.AbstractFileSystem) -> None:
    cleaned(elsewhere, "memory://in", "-o", "memory://out")
    memory.rm("/out", recursive=True)
    cleaned(elsewhere, "memory://in", "-o", "memory://out")
    assert memory.cat("/out/a.txt").decode() == MENDED and memory.exists("/out/deep/b.md.gz")


def test_a_ledger_that_comes_half_way_is_fetched_again(
    elsewhere: Path, memory: fsspec.AbstractFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleaned(elsewhere, "memory://in", "-o", "memory://out")
    (elsewhere / "state").rename(elsewhere / "gone")

    used: list[str] = []

    def breaks(self: object, path: str, place: str) -> None:
        used.append(Path(place).name)
        Path(place).write_bytes(memory.cat(path)[:5000])
        raise ConnectionResetError("Connection reset by peer")

    with monkeypatch.context() as patched:
        patched.setattr(type(memory), "get_file", breaks)
        assert "Connection reset" in cleaned(elsewhere, "memory://in", "-o", "memory://out", code=2)
    cleaned(elsewhere, "memory://in", "-o", "memory://out")
    assert "run.db" not in used and not list((elsewhere / "state").rglob("*.half"))


def test_only_what_belongs_to_out_is_put(elsewhere: Path, memory: fsspec.AbstractFileSystem) -> None:
    memory.pipe("/in/poem-wal", DAMAGED.encode())
    cleaned(elsewhere, "memory://in/poem-wal", "--format", "text", "-o", "memory://out")
    assert memory.cat("/out/poem-wal").decode() == MENDED
    (ledger,) = (elsewhere / "state").rglob("run.db")
    for beside in ("run.db-wal", "run.db-shm", f".{'0' * 12}.{'1' * 8}.99.half"):
        ledger.with_name(beside).write_bytes(b"")
        assert beside not in {Path(p).name for p in memory.find("/out")}
    for told in Mirror("memory://out", ledger.parent).put():
        raise AssertionError(told)
    names = {Path(path).name for path in memory.find("/out")}
    assert names == {"poem-wal", "changes.diff", "run.db"}


def test_exclude_holds_elsewhere(elsewhere: Path, memory: fsspec.AbstractFileSystem) -> None:
    cleaned(elsewhere, "memory://in", "--exclude", "deep/", "-o", "out")
    assert (elsewhere / "out/a.txt").exists() and not (elsewhere / "out/deep").exists()


def test_addresses_of_files_on_disk(elsewhere: Path) -> None:
    (elsewhere / "in").mkdir()
    (elsewhere / "in/a.txt").write_text(DAMAGED)
    cleaned(elsewhere, f"file://{elsewhere}/in", "-o", f"file://{elsewhere}/out")
    assert (elsewhere / "out/a.txt").read_text() == MENDED


def test_an_s3(elsewhere: Path, s3: fsspec.AbstractFileSystem) -> None:
    told = cleaned(elsewhere, "s3://bucket/in", "-o", "s3://bucket/out")
    assert "3 documents, 2 changed" in told
    assert s3.cat("bucket/out/a.txt").decode() == MENDED
    assert gzip.decompress(s3.cat("bucket/out/deep/b.md.gz")).decode() == MENDED


def test_a_store_that_fails_half_way_is_told_and_the_rest_goes_on(
    elsewhere: Path, s3: fsspec.AbstractFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    import s3fs

    fetch = s3fs.S3File._fetch_range

    def fails(self: s3fs.S3File, *place: int) -> bytes:
        if "a.txt" in self.path:
            raise ConnectionResetError("Connection reset by peer")
        return bytes(fetch(self, *place))

    monkeypatch.setattr(s3fs.S3File, "_fetch_range", fails)
    told = cleaned(elsewhere, "s3://bucket/in", "-o", "s3://bucket/out", code=2)
    assert "s3://bucket/in/a.txt: cannot be read: Connection reset by peer" in told
    assert s3.exists("bucket/out/deep/b.md.gz") and not s3.exists("bucket/out/a.txt")


def test_a_store_that_takes_nothing_more_is_told_and_the_same_command_goes_on(
    elsewhere: Path, memory: fsspec.AbstractFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = type(memory).put_file

    def full(self: object, place: str, path: str, **more: object) -> None:
        if path.endswith("a.txt"):
            raise PermissionError("Access Denied")
        put(memory, place, path, **more)

    with monkeypatch.context() as patched:
        patched.setattr(type(memory), "put_file", full)
        told = cleaned(elsewhere, "memory://in", "-o", "memory://out", code=2)
    assert "memory://out/a.txt: cannot be written: Access Denied; it is kept in" in told
    assert memory.exists("/out/run.db") and not memory.exists("/out/a.txt")
    cleaned(elsewhere, "memory://in", "-o", "memory://out")
    assert memory.cat("/out/a.txt").decode() == MENDED


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("memory://nothing", "no file there"),
        ("memory://in/*.pdf", "no file there"),
        ("nostore://in", "nostore"),
        ("s3://no-such-bucket-here/in", "s3://no-such-bucket-here/in: "),
    ],
)
def test_an_address_in_vain(
    elsewhere: Path, memory: fsspec.AbstractFileSystem, s3: fsspec.AbstractFileSystem, address: str, told: str
) -> None:
    assert told in cleaned(elsewhere, address, "-o", "out", code=2)


def test_in_place_is_for_files_of_this_machine(elsewhere: Path, memory: fsspec.AbstractFileSystem) -> None:
    assert "files of this machine" in cleaned(elsewhere, "memory://in", "--in-place", code=2)


def test_without_the_library_the_message_names_it(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    assert "pip install 'article-cleaner[cloud]'" in cleaned(elsewhere, "s3://bucket/in", "-o", "out", code=2)


def test_an_address_is_the_same_input_from_every_working_folder(
    elsewhere: Path, memory: fsspec.AbstractFileSystem
) -> None:
    cleaned(elsewhere, "memory://in", "-o", "memory://out")
    (elsewhere / "deep").mkdir()
    ran = cleaner(
        "clean", "memory://in", "-o", "memory://out", cwd=elsewhere / "deep", CLEANER_STATE=str(elsewhere / "state")
    )
    assert ran.code == 0 and "3 files stood there already" in ran.err
    ran = cleaner(
        "clean", "memory://in/deep", "-o", "memory://out", cwd=elsewhere, CLEANER_STATE=str(elsewhere / "state")
    )
    assert ran.code == 2 and "another folder" in ran.err
