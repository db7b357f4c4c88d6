"""Plain text: the whole file is one document, in whatever encoding it came."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from cleaner.formats.source import ByteEdit, Place, Source, Unreadable, byte_offsets, sized
from cleaner.model import Document, Edit

_MARKS = {  # UTF-32 first: its little-endian mark begins with UTF-16's
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}


@dataclass(frozen=True, slots=True)
class TextPlace(Place):
    """A text that fills its file, after a byte-order mark of `mark` bytes."""

    encoding: str
    mark: int

    def offsets(self, document: Document, characters: Sequence[int]) -> list[int]:
        return byte_offsets(document.text, characters, self.encoding, self.mark)

    def edits(self, document: Document, edits: Sequence[Edit]) -> Iterator[ByteEdit]:
        places = iter(self.offsets(document, [at for e in edits for at in (e.start, e.end)]))
        for edit in edits:
            yield ByteEdit(next(places), next(places), _encoded(edit.text, self.encoding))


def read(name: str, data: bytes, protect: Callable[[str], Iterable[tuple[int, int]]] | None = None) -> Source:
    """The file as one document.  Raises `Unreadable` for bytes that are no text."""
    text, encoding, mark, notices = decoded(data)
    return Source(name, data, (Document(name, sized(text), TextPlace(encoding, mark), protect),), (), notices)


def decoded(data: bytes) -> tuple[str, str, int, tuple[str, ...]]:
    """The text, its encoding, the length of its byte-order mark, and notices.

    >>> decoded("\\ufeffé".encode("utf-16-le"))[:3]
    ('é', 'utf-16-le', 2)
    """
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), encoding, len(mark), ()
            except UnicodeDecodeError as error:
                raise Unreadable(f"its mark says {encoding}, but byte {error.start + len(mark)} is not") from None
    if b"\0" in data:
        raise Unreadable("it holds NUL bytes: a binary file, or a text that was cut off or wrongly converted")
    try:
        return data.decode("utf-8"), "utf-8", 0, ()
    except UnicodeDecodeError as error:
        return _detected(data, error)


def _detected(data: bytes, error: UnicodeDecodeError) -> tuple[str, str, int, tuple[str, ...]]:
    import charset_normalizer  # only for the few files that are not UTF-8

    # English with a few accents is Windows' western encoding, or Latin-1, which that includes; only a text full of
    # other letters needs a guess.
    western = sum(byte > 0x7F for byte in data) * 10 < len(data) and _is(data, "cp1252")
    best = None if western else charset_normalizer.from_bytes(data).best()
    encoding = best.encoding if best else "cp1252" if western else ""
    if encoding:
        text = data.decode(encoding, "replace")
        controls = sum(c < " " and c not in "\t\n\r\f" for c in text)
        if text.encode(encoding, "replace") == data and controls * 100 <= len(text):
            return text, encoding, 0, (f"not UTF-8; read as {encoding} and written back so",)
    raise Unreadable(f"not UTF-8 (byte {error.start}), nor any other encoding we can tell; convert it first (iconv)")


def _is(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _encoded(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        raise Unreadable(f"{text!r} cannot be written in {encoding}; convert the file to UTF-8 first (iconv)") from None
