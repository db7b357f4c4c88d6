"""JSON whose strings know where in the source they stand."""

from __future__ import annotations

import re
from json import JSONDecoder
from json.decoder import scanstring  # type: ignore[attr-defined]
from json.scanner import py_make_scanner  # type: ignore[attr-defined]
from typing import Any

_WORD = re.compile(r"\s*\S+")


class Said(str):
    """A string of a JSON source: `[start, end)` is where it stands, without its quotes."""

    start: int
    end: int


class _Placing(JSONDecoder):
    """The standard decoder; its Python form asks for each string, so that its place can be kept."""

    def __init__(self) -> None:
        super().__init__(parse_int=_number)
        self.parse_string = _placed
        self.scan_once = py_make_scanner(self)


def _number(digits: str) -> int:
    return int(digits[:40])  # a time or a speaker; longer ones are neither


def _placed(source: str, at: int, strict: bool = True) -> tuple[Said, int]:
    text, end = scanstring(source, at, strict)
    said = Said(text)
    said.start, said.end = at, end - 1
    return said, end


def placed(source: str) -> Any:
    """What a source says, each string with its place.  Raises ValueError for what is no JSON.

    >>> said = placed('{"text": "Hello", "end": 2}')["text"]
    >>> said, said.start, said.end
    ('Hello', 10, 15)
    """
    return _Placing().decode(source)


def parts(said: Said) -> list[Said]:
    """The words of a string, each with the blanks before it; the string itself where its source has escapes.

    >>> text = placed('["I am."]')[0]
    >>> [(part, part.start, part.end) for part in parts(text)]
    [('I', 2, 3), (' am.', 3, 7)]
    """
    if len(said) != said.end - said.start:
        return [said]
    return [_part(said, m.start(), m.end()) for m in _WORD.finditer(said)]


def _part(said: Said, start: int, end: int) -> Said:
    part = Said(said[start:end])
    part.start, part.end = said.start + start, said.start + end
    return part
