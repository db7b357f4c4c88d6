"""Strings of a JSON source: where the named ones stand, what they say, and how they are written.

The source is checked, then walked through string by string, and only what changes is written anew: numbers, blanks,
doubled keys and the ways of writing a letter (`\\u2019`, `\\/`) stay as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from json.decoder import scanstring  # type: ignore[attr-defined]

from cleaner.formats.decoding import LOST
from cleaner.formats.records import DataRecord, Escaping, Text
from cleaner.formats.source import SourceEdit, Unreadable

_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\],]')
_UNIT = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.|.", re.S)
_HALF = re.compile("[\ud800-\udfff]")

Path = tuple[str, ...]
Span = tuple[int, ...]  # start and end; nothing for the whole


def paths(fields: Iterable[str]) -> frozenset[Path]:
    """The ways to the named fields: keys from the record on; arrays on the way are gone through.

    >>> sorted(paths(["text", "segments[].text"]))
    [('segments', 'text'), ('segments.text',), ('text',)]
    """
    named = [f.replace("[]", "") for f in fields]
    return frozenset(path for f in named for path in (tuple(f.split(".")), (f,)))


def value(source: str) -> object:
    """What the source says.  Raises `Unreadable` if it is no JSON."""
    try:
        # Numbers are not used, so they are not converted: one may have thousands of digits.
        return json.loads(source, parse_int=len, parse_float=len)
    except RecursionError:
        raise Unreadable("not JSON: nested too deeply") from None
    except ValueError as error:
        raise Unreadable(f"not JSON: {error}") from None


@dataclass(slots=True)
class _Frame:
    """An object or array that is not closed yet."""

    start: int
    is_object: bool
    key: str = ""
    id: str = ""
    source: str = ""
    texts: list[Text] = field(default_factory=list)  # named from here on
    below: list[DataRecord] = field(default_factory=list)


def records(
    source: str, fields: frozenset[Path], id_field: str, source_field: str = "", rooted: bool = False, span: Span = ()
) -> list[DataRecord]:
    """The outermost objects that have a named field, with all named texts in them; `rooted`: the root alone counts.

    The source, or a `span` of it, is JSON, as `value` knows.

    >>> source = '{"text": "One. Two.", "segments": [{"text": "One."}, {"text": "Two."}]}'
    >>> [[t.reads for t in r.texts] for r in records(source, paths(["text"]), "id")]
    [['One. Two.', 'One.', 'Two.']]
    >>> source = '{"data": [{"id": 7, "body": "One."}, {"body": "Two."}]}'
    >>> [(r.id, [t.reads for t in r.texts]) for r in records(source, paths(["body"]), "id")]
    [('7', ['One.']), ('', ['Two.'])]
    """
    ends = {path[-1] for path in fields}
    stack = [_Frame(0, False)]
    wants_key = False
    for m in _TOKEN.finditer(source, *span):
        start, end, top = m.start(), m.end(), stack[-1]
        mark = source[start]
        if mark == '"' and wants_key:
            top.key, wants_key = scanstring(source, start + 1, False)[0], False
            if top.key == id_field:
                top.id = _said(source, end)
            if top.key == source_field:
                top.source = _said(source, end)
        elif mark == '"':
            if top.key in ends or not top.is_object:
                _take(stack, source, start, end, fields, rooted)
        elif mark == ",":
            wants_key = top.is_object
        elif mark in "{[":
            stack.append(_Frame(start, mark == "{"))
            wants_key = mark == "{"
        else:
            wants_key = False
            closed = stack.pop()
            stack[-1].below += _closed(closed, end)
    return stack[0].below


def _take(stack: Sequence[_Frame], source: str, start: int, end: int, fields: frozenset[Path], rooted: bool) -> None:
    """Give a string to the object from which it is named, if it is."""
    objects = [frame for frame in stack if frame.is_object]
    keys = tuple(frame.key for frame in objects)
    for length in range(len(keys), 0, -1):
        if keys[-length:] in fields and not (rooted and length < len(keys)):
            reads = scanstring(source, start + 1, False)[0]
            objects[-length].texts.append(Text(start + 1, end - 1, _HALF.sub(LOST, reads), ESCAPING))
            return


def _closed(frame: _Frame, end: int) -> list[DataRecord]:
    if not frame.texts:
        return frame.below
    texts = [*frame.texts, *(t for record in frame.below for t in record.texts)]
    return [DataRecord(frame.start, end, tuple(sorted(texts, key=lambda t: t.start)), frame.id, frame.source)]


_SAID = re.compile(r'\s*:\s*("[^"\\]*+(?:\\.[^"\\]*+)*+"|-?\d+(?=\s*[,}]))')


def _said(source: str, at: int) -> str:
    """The text or the whole number that follows a key."""
    m = _SAID.match(source, at)
    if not m:
        return ""
    return str(scanstring(m[1], 1, False)[0]) if m[1].startswith('"') else m[1]


def _rewritten(source: str, start: int, end: int, edits: Sequence[SourceEdit]) -> Iterator[SourceEdit]:
    """Written as the text was: with escapes if it had some, and no other letters."""
    raw = source[start:end]
    escaped = raw.isascii() and "\\u" in raw
    for a, b, new in edits:
        yield a, b, json.dumps(new, ensure_ascii=escaped)[1:-1]


ESCAPING = Escaping(_UNIT, _rewritten)


def named(value: object) -> list[str]:
    """The fields that hold texts, as `--text-field` wants them: those with the longest first.

    >>> named({"id": "7", "article": {"body": "A long text."}, "tags": ["a"]})
    ['article.body', 'id', 'tags']
    """
    longest: dict[str, int] = {}
    todo: list[tuple[str, object]] = [("", value)]
    while todo:
        name, inner = todo.pop()
        if isinstance(inner, dict):
            todo += ((f"{name}.{key}" if name else key, v) for key, v in inner.items())
        elif isinstance(inner, list):
            todo += ((name, v) for v in inner)
        elif isinstance(inner, str) and name:
            longest[name] = max(longest.get(name, 0), len(inner))
    return sorted(longest, key=lambda name: (-longest[name], name))
