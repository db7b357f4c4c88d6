"""JSON Lines: each line an object, one of its fields a text.  The field's value is replaced; every other byte stays."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from json.decoder import scanstring  # type: ignore[attr-defined]

from cleaner import edits as algebra
from cleaner.formats.source import ByteEdit, Place, Problem, Source, Unreadable, byte_offsets, sized
from cleaner.model import Document, Edit

_SPACE = " \t\r\n"
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class FieldPlace(Place):
    """A text that is a string in a JSON line: its span in the file, quotes included, whether it is to be escaped, its
    line.
    """

    start: int
    end: int
    ascii: bool
    line: int

    def at(self, offset: int) -> tuple[int, int]:
        """The line of the record, whatever line breaks the text has, and the character of the text, from 1."""
        return self.line, offset + 1

    def offsets(self, document: Document, characters: Sequence[int]) -> list[int]:
        return byte_offsets(document.text, characters)

    def edits(self, document: Document, edits: Sequence[Edit]) -> Iterator[ByteEdit]:
        if edits:
            text = json.dumps(algebra.apply(document.text, edits), ensure_ascii=self.ascii)
            yield ByteEdit(self.start, self.end, text.encode())


def read(name: str, data: bytes, text_field: str = "text", id_field: str = "id") -> Source:
    """A document for each line.  A line that is no JSON object, or lacks the text, becomes a problem and stays as it
    is.
    """
    documents: list[Document] = []
    problems: list[Problem] = []
    at = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    for number, line in enumerate(data[at:].split(b"\n"), 1):
        if line.strip():
            try:
                documents.append(_document(line, at, number, name, text_field, id_field))
            except Unreadable as error:
                problems.append(Problem(number, str(error)))
        at += len(line) + 1
    return Source(name, data, tuple(_told_apart(documents)), tuple(problems))


def _document(line: bytes, at: int, number: int, file: str, text_field: str, id_field: str) -> Document:
    try:
        text = line.decode("utf-8")
        record = json.loads(text)
    except UnicodeDecodeError as error:
        raise Unreadable(f"not UTF-8 at byte {error.start} of the line") from None
    except (ValueError, RecursionError) as error:  # what is no JSON, and numbers of thousands of digits
        raise Unreadable(f"not JSON: {error}") from None
    if not isinstance(record, dict):
        raise Unreadable("not a JSON object")
    if text_field not in record:
        raise Unreadable(f"no field {text_field!r} (it has {', '.join(map(repr, list(record)[:8]))}); see --text-field")
    if not isinstance(record[text_field], str):
        raise Unreadable(f"field {text_field!r} is no text")
    if any("\ud800" <= c <= "\udfff" for c in record[text_field]):
        raise Unreadable("the text holds half a character (a lone surrogate)")
    sized(record[text_field])
    start, end = value_span(text, text_field)
    raw = text[start:end]
    bytes_before = at + len(text[:start].encode())
    # Written as it was: with escapes if it had some, and no other letters.
    escaped = raw.isascii() and "\\u" in raw
    place = FieldPlace(bytes_before, bytes_before + len(raw.encode()), escaped, number)
    name = record.get(id_field)
    return Document(str(name) if isinstance(name, str | int) else f"{file}:{number}", record[text_field], place)


def value_span(text: str, field: str) -> tuple[int, int]:
    """Where the value of a top-level field stands in a JSON object's source; the last one if it stands twice.

    >>> value_span('{"a": {"text": 1}, "text": "x"}', "text")
    (27, 30)
    """
    span = (0, 0)
    at = text.index("{") + 1
    while True:
        at = _skip(text, at, _SPACE + ",")
        if text[at] == "}":
            return span
        key, at = scanstring(text, at + 1, False)
        at = _skip(text, at, _SPACE + ":")
        _, end = _DECODER.raw_decode(text, at)
        if key == field:
            span = at, end
        at = end


def _skip(text: str, at: int, characters: str) -> int:
    while text[at] in characters:
        at += 1
    return at


def _told_apart(documents: list[Document]) -> Iterator[Document]:
    """Documents of one id are told apart by their order, so that no record is ambiguous."""
    counts = Counter(d.id for d in documents)
    seen: Counter[str] = Counter()
    for d in documents:
        seen[d.id] += 1
        again = counts[d.id] > 1 and seen[d.id] > 1
        yield Document(f"{d.id}#{seen[d.id]}", d.text, d.container) if again else d
