"""Where on which page image the words of an hOCR, ALTO or PAGE file stand.

The boxes are the file's own: `bbox` in hOCR, HPOS, VPOS, WIDTH and HEIGHT in ALTO, Coords in PAGE.  They are given as
shares of the page, since ALTO may count in tenths of a millimetre, and the image at hand may be smaller than the one
that was read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from html import unescape
from typing import NamedTuple

from cleaner.formats.markup.wellformed import Piece, PieceKind, attributes, pieces, root_of
from cleaner.formats.scans.layout import LayoutContainer

_NUMBER = r"(-?\d{1,7}(?:\.\d{1,6})?)"
_BBOX = re.compile(rf"\bbbox\s+{_NUMBER}\s+{_NUMBER}\s+{_NUMBER}\s+{_NUMBER}")
_IMAGE = re.compile(r"\bimage\s+[\"']?([^\"';]{1,500})")
_POINT = re.compile(rf"{_NUMBER},{_NUMBER}")
TALLEST = 0.1  # of the page's height: what is higher is no line, and shows nobody a word


class Box(NamedTuple):
    """A rectangle: left, top, right and bottom, as shares of the page's width and height."""

    left: float
    top: float
    right: float
    bottom: float


class Pictured(NamedTuple):
    """Where something stands: in a box of a page, of which the file names the image, or "" if it names none."""

    image: str
    page: int  # counted from 0
    box: Box


def _joined(first: Pictured | None, last: Pictured | None) -> Pictured | None:
    if first is None or last is None or first.page != last.page:
        return first
    a, b = first.box, last.box
    if b.top >= a.bottom or b.right < a.left:  # on the next line
        return first
    return first._replace(box=Box(a.left, min(a.top, b.top), max(a.right, b.right), max(a.bottom, b.bottom)))


class _Page(NamedTuple):
    image: str
    number: int
    corner: tuple[float, float]
    size: tuple[float, float]


class PageBoxes:
    """The boxes of a file's words."""

    def __init__(self, container: LayoutContainer) -> None:
        self._container, self._source = container, container.source
        self._places: list[int] = []  # of the source, from each of which on another box is the innermost
        self._boxes: list[Pictured | None] = []
        self._open: list[Pictured | None] = []
        self._page: _Page | None = None
        self._pages, self._named, self._within = 0, "", ""
        root = root_of(self._source[:65_536].encode("utf-8", "replace"))
        for piece in pieces(self._source, html=root not in ("alto", "PcGts")):
            self._take(piece)

    def of(self, start: int, end: int) -> Pictured | None:
        """Where `[start, end)` of the text stands; None if the file does not tell.

        Of words on several lines it is the place of the first.
        """
        return _joined(*(self._at(place) for place in self._container.written(start, end)))

    def _at(self, place: int) -> Pictured | None:
        """The innermost box round a place of the source."""
        number = bisect_right(self._places, place) - 1
        found = self._boxes[number] if number >= 0 else None
        return found if found and found.box.bottom - found.box.top <= TALLEST else None

    def _take(self, piece: Piece) -> None:
        around = self._open[-1] if self._open else None
        if piece.kind is PieceKind.TEXT:
            if self._within == "fileName":
                self._named = unescape(self._source[piece.start : piece.end]).strip()
            return
        if piece.kind is PieceKind.CLOSE:
            self._open.pop()
            self._note(piece.start, self._open[-1] if self._open else None)
            self._within = ""
            return
        said = {k: unescape(self._source[slice(*v)]) for k, v in attributes(self._source, piece).items()}
        self._turn(piece.name, said)
        if piece.name == "Coords" and self._open:
            self._open[-1] = around = self._box(_round(said.get("points", ""))) or around
            self._note(piece.end, around)
        mine = self._box(_own(said)) or around
        if piece.kind is PieceKind.OPEN:
            self._open.append(mine)
            self._within = piece.name
        self._note(piece.start, mine)
        if piece.kind is PieceKind.EMPTY:
            self._note(piece.end, around)

    def _turn(self, name: str, said: dict[str, str]) -> None:
        """A page begins, if this is an element that holds one."""
        title, corner = said.get("title", ""), (0.0, 0.0)
        if "ocr_page" in said.get("class", "").split():
            image, box = _IMAGE.search(title), _own(said)
            named = image[1].strip() if image else ""
            size = (box[2] - box[0], box[3] - box[1]) if box else (0.0, 0.0)
            corner = (box[0], box[1]) if box else corner
        elif name == "Page":
            named = said.get("imageFilename", self._named)
            size = tuple(_number(said.get(a, said.get(b, ""))) for a, b in _SIZES)  # type: ignore[assignment]
        else:
            return
        self._page = _Page(named, self._pages, corner, size) if min(size) > 0 else None
        self._pages += 1

    def _box(self, found: Sequence[float] | None) -> Pictured | None:
        if found is None or self._page is None:
            return None
        (x, y), (width, height) = self._page.corner, self._page.size
        shares = (found[0] - x) / width, (found[1] - y) / height, (found[2] - x) / width, (found[3] - y) / height
        box = Box(*(min(1.0, max(0.0, share)) for share in shares))
        within = box.left < box.right and box.top < box.bottom
        return Pictured(self._page.image, self._page.number, box) if within else None

    def _note(self, place: int, box: Pictured | None) -> None:
        self._places.append(place)
        self._boxes.append(box)


_SIZES = (("imageWidth", "WIDTH"), ("imageHeight", "HEIGHT"))


def _own(said: dict[str, str]) -> list[float] | None:
    """The box that a tag itself tells: left, top, right, bottom."""
    if found := _BBOX.search(said.get("title", "")):
        return [float(number) for number in found.groups()]
    if "HPOS" in said:
        left, top, width, height = (_number(said.get(name, "")) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
        return [left, top, left + width, top + height]
    return None


def _round(points: str) -> list[float] | None:
    """The box round an outline."""
    found = [(float(x), float(y)) for x, y in _POINT.findall(points[:20_000])]
    if not found:
        return None
    across, down = zip(*found, strict=True)
    return [min(across), min(down), max(across), max(down)]


def _number(said: str) -> float:
    """A length; 0 if it is none."""
    return float(said) if re.fullmatch(_NUMBER, said.strip()) else 0.0
