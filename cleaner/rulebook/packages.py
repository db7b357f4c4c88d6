"""Packs that come with an installed Python package, named by the user: `package:NAME`.

A package offers its folder of YAML under the entry-point group `cleaner.rules`:

    [project.entry-points."cleaner.rules"]
    acme = "acme_rules"            # a module beside the YAML, or a Path in it: "acme_rules:FOLDER"

Nothing is found unasked: what a tool changes in a text must not depend on what happens to be installed.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from cleaner.rulebook.errors import RuleError, RuleErrors

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "cleaner.rules"
PREFIX = "package:"
GLOSSARY = "glossary.yaml"  # of the user's own pack: it holds names, not rules


def is_package(root: Path | str) -> bool:
    """Whether a root names a package, not a place on the disk.

    >>> is_package("package:acme"), is_package(Path("rules"))
    (True, False)
    """
    return str(root).startswith(PREFIX)


def place(root: Path) -> Path:
    """The folder that a root stands for; a path stands for itself.  Raises `RuleErrors`."""
    if not is_package(root):
        return root
    from importlib.metadata import entry_points

    name = str(root).removeprefix(PREFIX)
    offered = {entry.name: entry for entry in entry_points(group=GROUP)}
    if name not in offered:
        there = f"there are: {', '.join(sorted(offered))}" if offered else "no installed package offers any"
        raise RuleErrors([RuleError(str(root), 1, f"no package offers rules under the name {name!r}; {there}")])
    return _folder(root, offered[name])


def _folder(root: Path, entry: EntryPoint) -> Path:
    try:
        found = entry.load()
    except Exception as error:  # another's code: whatever it does wrong, the user learns whose it was
        raise RuleErrors([RuleError(str(root), 1, f"{entry.value} cannot be loaded: {error}")]) from error
    if isinstance(found, ModuleType):
        found = next(iter(getattr(found, "__path__", [])), None) or Path(str(found.__file__)).parent
    folder = Path(str(found))
    if not folder.exists():
        raise RuleErrors([RuleError(str(root), 1, f"{entry.value} gives {folder}, and nothing is there")])
    return folder
