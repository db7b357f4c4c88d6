"""Which files a run reads, where each one's corrected twin goes, and the documents in them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from cleaner.batch import named
from cleaner.files import given, packing, remote
from cleaner.files.extras import Missing
from cleaner.files.given import Misuse
from cleaner.formats import FORMATS, NoText, ReadOptions, Source, Unreadable, format_of_file, known_by_name, read
from cleaner.formats.outcome import Input
from cleaner.model import Document
from cleaner.text import plural

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


def find(
    paths: Sequence[Path], exclude: Iterable[str] = (), out: Path | None = None, listed: Iterable[Input] = ()
) -> list[Input]:
    """The files that the paths name, those below the folders that they name, and those of a list.  Raises `Misuse`.

    A path may be a pattern, for files below the folder that stands before its first star.  `.gitignore` files and
    `exclude` patterns are respected, and OUT is left out.  Files of other kinds come with `passed`, unless a pattern
    names their ending; those that cannot be read come with `amiss`.
    """
    excluded = _patterns(exclude)
    inputs = list(listed)
    several = len([p for p in paths if p.is_dir()]) > 1
    for path in paths:
        if url := remote.url_of(path):
            inputs += _elsewhere(url, excluded)
            continue
        folder, pattern = (path, ()) if path.exists() else named.split(path)
        if path.is_dir() or (pattern and folder.is_dir()):
            inputs += _found(path, folder, pattern, _below(folder, excluded, out), prefixed=several)
        elif path.exists() and not path.is_file():
            raise Misuse(f"{path}: not a regular file (a pipe goes to standard input: cleaner clean -)")
        elif path.exists():
            inputs.append(Input(path, path.name))
        else:
            raise Misuse(f"{path}: no such file or folder")
    if len({item.name for item in inputs}) < len(inputs):  # what is named twice is one
        inputs = list({(item.name, os.path.realpath(item.path)): item for item in inputs}.values())
    texts = [item for item in inputs if not (item.passed or item.amiss)]
    _refuse_twins(texts)
    if out is not None:
        _refuse_overwriting(texts, out)
    return inputs


def _found(path: Path, folder: Path, pattern: Sequence[str], met: Iterable[Met], *, prefixed: bool) -> Iterable[Input]:
    """The files of a folder, or those of them that fit a pattern.  Raises `Misuse` if there is no text."""
    prefix = f"{folder.resolve().name}/" if prefixed else ""
    found = [
        Input(f, prefix + f.relative_to(folder).as_posix(), False, "" if _names(pattern, passed) else passed, amiss)
        for f, passed, amiss in met
        if not pattern or named.matches(f.relative_to(folder).parts, pattern)
    ]
    if pattern and not found:
        raise Misuse(f"{path}: no file matches")
    if all(item.passed for item in found):
        raise Misuse(f"{path}: no text here ({KINDS}){_others(found)}; name other files one by one")
    return found


def _elsewhere(url: str, excluded: GitIgnoreSpec | None) -> Iterator[Input]:
    """The files at an address.  Raises `Misuse`."""
    try:
        found = remote.found(url)
    except (OSError, Missing) as error:
        raise Misuse(f"{url}: {getattr(error, 'strerror', None) or error}") from None
    if not found:
        raise Misuse(f"{url}: no file there")
    for file in found:
        if not (excluded and excluded.match_file(file.name)):
            kind = "" if len(found) == 1 or known_by_name(file.name) else ending(file.name) or "without an ending"
            yield Input(Path(file.url), file.name, len(found) == 1, kind, url=file.url, size=file.size)


def _names(pattern: Sequence[str], passed: str) -> bool:
    """Whether a pattern (`*.srt`) names the ending of a kind that is passed over otherwise."""
    return bool(pattern) and passed.startswith(".") and pattern[-1].endswith(passed)


KINDS = ", ".join(f"*{suffix}" for format in FORMATS.values() for suffix in format.suffixes)
KINDS += f", ALTO and PAGE *.xml; these also as {', '.join(packing.PACKINGS)}"


def _others(found: Sequence[Input]) -> str:
    kinds = sorted({item.passed for item in found})
    return f", but {plural.count(len(found), 'file')} of other kinds: {', '.join(kinds[:12])}" if found else ""


def _patterns(lines: Iterable[str]) -> GitIgnoreSpec | None:
    """The patterns, if there are any: most runs need no library for them."""
    if not (lines := list(lines)):
        return None
    from pathspec import GitIgnoreSpec

    if bad := [line for line in lines if not _is_pattern(line)]:
        raise Misuse(f"exclude: {bad[0]!r} is no pattern; they are written as in a .gitignore")
    return GitIgnoreSpec.from_lines(lines)


def _is_pattern(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True


def _ignored(file: Path) -> tuple[GitIgnoreSpec | None, str]:
    """The patterns of a `.gitignore`, and what is wrong with the file."""
    try:
        lines = given.text(file, errors="replace").splitlines()
    except given.NotGiven as error:
        return None, error.why
    from pathspec import GitIgnoreSpec

    bad = [number for number, line in enumerate(lines, 1) if not _is_pattern(line)]
    spec = GitIgnoreSpec.from_lines(line for number, line in enumerate(lines, 1) if number not in bad)
    return spec, f"line {bad[0]} is no pattern ({lines[bad[0] - 1]!r}); its others hold" if bad else ""


Met = tuple[Path, str, str]  # a file; its kind, if that is passed over; what is wrong with it


def _below(folder: Path, excluded: GitIgnoreSpec | None, out: Path | None) -> Iterator[Met]:
    ignored: dict[Path, GitIgnoreSpec] = {}
    avoid = out and out.resolve()
    closed: list[OSError] = []
    for here, folders, files in os.walk(folder, onerror=closed.append):
        place = Path(here)
        if ".gitignore" in files:
            spec, amiss = _ignored(place / ".gitignore")
            if spec:
                ignored[place] = spec
            if amiss:
                yield place / ".gitignore", "", amiss

        def unwanted(name: str, suffix: str, place: Path = place) -> bool:
            if not (excluded or ignored):
                return False
            path = place / name
            if excluded and excluded.match_file(path.relative_to(folder).as_posix() + suffix):
                return True
            above = (p for p in (place, *place.parents) if p in ignored)
            return any(ignored[p].match_file(path.relative_to(p).as_posix() + suffix) for p in above)

        reports = REPORTS_IN_OUT if "run.db" in files else frozenset()  # an earlier run's output, cleaned again
        wanted = sorted(f for f in folders if not unwanted(f, "/"))
        hidden = [f for f in wanted if f.startswith(".") and f not in OURS]
        folders[:] = [f for f in wanted if not f.startswith(".") and (avoid is None or (place / f).resolve() != avoid)]
        for name in sorted(files):
            if name not in reports and name not in OURS and not unwanted(name, ""):
                yield place / name, _kind(place / name, folder), ""
        yield from ((place / name, "hidden folder", "") for name in hidden)
    for error in closed:
        yield Path(error.filename), "", f"cannot be read: {error.strerror}"


# Files of other tools and of this one; a run passes over them without counting them.
OURS = frozenset(
    ".survey .git .gitignore .gitattributes .gitmodules .hg .svn .DS_Store cleaner.toml .cleaner.toml".split()
)


def _kind(path: Path, folder: Path) -> str:
    """The kind of file that is passed over in a folder; "" for a text, and for a file that may not be looked at."""
    with suppress(OSError):
        if path.name.startswith("."):
            return "hidden"
        if path.is_symlink() and not path.exists():
            return "link to nothing"
        if not path.is_file():
            return "no regular file"
        if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
            return "link out of the folder"  # what it names was not given
        return "" if format_of_file(path) else ending(path.name) or "without an ending"
    return ""


def ending(name: str) -> str:
    """A name's ending as reports count it: `.html`, `.html.gz`."""
    return PurePosixPath(packing.inner(name)).suffix.lower() + packing.ending(name)


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
REPORTS_IN_OUT = frozenset({"changes.diff", "edits.jsonl", "failures.jsonl", "report.html", "run.db"})


def sources(
    items: Iterable[Input], complain: Callable[[str], object], options: ReadOptions = ReadOptions()
) -> Iterator[tuple[Input, Source]]:
    """Each file as it reads.  `complain` is told of those that cannot be read; other kinds in a folder are left out."""
    for item in items:
        try:
            source = read(item.name, item.read(), options)
        except Unreadable as error:
            if item.named or not isinstance(error, NoText):
                complain(f"{item.path}: {error}")
        else:
            yield item, source


def documents(
    paths: Iterable[Path], complain: Callable[[str], object], text_field: Sequence[str] = ()
) -> Iterator[Document]:
    """Every document of the files and folders."""
    for _, source in sources(find(list(paths)), complain, ReadOptions(text_field=tuple(text_field))):
        yield from source.documents
