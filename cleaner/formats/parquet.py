"""Parquet: a row is an article, its columns of text are its texts.

What the text columns say is shown as JSON Lines, a line for each row, and read and edited as such.  A file in which
something changes is written anew, row group by row group, with its schema, its metadata and the codec of each column;
all other columns keep their values.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import repeat
from typing import Any

from cleaner.files.extras import Missing, imported
from cleaner.formats import jsontext
from cleaner.formats.decoding import Decoded
from cleaner.formats.jsonfiles import FIELDS, SHOWN
from cleaner.formats.read_options import ReadOptions
from cleaner.formats.records import DataRecord, documents
from cleaner.formats.source import NoText, Source, Unreadable

# Characters.  A column may hold one long text a million times in a few bytes.
MOST_TEXT = 256_000_000
_BATCH = 1_000  # rows


def read(name: str, data: bytes, options: ReadOptions = ReadOptions()) -> Source:
    """A document for each row that has a text.  Raises `NoText` where no column is named so."""
    try:
        pq = imported("pyarrow.parquet", "parquet")
    except Missing as error:
        raise Unreadable(str(error)) from None
    fields = options.text_field or FIELDS
    with _told():
        file = pq.ParquetFile(io.BytesIO(data))
        columns = _columns(file.schema_arrow, fields)
        ids = [c for c in (options.id_field,) if c in file.schema_arrow.names and c not in columns]
        view = "".join(_lines(file, columns, ids))
        sources = _sources(file, options.source_field)
    records: list[DataRecord] = []
    at = 0
    paths = frozenset((column,) for column in columns)
    for line, source in zip(view.split("\n")[:-1], sources or repeat(""), strict=False):
        span = (at, at + len(line))
        at += len(line) + 1
        found = jsontext.records(view, paths, options.id_field, rooted=True, span=span)
        records += (replace(record, source=source) for record in found)
    shown = Decoded(view, "utf-8")
    rebuild = partial(_rebuilt, data, tuple(columns))
    empty = view.count("\n") - len(records)
    notices = (f"{empty:,} of {view.count(chr(10)):,} rows have no text",) if empty else ()
    return Source(
        name, view.encode(), tuple(documents(shown, name, records)), (), notices, stored=data, rebuild=rebuild
    )


def _columns(schema: Any, fields: Sequence[str]) -> list[str]:
    """The columns that are named and hold texts, or lists of texts."""
    there = [schema.field(i) for i in range(len(schema.names))]
    named = [field for field in there if field.name in fields]
    if not named:
        texts = [repr(f.name) for f in there if _is_text(f.type)][:SHOWN]
        shown = f"there are {', '.join(texts)}: name one with --text-field" if texts else "no column holds texts"
        raise NoText(f"no column {' or '.join(map(repr, fields))}; {shown}")
    for field in named:
        if not _is_text(field.type):
            raise Unreadable(f"column {field.name!r} holds no text but {field.type}")
        if schema.names.count(field.name) > 1:
            raise Unreadable(f"several columns are called {field.name!r}")
    return [field.name for field in named]


def _is_text(kind: Any) -> bool:
    types = imported("pyarrow.types", "parquet")
    if types.is_list(kind) or types.is_large_list(kind) or types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _lines(file: Any, columns: Sequence[str], ids: Sequence[str]) -> Iterator[str]:
    """The rows as lines of JSON; of the other columns only the one with the row's name."""
    size = 0
    for batch in file.iter_batches(_BATCH, columns=[*columns, *ids]):
        for row in batch.to_pylist():
            shown = {c: row[c] if c in columns else str(row[c]) for c in (*ids, *columns) if row[c] is not None}
            line = json.dumps(shown, ensure_ascii=False) + "\n"
            size += len(line)
            if size > MOST_TEXT:
                raise Unreadable(f"its texts have more than {MOST_TEXT:,} characters; split it")
            yield line


def _sources(file: Any, name: str) -> list[str]:
    """Where the rows say that they come from; nothing where they do not."""
    if file.schema_arrow.names.count(name) != 1 or not _is_text(file.schema_arrow.field(name).type):
        return []
    values = (row[name] for batch in file.iter_batches(_BATCH, columns=[name]) for row in batch.to_pylist())
    return [value if isinstance(value, str) else "" for value in values]


def _rebuilt(data: bytes, columns: Sequence[str], view: bytes) -> bytes:
    """The file whose text columns say what the view says."""
    pa, pq = imported("pyarrow", "parquet"), imported("pyarrow.parquet", "parquet")
    file, out = pq.ParquetFile(io.BytesIO(data)), io.BytesIO()
    lines = io.BytesIO(view)
    with _told(), pq.ParquetWriter(out, file.schema_arrow, **_settings(file)) as writer:
        for group in range(file.num_row_groups):
            table = file.read_row_group(group)
            rows = [json.loads(lines.readline()) for _ in range(table.num_rows)]
            for column in columns:
                at, field = table.schema.names.index(column), table.schema.field(column)
                texts = pa.array([row.get(column) for row in rows], _plain(pa, field.type))
                if texts.type != field.type:
                    texts = texts.dictionary_encode().cast(field.type)
                table = table.set_column(at, field, texts)
            writer.write_table(table, row_group_size=max(1, table.num_rows))
    return out.getvalue()


def _plain(pa: Any, kind: Any) -> Any:
    """The type of the values, where a column holds each text once and numbers for it."""
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _settings(file: Any) -> dict[str, Any]:
    """How the file was written, as far as it tells: the codec and the dictionary of each column, old timestamps."""
    about, codecs, dictionaries, old = file.metadata, {}, [], False
    for i in range(about.num_columns if about.num_row_groups else 0):
        column = about.row_group(0).column(i)
        codecs[column.path_in_schema] = "none" if column.compression == "UNCOMPRESSED" else column.compression.lower()
        old |= column.physical_type == "INT96"
        if column.has_dictionary_page:
            dictionaries.append(column.path_in_schema)
    return {
        "compression": codecs or "snappy",
        "use_dictionary": dictionaries,
        "use_deprecated_int96_timestamps": old,
        "version": about.format_version if about.format_version in {"1.0", "2.4", "2.6"} else "2.6",
    }


@contextmanager
def _told() -> Iterator[None]:
    """What pyarrow says of a file that it cannot read, as a message."""
    try:
        yield
    except (imported("pyarrow", "parquet").ArrowException, OSError, UnicodeDecodeError, MemoryError) as error:
        why = str(error).split("\n", 1)[0].rstrip(". ")
        raise Unreadable(f"no Parquet file, a broken one, or one that was cut off ({why})") from None
