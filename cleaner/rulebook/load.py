"""Loads folders of YAML as a rulebook.  All mistakes are reported at once, each with its file and line."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import regex

from cleaner.files import given
from cleaner.files.locations import PACKAGE, cache, shipped_rules
from cleaner.rulebook import kept, packages
from cleaner.rulebook.errors import RuleError, RuleErrors
from cleaner.rulebook.kept import Compiled
from cleaner.rulebook.scan import Rulebook
from cleaner.spelling import lexicon
from cleaner.spelling.lexicon import Lexicon


def load(
    roots: Iterable[Path] = (),
    shipped: bool = True,
    allow_harm: Iterable[str] = (),
    tried: Mapping[Path, str] | None = None,
) -> Rulebook:
    """The rulebook of the shipped packs and of the user's: folders, single files, `package:NAME`.

    A later root's rule replaces an earlier one with the same id, and a pack's `without` silences earlier roots' rules.
    `allow_harm` are ids of rules about harm that may fix all the same; `tried` are files of the roots as they would be,
    before anything is written.  Raises `RuleErrors`.
    """
    tried = tried or {}
    folders = [*([shipped_rules()] if shipped else []), *map(packages.place, roots)]
    installed = [root for root in folders[: int(shipped)] if not any(file.is_relative_to(root) for file in tried)]
    allowed = frozenset(allow_harm)
    key = _key(installed, _sources((root for root in folders if root not in installed), tried), allowed)
    if cached := _cached(key):
        return Rulebook(cached)
    from cleaner.rulebook.assemble import assembled  # most runs read what was compiled before, and need no YAML

    sources = _sources(folders, tried)
    words = Lexicon.shipped()  # never with a user's words: what is kept must be the same for everybody
    if shipped and len(folders) > 1:  # a change in the user's rules does not compile the shipped ones again
        rules, compiled, classes = assembled(folders[1:], sources, allowed, words, below=load())
    else:
        rules, compiled, classes = assembled(folders, sources, allowed, words)
    made = Compiled.of(rules, compiled, classes)
    _remember(key, made)
    return Rulebook(made)


def pack_files(root: Path) -> list[Path]:
    """The YAML files below a folder, in order; or the file itself."""
    if root.is_file():
        return [root]
    if not root.is_dir():
        raise RuleErrors([RuleError(str(root), 1, "no such file or folder of rules")])
    return [file for file in given.below(root, (".yaml", ".yml")) if file.name != packages.GLOSSARY]


def _sources(roots: Iterable[Path], tried: Mapping[Path, str]) -> list[tuple[Path, Path, bytes]]:
    """Root, place and content of each YAML file."""
    return [(root, file, content) for root in roots for file, content in _contents(root, tried)]


def _contents(root: Path, tried: Mapping[Path, str]) -> list[tuple[Path, bytes]]:
    """The YAML files of a root with what they hold, or would hold."""
    new = [file for file in tried if file.is_relative_to(root)]
    there = pack_files(root) if root.exists() or not new else []
    return [(f, tried[f].encode() if f in tried else given.data(f)) for f in sorted({*there, *new})]


# ------------------------------------------------------------------ the compiled rulebook, remembered between runs


# The rooms whose code compiling runs; 70 files, 3 ms to read.  A test finds what else it might come to need.
_LIBRARIES = ("yaml", "lemminflect")
_CODE = tuple(
    PACKAGE / room for room in ("", "model", "native", "rulebook", "spelling", "spelling/storage", "text", "files")
)


def _key(installed: Iterable[Path], sources: list[tuple[Path, Path, bytes]], allowed: frozenset[str]) -> str:
    """Changes with all that compiling depends on: the rule files, what the user allows, our code, the lexicon (which
    literals are rare, which words are real), and the versions of Python and of the libraries that read the patterns.

    What is installed is not read for this: a file that was written anew has another time.
    """
    code = (file for room in _CODE for file in sorted(room.glob("*.py")))
    files = [lexicon.SHIPPED, *code, *(file for root in installed for file in pack_files(root))]
    states = [(str(file), about.st_size, about.st_mtime_ns) for file in files for about in [file.stat()]]
    facts = (sys.version, regex.__version__, *map(version, _LIBRARIES), states, sorted(allowed))
    digest = hashlib.sha256(repr(facts).encode())
    for root, file, content in sources:
        digest.update(f"{root}\0{file}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:32]


def version(library: str) -> str:
    """What changes with a library's version: the file in which it tells it.  Looking up its metadata takes 17 ms."""
    spec = find_spec(library)
    return Path(spec.origin).read_text("utf-8") if spec and spec.origin else ""


def _cached(key: str) -> Compiled | None:
    """What an earlier run compiled from the same files.  Whatever is amiss with it, compiling again is the cure."""
    try:
        place = cache() / f"rules-{key}.bin"
        compiled = kept.read(place.read_bytes())
        with suppress(OSError):  # a read-only cache serves as well
            os.utime(place)  # what is used is kept longest
        return compiled
    except Exception:
        return None


def _remember(key: str, compiled: Compiled) -> None:
    from cleaner.files import atomic

    folder = cache()
    try:
        atomic.write(folder / f"rules-{key}.bin", kept.written(compiled), follow=True)
        old = sorted(folder.glob("rules-*.bin"), key=lambda f: f.stat().st_mtime)[:-8]
        for file in old:
            file.unlink(missing_ok=True)
    except OSError:
        pass  # a read-only home only costs the time to compile
