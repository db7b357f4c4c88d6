"""Reads what tools made of the damaged texts: from files, from folders, or from fields of the truth's own lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from cleaner.evaluate.corpora import Names, Pairs, field_text, files_below, is_jsonl, some
from cleaner.evaluate.json_lines import TEXT, file_text, optional_value_of, rows_by_id
from cleaner.files.given import Misuse

Systems = dict[str, dict[str, str]]  # a tool's name → its outputs by id


def read_systems(
    paths: Sequence[Path], named: Sequence[str], pairs: Pairs, names: Names, *, lenient: bool = False
) -> Systems:
    """The outputs of several tools: each of `paths` by its stem, or by the whole path where stems are equal; and those
    that are `named`: `NAME=PATH`, `NAME=PATH:FIELD`, or `NAME=:FIELD` for a field of the truth's own lines.
    """
    systems: Systems = {}
    for path in paths:
        name = str(path) if path.stem in systems else path.stem
        systems[name] = read_outputs(path, pairs, names, lenient=lenient)
    for told in named:
        name, place, field = _told(told, names["output"])
        if name in systems:
            raise Misuse(f"--output {told}: another output is named {name!r} already")
        if place:
            systems[name] = read_outputs(place, pairs, {**names, "output": field}, lenient=lenient)
        else:
            systems[name] = _of_the_truth(field, pairs, lenient=lenient)
    return systems


def _told(told: str, usual_field: str) -> tuple[str, Path | None, str]:
    """A named output: its name, its path, and its field; no path for a field of REF."""
    name, _, where = told.partition("=")
    if not name.strip() or not where:
        raise Misuse(f"--output {told}: it should be NAME=PATH, NAME=PATH:FIELD, or NAME=:FIELD for a field of REF")
    path, colon, field = where.rpartition(":")
    if not colon or Path(where).exists():
        return name.strip(), Path(where), usual_field
    return name.strip(), Path(path) if path else None, field


def read_outputs(path: Path, ids: Mapping[str, object], names: Names, *, lenient: bool = False) -> dict[str, str]:
    """A tool's outputs by id.  Other files and lines are passed over, since reports lie beside the texts.

    Raises `Misuse` if there is no output for any of `ids`, or, unless `lenient`, if one is missing.
    """
    if path.is_dir():
        outputs = {id_: file_text(file) for id_, file in files_below(path).items() if id_ in ids}
    elif (text := _single_text(path, ids)) is not None:
        outputs = text
    else:
        rows = rows_by_id(path, names["id"])
        outputs = {id_: field_text(row, "output", names, place) for id_, row, place in rows if id_ in ids}
    return _complete(outputs, ids, str(path), lenient=lenient)


def _single_text(path: Path, ids: Mapping[str, object]) -> dict[str, str] | None:
    """The text of a file that is a tool's output for a single text: a file of the same kind."""
    only = next(iter(ids)) if len(ids) == 1 else ""
    if not Path(only).suffix or Path(only).suffix != path.suffix or is_jsonl(path):
        return None
    return {only: file_text(path)}


def _of_the_truth(field: str, pairs: Pairs, *, lenient: bool) -> dict[str, str]:
    rows = ((id_, {field: pair.value(field)}) for id_, pair in pairs.items())
    found = ((id_, optional_value_of(row, field, TEXT, f"REF, {id_}")) for id_, row in rows)
    outputs = {id_: text for id_, text in found if text is not None}
    if not outputs:
        among = ", ".join(next(iter(pairs.values())).row) or "none: its texts are files"
        raise Misuse(f"REF has no field {field!r} with outputs; its fields are {among}")
    return _complete(outputs, pairs, f"REF, field {field!r}", lenient=lenient)


def _complete(outputs: dict[str, str], ids: Mapping[str, object], where: str, *, lenient: bool) -> dict[str, str]:
    if not outputs:
        raise Misuse(f"{where}: none of the truth's texts is here (the first is {next(iter(ids))!r})")
    if not lenient and (lacking := ids.keys() - outputs):
        raise Misuse(f"{where}: {some(lacking)} missing; --missing-as-input counts such texts as handed back unchanged")
    return outputs
