"""Tags and text of pages as they are on the web: a browser shows them, so nothing is refused.

No place is looked at more often than a few times, however broken the page is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.formats.markup.wellformed import DOCTYPE, VOID, Piece, PieceKind

# Elements in which no tag is one.
RAW = frozenset("script style textarea title xmp iframe noembed noframes noscript".split())
# Browsers end these too by a stroke, in HTML as in XML.
_OTHER_VOCABULARIES = frozenset({"svg", "math"})
_NAME = re.compile(r"<(/?)([A-Za-z][^\s/><]*+)")
# In a tag: its end, or a value in quotes, which may hold a `>`.
_STEP = re.compile(r">|=\s*+([\"'])")
# What is no element and no text, how it ends, and how much of that ends it.
_ASIDES = {"<!--": "-->", "<![CDATA[": "]]>", "<?php": "?>", "<?=": "?>", "<%": "%>", "<?": ">", "<!": ">", "</": ">"}


def loose_pieces(source: str, xml: bool = False) -> Iterator[Piece]:
    """The tags and the text of a page, in order; ends that were left out are not added.

    `xml`: a stroke ends every element, as in `<title/>`.

    >>> [p.kind.name for p in loose_pieces("a < b<p x='>'>c</b>")]
    ['TEXT', 'OPEN', 'TEXT', 'CLOSE']
    """
    at = begun = 0
    while (mark := source.find("<", at)) >= 0:
        named = _NAME.match(source, mark)
        end = _end_of_tag(source, named.end()) if named else _after_aside(source, mark)
        if end < 0:  # a bare sign
            at = mark + 1
            continue
        if begun < mark:
            yield Piece(PieceKind.TEXT, begun, mark)
        at = begun = end
        if not named:
            continue
        name = named[2].rpartition(":")[2].lower()
        tag = Piece(_kind(named[1], name, source[end - 2] == "/", xml), mark, end, name)
        yield tag
        if tag.kind is PieceKind.OPEN and name in RAW:
            at = _end_of_raw(source, end, name)
            if end < at:
                yield Piece(PieceKind.TEXT, end, at)
            begun = at
    if begun < len(source):
        yield Piece(PieceKind.TEXT, begun, len(source))


def _kind(stroke: str, name: str, ends: bool, xml: bool) -> PieceKind:
    if name in VOID or (ends and not stroke and (xml or name in _OTHER_VOCABULARIES)):
        return PieceKind.EMPTY
    return PieceKind.CLOSE if stroke else PieceKind.OPEN


def _end_of_tag(source: str, at: int) -> int:
    """The end of a tag from its name on; of one that never ends, the end of the source.

    A quote that is never closed quotes nothing.
    """
    while step := _STEP.search(source, at):
        if not step[1]:
            return step.end()
        at = source.find(step[1], step.end()) + 1 or step.end()
    return len(source)


def _after_aside(source: str, at: int) -> int:
    """The end of a comment, an instruction or a declaration that begins here; -1 if none does."""
    if source.startswith("<!DOCTYPE", at) and source.find("<!DOCTYPE") == at and (found := DOCTYPE.match(source, at)):
        return found.end()
    for opens, closes in _ASIDES.items():
        if source.startswith(opens, at):
            if source.startswith((f"{opens}>", f"{opens}->"), at) and opens == "<!--":
                return source.find(">", at) + 1
            end = source.find(closes, at + len(opens))
            return end + len(closes) if end >= 0 else len(source)
    return -1


def _end_of_raw(source: str, at: int, name: str) -> int:
    found = re.compile(rf"</{name}(?=[\s/>])", re.I).search(source, at)
    return found.start() if found else len(source)
