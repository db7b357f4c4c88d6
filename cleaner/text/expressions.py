"""Regular expressions that are compiled once for all processes.

The regex library compiles an expression in about 0.6 ms, and a page of an article meets some 500 of them.  It loads one
that was compiled before, from its own pickle, in 0.02 ms.  So each process reads what others kept, and at its end adds
what it had to compile itself.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Mapping
from pathlib import Path

import regex

from cleaner.files.locations import cache

#: expressions kept; the shipped rules have 10,000.  A user who writes many more begins anew.
MOST = 30_000

_ready: dict[str, regex.Pattern[str]] = {}
_fresh: dict[str, bytes] = {}
_kept: Mapping[str, bytes] | None = None


def compiled(pattern: str) -> regex.Pattern[str]:
    """The compiled expression.  Raises `regex.error` for one that is none.

    >>> compiled(r"\\p{Lu}+").findall("In Rome")
    ['I', 'R']
    """
    if (found := _ready.get(pattern)) is None:
        found = _ready[pattern] = _loaded(pattern) or _compiled(pattern)
    return found


def keep() -> None:
    """Keeps what this process compiled for later ones; a cache that cannot be written only costs them the time."""
    if not _fresh:
        return
    from cleaner.files import atomic

    kept = {**_read(), **_fresh}
    if len(kept) > MOST:
        kept = dict(_fresh)
    try:
        atomic.write(_file(), pickle.dumps(kept, protocol=pickle.HIGHEST_PROTOCOL), follow=True)
        _fresh.clear()
    except OSError:
        pass


def _compiled(pattern: str) -> regex.Pattern[str]:
    made = regex.compile(pattern, cache_pattern=False)
    _fresh[pattern] = pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL)
    return made


def _loaded(pattern: str) -> regex.Pattern[str] | None:
    global _kept  # noqa: PLW0603 - read once in a process, when the first expression is asked for
    if _kept is None:
        _kept = _read()
    try:
        found = pickle.loads(_kept[pattern])  # our own file, in the user's own cache
    except Exception:  # not there, or broken: compiling is the cure
        return None
    return found if isinstance(found, regex.Pattern) and found.pattern == pattern else None


def _read() -> dict[str, bytes]:
    try:
        found = pickle.loads(_file().read_bytes())
        return found if isinstance(found, dict) else {}
    except Exception:
        return {}


def _file() -> Path:
    """Other versions of Python or of the library compile otherwise."""
    return cache() / f"patterns-{sys.implementation.cache_tag}-{regex.__version__}.pickle"
