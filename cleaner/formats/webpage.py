"""HTML: what a reader of the page reads.  Its text changes; tags, attributes and references stay byte for byte.

Headings, paragraphs, items and cells are paragraphs of one text, in the order of the file.  Scripts, styles, `<pre>`,
menus, buttons and what is hidden are no text; code, formulas, struck words and other languages are read and kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from cleaner.files.packing import inner
from cleaner.formats.markdown import between
from cleaner.formats.markup.declared import decoded_page
from cleaner.formats.markup.flow import Flow, FlowContainer, no_prose
from cleaner.formats.markup.letters import LINE, PARAGRAPH
from cleaner.formats.markup.loose import RAW, loose_pieces
from cleaner.formats.markup.wellformed import OPTIONAL, Piece, PieceKind, attributes
from cleaner.formats.source import Source
from cleaner.model import Document

# What is no text to read: scripts, what stands for something else, what is laid out by hand, menus and buttons.
_SKIPPED = RAW - {"title"} | frozenset(
    "template pre listing plaintext svg object applet audio video canvas datalist nav menu button select label".split()
)
_KEPT = frozenset("code kbd samp var tt math del s strike sup sub".split())
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol optgroup option p"
    " pre search section select summary table tbody td tfoot th thead title tr ul".split()
)
# Elements that stand between words, and those of which two side by side are no word.
_LINES = frozenset("br img input embed iframe object video audio canvas svg textarea button label select".split())
_APART = frozenset("a button label".split())
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite data dfn em font i ins mark nobr q rb rp rt rtc ruby small span strong time u"
    " wbr noscript template script style".split()
)
_KNOWN = _SKIPPED | _KEPT | _BLOCKS | _LINES | _INLINE
_TELLS = re.compile(r"hidden|style|lang|translate|href=|noteref", re.I)
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_BARE_HIDDEN = re.compile(r"\shidden(?=[\s/>=])", re.I)
_NOTE = re.compile(r"#|[^#]*#(?:_?_?(?:fn|foot|end|note|ref|cite))", re.I)  # where the sign of a note leads
_UNSEEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.I)


def read(name: str, data: bytes, xml: bool = False) -> Source:
    """The file as one document; `xml`: it is XHTML, whatever it says.  Raises `Unreadable`."""
    file, notices = decoded_page(data)
    flow = Flow(file.text)
    read_page(flow, xml or is_xml(name, file.text))
    text = flow.finished()
    place = FlowContainer(file, tuple(flow.runs), tuple(flow.kept))
    document = Document(name, text, place, protected, kept=tuple(flow.kept), source=address(file.text))
    return Source(name, data, (document,), (), notices if text else (*notices, "there is no text in it"))


_LINK = re.compile(r"<(?:link|meta)\b[^<>]*+>", re.I)
_CANONICAL = re.compile(r"<link\b.*?\brel\s*+=\s*+[\"']?canonical\b|<meta\b.*?[\"']og:url[\"']", re.I | re.S)
_ADDRESS = re.compile(r"\b(?:href|content)\s*=\s*[\"']?([^\"'\s>]+)", re.I)
HEAD = 200_000  # characters of a page, in which its head ends


def address(source: str) -> str:
    """The address that a page gives as its own; "" if it gives none.

    >>> address('<head><link href="https://example.org/a.html" rel="canonical"></head>')
    'https://example.org/a.html'
    """
    tag = next((m[0] for m in _LINK.finditer(source, 0, HEAD) if _CANONICAL.match(m[0])), "")
    found = _ADDRESS.search(tag)
    return found[1] if found else ""


def is_xml(name: str, source: str) -> bool:
    """Whether a page is XHTML, in which a stroke ends an element."""
    return source.startswith("<?xml") or inner(name).lower().endswith(".xhtml")


def protected(text: str) -> Iterator[tuple[int, int]]:
    """What a program will put something in for, and what is no English prose."""
    yield from no_prose(text)
    for opening, closing in (("{{", "}}"), ("{%", "%}")):
        yield from between(text, opening, closing)


def read_page(flow: Flow, xml: bool) -> None:
    """Reads the text of a page."""
    inside = Elements()
    closed = ""
    for piece in loose_pieces(flow.source, xml):
        if piece.kind is PieceKind.TEXT:
            closed = ""
            if not inside.skipped:
                flow.read(piece.start, piece.end, inside.kept > 0)
            continue
        if gap := _gap(piece.name, xml):
            flow.gap(gap)
        if piece.kind is PieceKind.CLOSE:
            inside.close(piece.name)
            closed = piece.name
        else:
            if piece.name == closed and closed in _APART:
                flow.gap(LINE)
            if piece.kind is PieceKind.OPEN:
                inside.open(flow.source, piece)


def _gap(name: str, xml: bool) -> str:
    if name in _BLOCKS:
        return PARAGRAPH
    return LINE if name in _LINES or (xml and name not in _KNOWN) else ""


class Elements:
    """The open elements of a page.  An end that was left out is where the element around it ends."""

    def __init__(self) -> None:
        self.skipped = self.kept = 0  # how many of the open ones are so
        self._open: list[tuple[str, bool, bool]] = []
        self._counts: Counter[str] = Counter()

    def open(self, source: str, tag: Piece) -> None:
        """An element begins.  A paragraph, an item or a cell ends where the next begins."""
        last = self._open[-1][0] if self._open else ""
        if last in OPTIONAL and (last == tag.name or (last == "p" and tag.name in _BLOCKS)):
            self._pop()
        unseen, left = _told(source, tag) if _TELLS.search(source, tag.start, tag.end) else (False, False)
        skip, keep = unseen or tag.name in _SKIPPED, left or tag.name in _KEPT
        self._open.append((tag.name, skip, keep))
        self._counts[tag.name] += 1
        self.skipped += skip
        self.kept += keep

    def close(self, name: str) -> None:
        """An element ends, and with it those in it; an end without a beginning ends nothing."""
        while self._counts[name]:
            if self._pop() == name:
                return

    def _pop(self) -> str:
        name, skip, keep = self._open.pop()
        self._counts[name] -= 1
        self.skipped -= skip
        self.kept -= keep
        return name


def _told(source: str, tag: Piece) -> tuple[bool, bool]:
    """Whether a tag's attributes say that its text is hidden, and that it is to be left as it is."""
    said = {name.lower(): source[slice(*span)].strip().lower() for name, span in attributes(source, tag).items()}
    bare = _BARE_HIDDEN.search(_QUOTED.sub("", source[tag.start : tag.end]))
    unseen = (bool(bare) and said.get("hidden") != "false") or bool(_UNSEEN.search(said.get("style", "")))
    english = said.get("lang", "en").startswith("en") or tag.name in {"html", "body"} or not said["lang"]
    note = tag.name == "a" and (bool(_NOTE.match(said.get("href", ""))) or "noteref" in said.get("type", ""))
    left = said.get("translate") == "no" or "notranslate" in said.get("class", "").split()
    return unseen, note or left or not english
