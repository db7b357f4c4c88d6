"""A kit in another process: it is sent as the settings that it was made of, and each process makes it once.

With the settings goes the recipe, so that a process with another program, other rules or other lists refuses it, and
a library that keeps results by what a function holds (`datasets`) sees when those have changed.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from cleaner.batch.recipe import recipe
from cleaner.build_kit import build_kit
from cleaner.config import KEYS, PATHS, Settings
from cleaner.files.given import Misuse
from cleaner.formats import ReadOptions
from cleaner.kit import Kit
from cleaner.rulebook.packages import is_package

_made: dict[str, Kit] = {}  # in this process, by recipe; a process that is forked has them already


def sendable(kit: Kit, settings: Settings) -> Kit:
    """The kit, which was made of these settings and can be pickled now."""

    paths = [name for name, key in KEYS.items() if key.kind is PATHS]
    everywhere: dict[str, Any] = {name: tuple(map(_everywhere, getattr(settings, name))) for name in paths}
    settings = replace(settings, **everywhere)

    @cache
    def sent_as() -> tuple[Any, ...]:
        wanted = recipe(settings, ReadOptions(), kit)
        _made.setdefault(wanted, kit)
        return made, (settings, wanted)

    object.__setattr__(kit, "sent_as", sent_as)
    return kit


def made(settings: Settings, wanted: str) -> Kit:
    """The kit of these settings.  Raises `Misuse` if it is another than the one that was sent."""
    if wanted not in _made:
        kit = sendable(build_kit(settings), settings)
        if recipe(settings, ReadOptions(), kit) != wanted:
            raise Misuse("the kit was loaded with another cleaner, or other rules or lists, than there are here")
        _made[wanted] = kit
    return _made[wanted]


def _everywhere(path: Path) -> Path:
    """The path from any working folder."""
    return path if is_package(path) else path.absolute()
