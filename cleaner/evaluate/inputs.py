"""Truths, outputs and records as people have them: JSONL files, or folders with the same names in each."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cleaner.evaluate.judging import Claim
from cleaner.model import Edit, Verdict
from cleaner.text.edits import apply


class InputError(ValueError):
    """What is wrong with an input, where, and what to do about it; for people to read."""


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
        id_: Pair(_text(row, names.noisy, "noisy", place), _text(row, names.clean, "clean", place), row)
        for id_, row, place in _rows_by_id(path, names)
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
    return {id_: Pair(_read(path), _read(true[id_])) for id_, path in damaged.items()}


def read_outputs(
    path: Path, ids: Mapping[str, object], names: Names = _USUAL, *, lenient: bool = False
) -> dict[str, str]:
    """A tool's outputs by id, one for each of `ids` unless `lenient`.

    Files and lines that no id asks for are passed over (reports lie beside the texts), but not all of them.
    """
    if path.is_dir():
        outputs = {id_: _read(file) for id_, file in _files(path).items() if id_ in ids}
    else:
        rows = _rows_by_id(path, names)
        outputs = {i: _text(row, names.output, "output", at) for i, row, at in rows if i in ids}
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


def read_claims(path: Path, pairs: Pairs) -> list[Claim]:
    """The records of an `edits.jsonl`, checked against the damaged texts that they point into."""
    claims = []
    for row, place in _rows(path):
        claim = _claim(row, place)
        if claim.doc not in pairs:
            raise InputError(f"{place}: no text has the id {claim.doc!r} (the first is {next(iter(pairs))!r})")
        text = pairs[claim.doc].noisy
        if not 0 <= claim.start <= claim.end <= len(text):
            raise InputError(f"{place}: {claim.doc} has no characters {claim.start} to {claim.end}")
        if (found := text[claim.start : claim.end]) != claim.before:
            raise InputError(
                f"{place}: {claim.doc} has {found[:60]!r} from {claim.start} to {claim.end}, "
                f"not {claim.before[:60]!r}; were these records made from other texts?"
            )
        claims.append(claim)
    return claims


def _claim(row: dict[str, Any], place: str) -> Claim:
    suggestions = row.get("suggestions") or []
    if not isinstance(suggestions, list):
        raise InputError(_wanted(row, "suggestions", "a list", place))
    return Claim(
        doc=_id(row, "doc", place),
        start=_typed(row, "start", int, place),
        end=_typed(row, "end", int, place),
        before=_typed(row, "before", str, place),
        after=None if row.get("after") is None else _typed(row, "after", str, place),
        rule=_typed(row, "rule", str, place),
        verdict=_typed(row, "verdict", str, place),
        confidence=None if row.get("confidence") is None else _confidence(row, place),
        suggestions=tuple(map(str, suggestions)),
    )


def _confidence(row: dict[str, Any], place: str) -> float:
    value = float(_typed(row, "confidence", float, place))
    if not 0 <= value <= 1:
        raise InputError(_wanted(row, "confidence", "from 0 to 1", place))
    return value


def carry_out(claims: Iterable[Claim], pairs: Pairs) -> dict[str, str]:
    """Every damaged text with its fixes made: what the tool that made the records gave back.

    >>> claims = [Claim("1", 0, 3, "tbe", "the", "r", "fix"), Claim("1", 4, 7, "man", "men", "r", "ask")]
    >>> carry_out(claims, {"1": Pair("tbe man", "the man")})
    {'1': 'the man'}
    """
    fixes: dict[str, list[Edit]] = {id_: [] for id_ in pairs}
    for claim in claims:
        if claim.verdict == Verdict.FIX:
            fixes[claim.doc].append(Edit(claim.start, claim.end, claim.after or ""))
    outputs = {}
    for id_, pair in pairs.items():
        try:
            outputs[id_] = apply(pair.noisy, fixes[id_])
        except ValueError as error:
            raise InputError(f"the fixes of {id_} cannot all be made: {error}") from None
    return outputs


def _files(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder (a folder of pairs holds the folders noisy and clean)")
    return {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}


def _read(path: Path) -> str:
    """A file's text as it stands, line ends and all; `-` is standard input."""
    try:
        return (sys.stdin.buffer.read() if path == Path("-") else path.read_bytes()).decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 (byte {error.start})") from None


def _rows(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Each line's object, and `file:line` to complain with."""
    for number, line in enumerate(_read(path).split("\n"), 1):
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


def _rows_by_id(path: Path, names: Names) -> Iterator[tuple[str, dict[str, Any], str]]:
    seen: dict[str, str] = {}
    for row, place in _rows(path):
        id_ = _id(row, names.id, place, option="--id-field")
        if id_ in seen:
            raise InputError(f"{place}: the id {id_!r} was at {seen[id_]} already")
        seen[id_] = place
        yield id_, row, place


def _id(row: dict[str, Any], name: str, place: str, option: str = "") -> str:
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise InputError(_wanted(row, name, "a name or a number", place, option))
    return str(value)


def _text(row: dict[str, Any], name: str, role: str, place: str) -> str:
    value = row.get(name)
    if not isinstance(value, str):
        raise InputError(_wanted(row, name, "text", place, f"--{role}-field"))
    return value


def _typed(row: dict[str, Any], name: str, kind: type, place: str) -> Any:
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float) if kind is float else kind):
        raise InputError(_wanted(row, name, {int: "a whole number", float: "a number"}.get(kind, "text"), place))
    return value


def _wanted(row: dict[str, Any], name: str, what: str, place: str, option: str = "") -> str:
    if name in row:
        return f"{place}: {name!r} should be {what}"
    remedy = f"; {option} says which field it is" if option else ""
    return f"{place}: no field {name!r} among {', '.join(row) or 'none'}{remedy}"


def _some(ids: Iterable[str]) -> str:
    """Three of the ids and how many more, with their verb."""
    first = sorted(ids)
    if len(first) > 3:
        return f"{', '.join(first[:3])} and {len(first) - 3} more are"
    return ", ".join(first) + (" is" if len(first) == 1 else " are")
