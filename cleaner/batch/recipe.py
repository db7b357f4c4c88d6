"""What a file's outcome hangs on beside the file: the program, its data, the rules, the settings, the user's lists.

A file whose bytes and whose recipe are those of an earlier run need not be cleaned again.  Any change of a rule changes
the recipe of all files: which of them it can touch shows only where each is scanned for it, and its earlier form, which
bore on the diagnosis too, is no longer there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path

from cleaner.config import Settings
from cleaner.files.locations import DATA, PACKAGE
from cleaner.formats import ReadOptions
from cleaner.kit import Kit
from cleaner.rulebook import packages
from cleaner.spelling.error_model import CONFUSIONS
from cleaner.version import __version__

# Which files are read, and how fast, does not bear on what becomes of one.
ELSEWHERE = ("exclude", "jobs")


def recipe(settings: Settings, options: ReadOptions, kit: Kit) -> str:
    """A digest that changes whenever the same file might be cleaned otherwise."""
    told = {name: value for name, value in asdict(settings).items() if name not in ELSEWHERE}
    facts = (__version__, told, options.stored(), sorted(kit.answered.items()), kit.neural and kit.neural.name)
    digest = hashlib.sha256(repr(facts).encode("utf-8", "surrogatepass"))
    for rule in kit.rulebook.rules.values():  # a rule's file may lie elsewhere on each machine
        digest.update(repr(rule).replace(repr(rule.file), "", 1).encode("utf-8", "surrogatepass"))
    digest.update(_code())
    for file in _lists(settings):
        digest.update(f"\0{file.name}\0".encode("utf-8", "surrogatepass"))
        digest.update(file.read_bytes())
    for file in sorted(DATA.rglob("*")):  # large files; their hashes stand in the manifest, which is read below
        digest.update(f"\0{file.name}\0{file.stat().st_size}".encode())
    return digest.hexdigest()[:32]


def survey_recipe(options: ReadOptions) -> str:
    """A digest that changes whenever a survey of the lines of the same file might find something else."""
    digest = hashlib.sha256(repr((__version__, options.stored())).encode("utf-8", "surrogatepass"))
    digest.update(_code())
    return digest.hexdigest()[:32]


@cache
def _code() -> bytes:
    """A digest of this program: a developer's change counts."""
    digest = hashlib.sha256()
    for file in sorted(PACKAGE.rglob("*.py")):
        digest.update(f"\0{file.name}\0".encode())
        digest.update(file.read_bytes())
    return digest.digest()


def _lists(settings: Settings) -> Iterator[Path]:
    """The files whose content bears on every text: what our data is made of, and the user's lists."""
    yield DATA / "MANIFEST.json"
    yield from (*settings.words, *settings.glossary, *settings.models)
    yield from (table for root in settings.rules if (table := packages.place(root) / CONFUSIONS).is_file())
