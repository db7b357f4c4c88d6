"""Named arrays in one file, read through a memory map.

A model must open in milliseconds and be shared by all processes of a machine.  So its arrays lie in the file as they
lie in memory, and opening it reads only the header.

The file holds: `CLEANER` and a zero byte; format version, byte order, and the header's length and checksum; the header,
one line of JSON padded with blanks; the arrays, each at a multiple of eight bytes.
"""

from __future__ import annotations

import ctypes
import json
import mmap
import struct
import sys
import zlib
from collections.abc import Mapping
from pathlib import Path

MAGIC = b"CLEANER\0"
VERSION = 1
#: format version, byte-order mark, header length, header checksum
_PREFIX = struct.Struct("=HHII")
_ORDER_MARK = 0x0102
_ALIGN = 8


class ModelFileError(ValueError):
    """A model file that cannot be used; the message says which file, what is wrong and what to do."""


class MmapArrays:
    """The arrays of one file, by name, as memory views; `meta` is what its builder noted.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "squares.bin"
    ...     write(path, "demo", {"squares": ("I", struct.pack("=4I", 0, 1, 4, 9))}, {"made by": "hand"})
    ...     mapped = MmapArrays.open(path, "demo")
    ...     list(mapped["squares"]), mapped.meta["made by"]
    ([0, 1, 4, 9], 'hand')
    """

    def __init__(self, path: Path, view: memoryview, header: Mapping[str, object]) -> None:
        self.path = path
        self.meta: Mapping[str, object] = header["meta"]  # type: ignore[assignment]
        self._view = view
        self._places: Mapping[str, tuple[str, int, int]] = header["arrays"]  # type: ignore[assignment]

    def __getitem__(self, name: str) -> memoryview:
        code, start, length = self._places[name]
        return self._view[start : start + length].toreadonly().cast(code)  # type: ignore[call-overload,no-any-return]

    def address(self, name: str) -> int:
        """Where an array lies in memory, for the compiled core; it lies there as long as this object lives."""
        _, start, _ = self._places[name]
        return ctypes.addressof(ctypes.c_char.from_buffer(self._view, start))

    @classmethod
    def open(cls, path: Path, kind: str) -> MmapArrays:
        """Map the file, or say why it is no `kind` this program can read (`ModelFileError`, `OSError`)."""
        with path.open("rb") as file:
            head = file.read(len(MAGIC) + _PREFIX.size)
            if len(head) < len(MAGIC) + _PREFIX.size or not head.startswith(MAGIC):
                raise ModelFileError(f"{path}: not a cleaner model; build one with `cleaner lm build TEXT -o FILE`")
            version, order, length, checksum = _PREFIX.unpack_from(head, len(MAGIC))
            if order != _ORDER_MARK:
                raise ModelFileError(
                    f"{path}: of the other byte order (here: {sys.byteorder}); build it on this machine"
                )
            if version != VERSION:
                raise ModelFileError(
                    f"{path}: format version {version}, this program reads version {VERSION}; build it again"
                )
            raw = file.read(length)
            if len(raw) < length or zlib.crc32(raw) != checksum:
                raise ModelFileError(f"{path}: the header is cut off or damaged; fetch or build the file again")
            header = json.loads(raw)
            if header["kind"] != kind:
                raise ModelFileError(f"{path}: holds a {header['kind']}, a {kind} is needed")
            view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY))
        if len(view) != header["size"]:
            raise ModelFileError(
                f"{path}: {len(view):,} bytes of {header['size']:,} are there; fetch or build the file again"
            )
        return cls(path, view, header)


def may_replace(path: Path) -> None:
    """Refuses to write a model where another file stands: a document named by mistake would be lost (`ModelFileError`).

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     may_replace(Path(folder) / "new.bin")
    ...     article = Path(folder) / "article.txt"
    ...     _ = article.write_text("Words.")
    ...     may_replace(article)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    cleaner.spelling.storage.mmap_arrays.ModelFileError: ...article.txt: holds something else, and is left as it is...
    """
    try:
        with path.open("rb") as file:
            begins = file.read(len(MAGIC))
    except FileNotFoundError:
        return
    if begins and begins != MAGIC:
        raise ModelFileError(f"{path}: holds something else, and is left as it is; name another file")


def write(path: Path, kind: str, arrays: Mapping[str, tuple[str, bytes]], meta: Mapping[str, object]) -> None:
    """Write `arrays` (name → `struct` letter of the items: B, H, I; content in this machine's byte order) as a `kind`.

    The file appears whole or not at all, and replaces only another model (`may_replace`).
    """
    may_replace(path)
    header = b""
    start = 0
    while True:  # the header holds the arrays' places, which depend on the header's length: settle it
        first = start = _aligned(len(MAGIC) + _PREFIX.size + len(header))
        places = {}
        for name, (code, content) in arrays.items():
            places[name] = (code, start, len(content))
            start = _aligned(start + len(content))
        text = json.dumps({"kind": kind, "size": start, "arrays": places, "meta": dict(meta)}, sort_keys=True)
        padded = text.encode().ljust(first - len(MAGIC) - _PREFIX.size)
        if len(padded) == len(header):
            break
        header = padded
    from cleaner.files import atomic

    with atomic.writing(path, follow=True) as file:
        file.write(MAGIC + _PREFIX.pack(VERSION, _ORDER_MARK, len(padded), zlib.crc32(padded)) + padded)
        for name, (_, content) in arrays.items():
            file.seek(places[name][1])
            file.write(content)
        file.truncate(start)


def _aligned(size: int) -> int:
    return -(-size // _ALIGN) * _ALIGN
