"""WARC, what crawlers write: each page and each plain text is an article; every other record stays byte for byte.

Where an article changes, the lengths and digests of its record are made to fit.  A digest that did not fit before is
left as it was.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from cleaner.formats import http_body, plain, webpage
from cleaner.formats.http_body import NotDecoded, Response, value
from cleaner.formats.parts import PART, Division
from cleaner.formats.read_options import ReadOptions
from cleaner.formats.source import Container, Problem, Source, Unreadable
from cleaner.model import Document, Edit
from cleaner.model.unified_diff import ByteEdit, spliced

_HEAD = re.compile(rb"WARC/\d\.\d+[ \t]*\r?\n(?:[^\r\n][^\n]{0,65536}\n)*\r?\n")
_NEXT = re.compile(rb"\n\r?\n(?=WARC/\d\.\d+[ \t]*\r?\n)")
_END = re.compile(rb"(?:\r?\n){0,2}")
_TYPES: dict[str, Callable[[str, bytes], Source]] = {
    "text/html": webpage.read,
    "application/xhtml+xml": partial(webpage.read, xml=True),
    "text/plain": plain.read,
}


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """A record: its header, and the block after it."""

    start: int
    head: bytes = field(repr=False)
    block: bytes = field(repr=False)

    def is_(self, *kinds: str) -> bool:
        """Whether it is whole, and of one of these kinds."""
        return value(self.head, b"WARC-Type").lower() in kinds and not value(self.head, b"WARC-Segment-Number")

    @property
    def response(self) -> Response | None:
        """The HTTP response that it keeps, if it keeps one."""
        return Response.of(self.block) if self.is_("response") else None

    @property
    def kind(self) -> str:
        """What it is called where records that are passed over are counted."""
        response = self.response
        type = response.type.partition(";")[0].strip() if response else value(self.head, b"WARC-Type")
        return type or "response without a type"

    @property
    def payload(self) -> tuple[str, bytes]:
        """What it holds, by its media type; a type of "" for what is no text.  Raises `NotDecoded`."""
        if response := self.response:
            kind, found = response.type, response.body if _reader(response.type) else b""
        elif self.is_("resource", "conversion"):  # saved without a response; Common Crawl's WET files
            kind, found = value(self.head, b"Content-Type").lower(), self.block
        else:
            return "", b""
        return (kind, found) if found and _reader(kind) else ("", b"")

    def edits(self, changes: Sequence[ByteEdit]) -> Iterator[ByteEdit]:
        """Edits of the payload as edits of the file, with the lengths and digests that it has then."""
        response, base = self.response, self.start + len(self.head)
        block = list(response.edits(changes)) if response else list(changes)
        new = spliced(self.block, block)
        changed = {b"Content-Length": (str(len(self.block)), str(len(new)))}
        forms = {
            b"WARC-Block-Digest": [(self.block, new)],
            b"WARC-Payload-Digest": _payloads(response, self.block, new),
        }
        for name, pairs in forms.items():
            said = value(self.head, name)
            changed[name] = said, next((d for pair in pairs if (d := _digest(said, *pair)) != said), said)
        for name, (before, after) in changed.items():
            if (place := http_body.field(self.head, name)) and before != after:
                yield ByteEdit(self.start + place[0], self.start + place[1], after.encode("latin-1"))
        yield from (ByteEdit(base + e.start, base + e.end, e.data) for e in block)


def _payloads(before: Response | None, block: bytes, new: bytes) -> list[tuple[bytes, bytes]]:
    """What a payload's digest may be of, before and after: the body as it was sent, or without its chunks."""
    after = Response.of(new) if before else None
    if before is None or after is None:
        return [(block, new)]
    return [(before.raw, after.raw), (before.sent, after.sent)]


def _reader(kind: str) -> Callable[[str, bytes], Source] | None:
    return _TYPES.get(kind.partition(";")[0].strip())


def _digest(said: str, old: bytes, new: bytes) -> str:
    """The digest of `new` as that of `old` is said; as it is where it does not fit `old`.

    >>> _digest("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", b"", b"a")
    'sha1:Q336IN72UWT7ZYK5DXOLT2XK5I3XMZ5Y'
    """
    name, _, digest = said.partition(":")
    name = name.strip().lower().replace("-", "")
    if name not in hashlib.algorithms_guaranteed or name.startswith("shake"):
        return said
    for spelt in (_base32, bytes.hex, lambda d: bytes.hex(d).upper(), lambda d: _base32(d).lower()):
        if spelt(hashlib.new(name, old).digest()) == digest.strip():
            return f"{said.partition(':')[0]}:{spelt(hashlib.new(name, new).digest())}"
    return said


def _base32(digest: bytes) -> str:
    return base64.b32encode(digest).decode()


@dataclass(frozen=True, slots=True)
class _Payload(Container):
    """A document's record, and its container in the payload."""

    record: WarcRecord
    inner: Container

    def offsets(self, document: Document, characters: Sequence[int]) -> list[int]:
        return self.inner.offsets(document, characters)

    def edits(self, document: Document, edits: Sequence[Edit]) -> Iterator[ByteEdit]:
        made = sorted(self.inner.edits(document, edits), key=lambda e: (e.start, e.end))
        return self.record.edits(made) if made else iter(())


def read(name: str, data: bytes) -> Source:
    """A document for each page and each plain text.  What cannot be read becomes a problem, and stays as it is."""
    problems: dict[str, Problem] = {}
    notices: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    cuts: list[int] = []
    seen: Counter[str] = Counter()
    documents = []
    for record in _records(data, lambda at, why: _note(problems, data, at, why)):
        cuts.append(record.start)
        try:
            found = _article(record)
        except (NotDecoded, Unreadable) as error:
            _note(problems, data, record.start, str(error))
            continue
        if not found:
            passed[record.kind] += 1
        else:
            (document,) = found.documents
            seen[document.id] += 1
            nth = seen[document.id]
            documents.append(document if nth == 1 else replace(document, id=f"{document.id}#{nth}"))
            notices.update(found.notices)
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in passed.most_common(12))
    notices.update([f"records that are no page or text: {kinds}"] if passed else [])
    told = tuple(f"{n} ({count:,} records)" if count > 1 else n for n, count in notices.items())
    return Source(name, data, tuple(documents), tuple(problems.values()), told, cuts=tuple(cuts))


def _note(problems: dict[str, Problem], data: bytes, at: int, why: str) -> None:
    known = problems.get(why)
    line = known.line if known else data.count(b"\n", 0, at) + 1
    problems[why] = Problem(line, why, known.count + 1 if known else 1)


def _article(record: WarcRecord) -> Source | None:
    """The article of a record, if it has one."""
    kind, payload = record.payload
    reader = _reader(kind)
    if not reader:
        return None
    address = value(record.head, b"WARC-Target-URI").strip("<>")
    found = reader(address or value(record.head, b"WARC-Record-ID"), payload)
    (document,) = found.documents
    assert isinstance(document.container, Container)
    document = replace(document, container=_Payload(record, document.container), source=address or document.source)
    return replace(found, documents=(document,))


def _records(data: bytes, complain: Callable[[int, str], None]) -> Iterator[WarcRecord]:
    """The records, one after the other; after a wrong length it goes on where the next one begins."""
    at = 0
    while at < len(data):
        head = _HEAD.match(data, at)
        said = value(head[0], b"Content-Length") if head else ""
        end = head.end() + int(said) if head and said.isdecimal() and len(said) < 16 else -1
        after = _END.match(data, end).end() if 0 <= end <= len(data) else -1  # type: ignore[union-attr]
        if head and 0 <= end <= len(data) and (after == len(data) or data.startswith(b"WARC/", after)):
            yield WarcRecord(at, head[0], data[head.end() : end])
            at = after
            continue
        following = _NEXT.search(data, head.end() - 1 if head else at)
        cut = "its length is wrong" if following else "its record was cut off, or its length is wrong"
        complain(at, cut if head else "no record begins here")
        at = following.end() if following else len(data)


def divided(name: str, head: bytes, options: ReadOptions) -> Division | None:
    """How a large archive's records are parted."""
    return Division(options, _last_record_end)


def _last_record_end(data: bytes) -> int:
    """Where the last whole record ends.  After PART bytes more, one that seems to go on has a wrong length."""
    end = 0
    while head := _HEAD.match(data, end):
        said = value(head[0], b"Content-Length")
        after = _END.match(data, head.end() + int(said)) if said.isdecimal() and len(said) < 16 else None
        if after is None or not data.startswith(b"WARC/", after.end()):
            after = _NEXT.search(data, head.end() - 1) if len(data) - end > PART else None
        if after is None or after.end() >= len(data):
            break
        end = after.end()
    return end
