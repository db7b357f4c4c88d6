"""Reads truths and tools' outputs from JSONL files, or from folders with the same names in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cleaner.evaluate.json_lines import TEXT, Row, file_text, rows_by_id, value_of
from cleaner.files.given import Misuse

Names = Mapping[str, str]  # what the fields id, noisy, clean and output of JSONL lines are called


@dataclass(frozen=True, slots=True)
class Pair:
    """A damaged text, its truth, and its whole line, for grouping."""

    noisy: str
    clean: str
    row: Mapping[str, Any] = field(default_factory=dict)

    def group(self, by: str) -> str:
        """The value of the field `by`; dots lead to inner fields (`meta.newspaper`)."""
        value: Any = self.row
        for key in by.split("."):
            if not isinstance(value, Mapping) or key not in value:
                raise Misuse(f"no field {by!r} to group by among {', '.join(self.row) or 'none'}")
            value = value[key]
        return str(value)


Pairs = dict[str, Pair]


def read_truth(paths: list[Path], noisy: Path | None, clean: Path | None, names: Names) -> tuple[Pairs, list[Path]]:
    """The pairs by id, and the remaining paths, which are tools' outputs.

    The pairs are those of two folders, or of the first path: a JSONL file, or a folder that holds the two folders.
    """
    if noisy and clean:
        return pair_folders(noisy, clean), paths
    if noisy or clean:
        raise Misuse("--noisy and --clean go together")
    if not paths:
        raise Misuse("which texts? Name REF, or --noisy and --clean")
    path, *others = paths
    if path.is_dir():
        return pair_folders(path / names["noisy"], path / names["clean"]), others
    pairs = {}
    for id_, row, place in rows_by_id(path, names["id"]):
        pairs[id_] = Pair(_text(row, "noisy", names, place), _text(row, "clean", names, place), row)
    if not pairs:
        raise Misuse(f"{path}: no lines, so there is nothing to compare with")
    return pairs, others


def pair_folders(noisy: Path, clean: Path) -> Pairs:
    """Pairs from two folders; a text's id is its path below its folder."""
    damaged, true = _files(noisy), _files(clean)
    for here, there, ids in ((noisy, clean, damaged.keys() - true), (clean, noisy, true.keys() - damaged)):
        if ids:
            raise Misuse(f"{here} and {there} do not match: {_some(ids)} only in {here}")
    if not damaged:
        raise Misuse(f"{noisy}: no files")
    return {id_: Pair(file_text(path), file_text(true[id_])) for id_, path in damaged.items()}


def read_outputs(path: Path, ids: Mapping[str, object], names: Names, *, lenient: bool = False) -> dict[str, str]:
    """A tool's outputs by id.  Other files and lines are passed over, since reports lie beside the texts.

    Raises `Misuse` if there is no output for any of `ids`, or, unless `lenient`, if one is missing.
    """
    if path.is_dir():
        outputs = {id_: file_text(file) for id_, file in _files(path).items() if id_ in ids}
    else:
        rows = rows_by_id(path, names["id"])
        outputs = {id_: _text(row, "output", names, place) for id_, row, place in rows if id_ in ids}
    if not outputs:
        raise Misuse(f"{path}: none of the truth's texts is here (the first is {next(iter(ids))!r})")
    if not lenient and (lacking := ids.keys() - outputs):
        raise Misuse(f"{path}: {_some(lacking)} missing; --missing-as-input counts such texts as handed back unchanged")
    return outputs


def read_systems(paths: list[Path], pairs: Pairs, names: Names, *, lenient: bool = False) -> dict[str, dict[str, str]]:
    """The outputs of several tools, each by its path's stem, or its whole path where stems are equal."""
    systems: dict[str, dict[str, str]] = {}
    for path in paths:
        name = str(path) if path.stem in systems else path.stem
        systems[name] = read_outputs(path, pairs, names, lenient=lenient)
    return systems


def _text(row: Row, role: str, names: Names, place: str) -> str:
    return str(value_of(row, names[role], TEXT, place, f"--{role}-field"))


def _files(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        raise Misuse(f"{folder}: no such folder (a folder of pairs holds the folders noisy and clean)")
    return {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}


def _some(ids: Iterable[str]) -> str:
    """Three of the ids and how many more, with their verb."""
    first = sorted(ids)
    if len(first) > 3:
        return f"{', '.join(first[:3])} and {len(first) - 3} more are"
    return ", ".join(first) + (" is" if len(first) == 1 else " are")
