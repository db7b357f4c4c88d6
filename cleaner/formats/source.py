"""A file as it was read, and the way back: only the bytes that an edit touches change.

Each format turns bytes into documents, and each document's edits into edits of those bytes.  So line endings,
byte-order marks and the spelling of JSON's numbers cannot change.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from cleaner.model import Cleaned, Document, Edit, Record
from cleaner.model.unified_diff import ByteEdit, spliced


class Unreadable(Exception):
    """A file that cannot be taken for text; the message says why and what to do."""


class NoText(Unreadable):
    """A container in which nothing is named or looks like a text: passed over where nobody named the file."""


# No article is so long.  A text is held in memory with all its words (about 150 times its size), so that a dump in one
# line would take a machine down.
LONGEST = 16_000_000


def sized(text: str) -> str:
    """The text, if it can be one article."""
    if len(text) > LONGEST:
        raise Unreadable(
            f"{len(text):,} characters are no article (at most {LONGEST:,}); split it, one article a file or line"
        )
    return text


BESIDE = ".txt"  # what the name of a text gets that was taken out of a file


@dataclass(frozen=True, slots=True)
class Problem:
    """Records that could not be used, and the line of the first; the file's others can."""

    line: int
    message: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Source:
    """A file's bytes, the documents in it, and what is wrong with it.

    Of a file whose bytes are not its text, `data` is a view: the text as it can be shown, cited and edited.  The file
    itself is then `stored`, and `rebuild` makes it anew from a changed view.  Where the file is packed, what lies
    between two `cuts` is packed by itself.
    """

    name: str
    data: bytes
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()
    stored: bytes | None = field(default=None, repr=False)
    rebuild: Callable[[bytes], bytes] | None = field(default=None, repr=False)
    cuts: tuple[int, ...] = field(default=(), repr=False)
    becomes: str = ""  # what its name gets more, where it is written as a file of another kind, beside the file
    made: Callable[[bytes], bytes] | None = field(default=None, repr=False)  # that file, of the file with its edits
    labels: tuple[ByteEdit, ...] = ()  # of speakers whom the user renames

    @property
    def file(self) -> bytes:
        """The file's own bytes."""
        return self.data if self.stored is None else self.stored

    def edits(self, cleaned: Iterable[Cleaned]) -> list[ByteEdit]:
        """The edits of this file's bytes that the cleaned documents ask for, in order.

        Raises `Unreadable` where the file cannot be written with them.
        """
        placed = (
            edit
            for c in cleaned
            if isinstance(c.document.container, Container)
            for edit in c.document.container.edits(c.document, [r.edit for r in c.fixes])
        )
        found = sorted([*placed, *self.labels], key=lambda e: (e.start, e.end))
        if self.rebuild is not None:
            self.rewritten(found)
        return found

    def rewritten(self, edits: Sequence[ByteEdit]) -> bytes:
        """What is written: the file's bytes with those edits, or what is made of them."""
        if self.made:
            return self.made(spliced(self.data, edits))
        if self.rebuild is None:
            return spliced(self.data, edits)
        return self.rebuild(spliced(self.data, edits)) if edits else self.file

    def pieces(self, edits: Sequence[ByteEdit]) -> Iterator[bytes]:
        """The same, piece by piece, as they are packed.

        >>> list(Source("a.warc", b"one\\ntwo\\n", (), cuts=(0, 4)).pieces([ByteEdit(4, 5, b"T")]))
        [b'one\\n', b'Two\\n']
        """
        if not self.cuts:
            yield self.rewritten(edits)
            return
        waiting = deque(edits)
        for start, end in pairwise([0, *(cut for cut in self.cuts if cut), len(self.data)]):
            mine = []
            while waiting and waiting[0].start < end:
                mine.append(waiting.popleft())
            yield spliced(self.data, mine, start, end)


SourceEdit = tuple[int, int, str]  # a stretch of a file's decoded source, and what it becomes


class Container:
    """A document's file, and where the text lies in it.  Formats derive their own."""

    def edits(self, document: Document, edits: Sequence[Edit]) -> Iterator[ByteEdit]:
        """The document's edits as edits of the file."""
        raise NotImplementedError

    def offsets(self, document: Document, characters: Sequence[int]) -> list[int]:
        """Byte offsets of ascending character offsets: in the file for a plain text, in the field's UTF-8 for JSON."""
        raise NotImplementedError


def bytes_at(document: Document, records: Iterable[Record]) -> dict[int, int]:
    """For each character at which a record begins or ends, its byte in the file; without a file, in UTF-8."""
    spots = sorted({at for r in records for at in (r.finding.start, r.finding.end)})
    container = document.container
    in_file = container.offsets(document, spots) if isinstance(container, Container) else None
    return dict(zip(spots, in_file or byte_offsets(document.text, spots), strict=True))


def byte_offsets(text: str, characters: Sequence[int], encoding: str = "utf-8", base: int = 0) -> list[int]:
    """The byte offset of each of some ascending character offsets.

    >>> byte_offsets("né🙂x", [0, 2, 3, 4])
    [0, 3, 7, 8]
    """
    if encoding == "utf-8" and text.isascii():
        return [base + c for c in characters]
    offsets, at, total = [], 0, base
    for c in characters:
        total += len(text[at:c].encode(encoding, "surrogatepass" if encoding == "utf-8" else "strict"))
        at = c
        offsets.append(total)
    return offsets
