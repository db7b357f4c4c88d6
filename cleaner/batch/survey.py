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
from cleaner.names.mentioned import mentioned
from cleaner.text.composed import compose
from cleaner.text.keyed_lines import keyed_lines

MOST_LINES = 10_000  # of one document; no article has so many, and a dump in one text must not fill the memory
# A batch is surveyed, and then each of its documents asks what its survey was.  So many of the surveys are kept until
# then, of documents of up to so many characters: about half a kilobyte each.
MOST_TEXTS, LONG_TEXT = 10_000, 10_000
_once: dict[int, Survey] = {}  # by the text's digest
_HEAD = struct.Struct("<HQII")  # bytes of the place, the text's digest, the number of lines, bytes of the names


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known of one document: its `place`, digests of its `text` and of its `lines` in this place, and the
    `names` that it mentions.
    """

    place: str
    text: int
    lines: tuple[int, ...]
    names: tuple[str, ...] = ()


def survey(document: Document) -> Survey:
    """The survey of a document that knows its place.

    >>> found = survey(Document("a", "Our garden club meets on Mondays.", source="example.org"))
    >>> found.place, len(found.lines)
    ('example.org', 1)
    """
    text = compose(document).text
    whole = _begun(document.source)
    whole.update(b"\0" + _bytes(text))  # no line begins with NUL
    number = _number(whole.digest())
    found = _once.pop(number, None)
    if found is None:
        found = Survey(document.source, number, tuple(_keys(document.source, text)), mentioned(text))
        if len(_once) < MOST_TEXTS and len(document.text) <= LONG_TEXT:
            _once[number] = found
    return found


def keys(document: Document) -> dict[int, str]:
    """The key of each of a document's lines, by the line's digest.

    >>> list(keys(Document("a", "Our garden club meets on Mondays.", source="example.org")).values())
    ['our garden club meets on mondays.']
    """
    return _keys(document.source, compose(document).text)


def _keys(place: str, text: str) -> dict[int, str]:
    lines: dict[int, str] = {}
    begun = _begun(place)
    for _, _, key in islice(keyed_lines(text), MOST_LINES):
        digest = begun.copy()
        digest.update(_bytes(key))
        lines[_number(digest.digest())] = key
    return lines


def _begun(place: str) -> blake2b:
    return blake2b(_bytes(place) + b"\0", digest_size=8)


def spelling_digest(place: int, name: str) -> int:
    """The number of a name's spelling in a place that has a number."""
    return _number(blake2b(_bytes(f"{place}\n{name}"), digest_size=8).digest())


def place_digest(place: str) -> int:
    """The number of a place."""
    return _number(blake2b(_bytes(place), digest_size=8).digest())


def packed(surveys: Iterable[Survey]) -> bytes:
    """Surveys as bytes; one after the other they are those of all.

    >>> one = Survey("example.org", 7, (1, 2), ("Riquelme", "Zelvadroka"))
    >>> unpacked(packed([one]) + packed([one])) == [one, one]
    True
    """
    pieces = []
    for s in surveys:
        place, names, count = _bytes(s.place), _bytes("\n".join(s.names)), len(s.lines)
        pieces.append(_HEAD.pack(len(place), s.text, count, len(names)) + place + struct.pack(f"<{count}Q", *s.lines))
        pieces.append(names)
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
        length, text, count, letters = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        place = data[at : at + length].decode("utf-8", "surrogatepass")
        at += length
        lines = struct.unpack_from(f"<{count}Q", data, at)
        at += 8 * count
        names = data[at : at + letters].decode("utf-8", "surrogatepass")
        at += letters
        yield Survey(place, text, lines, tuple(names.split("\n")) if names else ())


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _number(digest: bytes) -> int:
    return int.from_bytes(digest, "little") >> 1  # 63 bits: SQLite has no larger numbers
