"""Compressed files: unpacked as they are read, packed in kind as they are written.

Compression is not a format but a wrapper around any of them: `dump.jsonl.gz` is JSON Lines.  Each kind may hold several
compressed streams, one after the other, so that a file may be packed piece by piece.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any, NamedTuple, cast

from cleaner.files.extras import Missing, imported


class NotUnpacked(Exception):
    """A file that cannot be unpacked; the message says why and what to do."""


class Packing(NamedTuple):
    """How files of one kind are unpacked, as a stream, and packed."""

    opened: Callable[[IO[bytes]], IO[bytes]]
    packed: Callable[[bytes], bytes]


def _zst_opened(file: IO[bytes]) -> IO[bytes]:
    if sys.version_info >= (3, 14):
        return cast(IO[bytes], imported("compression.zstd", "zstd").ZstdFile(file))
    return cast(IO[bytes], io.BufferedReader(_Frames(file)))


def _zst_packed(data: bytes) -> bytes:
    if sys.version_info >= (3, 14):
        return bytes(imported("compression.zstd", "zstd").compress(data))
    return bytes(imported("zstandard", "zstd").ZstdCompressor().compress(data))


# Equal bytes are packed equally: no time and no name is written.  gzip's level is that of its command.
PACKINGS = {
    ".gz": Packing(
        lambda file: cast(IO[bytes], gzip.GzipFile(fileobj=file)), lambda data: gzip.compress(data, 6, mtime=0)
    ),
    ".bz2": Packing(bz2.BZ2File, bz2.compress),
    ".xz": Packing(lzma.LZMAFile, lzma.compress),
    ".zst": Packing(_zst_opened, _zst_packed),
}


def suffix(name: str) -> str:
    """What `PurePath(name).suffix` says of a file's name, in a tenth of its 10 µs: a run asks it several times of each.

    >>> suffix("in.b/a.txt"), suffix("in.b/.txt"), suffix("a.")
    ('.txt', '', '')
    """
    last = name[name.rfind("/") + 1 :]
    at = last.rfind(".")
    return last[at:] if 0 < at < len(last) - 1 else ""


def ending(name: str) -> str:
    """The ending that says how a file is packed; "" if none does.

    >>> ending("dump.jsonl.GZ"), ending("a.txt")
    ('.gz', '')
    """
    kind = suffix(name).lower()
    return kind if kind in PACKINGS else ""


def inner(name: str) -> str:
    """A file's name without that ending.

    >>> inner("in/dump.jsonl.gz"), inner("a.txt")
    ('in/dump.jsonl', 'a.txt')
    """
    return name[: len(name) - len(ending(name))]


def packed(name: str, data: bytes) -> bytes:
    """The bytes of a file of this name that holds `data`."""
    kind = ending(name)
    return PACKINGS[kind].packed(data) if kind else data


# No text unpacks to so many times its size: English prose to 3 to 5 times, logs to 100.  A bomb of zeros in gzip
# unpacks to 1,030 times its size, in the other kinds to more.
MOST_TIMES = 1_000
HARMLESS = 16_000_000  # bytes; so many are unpacked whatever they were


def opened(name: str, file: IO[bytes]) -> IO[bytes]:
    """A file's unpacked bytes as a stream, whose `read` may raise `NotUnpacked`."""
    kind = ending(name)
    return cast(IO[bytes], io.BufferedReader(_Watched(kind, file), 1 << 16)) if kind else file


class _Watched(io.RawIOBase):
    """An unpacked stream that tells a bomb, a file that was cut, and bytes that are of another kind."""

    def __init__(self, kind: str, file: IO[bytes]) -> None:
        self._kind, self._file, self._given = kind, file, 0
        with self._told():
            self._stream = PACKINGS[kind].opened(file)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with self._told():
            piece = self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        self._given += len(piece)
        if self._given > HARMLESS and self._given > MOST_TIMES * self._file.tell():
            raise NotUnpacked(f"unpacks to more than {MOST_TIMES:,} times its size, as no text does (a bomb?)")
        return len(piece)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the libraries say of a broken file, as one exception with a cure."""
        try:
            yield
        except EOFError:
            raise NotUnpacked(f"the {self._kind} was cut off: fetch it again") from None
        except Missing as error:
            raise NotUnpacked(str(error)) from None
        except Exception as error:  # each library has errors of its own; those of the disk have a number
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise NotUnpacked(f"no {self._kind}, or a broken one ({error})") from None


class _Frames(io.RawIOBase):
    """The frames of a .zst file, for Pythons without zstd of their own."""

    # A frame says 128 kB with 4 bytes at best, so that a piece unpacks to 32 MB at most.
    PIECE = 1024

    def __init__(self, file: IO[bytes]) -> None:
        self._pieces = self._unpacked(file, imported("zstandard", "zstd").ZstdDecompressor())
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = memoryview(piece)
        count = min(len(buffer), len(self._left))
        buffer[:count], self._left = self._left[:count], self._left[count:]
        return count

    def _unpacked(self, file: IO[bytes], unpacker: Any) -> Iterator[bytes]:
        frame = None
        while piece := file.read(self.PIECE):
            while piece:
                frame = frame or unpacker.decompressobj()
                yield frame.decompress(piece)
                piece = frame.unused_data if frame.eof else b""
                frame = None if frame.eof else frame
        if frame is not None:
            raise EOFError
