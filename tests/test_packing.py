"""Compressed files: read by what is in them, written back in kind, and bounded whatever they unpack to."""

import bz2
import gzip
import io
import json
import lzma
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import zstandard
from command import cleaner
from hypothesis import given
from hypothesis import strategies as st

from cleaner.files import packing
from cleaner.formats.outcome import Outcome
from cleaner.ledger.inplace import Replacements

DAMAGED, MENDED = "Tbe mayor and tbe clerk left.\n", "The mayor and the clerk left.\n"
UNPACK = {
    ".gz": gzip.decompress,
    ".bz2": bz2.decompress,
    ".xz": lzma.decompress,
    ".zst": lambda data: zstandard.ZstdDecompressor().stream_reader(data, read_across_frames=True).read(),
}
TOOLS = {".gz": "gzip", ".bz2": "bzip2", ".xz": "xz", ".zst": "zstd"}


def unpacked(name: str, data: bytes) -> bytes:
    return packing.opened(name, io.BytesIO(data)).read()


def test_every_kind_is_tested() -> None:
    assert list(packing.PACKINGS) == list(UNPACK) == list(TOOLS)


@pytest.mark.parametrize("kind", UNPACK)
@given(st.binary(max_size=3000), st.binary(max_size=300))
def test_what_is_packed_reads_as_it_was_here_and_elsewhere_also_in_pieces(kind: str, one: bytes, two: bytes) -> None:
    data = packing.packed(f"a{kind}", one) + packing.packed(f"b{kind}", two)
    assert unpacked(f"a{kind}", data) == one + two == UNPACK[kind](data)
    assert packing.packed(f"a{kind}", one) == packing.packed(f"b{kind}", one)


@pytest.mark.parametrize("kind", UNPACK)
def test_real_tools_read_what_is_written_and_the_other_way_round(elsewhere: Path, kind: str) -> None:
    if not (tool := shutil.which(TOOLS[kind])):
        pytest.skip(f"no {TOOLS[kind]} here")
    rows = [{"id": str(n), "text": DAMAGED if n == 1 else "He left."} for n in range(3)]
    before = "".join(json.dumps(row) + "\n" for row in rows)
    (elsewhere / "in").mkdir()
    (elsewhere / "in/a.jsonl").write_text(before)
    (elsewhere / "in/b.txt").write_text("Nothing is wrong here.\n")
    subprocess.run([tool, "-q", *sorted((elsewhere / "in").iterdir())], check=True)
    for left in (elsewhere / "in").glob("*[lt]"):  # zstd keeps what it packs
        if left.suffix in (".jsonl", ".txt"):
            left.unlink()
    ran = cleaner("clean", "in", "-o", "out", cwd=elsewhere)
    assert ran.code == 0 and "4 documents, 1 changed" in ran.err, ran.err
    for name, wanted in {
        "a.jsonl": before.replace(DAMAGED.strip(), MENDED.strip()),
        "b.txt": "Nothing is wrong here.\n",
    }.items():
        done = subprocess.run([tool, "-dc", elsewhere / f"out/{name}{kind}"], capture_output=True, check=True)
        assert done.stdout.decode() == wanted
    first = (elsewhere / f"out/a.jsonl{kind}").read_bytes()
    (elsewhere / f"out/a.jsonl{kind}").unlink()
    assert cleaner("apply", "out", cwd=elsewhere).code == 0
    assert (elsewhere / f"out/a.jsonl{kind}").read_bytes() == first


def test_the_diff_of_a_packed_file_is_told_and_stops_no_patch(elsewhere: Path) -> None:
    (elsewhere / "in").mkdir()
    (elsewhere / "in/a.txt").write_text(DAMAGED)
    (elsewhere / "in/b.txt.gz").write_bytes(gzip.compress(DAMAGED.encode()))
    cleaner("clean", "in", "-o", "out", cwd=elsewhere)
    diff = (elsewhere / "out/changes.diff").read_text()
    assert f"# -{DAMAGED}# +{MENDED}" in diff
    subprocess.run(["git", "apply", "../out/changes.diff"], cwd=elsewhere / "in", check=True)
    assert (elsewhere / "in/a.txt").read_text() == MENDED


def test_a_packed_file_that_changes_or_goes_meanwhile_stops_no_other(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("changes", "goes", "stays"):
        (elsewhere / f"{name}.txt.gz").write_bytes(gzip.compress(DAMAGED.encode()))
    newer = gzip.compress(b"Somebody's own.\n")
    write = Replacements.write

    def meanwhile(self: Replacements, outcomes: Sequence[Outcome]) -> list[Outcome]:
        (elsewhere / "changes.txt.gz").write_bytes(newer)
        (elsewhere / "goes.txt.gz").unlink()
        return write(self, outcomes)

    monkeypatch.setattr(Replacements, "write", meanwhile)
    ran = cleaner("clean", ".", "--in-place", cwd=elsewhere, CLEANER_STATE=str(elsewhere.parent / "state"))
    assert ran.code == 2 and ran.err.count("cannot be written") + ran.err.count("was saved meanwhile") == 2, ran.err
    assert (elsewhere / "changes.txt.gz").read_bytes() == newer and not (elsewhere / "goes.txt.gz").exists()
    assert gzip.decompress((elsewhere / "stays.txt.gz").read_bytes()).decode() == MENDED


def test_in_place_and_back(elsewhere: Path) -> None:
    packed = gzip.compress(DAMAGED.encode(), 1)
    (elsewhere / "a.txt.gz").write_bytes(packed)
    ran = cleaner("clean", "a.txt.gz", "--in-place", cwd=elsewhere, CLEANER_STATE=str(elsewhere / "state"))
    assert ran.code == 0 and gzip.decompress((elsewhere / "a.txt.gz").read_bytes()).decode() == MENDED
    assert cleaner("apply", "--undo", cwd=elsewhere, CLEANER_STATE=str(elsewhere / "state")).code == 0
    assert (elsewhere / "a.txt.gz").read_bytes() == packed


def test_standard_input(elsewhere: Path) -> None:
    ran = cleaner("clean", "-", "--stdin-filename", "a.txt.xz", stdin=lzma.compress(DAMAGED.encode()), cwd=elsewhere)
    assert lzma.decompress(ran.out).decode() == MENDED


@pytest.mark.parametrize("kind", UNPACK)
@pytest.mark.parametrize("spoil", ["cut", "not packed at all", "broken inside"])
def test_a_broken_file_is_told_and_the_rest_goes_on(elsewhere: Path, kind: str, spoil: str) -> None:
    whole = packing.packed(f"a{kind}", b"".join(b"%d: the clerk left.\n" % n for n in range(3000)))
    (elsewhere / "in").mkdir()
    middle = len(whole) // 2
    spoilt = {
        "cut": whole[:middle],
        "not packed at all": b"He left.\n" * 9,
        "broken inside": whole[:middle] + b"\xff" * 200,
    }
    (elsewhere / f"in/a.txt{kind}").write_bytes(spoilt[spoil])
    (elsewhere / "in/good.txt").write_text(DAMAGED)
    ran = cleaner("clean", "in", "-o", "out", cwd=elsewhere)
    assert ran.code == 2 and f"a.txt{kind}: " in ran.err, ran.err
    assert ("cut off" in ran.err) or (spoil != "cut")
    assert (elsewhere / "out/good.txt").read_text() == MENDED
    assert not (elsewhere / f"out/a.txt{kind}").exists()


@pytest.mark.parametrize("kind", UNPACK)
def test_a_bomb_is_told_in_bounded_time(elsewhere: Path, kind: str) -> None:
    packed = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}.get(kind, zstandard.compress)
    bomb = elsewhere / f"a.txt{kind}"
    bomb.write_bytes(packed(bytes(10_000_000)) * 30)  # one after the other they are one file, and are packed faster
    assert bomb.stat().st_size < 310_000
    ran = cleaner("check", bomb.name, cwd=elsewhere)
    assert ran.code == 2 and ("bomb" in ran.err or "more than 256 MB" in ran.err), ran.err


def test_other_kinds_are_counted_by_both_endings(elsewhere: Path) -> None:
    (elsewhere / "in").mkdir()
    for name in ("a.rtf.gz", "b.tar.gz", "c.txt.gz"):
        (elsewhere / "in" / name).write_bytes(gzip.compress(b"He left.\n"))
    ran = cleaner("check", "in", cwd=elsewhere)
    assert "1 .rtf.gz" in ran.err and "1 .tar.gz" in ran.err and "1 document," in ran.err


def test_without_the_library_the_message_names_it(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (elsewhere / "a.txt.zst").write_bytes(zstandard.ZstdCompressor().compress(DAMAGED.encode()))

    monkeypatch.setitem(sys.modules, "zstandard", None)
    ran = cleaner("check", "a.txt.zst", cwd=elsewhere)
    assert ran.code == 2 and "pip install 'article-cleaner[zstd]'" in ran.err
