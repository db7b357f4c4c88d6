"""Which files a run reads, and where each one's corrected twin goes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pathspec

from cleaner.formats import format_of_file


class Misuse(Exception):
    """The paths cannot be used as they were given; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read.  `name` is its place below OUT, with slashes on every system."""

    path: Path
    name: str

    @property
    def label(self) -> str:
        """The name as reports show it and the ledger knows it: bytes that are no UTF-8 are spelt out."""
        return spelt_out(self.name)


def spelt_out(name: str) -> str:
    """A name of the file system as text that can be stored and shown.

    >>> spelt_out(os.fsdecode(b"bad\\xff.txt"))
    'bad\\\\xff.txt'
    """
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def find(paths: Sequence[Path], exclude: Iterable[str] = (), out: Path | None = None) -> list[Input]:
    """The files that the paths name: files as they are, folders with everything below that is a text.

    `.gitignore` files and `exclude` patterns (of the same kind) are respected, hidden files and OUT passed over.
    Raises `Misuse`.
    """
    excluded = pathspec.GitIgnoreSpec.from_lines(exclude)
    inputs: list[Input] = []
    several = len([p for p in paths if p.is_dir()]) > 1
    for path in paths:
        if path.is_dir():
            prefix = f"{path.resolve().name}/" if several else ""
            found = [Input(f, prefix + f.relative_to(path).as_posix()) for f in _below(path, excluded, out)]
            if not found:
                kinds = "*.txt, *.md, *.jsonl, *.hocr, ALTO *.xml"
                raise Misuse(f"{path}: no text here ({kinds}); name other files one by one")
            inputs += found
        elif path.exists() and not path.is_file():
            raise Misuse(f"{path}: not a regular file (a pipe goes to standard input: cleaner clean -)")
        elif path.exists():
            inputs.append(Input(path, path.name))
        else:
            raise Misuse(f"{path}: no such file or folder")
    inputs = list({(item.name, item.path.resolve()): item for item in inputs}.values())  # one file named twice is one
    _refuse_twins(inputs)
    if out is not None:
        _refuse_overwriting(inputs, out)
    return inputs


def _below(folder: Path, excluded: pathspec.GitIgnoreSpec, out: Path | None) -> Iterator[Path]:
    ignored: dict[Path, pathspec.GitIgnoreSpec] = {}
    avoid = out.resolve() if out is not None else None
    for here, folders, files in os.walk(folder):
        place = Path(here)
        if ".gitignore" in files:
            ignored[place] = pathspec.GitIgnoreSpec.from_lines(
                (place / ".gitignore").read_text(encoding="utf-8", errors="replace").splitlines()
            )

        def passed_over(name: str, suffix: str, place: Path = place) -> bool:
            path = place / name
            if name.startswith(".") or excluded.match_file(path.relative_to(folder).as_posix() + suffix):
                return True
            above = (p for p in (place, *place.parents) if p in ignored)
            return any(ignored[p].match_file(path.relative_to(p).as_posix() + suffix) for p in above)

        reports = REPORTS_IN_OUT if "run.db" in files else frozenset()  # an earlier run's output, cleaned again
        folders[:] = sorted(
            f for f in folders if not passed_over(f, "/") and (avoid is None or (place / f).resolve() != avoid)
        )
        for name in sorted(files):
            path = place / name
            if name in reports or passed_over(name, "") or not path.is_file():
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
                continue  # what a link names outside the folder was not given
            if format_of_file(path):
                yield path


def _refuse_twins(inputs: Sequence[Input]) -> None:
    seen: dict[str, Path] = {}
    for item in inputs:
        key = item.name.casefold()  # two names that a Mac or Windows takes for one
        if key in seen and seen[key] != item.path:
            both = f"{seen[key]} and {item.path}"
            raise Misuse(f"{both} would both become {item.name}; clean them in two runs, or name their folder")
        seen[key] = item.path


def _refuse_overwriting(inputs: Sequence[Input], out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise Misuse(f"{out}: the output must be a folder, and this is a file")
    originals = {item.path.resolve() for item in inputs}
    for item in inputs:
        if item.name in REPORTS_IN_OUT:
            raise Misuse(f"{item.path}: its corrected twin would be {out / item.name}, where the run's own report goes")
        if (out / PurePosixPath(item.name)).resolve() in originals:
            raise Misuse(f"{out / item.name} is itself an input; choose another output folder, or --in-place")


# What a run writes beside the corrected tree.
REPORTS_IN_OUT = frozenset({"changes.diff", "edits.jsonl", "report.html", "run.db"})
