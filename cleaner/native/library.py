"""Finding and loading the compiled core."""

from __future__ import annotations

import ctypes
import os
import sys
from functools import cache
from pathlib import Path

from cleaner.native import build

#: set to anything, the program runs without the compiled core
PURE = "CLEANER_PURE"
#: set to a file, that library is loaded instead of the one beside this module
LIBRARY = "CLEANER_CORE"

#: UTF-32 in this machine's byte order, and lone surrogates as they are
_UTF32 = f"utf-32-{'le' if sys.byteorder == 'little' else 'be'}"
#: strings of so many characters and more are left to Python, as in `source/native.h`
LONGEST_STRING = 64


@cache
def loaded() -> ctypes.CDLL | None:
    """The library, or None where the program has to do without."""
    return _found()[0]


def told() -> str:
    """What `--version` says of it."""
    return _found()[1]


class UnusableError(RuntimeError):
    """A library that cannot be used; the message says why."""


def opened(path: Path) -> ctypes.CDLL:
    """The library in a file.  `UnusableError` if it is none, or was built from other sources than are here."""
    try:
        library = ctypes.CDLL(str(path))
        library.native_sources.restype = ctypes.c_uint32
        built_from = library.native_sources()
    except (OSError, AttributeError) as error:
        raise UnusableError(f"{path} cannot be loaded") from error
    if built_from != build.sources():
        raise UnusableError(f"{path} was built from other sources")
    return library


@cache
def _found() -> tuple[ctypes.CDLL | None, str]:
    if os.environ.get(PURE):
        return None, f"pure Python, as {PURE} asks"
    path = Path(os.environ.get(LIBRARY) or Path(__file__).parent / build.NAME)
    if not path.exists():
        return None, "pure Python; installed with a C compiler at hand it has a compiled core, faster on scans"
    try:
        return opened(path), "compiled core"
    except UnusableError as error:
        return None, f"pure Python: {error}; install again"


def code_points(text: str) -> bytes:
    """A text as the library reads it."""
    return text.encode(_UTF32, "surrogatepass")
