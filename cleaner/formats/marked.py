"""Captions as plain text: their markup is left alone, and not understood.

A sentence ends with its cue; the user is told.  No pattern looks at a stretch twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

import regex

from cleaner.formats import plain
from cleaner.formats.source import Source
from cleaner.text.expressions import compiled

_CAPTIONS = (
    compiled(r"\A(?:WEBVTT[^\n]*+\n)(?:[^\S\n]*+[^\s][^\n]*+\n)*+"),  # WebVTT's head
    compiled(r"(?m)^(?:NOTE|STYLE|REGION)\b[^\n]*+(?:\n[^\S\n]*+[^\s][^\n]*+)*+"),  # its blocks, to an empty line
    compiled(r"(?m)^(?:[^\n]*+\n)?(?<=^)[^\n]*?-->[^\n]*+"),  # a cue's number or name, its times and settings
    compiled(r"<[^<>\n]*+>|\{\\[^{}\n]*+\}"),  # voices, italics, places
)


def _spans(patterns: Iterable[regex.Pattern[str]], source: str) -> Iterator[tuple[int, int]]:
    return (m.span() for pattern in patterns for m in pattern.finditer(source))


def _read(what: str, protect: Callable[[str], Iterable[tuple[int, int]]], name: str, data: bytes) -> Source:
    source = plain.read(name, data, protect)
    return replace(source, notices=(*source.notices, f"read as plain text: {what} left alone, not understood"))


captions = partial(_read, "times, notes and tags are", partial(_spans, _CAPTIONS))
