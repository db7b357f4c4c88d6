"""PAGE XML: what OCR-D, Transkribus, eScriptorium and Tesseract keep of a scan.  What words say changes.

A file is one document: its TextLines are lines, its regions paragraphs.  Words are `Word`; a line or a region without
any is read as it stands.  Lines and regions say again what their words say; that is made to agree.  Glyph and the
second choices of an engine (TextEquiv with a higher index) stay: they are what it saw.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cleaner.formats.markup.declared import decoded_markup
from cleaner.formats.markup.letters import LINE, PARAGRAPH
from cleaner.formats.markup.wellformed import Piece, PieceKind, Span, attributes, pieces, root_of
from cleaner.formats.scans.cells import Chunk, Reading
from cleaner.formats.scans.layout import Echo, laid_out
from cleaner.formats.source import Source, Unreadable

_CREATOR = re.compile(r"<(?:[\w.-]+:)?Creator>([^<>]*)</")
_SAYING = frozenset({"TextRegion", "TextLine", "Word", "Glyph"})


def is_page(head: bytes) -> bool:
    """Whether a file that begins so is PAGE XML.

    >>> is_page(b'<?xml version="1.0"?><PcGts xmlns="">'), is_page(b"<page/>")
    (True, False)
    """
    return root_of(head) == "PcGts"


def read(name: str, data: bytes) -> Source:
    """The file as one document.  Raises `Unreadable`."""
    file = decoded_markup(data)
    if not is_page(data[:65_536].replace(b"\0", b"")):
        raise Unreadable("its root is not <PcGts>; --format text reads it as plain text")
    reader = _Reader(file.text, Reading(file.text))
    for piece in pieces(file.text):
        reader.take(piece)
    creator = _CREATOR.search(file.text)
    engine = creator[1].strip() if creator else ""
    return laid_out(name, data, file, reader.reading, quoted=False, engine=engine, echoes=reader.echoes)


@dataclass
class _Saying:
    """An open element that says something: the first cell in it, and the best of its TextEquivs."""

    name: str
    first: int
    index: float = float("inf")
    sure: float | None = None
    text: Span | None = None


@dataclass
class _Reader:
    """What has been read of a file."""

    source: str
    reading: Reading
    echoes: list[Echo] = field(default_factory=list)
    _open: list[_Saying] = field(default_factory=list)
    _equiv: tuple[float, float | None] = (0.0, None)  # the index and the confidence of the present TextEquiv
    _within: str = ""  # the element that a text belongs to

    def take(self, piece: Piece) -> None:
        """The next tag or text of the file."""
        opens = piece.kind is PieceKind.OPEN
        if piece.kind is PieceKind.TEXT:
            if self._within == "Unicode" and self._open and self._equiv[0] < self._open[-1].index:
                said = self._open[-1]
                said.index, said.sure, said.text = *self._equiv, (piece.start, piece.end)
        elif piece.name in _SAYING:
            if piece.kind is not PieceKind.EMPTY:
                self._turn(piece.name, opens)
        elif piece.name == "TextEquiv" and opens:
            self._equiv = _index_and_confidence(self.source, piece)
        elif piece.name.endswith("Region"):
            self.reading.gap(PARAGRAPH)
        self._within = piece.name if opens else "" if piece.kind is PieceKind.CLOSE else self._within

    def _turn(self, name: str, opens: bool) -> None:
        """An element that says something begins or ends."""
        gap = {"TextRegion": PARAGRAPH, "TextLine": LINE}.get(name)
        if gap:
            self.reading.gap(gap)
        if opens:
            self.reading.close()
            self._open.append(_Saying(name, len(self.reading.cells)))
            return
        said = self._open.pop()
        self.reading.close()
        if not said.text or name == "Glyph":
            return
        if said.first < len(self.reading.cells):
            self.echoes.append(Echo(said.first, len(self.reading.cells) - 1, *said.text))
            return
        for start, end in _lines(self.source, *said.text):
            if name != "Word":
                self.reading.gap(LINE)
            self.reading.begin(said.sure)
            self.reading.chunks.append(Chunk(start, end))
        self.reading.close()


def _index_and_confidence(source: str, tag: Piece) -> tuple[float, float | None]:
    """Which of several readings a TextEquiv is, the best being the first or the lowest, and how sure the engine was."""
    said = {name: source[slice(*span)] for name, span in attributes(source, tag).items()}
    index, sure = (_number(said.get(name, "")) for name in ("index", "conf"))
    return index or 0.0, None if sure is None else min(1.0, sure)


def _number(said: str) -> float | None:
    return float(said) if re.fullmatch(r"\d{1,9}(?:\.\d*)?|\.\d+", said) else None


def _lines(source: str, start: int, end: int) -> list[Span]:
    """The lines of a text, each without its break."""
    return [m.span() for m in re.compile(r"[^\r\n]+").finditer(source, start, end)]
