"""Reads texts and their truths: from JSONL files, from folders with the same names in each, or from two single texts.

`outputs` reads what tools made of them.
"""

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
        """The value of the field `by`.  Raises `Misuse` if there is none."""
        value = self.value(by)
        if value is None:
            raise Misuse(f"no field {by!r} to group by among {', '.join(self.row) or 'none'}")
        return str(value)

    def value(self, field: str) -> Any:
        """What a field holds, None if there is none; dots lead to inner fields (`meta.newspaper`).

        >>> pair = Pair("", "", {"a.b": 1, "c": {"d.e": 2}})
        >>> pair.value("a.b"), pair.value("c.d.e"), pair.value("c.d")
        (1, 2, None)
        """
        return _inner(self.row, field)


def _inner(value: Any, path: str) -> Any:
    if not isinstance(value, Mapping) or path in value:
        return value[path] if isinstance(value, Mapping) else None
    name, dot, rest = path.partition(".")
    return _inner(value.get(name), rest) if dot else None


Pairs = dict[str, Pair]


def read_truth(paths: list[Path], noisy: Path | None, clean: Path | None, names: Names) -> tuple[Pairs, list[Path]]:
    """The pairs by id, and the remaining paths, which are tools' outputs.

    The pairs are those of `noisy` and `clean`, or of the first path: a JSONL file, or a folder that holds both folders.
    """
    if noisy and clean:
        return read_both(noisy, clean, names), paths
    if noisy or clean:
        raise Misuse("--noisy and --clean go together")
    if not paths:
        raise Misuse("which texts? Name REF, or --noisy and --clean")
    path, *others = paths
    if path.is_dir():
        return pair_folders(path / names["noisy"], path / names["clean"]), others
    pairs = {}
    for id_, row, place in rows_by_id(path, names["id"]):
        pairs[id_] = Pair(field_text(row, "noisy", names, place), field_text(row, "clean", names, place), row)
    if not pairs:
        raise Misuse(f"{path}: no lines, so there is nothing to compare with")
    return pairs, others


def read_both(noisy: Path, clean: Path, names: Names) -> Pairs:
    """Pairs of two folders by file name, of two JSONL files by id, or of two texts."""
    if noisy.is_file() and clean.is_file():
        if is_jsonl(noisy) and is_jsonl(clean):
            return _pair_lines(noisy, clean, names)
        if not is_jsonl(noisy) and not is_jsonl(clean):
            return {noisy.name: Pair(file_text(noisy), file_text(clean))}
    elif noisy.is_dir() == clean.is_dir():  # folders, or nothing there: the message says so
        return pair_folders(noisy, clean)
    raise Misuse(f"{noisy} and {clean}: two folders go together, two JSONL files, or two texts")


def is_jsonl(path: Path) -> bool:
    """Whether a file's name says that it holds JSONL."""
    return path.suffix in (".jsonl", ".ndjson")


def _pair_lines(noisy: Path, clean: Path, names: Names) -> Pairs:
    damaged = {id_: (row, place) for id_, row, place in rows_by_id(noisy, names["id"])}
    true = {id_: (row, place) for id_, row, place in rows_by_id(clean, names["id"])}
    _must_match(noisy, clean, damaged, true)
    return {
        id_: Pair(field_text(row, "noisy", names, place), field_text(true[id_][0], "clean", names, true[id_][1]), row)
        for id_, (row, place) in damaged.items()
    }


def pair_folders(noisy: Path, clean: Path) -> Pairs:
    """Pairs from two folders; a text's id is its path below its folder."""
    damaged, true = files_below(noisy), files_below(clean)
    _must_match(noisy, clean, damaged, true)
    return {id_: Pair(file_text(path), file_text(true[id_])) for id_, path in damaged.items()}


def _must_match(noisy: Path, clean: Path, damaged: Mapping[str, object], true: Mapping[str, object]) -> None:
    for here, there, ids in ((noisy, clean, damaged.keys() - true), (clean, noisy, true.keys() - damaged)):
        if ids:
            raise Misuse(f"{here} and {there} do not match: {some(ids)} only in {here}")
    if not damaged:
        raise Misuse(f"{noisy}: no {'files' if noisy.is_dir() else 'lines, so there is nothing to compare with'}")


def field_text(row: Row, role: str, names: Names, place: str) -> str:
    """The text in the field of a line that has this role (noisy, clean, output)."""
    return str(value_of(row, names[role], TEXT, place, f"--{role}-field"))


def files_below(folder: Path) -> dict[str, Path]:
    """The files of a folder by their paths below it.  Raises `Misuse` if there is no such folder."""
    if not folder.is_dir():
        raise Misuse(f"{folder}: no such folder (a folder of pairs holds the folders noisy and clean)")
    return {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}


def some(ids: Iterable[str]) -> str:
    """Three of the ids and how many more, with their verb."""
    first = sorted(ids)
    if len(first) > 3:
        return f"{', '.join(first[:3])} and {len(first) - 3} more are"
    return ", ".join(first) + (" is" if len(first) == 1 else " are")
