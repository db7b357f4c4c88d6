"""Tags and text of HTML and XML, each with its place in the source, and nothing more.

No entity is expanded but single characters, no document type is read, and nothing is fetched: a file can neither grow
in memory nor reach outside itself.  A file that is not well formed is refused, with the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from cleaner.formats.source import Unreadable

Span = tuple[int, int]


class PieceKind(Enum):
    OPEN = "an element begins"
    CLOSE = "it ends"
    EMPTY = "it begins and ends"
    TEXT = "character data"


@dataclass(frozen=True, slots=True)
class Piece:
    """A tag or a stretch of text at `[start, end)` of the source; `name` is a tag's, without its namespace's prefix."""

    kind: PieceKind
    start: int
    end: int
    name: str = ""


_NAME = r"[A-Za-z_][\w:.-]*+"
_TAG = re.compile(rf"</({_NAME})\s*+>|<({_NAME})((?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>")
_BEFORE_STROKE = frozenset({"", " ", "\t", "\n", "\r", '"', "'"})  # in `<a href=x/>` the stroke is the value's
_ATTRIBUTE = re.compile(rf"(?<![\w:.-])({_NAME})\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))")
# What is no text and no element: how each begins, and how it ends.
_ASIDES = {"<!--": "-->", "<![CDATA[": "]]>", "<?": ">"}
DOCTYPE = re.compile(r"<!DOCTYPE[^\[<>]*+(?:\[((?:[^\]\"']++|\"[^\"]*+\"|'[^']*+')*+)\]\s*+)?>", re.I)

# HTML's elements without an end, those whose end may be left out, and those whose content is no markup.
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
OPTIONAL = frozenset("html head body p li dt dd tr td th tbody thead tfoot colgroup option".split())
RAW = frozenset({"script", "style", "title", "textarea"})


def pieces(source: str, html: bool = False) -> Iterator[Piece]:
    """The tags and the text of a source, in order.  Every element that begins also ends.  Raises `Unreadable`.

    HTML's names are taken in lower case, and its ends that may be left out are added; XML must be well formed.

    >>> [(p.kind.name, "<p>a<br>b"[p.start:p.end]) for p in pieces("<p>a<br>b", html=True)]
    [('OPEN', '<p>'), ('TEXT', 'a'), ('EMPTY', '<br>'), ('TEXT', 'b'), ('CLOSE', '')]
    """
    inside: list[Piece] = []
    at = 0
    while at < len(source):
        mark = source.find("<", at)
        mark = len(source) if mark < 0 else mark
        if mark > at:
            yield Piece(PieceKind.TEXT, at, mark)
        if mark == len(source):
            break
        at = _after_aside(source, mark)
        if at > mark:
            continue
        tag = _tag(source, mark, html)
        at = tag.end
        if tag.kind is PieceKind.CLOSE:
            yield from _ended(source, tag, inside, html)
        elif tag.kind is PieceKind.OPEN:
            inside.append(tag)
            if html and tag.name in RAW:
                at = _end_of_raw(source, tag)
        yield tag
    while inside:
        left = inside.pop()
        if not (html and left.name in OPTIONAL):
            raise _cut_off(source, f"it ends inside <{left.name}>", left.start)
        yield Piece(PieceKind.CLOSE, len(source), len(source), left.name)


def _tag(source: str, at: int, html: bool) -> Piece:
    found = _TAG.match(source, at)
    if not found and source.find(">", at) < 0:
        raise _cut_off(source, "the last tag is never closed", at)
    if not found:
        raise _refused(source, at, f"“{source[at : at + 20]}” is no tag (a bare < must be &lt;)")
    closing, opening, inner = found.groups()
    name = (closing or opening).rpartition(":")[2]
    name = name.lower() if html else name
    stroke = (inner or "").endswith("/") and not (html and inner[-2:-1] not in _BEFORE_STROKE)
    empty = stroke or (html and name in VOID)  # browsers too take </br> for <br>
    kind = PieceKind.EMPTY if empty else PieceKind.CLOSE if closing else PieceKind.OPEN
    return Piece(kind, at, found.end(), name)


def _ended(source: str, tag: Piece, inside: list[Piece], html: bool) -> Iterator[Piece]:
    """The ends that were left out before this one; takes its element off `inside`."""
    while html and inside and inside[-1].name != tag.name and inside[-1].name in OPTIONAL:
        yield Piece(PieceKind.CLOSE, tag.start, tag.start, inside.pop().name)
    if not inside or inside[-1].name != tag.name:
        opened = f"<{inside[-1].name}> of line {line_of(source, inside[-1].start)}" if inside else "no element"
        said = f"</{tag.name}> stands where {opened} is open: not well formed, or not whole"
        raise _refused(source, tag.start, said)
    inside.pop()


def _after_aside(source: str, at: int) -> int:
    """The end of a comment, an instruction, a CDATA section or a document type that begins here; else `at`."""
    for opens, closes in _ASIDES.items():
        if source.startswith(opens, at):
            end = source.find(closes, at + len(opens))
            if end < 0:
                raise _cut_off(source, f"{opens} is never closed", at)
            return end + len(closes)
    if source.startswith("<!", at):
        found = DOCTYPE.match(source, at)
        if not found:
            raise _refused(source, at, f"“{source[at : at + 20]}” is no document type we can read")
        if found[1] and found[1].strip():
            cure = "such files are refused for safety: save it without them (xmllint --noent --dropdtd)"
            raise _refused(source, at, f"its document type makes declarations of its own, such as entities; {cure}")
        return found.end()
    return at


def _end_of_raw(source: str, tag: Piece) -> int:
    found = re.compile(rf"</{tag.name}\s*>", re.I).search(source, tag.end)
    if not found:
        raise _cut_off(source, f"it ends inside <{tag.name}>", tag.start)
    return found.start()


def _refused(source: str, at: int, said: str) -> Unreadable:
    return Unreadable(f"line {line_of(source, at)}: {said}")


def _cut_off(source: str, what: str, at: int) -> Unreadable:
    return Unreadable(f"{what}, of line {line_of(source, at)}: the file was cut off, or is not well formed")


def attributes(source: str, tag: Piece) -> dict[str, Span]:
    """Where a tag's attributes have their values, quotes left out; of two of one name the first counts.

    >>> tag = next(pieces("<a b='c'></a>")); {k: "<a b='c'>"[i:j] for k, (i, j) in attributes("<a b='c'>", tag).items()}
    {'b': 'c'}
    """
    found: dict[str, Span] = {}
    for m in _ATTRIBUTE.finditer(source, tag.start + 1, tag.end - 1):
        found.setdefault(m[1].rpartition(":")[2], m.span(m.lastindex or 0))
    return found


def line_of(source: str, at: int) -> int:
    """The line of a place, counted from 1."""
    return source.count("\n", 0, at) + 1


# What may stand before a file's first element, and its name.
_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?+"
    rb"(?:\s++|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*+(?:\[.*?\]\s*+)?+>)*+<(?:[A-Za-z_][\w.-]*+:)?([A-Za-z_]\w*+)[\s/>]",
    re.S,
)


def root_of(head: bytes) -> str:
    """The name of the element that holds a file which begins so; "" if none does.

    >>> root_of(b'<?xml version="1.0"?><a:alto xmlns:a="">'), root_of(b"alto")
    ('alto', '')
    """
    found = _ROOT.match(head)
    return found[1].decode() if found else ""
