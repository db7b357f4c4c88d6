"""The lines of JSONL files, checked; what is wrong with one is said with its place and its cure."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class InputError(ValueError):
    """What is wrong with an input, where, and what to do about it; for people to read."""


def file_text(path: Path) -> str:
    """A file's text as it stands, line ends and all; `-` is standard input."""
    try:
        return (sys.stdin.buffer.read() if path == Path("-") else path.read_bytes()).decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 (byte {error.start})") from None


def rows(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Each line's object, and `file:line` to complain with."""
    for number, line in enumerate(file_text(path).split("\n"), 1):
        place = f"{path}:{number}"
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"{place}: not JSON: {error.msg} (column {error.colno})") from None
        if not isinstance(row, dict):
            raise InputError(f"{place}: an object is wanted, as in {{'id': …}}")
        yield row, place


def rows_by_id(path: Path, id_field: str) -> Iterator[tuple[str, dict[str, Any], str]]:
    seen: dict[str, str] = {}
    for row, place in rows(path):
        id_ = id_of(row, id_field, place, option="--id-field")
        if id_ in seen:
            raise InputError(f"{place}: the id {id_!r} was at {seen[id_]} already")
        seen[id_] = place
        yield id_, row, place


def id_of(row: dict[str, Any], name: str, place: str, option: str = "") -> str:
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise InputError(misfit(row, name, "a name or a number", place, option))
    return str(value)


def text_of(row: dict[str, Any], name: str, role: str, place: str) -> str:
    value = row.get(name)
    if not isinstance(value, str):
        raise InputError(misfit(row, name, "text", place, f"--{role}-field"))
    return value


def value_of(row: dict[str, Any], name: str, kind: type, place: str) -> Any:
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float) if kind is float else kind):
        raise InputError(misfit(row, name, {int: "a whole number", float: "a number"}.get(kind, "text"), place))
    return value


def misfit(row: dict[str, Any], name: str, what: str, place: str, option: str = "") -> str:
    if name in row:
        return f"{place}: {name!r} should be {what}"
    remedy = f"; {option} says which field it is" if option else ""
    return f"{place}: no field {name!r} among {', '.join(row) or 'none'}{remedy}"
