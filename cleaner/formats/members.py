"""Members of an archive as one source: shown one after the other, each under its name, and put back into it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from cleaner.formats.archive import Archive
from cleaner.formats.source import Container, Source
from cleaner.model import Document, Edit
from cleaner.model.unified_diff import ByteEdit
from cleaner.text.visible import visible


@dataclass(frozen=True, slots=True)
class MemberContainer(Container):
    """A document's container in its member, which begins at byte `base` and after some lines of what is shown."""

    inner: Container = field(repr=False)
    base: int
    lines: int

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column, in what is shown, of a character of the text."""
        line, column = self.inner.at(offset)  # type: ignore[attr-defined]
        return self.lines + line, column

    def offsets(self, document: Document, characters: Sequence[int]) -> list[int]:
        return [self.base + at for at in self.inner.offsets(document, characters)]

    def edits(self, document: Document, edits: Sequence[Edit]) -> Iterator[ByteEdit]:
        for edit in self.inner.edits(document, edits):
            yield ByteEdit(self.base + edit.start, self.base + edit.end, edit.data)


def gathered(
    name: str, archive: Archive, members: Sequence[Source], hidden: Callable[[bytes], bytes] = bytes
) -> Source:
    """The members' documents as those of the archive.  `hidden` makes of what is shown of a member what it holds."""
    mark = "====="
    while any(mark.encode() in member.data for member in members):
        mark += "="
    shown, documents, notices, size, lines = [], [], [], 0, 0
    for member in members:
        head = f"{mark} {visible(member.name)} {mark}\n".encode("utf-8", "replace")
        base = size + len(head)
        for document in member.documents:
            assert isinstance(document.container, Container)
            place = MemberContainer(document.container, base, lines + 1)
            documents.append(replace(document, id=f"{name}:{member.name}", container=place))
        notices += [f"{member.name}: {notice}" for notice in member.notices]
        shown += [head, member.data, b"\n"]
        size, lines = base + len(member.data) + 1, lines + 1 + member.data.count(b"\n") + 1
    names = tuple(member.name for member in members)
    rebuild = partial(_rebuilt, archive, names, mark.encode(), hidden)
    view = b"".join(shown)
    return Source(name, view, tuple(documents), (), tuple(notices), stored=archive.data, rebuild=rebuild)


def _rebuilt(
    archive: Archive, names: Sequence[str], mark: bytes, hidden: Callable[[bytes], bytes], view: bytes
) -> bytes:
    """The archive with what is shown of its members, where that is something else than they hold."""
    parts = re.split(rb"(?:\A|\n)" + re.escape(mark) + rb" [^\n]* " + re.escape(mark) + rb"\n", view[:-1])
    held = dict(zip(names, map(hidden, parts[1:]), strict=True))
    return archive.with_members({name: data for name, data in held.items() if data != archive.again(name)})
