"""Truths and tools' outputs as people have them: JSONL files, or folders with the same names in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cleaner.evaluate.json_lines import InputError, file_text, rows_by_id, text_of


@dataclass(frozen=True, slots=True)
class Names:
    """What the fields of JSONL lines are called."""

    id: str = "id"
    noisy: str = "noisy"
    clean: str = "clean"
    output: str = "output"


_USUAL = Names()


@dataclass(frozen=True, slots=True)
class Pair:
    """A damaged text, its truth, and the rest of its line, for grouping."""

    noisy: str
    clean: str
    row: Mapping[str, Any] = field(default_factory=dict)

    def group(self, by: str) -> str:
        """The value at `by`, dots leading inwards (`meta.newspaper`)."""
        value: Any = self.row
        for key in by.split("."):
            if not isinstance(value, Mapping) or key not in value:
                raise InputError(f"no field {by!r} to group by among {', '.join(self.row) or 'none'}")
            value = value[key]
        return str(value)


Pairs = dict[str, Pair]


def read_truth(paths: list[Path], noisy: Path | None, clean: Path | None, names: Names) -> tuple[Pairs, list[Path]]:
    """The pairs, from two folders or from the first path, and the paths that are left: tools' outputs."""
    if noisy and clean:
        return pair_folders(noisy, clean), paths
    if noisy or clean:
        raise InputError("--noisy and --clean go together")
    if not paths:
        raise InputError("which texts? Name REF, or --noisy and --clean")
    return read_pairs(paths[0], names), paths[1:]


def read_pairs(path: Path, names: Names = _USUAL) -> Pairs:
    """Pairs by id, from a JSONL file or from a folder that holds the folders `noisy` and `clean`."""
    if path.is_dir():
        return pair_folders(path / names.noisy, path / names.clean)
    pairs = {
        id_: Pair(text_of(row, names.noisy, "noisy", place), text_of(row, names.clean, "clean", place), row)
        for id_, row, place in rows_by_id(path, names.id)
    }
    if not pairs:
        raise InputError(f"{path}: no lines, so there is nothing to compare with")
    return pairs


def pair_folders(noisy: Path, clean: Path) -> Pairs:
    """Pairs from two folders; a text's id is its path below its folder."""
    damaged, true = _files(noisy), _files(clean)
    for here, there, ids in ((noisy, clean, damaged.keys() - true), (clean, noisy, true.keys() - damaged)):
        if ids:
            raise InputError(f"{here} and {there} do not match: {_some(ids)} only in {here}")
    if not damaged:
        raise InputError(f"{noisy}: no files")
    return {id_: Pair(file_text(path), file_text(true[id_])) for id_, path in damaged.items()}


def read_outputs(
    path: Path, ids: Mapping[str, object], names: Names = _USUAL, *, lenient: bool = False
) -> dict[str, str]:
    """A tool's outputs by id, one for each of `ids` unless `lenient`.

    Files and lines that no id asks for are passed over (reports lie beside the texts), but not all of them.
    """
    if path.is_dir():
        outputs = {id_: file_text(file) for id_, file in _files(path).items() if id_ in ids}
    else:
        rows = rows_by_id(path, names.id)
        outputs = {i: text_of(row, names.output, "output", at) for i, row, at in rows if i in ids}
    if not outputs:
        raise InputError(f"{path}: none of the truth's texts is here (the first is {next(iter(ids))!r})")
    if not lenient and (lacking := ids.keys() - outputs):
        remedy = "--missing-as-input counts what is missing as handed back unchanged"
        raise InputError(f"{path}: {_some(lacking)} missing; {remedy}")
    return outputs


def read_systems(paths: list[Path], pairs: Pairs, names: Names, *, lenient: bool = False) -> dict[str, dict[str, str]]:
    """The outputs of several tools, each by its path's stem, or its whole path where stems are equal."""
    systems: dict[str, dict[str, str]] = {}
    for path in paths:
        name = str(path) if path.stem in systems else path.stem
        systems[name] = read_outputs(path, pairs, names, lenient=lenient)
    return systems


def _files(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder (a folder of pairs holds the folders noisy and clean)")
    return {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}


def _some(ids: Iterable[str]) -> str:
    """Three of the ids and how many more, with their verb."""
    first = sorted(ids)
    if len(first) > 3:
        return f"{', '.join(first[:3])} and {len(first) - 3} more are"
    return ", ".join(first) + (" is" if len(first) == 1 else " are")
