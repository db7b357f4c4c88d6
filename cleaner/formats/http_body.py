"""An HTTP response as a WARC keeps it: the body that a reader saw, and the bytes for another body."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cleaner.model.unified_diff import ByteEdit, spliced

_HEAD = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})[^\n]*\n(?:[^\r\n][^\n]*\n)*\r?\n")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*+(?:;[^\n]{0,200})?\r?\n")
# Bytes; a text of LONGEST characters has hardly more.  A bomb unpacks to more.
MOST = 64_000_000


class NotDecoded(ValueError):
    """A body that is packed in a way that we do not know, or broken; the message says how."""


def field(head: bytes, name: bytes) -> tuple[int, int] | None:
    """Where the value of a header's field stands, without blanks at its ends.

    >>> field(b"HTTP/1.1 200 OK\\r\\ncontent-length:  7 \\r\\n\\r\\n", b"Content-Length")
    (34, 35)
    """
    found = re.search(rb"(?im)^" + re.escape(name) + rb":[ \t]*+([^\r\n]*+)\r?$", head)
    return (found.start(1), found.start(1) + len(found[1].rstrip(b" \t"))) if found else None


def value(head: bytes, name: bytes) -> str:
    """The value of a header's field; "" without one."""
    place = field(head, name)
    return head[slice(*place)].decode("latin-1") if place else ""


@dataclass(frozen=True, slots=True)
class Response:
    """A response's header and body, as the file holds them."""

    head: bytes
    raw: bytes

    @staticmethod
    def of(block: bytes) -> Response | None:
        """The response that a record's block holds; None if it is none."""
        found = _HEAD.match(block)
        return Response(block[: found.end()], block[found.end() :]) if found else None

    @property
    def type(self) -> str:
        """What the body is said to be, in small letters."""
        return value(self.head, b"Content-Type").lower()

    @property
    def chunked(self) -> bool:
        """Whether the body is sent in chunks.  Some archives keep the field and not the chunks."""
        said = "chunked" in value(self.head, b"Transfer-Encoding").lower()
        return said and bool(_CHUNK.match(self.raw))

    @property
    def sent(self) -> bytes:
        """The body without its chunks.  Raises `NotDecoded`."""
        return b"".join(self.raw[start:end] for start, end in _chunks(self.raw)) if self.chunked else self.raw

    @property
    def packing(self) -> str:
        """How the body is packed.  Some archives keep the field and unpack the body."""
        said = value(self.head, b"Content-Encoding").lower().removeprefix("x-")
        return "" if said in {"", "identity"} or (said == "gzip" and self.sent[:2] != b"\x1f\x8b") else said

    @property
    def body(self) -> bytes:
        """The body as its reader saw it.  Raises `NotDecoded`."""
        sent = self.sent
        if not self.packing:
            return sent
        if self.packing not in {"gzip", "deflate"}:
            raise NotDecoded(f"its body is packed as {self.packing!r}, which we do not read")
        widths = (31,) if self.packing == "gzip" else (15, -15)  # servers send deflate with a head and without
        for width in widths:
            unpacker = zlib.decompressobj(width)
            try:
                body = unpacker.decompress(sent, MOST)
            except zlib.error:
                continue
            if unpacker.unconsumed_tail:
                raise NotDecoded(f"its body unpacks to more than {MOST:,} bytes (a bomb?)")
            if unpacker.unused_data:  # what we do not read could not be written back
                raise NotDecoded("more follows in its body after what is packed")
            if unpacker.eof:
                return body
        raise NotDecoded("its body is cut off, or packed otherwise than it says")

    def edits(self, changes: Sequence[ByteEdit]) -> Iterator[ByteEdit]:
        """Edits of the body as edits of the response: packed and sent as it was, with the length that it has then."""
        body = sent = spliced(self.body, changes)
        if self.packing == "gzip":
            sent = gzip.compress(body, 6, mtime=0)
        elif self.packing:
            sent = zlib.compress(body)
        length = field(self.head, b"Content-Length")
        if length and value(self.head, b"Content-Length") == str(len(self.sent)):
            yield ByteEdit(*length, str(len(sent)).encode())
        base = len(self.head)
        if self.chunked:  # as one chunk; the last, which is empty, stays with all that follows it
            end = self.raw.index(b"0", max((end for _, end in _chunks(self.raw)), default=0))
            yield ByteEdit(base, base + end, b"%x\r\n%b\r\n" % (len(sent), sent))
        elif self.packing:
            yield ByteEdit(base, base + len(self.raw), sent)
        else:
            yield from (ByteEdit(base + e.start, base + e.end, e.data) for e in changes)


def _chunks(raw: bytes) -> Iterator[tuple[int, int]]:
    """Where the chunks' bytes stand.  Raises `NotDecoded`."""
    at = 0
    while chunk := _CHUNK.match(raw, at):
        size = int(chunk[1], 16)
        if size == 0:
            return
        yield chunk.end(), chunk.end() + size
        at = chunk.end() + size
        at += 2 if raw[at : at + 2] == b"\r\n" else 1
    raise NotDecoded("its body's chunks are broken or cut off")
