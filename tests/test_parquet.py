"""Parquet: only the texts change; schema, metadata, row groups, codecs and other columns stay."""

import io
import random
import sys
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from command import cleaner
from hypothesis import given
from hypothesis import strategies as st

from cleaner.formats import ReadOptions, Unreadable, read

DAMAGED, MENDED = "Tbe mayor and tbe clerk left.", "The mayor and the clerk left."
FIELDS = ReadOptions(text_field=("text", "parts", "kind"))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def file_of(table: pa.Table, **more: object) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, **more)
    return out.getvalue()


def table_of(texts: list[str | None], lists: list[list[str] | None], kinds: list[str]) -> pa.Table:
    n = len(texts)
    columns = {
        "id": pa.array(range(n), pa.int64()),
        "text": pa.array(texts, pa.large_string()),
        "parts": pa.array(lists, pa.list_(pa.string())),
        "kind": pa.array(kinds, pa.string()).dictionary_encode(),
        "nested": pa.array([{"x": i, "y": [b"\0", None]} for i in range(n)]),
        "when": pa.array(range(n), pa.timestamp("us", "UTC")),
    }
    return pa.table(columns).replace_schema_metadata({"made by": "a test"})


ROWS = st.tuples(st.none() | TEXTS, st.none() | st.lists(TEXTS, max_size=3), TEXTS)


@given(st.lists(ROWS, min_size=1, max_size=12), st.integers(1, 5))
def test_a_table_comes_back(rows: list[tuple[str | None, list[str] | None, str]], group: int) -> None:
    table = table_of(*map(list, zip(*rows, strict=True)))
    data = file_of(table, row_group_size=group, compression={"text": "zstd", "id": "gzip"}, use_dictionary=["kind"])
    source = read("a.parquet", data, FIELDS)
    assert source.rewritten([]) == source.file == data
    assert source.rebuild
    before, after = pq.ParquetFile(io.BytesIO(data)), pq.ParquetFile(io.BytesIO(source.rebuild(source.data)))
    assert after.read().to_pylist() == before.read().to_pylist()
    assert after.schema_arrow.equals(before.schema_arrow, check_metadata=True)
    assert _about(after) == _about(before)
    wanted = [sum(bool(t and t.strip()) for t in (text, *(parts or ()), kind)) > 0 for text, parts, kind in rows]
    assert sum(wanted) <= len(source.documents) <= len(rows)


def _about(file: pq.ParquetFile) -> list[object]:
    groups = [file.metadata.row_group(i) for i in range(file.num_row_groups)]
    columns = [group.column(i) for group in groups for i in range(group.num_columns)]
    about = [(c.path_in_schema, c.compression, c.has_dictionary_page, c.physical_type) for c in columns]
    return [[group.num_rows for group in groups], about]


def test_only_the_words_change(elsewhere: Path) -> None:
    table = table_of([DAMAGED, None, f"He said:\n“{DAMAGED}”"], [None, [DAMAGED, "He left."], []], ["a", "b", "a"])
    (elsewhere / "in").mkdir()
    pq.write_table(table, elsewhere / "in/a.parquet", row_group_size=2)
    pq.write_table(table.select(["id"]), elsewhere / "in/numbers.parquet")
    ran = cleaner("clean", "in", "-o", "out", "--text-field", "text", "--text-field", "parts", cwd=elsewhere)
    assert ran.code == 0 and "1 .parquet without a text that we know" in ran.err, ran.err
    after = pq.read_table(elsewhere / "out/a.parquet")
    assert after["text"].to_pylist() == [MENDED, None, f"He said:\n“{MENDED}”"]
    assert after["parts"].to_pylist() == [None, [MENDED, "He left."], []]
    for other in ("id", "kind", "nested", "when"):
        assert after[other].equals(table[other])
    assert '# -{"id": "0", "text": "Tbe mayor' in (elsewhere / "out/changes.diff").read_text()
    first = (elsewhere / "out/a.parquet").read_bytes()
    (elsewhere / "out/a.parquet").unlink()
    assert cleaner("apply", "out", cwd=elsewhere).code == 0
    assert (elsewhere / "out/a.parquet").read_bytes() == first


def test_old_timestamps_stay(elsewhere: Path) -> None:
    table = pa.table({"text": [DAMAGED], "when": pa.array([1], pa.timestamp("ns"))})
    pq.write_table(table, elsewhere / "a.parquet", use_deprecated_int96_timestamps=True)
    assert cleaner("clean", "a.parquet", "-o", "out", cwd=elsewhere).code == 0
    after = pq.ParquetFile(elsewhere / "out/a.parquet")
    assert after.metadata.row_group(0).column(1).physical_type == "INT96" and after.read()["when"].equals(table["when"])


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("body", "no column 'body'; there are 'text', 'parts', 'kind': name one with --text-field"),
        ("when", "column 'when' holds no text but timestamp[us, tz=UTC]"),
        ("nested", "column 'nested' holds no text but struct"),
    ],
)
def test_the_wrong_column_is_told(elsewhere: Path, field: str, told: str) -> None:
    pq.write_table(table_of(["a"], [None], ["b"]), elsewhere / "a.parquet")
    ran = cleaner("check", "a.parquet", "--text-field", field, cwd=elsewhere)
    assert ran.code == 2 and told in ran.err, ran.err


def test_broken_files_are_told_and_the_rest_goes_on(elsewhere: Path) -> None:
    data = file_of(table_of([DAMAGED] * 500, [None] * 500, ["b"] * 500))
    (elsewhere / "in").mkdir()
    (elsewhere / "in/cut.parquet").write_bytes(data[: len(data) // 2])
    (elsewhere / "in/no.parquet").write_bytes(b"He left.")
    (elsewhere / "in/good.txt").write_text(DAMAGED)
    ran = cleaner("clean", "in", "-o", "out", cwd=elsewhere)
    assert ran.code == 2 and ran.err.count("no Parquet file, a broken one, or one that was cut off") == 2
    assert (elsewhere / "out/good.txt").read_text() == MENDED


def test_spoilt_bytes_end_in_a_message_or_a_text() -> None:
    data, chance = file_of(table_of([DAMAGED] * 50, [["x"]] * 50, ["b"] * 50)), random.Random(1)
    for _ in range(300):
        spoilt = bytearray(data)
        for _ in range(3):
            spoilt[chance.randrange(len(data))] = chance.randrange(256)
        with suppress(Unreadable):
            read("a.parquet", bytes(spoilt), FIELDS)


def test_another_column_that_is_broken_is_told_before_anything_is_written(elsewhere: Path) -> None:
    data = file_of(
        pa.table({"text": [DAMAGED], "n": ["stays as it is " * 9]}), use_dictionary=False, compression="none"
    )
    at = data.index(b"stays as it is") - 20
    (elsewhere / "a.parquet").write_bytes(data[:at] + bytes(20) + data[at + 20 :])
    ran = cleaner("clean", "a.parquet", "-o", "out", cwd=elsewhere)
    assert ran.code == 2 and "a broken one" in ran.err and not (elsewhere / "out/a.parquet").exists()


def test_a_column_of_one_long_text_is_no_bomb(elsewhere: Path) -> None:
    long = pa.DictionaryArray.from_arrays(pa.array([0] * 400, pa.int32()), pa.array(["a long text " * 100_000]))
    pq.write_table(pa.table({"text": long}), elsewhere / "a.parquet")
    assert (elsewhere / "a.parquet").stat().st_size < 1_000_000
    ran = cleaner("check", "a.parquet", cwd=elsewhere)
    assert ran.code == 2 and "more than 256,000,000 characters; split it" in ran.err, ran.err


def test_without_the_library_the_message_names_it(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (elsewhere / "a.parquet").write_bytes(file_of(table_of(["a"], [None], ["b"])))
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    ran = cleaner("check", "a.parquet", cwd=elsewhere)
    assert ran.code == 2 and "pip install 'article-cleaner[parquet]'" in ran.err
