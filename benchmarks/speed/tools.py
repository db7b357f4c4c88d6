"""What is measured: `cleaner check`, the tools that stand beside it, and an older version of cleaner.

The tools do different work.  codespell and typos look words up in lists of known misspellings.  symspellpy's
`lookup_compound` proposes the nearest words for each line.  `wc -w` only counts words, and `python -c pass` only
starts.  `cleaner check` diagnoses, matches rules and weighs the context.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from speed.processes import Command

CHECKOUT = Path(__file__).parents[2]

# What a first script with symspellpy does with a folder, up to so many characters: every line on its own.
SYMSPELL = """
import sys
from importlib.resources import files
from pathlib import Path
from symspellpy import SymSpell
data = files("symspellpy")
spell = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
spell.load_dictionary(str(data / "frequency_dictionary_en_82_765.txt"), 0, 1)
spell.load_bigram_dictionary(str(data / "frequency_bigramdictionary_en_243_342.txt"), 0, 2)
left = int(sys.argv[1])
for path in sorted(Path(sys.argv[2]).iterdir()):
    for line in path.read_text(encoding="utf-8")[:left].splitlines():
        left -= len(line)
        if line.strip():
            print(spell.lookup_compound(line, max_edit_distance=2)[0].term)
"""


class NoOlderVersionError(Exception):
    """The older version cannot be had."""


@dataclass(frozen=True)
class Tool:
    """A program that is given a folder, or all files of the folder.

    `most`: it reads only so many characters of plain text, because it is slow.
    """

    name: str
    words: tuple[str, ...]
    fine: frozenset[int] = frozenset({0})
    takes_files: bool = False
    most: int | None = None
    environment: Mapping[str, str] = field(default_factory=dict)

    def on(self, folder: Path, *more: str) -> Command:
        paths = sorted(map(str, folder.iterdir())) if self.takes_files else [str(folder)]
        return Command((*self.words, *more, *paths), self.fine, self.environment)


def cleaner(caches: Path, python: str = sys.executable, name: str = "cleaner", **environment: str) -> Tool:
    """`cleaner check` of a Python.  Each has a cache of its own, so that two versions do not undo each other's."""
    cache = str(caches / name.replace(os.sep, "-"))
    own = {"CLEANER_CACHE": cache, "XDG_CACHE_HOME": cache, **environment}
    return Tool(name, (python, "-m", "cleaner", "check", "--quiet"), frozenset({0, 1}), environment=own)


def beside(folders: Sequence[Path], slow: int) -> tuple[list[Tool], list[str]]:
    """The other tools that are here, and the names of those that are not.

    They are looked for in the folders, beside this Python, and on the PATH.
    """
    here = [*folders, Path(sys.executable).parent]
    path = os.pathsep.join([*map(str, here), os.environ.get("PATH", "")])
    pythons = (sys.executable, *(str(folder / "python") for folder in here))
    with_symspellpy = next(filter(_imports_symspellpy, pythons), "no Python with symspellpy")
    tools = [
        Tool("codespell", ("codespell",), frozenset({0, 65})),
        Tool("typos", ("typos", "--isolated", "--threads", "1", "--format", "brief"), frozenset({0, 2})),
        Tool("symspellpy", (with_symspellpy, "-c", SYMSPELL, str(slow)), most=slow),
        Tool("wc -w", ("wc", "-w"), takes_files=True),
        Tool("python -c pass", (sys.executable, "-c", "pass")),
    ]
    programs = {tool.name: shutil.which(tool.words[0], path=path) for tool in tools}
    found = [replace(t, words=(program, *t.words[1:])) for t in tools if (program := programs[t.name])]
    return found, [name for name, program in programs.items() if not program]


def commit() -> str:
    """The commit of this checkout, for the head of the tables."""
    told = subprocess.run(
        ["git", "-C", str(CHECKOUT), "describe", "--always", "--dirty"], capture_output=True, text=True, check=False
    )
    return told.stdout.strip() or "of no known commit"


def older(which: str, folder: Path) -> Tool:
    """An older cleaner: the Python of another environment, or a git commit of this checkout.

    A commit runs under this Python, with the libraries that are installed here.
    """
    if python := shutil.which(which):
        return cleaner(folder / "cache", str(Path(python).absolute()), f"cleaner of {which}")
    source = folder / "older"
    archive = subprocess.run(["git", "-C", str(CHECKOUT), "archive", which], capture_output=True, check=False)
    if archive.returncode:
        raise NoOlderVersionError(f"{which} is neither a Python nor a commit: {archive.stderr.decode().strip()}")
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
        files.extractall(source, filter="data")
    tool = cleaner(folder / "cache", name=f"cleaner {which}", PYTHONPATH=str(source))
    where = "import cleaner; print(cleaner.__file__)"
    ask = [sys.executable, "-c", where]
    environment = {**os.environ, **tool.environment}
    told = subprocess.run(ask, capture_output=True, text=True, check=False, env=environment, cwd=folder)
    if not told.stdout.startswith(str(source)):
        raise NoOlderVersionError(f"Python loads {told.stdout.strip() or told.stderr.strip()} in place of {which}")
    return tool


def _imports_symspellpy(python: str) -> bool:
    if not Path(python).exists():
        return False
    return subprocess.run([python, "-c", "import symspellpy"], capture_output=True, check=False).returncode == 0
