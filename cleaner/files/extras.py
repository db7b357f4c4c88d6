"""Heavy libraries are extras: imported where a file needs them, with a message that says how to get them."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Missing(Exception):
    """A library that is not installed; the message says how to install it."""

    def __init__(self, extra: str) -> None:
        super().__init__(f"it needs a library: pip install 'article-cleaner[{extra}]'")


def imported(module: str, extra: str) -> Any:
    """The module, which our extra of this name installs.  Raises `Missing`.

    >>> imported("no_such_module", "parquet")
    Traceback (most recent call last):
    cleaner.files.extras.Missing: it needs a library: pip install 'article-cleaner[parquet]'
    """
    try:
        return import_module(module)
    except ImportError:
        raise Missing(extra) from None
