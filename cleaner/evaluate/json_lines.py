"""Reads JSONL files and checks their fields; each message names the place and the cure."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cleaner.files.given import Misuse

Row = dict[str, Any]
Kind = tuple[tuple[type, ...], str]  # what a field may hold, and what that is called in messages

TEXT = (str,), "text"
ID = (str, int), "a name or a number"
WHOLE_NUMBER = (int,), "a whole number"
NUMBER = (int, float), "a number"
LIST = (list,), "a list"


def file_text(path: Path) -> str:
    """A file's text with its line ends as they are; `-` is standard input.  Raises `Misuse`."""
    try:
        return (sys.stdin.buffer.read() if path == Path("-") else path.read_bytes()).decode("utf-8-sig")
    except OSError as error:
        raise Misuse(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise Misuse(f"{path}: not UTF-8 (byte {error.start})") from None


def rows(path: Path) -> Iterator[tuple[Row, str]]:
    """Each line's object, and its place for messages (`file:line`).  Raises `Misuse`."""
    for number, line in enumerate(file_text(path).split("\n"), 1):
        place = f"{path}:{number}"
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise Misuse(f"{place}: not JSON: {error.msg} (column {error.colno})") from None
        if not isinstance(row, dict):
            raise Misuse(f"{place}: an object is wanted, as in {{'id': …}}")
        yield row, place


def rows_by_id(path: Path, id_field: str) -> Iterator[tuple[str, Row, str]]:
    """Each row with its id and its place.  Raises `Misuse` if two rows have the same id."""
    seen: dict[str, str] = {}
    for row, place in rows(path):
        id_ = str(value_of(row, id_field, ID, place, "--id-field"))
        if id_ in seen:
            raise Misuse(f"{place}: the id {id_!r} was at {seen[id_]} already")
        seen[id_] = place
        yield id_, row, place


def value_of(row: Row, name: str, kind: Kind, place: str, option: str = "") -> Any:
    """The value of a field.  Raises `Misuse` if it is missing or of another kind; `option` gives the field's name."""
    types, told = kind
    value = row.get(name)
    if name not in row:
        remedy = f"; {option} says which field it is" if option else ""
        raise Misuse(f"{place}: no field {name!r} among {', '.join(row) or 'none'}{remedy}")
    if isinstance(value, bool) or not isinstance(value, types):
        raise Misuse(f"{place}: {name!r} should be {told}")
    return value


def optional_value_of(row: Row, name: str, kind: Kind, place: str) -> Any:
    """The same for a field that may be missing or null: None."""
    return None if row.get(name) is None else value_of(row, name, kind, place)
