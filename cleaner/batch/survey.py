"""The survey of one document: the place that it comes from, and digests of the lines by which companions know it.

A digest holds the place and the line, so that two sites that print the same line have two digests, and one number is
all that a batch must remember of a line.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice

from cleaner.model import Document
from cleaner.text.composed import compose
from cleaner.text.keyed_lines import keyed_lines

MOST_LINES = 10_000  # of one document; no article has so many, and a dump in one text must not fill the memory
# A batch is surveyed, and then each of its documents asks what its survey was.  So many of the surveys are kept until
# then, of documents of up to so many characters.
MOST_TEXTS, LONG_TEXT = 2_000, 10_000
_once: dict[tuple[str, str], tuple[Survey, list[str]]] = {}
_HEAD = struct.Struct("<HQI")  # bytes of the place, the text's digest, the number of lines


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known of one document: its `place`, and digests of its `text` and of its `lines` in this place."""

    place: str
    text: int
    lines: tuple[int, ...]


def survey(document: Document) -> tuple[Survey, list[str]]:
    """The survey of a document that knows its place, and the key of each of its lines.

    >>> found, keys = survey(Document("a", "Our garden club meets on Mondays.", source="example.org"))
    >>> found.place, len(found.lines), keys
    ('example.org', 1, ['our garden club meets on mondays.'])
    """
    asked = document.source, document.text
    found = _once.pop(asked, None)
    if found is None:
        found = _survey(document)
        if len(_once) < MOST_TEXTS and len(document.text) <= LONG_TEXT:
            _once[asked] = found
    return found


def _survey(document: Document) -> tuple[Survey, list[str]]:
    text = compose(document).text
    lines: dict[int, str] = {}
    begun = blake2b(_bytes(document.source) + b"\0", digest_size=8)
    for _, _, key in islice(keyed_lines(text), MOST_LINES):
        digest = begun.copy()
        digest.update(_bytes(key))
        lines[_number(digest.digest())] = key
    whole = begun.copy()
    whole.update(b"\0" + _bytes(text))  # no line begins with NUL
    return Survey(document.source, _number(whole.digest()), tuple(lines)), list(lines.values())


def place_digest(place: str) -> int:
    """The number of a place."""
    return _number(blake2b(_bytes(place), digest_size=8).digest())


def packed(surveys: Iterable[Survey]) -> bytes:
    """Surveys as bytes; one after the other they are those of all.

    >>> one = Survey("example.org", 7, (1, 2))
    >>> unpacked(packed([one]) + packed([one])) == [one, one]
    True
    """
    pieces = []
    for s in surveys:
        place = _bytes(s.place)
        pieces.append(_HEAD.pack(len(place), s.text, len(s.lines)) + place + struct.pack(f"<{len(s.lines)}Q", *s.lines))
    return b"".join(pieces)


def unpacked(data: bytes) -> list[Survey]:
    """What `packed` gave.  Raises ValueError for anything else."""
    try:
        return list(_unpacked(data))
    except (struct.error, UnicodeDecodeError) as error:
        raise ValueError(str(error)) from None


def _unpacked(data: bytes) -> Iterator[Survey]:
    at = 0
    while at < len(data):
        length, text, count = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        place = data[at : at + length].decode("utf-8", "surrogatepass")
        at += length
        yield Survey(place, text, struct.unpack_from(f"<{count}Q", data, at))
        at += 8 * count


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _number(digest: bytes) -> int:
    return int.from_bytes(digest, "little") >> 1  # 63 bits: SQLite has no larger numbers
