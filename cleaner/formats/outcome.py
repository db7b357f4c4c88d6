"""A file that is cleaned, and what became of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from cleaner.files import packing, remote
from cleaner.files.extras import Missing
from cleaner.files.places import spelt_out
from cleaner.formats.read_options import Part, ReadOptions
from cleaner.formats.source import NoText, Problem, Source, Unreadable
from cleaner.formats.told import Tally, Told
from cleaner.model import Cleaned
from cleaner.model.unified_diff import ByteEdit, to_read, unified

# Bytes, unpacked.  A file that is read whole is held in memory several times, as bytes, as text and as words.
LARGEST = 256_000_000
USUAL = 1_000_000  # bytes that are read at once: for LARGEST the system has to find that much memory each time
TOO_LARGE = " (JSON Lines, CSV and WARC may have any number of records, with -o OUT)"


@dataclass(frozen=True, slots=True)
class Input:
    """A file that a run meets."""

    path: Path
    name: str  # its place below OUT, with slashes on every system
    named: bool = True  # by the user, not found in a folder
    passed: str = ""  # the kind of file that it is, if that kind is passed over
    amiss: str = ""  # why it cannot be read, if that is known already
    data: bytes | None = field(default=None, repr=False)  # if read already, from standard input
    text: bytes | None = field(default=None, repr=False)  # if read and unpacked already
    options: ReadOptions | None = None  # how it is read, where it is a part of a large file
    undivided: bool = False  # it may not be read in parts
    url: str = ""  # its address, if it lies elsewhere
    size: int = 0  # of such a file, in bytes

    @property
    def label(self) -> str:
        """The name as reports show it and the ledger knows it: bytes that are no UTF-8 are spelt out."""
        return spelt_out(self.name)

    @property
    def part(self) -> Part | None:
        """Which part of its file it is, if it is not the whole."""
        return self.options.part if self.options else None

    @property
    def key(self) -> str:
        """What the ledger keeps it by: each part of a file by itself.

        >>> Input(Path("a.csv"), "a.csv", options=ReadOptions(part=Part(2))).key
        'a.csv (part 00002)'
        """
        return f"{self.label} (part {self.part.number:05})" if self.part else self.label

    @property
    def root(self) -> Path:
        """The folder below which the file has its name; of an address it is the same on every machine."""
        above = (Path(self.url) if self.url else Path.cwd().joinpath(self.path)).parents
        root = above[len(PurePosixPath(self.name).parts) - 1]
        return root if self.url else root.resolve()

    def read(self) -> bytes:
        """The file's bytes, unpacked.  `NoText` for what is passed over, `Unreadable` for what cannot be read."""
        if self.passed:
            raise NoText(self.passed)
        if self.amiss:
            raise Unreadable(self.amiss)
        if self.text is not None:
            return self.text
        with self.opened() as file:
            data = file.read(USUAL)
            if len(data) == USUAL:
                data += file.read(LARGEST + 1 - USUAL)
        if len(data) > LARGEST:
            raise Unreadable(f"more than {LARGEST // 1_000_000} MB, which is no article; split it{TOO_LARGE}")
        return data

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """The file's bytes, unpacked, as a stream.  Raises `Unreadable`, also while it is read."""
        try:
            with self._stream() as file:
                yield packing.opened(self.name, file)
        except OSError as error:
            raise Unreadable(f"cannot be read: {error.strerror or error}") from None
        except (packing.NotUnpacked, Missing) as error:
            raise Unreadable(str(error)) from None

    def _stream(self) -> AbstractContextManager[IO[bytes]]:
        if self.url:
            return remote.opened(self.url)
        return self.path.open("rb") if self.data is None else io.BytesIO(self.data)


class Trouble(NamedTuple):
    """A document that could not be cleaned: what happened, and what to do."""

    document: str
    what: str
    cure: str

    @property
    def told(self) -> str:
        """Both, for a message."""
        return f"{self.what}; {self.cure}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file.  `failure`: why it could not be used; `passed`: the kind of file that was passed over;
    `told`: what an earlier run said of it, where it is not cleaned again; `troubles`: documents that stay as they are;
    `seconds`: how long its cleaning took; `asked`: what its documents asked of their companions; `again`: the next run
    cleans it again, since something about it got no answer.
    """

    input: Input
    source: Source | None = None
    cleaned: tuple[Cleaned, ...] = ()
    edits: tuple[ByteEdit, ...] = ()
    failure: str = ""
    passed: str = ""
    told: Told | None = None
    troubles: tuple[Trouble, ...] = ()
    seconds: float = 0.0
    asked: bytes = b""
    again: bool = False

    @property
    def tally(self) -> Tally:
        """What it adds to the counts of the summary."""
        if self.told:
            return self.told.tally
        return Tally.of(self.cleaned, self.problems, bool(self.source and self.source.labels))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Records that could not be used."""
        return self.told.problems if self.told else self.source.problems if self.source else ()

    @property
    def shown(self) -> str:
        """The file's path, as it can be printed."""
        return (
            (self.input.url or str(self.input.path))
            .encode("utf-8", "surrogateescape")
            .decode("utf-8", "backslashreplace")
        )

    @property
    def data(self) -> bytes:
        """The corrected file, packed as it was."""
        if self.source and self.source.becomes:
            return self.source.rewritten(self.edits)
        pieces = self.source.pieces(self.edits) if self.source else ()
        return b"".join(packing.packed(self.input.name, piece) for piece in pieces)

    @property
    def diff(self) -> bytes:
        """What changed, for `git apply`; for readers alone where the file is packed."""
        if self.source is None:
            return b""
        part, source = self.input.part, self.source
        made = unified(self.input.name, source.data, self.edits, part.line if part else 1)
        alone = packing.ending(self.input.name) or source.rebuild or source.becomes
        why = "read in parts" if part else "written as a text beside it" if source.becomes else "packed"
        return to_read(made, why) if part or alone else made

    @property
    def complaints(self) -> list[str]:
        """Everything amiss, for the user: the failure, lines that were passed over."""
        found = [f"{self.shown}: {self.failure}"] if self.failure else []
        if not self.failure:
            found += (f"{self.shown}: {t.document}: {t.told}; left as it is" for t in self.troubles)
        for p in self.problems:
            others = f" (this and {p.count - 1:,} more records)" if p.count > 1 else ""
            found.append(f"{self.shown}:{p.line}: {p.message}{others}; left as it is")
        return found

    @property
    def notices(self) -> list[str]:
        """What the user should know though nothing is amiss."""
        return [f"{self.shown}: {n}" for n in (self.told.notices if self.told else self._notices())]

    def tell(self, after: str, records: bytes, answer: str = "") -> Told:
        """What the next run needs to know of the file, if nothing changes.

        `after` is the hash of the corrected one, `answer` a digest of what its documents were told of their companions.
        """
        ids = tuple(d.id for d in self.source.documents) if self.source else ()
        renamed = tuple(i for i, c in enumerate(self.cleaned) if c.document.id != ids[i])
        notices = tuple(self._notices())
        return Told(after, self.diff, records, self.tally, self.problems, notices, ids, renamed, self.asked, answer)

    def _notices(self) -> list[str]:
        found = list(self.source.notices) if self.source else []
        return [*found, *(f"{c.document.id}: {n}" for c in self.cleaned for n in c.notices)]
