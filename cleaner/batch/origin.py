"""Where a document comes from: the place that it shares with its companions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.formats.outcome import Input

_HOST = re.compile(r"[a-z][a-z0-9+.-]*://(?:[^/@?#]*@)?(?:www\.)?([^/:?#@]+)", re.I)
MOST_NAME = 1_000  # characters of a place


def place_of(source: str, item: Input) -> str:
    """The place of a document: of an address the host, else what its container says, else the folder of its file.

    >>> from pathlib import Path
    >>> found = Input(Path("/data/in/a/b.txt"), "a/b.txt", named=False)
    >>> place_of("https://www.example.org/a?b", found), place_of("The Argus", found), place_of("", found)
    ('example.org', 'The Argus', 'in/a/')
    """
    if host := _HOST.match(source):
        return host[1].lower()[:MOST_NAME]
    said = "" if "://" in source else " ".join(source.split())
    return (said or _folder(item))[:MOST_NAME]


def _folder(item: Input) -> str:
    """The folder of a file: as the user named it, or from the folder on that the user named."""
    path, name = item.path.as_posix(), item.name
    if item.url or item.data is not None:
        path = name
    elif not item.named and path.endswith(f"/{name}"):
        path = path[: -len(name) - 1].rpartition("/")[2] + "/" + name
    return f"{path.rpartition('/')[0] or '.'}/".encode("utf-8", "backslashreplace").decode()


def likewise(place: str) -> Iterator[str]:
    """The names that a place may have in a survey that was made in another folder; itself first.

    >>> list(likewise("/data/in/a/")), list(likewise("example.org"))
    (['/data/in/a/', 'data/in/a/', 'in/a/', 'a/'], ['example.org'])
    """
    yield place
    while place.endswith("/") and (shorter := place.partition("/")[2]):
        place = shorter
        yield place
