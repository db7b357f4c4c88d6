"""Large files are read, cleaned and written in parts: what comes out is what one part would have given."""

import errno
import gzip
import io
import json
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import cleaner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_warc import archive

from cleaner.batch import parted
from cleaner.formats import ReadOptions, csv_table, divided, parts, read, warc
from cleaner.formats.outcome import Input
from cleaner.ledger import Ledger
from cleaner.ledger.growing import Growing

DAMAGED, MENDED = "Tbe mayor and tbe clerk left.", "The mayor and the clerk left."


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of 300 bytes, of what has more than 1,000."""
    monkeypatch.setattr(parted, "WHOLE", 1000)
    for module in (parts, csv_table, warc):
        monkeypatch.setattr(module, "PART", 300)
    monkeypatch.setattr(parts, "LONGEST", 3000)


def jsonl(rows: int) -> str:
    return "".join(
        json.dumps({"id": f"r{n % 40}", "text": DAMAGED if n % 3 else "He left."}) + "\n" for n in range(rows)
    )


def csv(rows: int) -> str:
    head = "id,body,n\r\n"
    return head + "".join(f'r{n},"{DAMAGED}\r\nHe said ""no"".",{n}\r\n' for n in range(rows))


FILES = {"a.jsonl": jsonl(60), "b.csv": csv(30), "c.json": jsonl(30), "d.tsv": csv(30).replace(",", "\t")}


@pytest.mark.parametrize("packed", [False, True])
def test_what_comes_out_is_what_one_part_would_have_given(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, packed: bool
) -> None:
    (elsewhere / "in").mkdir()
    files = {**{name: text.encode() for name, text in FILES.items()}, "e.warc": archive()}
    for name, data in files.items():
        (elsewhere / "in" / (name + ".gz" * packed)).write_bytes(gzip.compress(data) if packed else data)
    ran = cleaner("clean", "in", "-o", "out", "--edits", cwd=elsewhere)
    assert ran.code == 0, ran.err
    (elsewhere / "two").mkdir()
    with Ledger.open(elsewhere / "out", create=False) as ledger:
        assert len(ledger.files()) > 25
    assert cleaner("apply", "out", "--to", "two", cwd=elsewhere).code == 0
    monkeypatch.setattr(parted, "WHOLE", 10**9)
    at_once = cleaner("clean", "in", "-o", "whole", "--edits", cwd=elsewhere)
    counts = [next(line for line in told.splitlines() if "changed:" in line) for told in (ran.err, at_once.err)]
    assert counts[0].rpartition(",")[0] == counts[1].rpartition(",")[0]
    for name in files:
        found = [(elsewhere / where / (name + ".gz" * packed)).read_bytes() for where in ("out", "two", "whole")]
        assert found[0] == found[1]
        plain = [gzip.decompress(data) if packed else data for data in found]
        assert plain[0] == plain[2] and MENDED.encode() in plain[0]
    assert cleaner("clean", "in", "-o", "out", cwd=elsewhere).code == 0  # whole now: the ledger forgets the parts
    with Ledger.open(elsewhere / "out", create=False) as ledger:
        assert len(ledger.files()) == len(files)
    changed = [
        [{k: v for k, v in json.loads(line).items() if k in {"before", "after", "rule"}} for line in lines]
        for lines in ((elsewhere / out / "edits.jsonl").read_text().splitlines() for out in ("out", "whole"))
    ]
    assert changed[0] == changed[1]


TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), min_size=3, max_size=60)


LETTERS = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\r\t")


@pytest.mark.parametrize("name", ["a.jsonl", "b.csv"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.text(LETTERS, max_size=60), min_size=20, max_size=60), st.integers(300, 4000))
def test_parts_are_the_file_and_their_documents_those_of_the_file(name: str, texts: list[str], size: int) -> None:
    if name == "a.jsonl":
        data = "".join(json.dumps({"text": t}) + "\n" for t in texts).encode()
    else:
        quoted = (t.replace('"', '""') for t in texts)
        data = ("id,body\n" + "".join(f'{n},"two words {t}"\n' for n, t in enumerate(quoted))).encode()
    found = divided(name, data[:size], io.BytesIO(data[size:]), ReadOptions())
    assert found
    pieces = list(found)
    assert b"".join(piece for piece, _ in pieces) == data
    whole = read(name, data).documents
    documents = [d for piece, how in pieces for d in read(name, piece, how).documents]
    assert [d.text for d in documents] == [d.text for d in whole]
    assert [d.id for d in documents] == [d.id for d in whole]
    assert [how.part and how.part.last for _, how in pieces] == [False] * (len(pieces) - 1) + [True]


def test_a_name_that_two_parts_have_is_made_two(elsewhere: Path) -> None:
    (elsewhere / "a.jsonl").write_text(jsonl(130))
    cleaner("clean", "a.jsonl", "-o", "out", "--edits", cwd=elsewhere)
    with Ledger.open(elsewhere / "out", create=False) as ledger:
        names = [ledger.document(d).name for d in ledger.document_ids()]  # type: ignore[union-attr]
    assert len(names) == len(set(names)) == 130


def test_a_stream_that_breaks_half_way_leaves_nothing_and_the_rest_goes_on(elsewhere: Path) -> None:
    (elsewhere / "in").mkdir()
    chance = random.Random(1)
    text = "".join(json.dumps({"text": DAMAGED, "x": chance.getrandbits(400)}) + "\n" for _ in range(200))
    whole = gzip.compress(text.encode())
    (elsewhere / "in/a.jsonl.gz").write_bytes(whole[: len(whole) - 7_000])
    (elsewhere / "in/b.txt").write_text(DAMAGED)
    ran = cleaner("clean", "in", "-o", "out", cwd=elsewhere)
    assert ran.code == 2 and "a.jsonl.gz: the .gz was cut off" in ran.err and "1 file could not be used" in ran.err
    assert sorted(p.name for p in (elsewhere / "out").iterdir()) == [
        "b.txt",
        "changes.diff",
        "failures.jsonl",
        "run.db",
    ]
    with Ledger.open(elsewhere / "out", create=False) as ledger:
        assert ledger.files() == ["b.txt"]
    (elsewhere / "in/a.jsonl.gz").write_bytes(whole)
    assert cleaner("clean", "in", "-o", "out", cwd=elsewhere).code == 0
    assert gzip.decompress((elsewhere / "out/a.jsonl.gz").read_bytes()).decode() == text.replace(DAMAGED, MENDED)


def test_a_part_that_cannot_be_written_is_told_once_and_later_ones_stand_in_no_report(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere / "in").mkdir()
    (elsewhere / "in/a.jsonl").write_text(jsonl(60))
    (elsewhere / "in/b.txt").write_text(DAMAGED)
    written: list[bytes] = []

    def add(self: Growing, data: bytes) -> None:
        written.append(data)
        if len(written) == 2:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self.place))

    monkeypatch.setattr(Growing, "add", add)
    ran = cleaner("clean", "in", "-o", "out", cwd=elsewhere)
    assert ran.code == 2 and ran.err.count("in/a.jsonl: cannot be written") == 1
    assert len(written) == 2 and not (elsewhere / "out/a.jsonl").exists()
    assert (elsewhere / "out/b.txt").read_text() == MENDED
    assert (elsewhere / "out/changes.diff").read_text().count('# +{"id"') == written[0].decode().count("The mayor")
    with Ledger.open(elsewhere / "out", create=False) as ledger:
        assert ledger.files() == ["b.txt"]


def test_a_run_that_was_killed_between_parts_is_told_by_apply(elsewhere: Path) -> None:
    (elsewhere / "a.jsonl").write_text(jsonl(60))
    cleaner("clean", "a.jsonl", "-o", "out", cwd=elsewhere)
    with Ledger.open(elsewhere / "out") as ledger:
        ledger.forget_parts("a.jsonl", beyond=3)
    ran = cleaner("apply", "out", "--to", "two", cwd=elsewhere)
    assert ran.code == 2 and "a.jsonl: was cleaned in part only; clean it again" in ran.err
    assert not (elsewhere / "two/a.jsonl").exists()


def test_a_persons_own_file_in_out_is_left_alone(elsewhere: Path) -> None:
    (elsewhere / "a.jsonl").write_text(jsonl(60))
    (elsewhere / "out").mkdir()
    (elsewhere / "out/a.jsonl").write_text("mine")
    ran = cleaner("clean", "a.jsonl", "-o", "out", cwd=elsewhere)
    assert ran.code == 2 and "left alone" in ran.err and (elsewhere / "out/a.jsonl").read_text() == "mine"
    assert cleaner("clean", "a.jsonl", "-o", "out", "--force", cwd=elsewhere).code == 0
    assert MENDED in (elsewhere / "out/a.jsonl").read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_in_out_is_replaced_and_what_it_leads_to_stays(elsewhere: Path) -> None:
    (elsewhere / "a.jsonl").write_text(jsonl(60))
    (elsewhere / "out").mkdir()
    (elsewhere / "mine").write_text("mine")
    (elsewhere / "out/a.jsonl").symlink_to(elsewhere / "mine")
    assert cleaner("clean", "a.jsonl", "-o", "out", cwd=elsewhere).code == 0
    assert (elsewhere / "mine").read_text() == "mine" and not (elsewhere / "out/a.jsonl").is_symlink()
    assert MENDED in (elsewhere / "out/a.jsonl").read_text()


def test_in_place_a_file_is_not_read_in_parts(elsewhere: Path) -> None:
    (elsewhere / "a.jsonl").write_text(jsonl(60))
    ran = cleaner("clean", "a.jsonl", "--in-place", cwd=elsewhere, CLEANER_STATE=str(elsewhere / "state"))
    assert ran.code == 0 and (elsewhere / "a.jsonl").read_text() == jsonl(60).replace(DAMAGED, MENDED)


def test_one_long_record_is_told(elsewhere: Path) -> None:
    (elsewhere / "in").mkdir()
    (elsewhere / "in/a.jsonl").write_text(jsonl(20) + json.dumps({"text": "word " * 2000}) + "\n" + jsonl(20))
    (elsewhere / "in/b.txt").write_text(DAMAGED)
    ran = cleaner("clean", "in", "-o", "out", cwd=elsewhere)
    assert ran.code == 2 and "a.jsonl: a record has more than" in ran.err
    assert not (elsewhere / "out/a.jsonl").exists() and (elsewhere / "out/b.txt").read_text() == MENDED


def test_a_cell_whose_quote_never_ends_is_left_alone_and_its_neighbours_are_read(elsewhere: Path) -> None:
    text = csv(30) + f'r,"{DAMAGED} and no end,1\r\n' + csv(30).partition("\r\n")[2]
    (elsewhere / "a.csv").write_bytes(text.encode())
    ran = cleaner("clean", "a.csv", "-o", "out", cwd=elsewhere)
    assert ran.code == 0, ran.err
    after = (elsewhere / "out/a.csv").read_bytes().decode()
    assert after.count(MENDED) >= 58 and after.count("\n") == text.count("\n")


def test_line_numbers_are_those_of_the_file(elsewhere: Path) -> None:
    (elsewhere / "a.jsonl").write_text(jsonl(60))
    lines = [int(line.split(":")[1]) for line in cleaner("check", "a.jsonl", cwd=elsewhere).text.splitlines()]
    assert sorted(set(lines)) == [n + 1 for n in range(60) if n % 3]


def test_parts_are_read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more than a part and the next are in memory, however long the stream."""

    class Endless(io.RawIOBase):
        def __init__(self) -> None:
            self.given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
            line = b'{"text": "He left."}\n' * 2
            at = self.given % (len(line) // 2)
            count = min(len(buffer), 21)
            buffer[:count] = line[at : at + count]
            self.given += count
            return count

    stream = Endless()
    item = Input(Path("a.jsonl"), "a.jsonl", data=b"")

    def opened(_: Input) -> Iterator[io.BufferedReader]:
        yield io.BufferedReader(stream, 100)  # type: ignore[misc]

    monkeypatch.setattr(Input, "opened", __import__("contextlib").contextmanager(opened))
    monkeypatch.setattr(parted, "_is_small", lambda _: False)
    found = parted.parted(item, ReadOptions())
    for _ in range(5):
        assert sys.getsizeof(next(found).text) < 1000
    assert stream.given < 10_000
