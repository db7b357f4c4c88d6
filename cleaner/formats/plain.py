"""Plain text: the whole file is one document, in whatever encoding it came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from cleaner.formats.captions.labels import labels
from cleaner.formats.decoding import Decoded, decoded
from cleaner.formats.source import BESIDE, Container, Source, sized
from cleaner.model import Document, Edit
from cleaner.model.unified_diff import ByteEdit


@dataclass(frozen=True, slots=True)
class TextContainer(Container):
    """A text that fills its file."""

    decoded: Decoded

    def offsets(self, document: Document, characters: Sequence[int]) -> list[int]:
        return self.decoded.offsets(characters)

    def edits(self, document: Document, edits: Sequence[Edit]) -> Iterator[ByteEdit]:
        return self.decoded.edits([(e.start, e.end, e.text) for e in edits])


def taken_out(name: str, data: bytes, text: str) -> Source:
    """A text that was taken out of a file which is not written back: it becomes a file of its own, beside that one."""
    found = read(name, text.encode("utf-8", "replace"))
    told = f"input only: its text becomes {PurePath(name).name}{BESIDE}"
    return replace(found, stored=data, becomes=BESIDE, notices=(told, *found.notices))


def read(name: str, data: bytes, protect: Callable[[str], Iterable[tuple[int, int]]] | None = None) -> Source:
    """The file as one document.  Raises `Unreadable` for bytes that are no text."""
    file = decoded(data)
    return Source(name, data, (Document(name, sized(file.text), TextContainer(file), protect),), (), file.notices)


def read_labelled(name: str, data: bytes) -> Source:
    """The same; the labels of a transcript, which programs write, stay as they are.  Raises `Unreadable`."""
    return read(name, data, labels)
