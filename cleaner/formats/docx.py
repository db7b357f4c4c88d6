"""DOCX: the text of a Word file: its body, notes, headers and footers.  Runs, styles and all else stay byte for byte.

Word splits a word over several runs; it is read as one, and an edit lands in the runs whose letters it changes.
Deleted and hidden text, fields' codes and comments are no text; runs and paragraphs in a style for code are kept.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cleaner.formats.archive import Archive
from cleaner.formats.markup.declared import decoded_markup
from cleaner.formats.markup.flow import Flow, FlowContainer, no_prose
from cleaner.formats.markup.letters import LINE, PARAGRAPH
from cleaner.formats.markup.wellformed import Piece, PieceKind, attributes, pieces
from cleaner.formats.members import gathered
from cleaner.formats.source import Source, SourceEdit, Unreadable
from cleaner.model import Document, Edit

_TYPES = "[Content_Types].xml"
_MAIN = re.compile(r"wordprocessingml\.(?:document|template)\.main\+xml|ms-word\.\w+\.macroEnabledTemplate\.main\+xml|"
                   r"ms-word\.document\.macroEnabled\.main\+xml")  # fmt: skip
_OTHERS = re.compile(r"wordprocessingml\.(?:footnotes|endnotes|header|footer)\+xml")
_NAMESPACE = re.compile(
    r"xmlns(?::([\w.-]+))?\s*=\s*[\"'](?:http://schemas\.openxmlformats\.org/wordprocessingml/2006/main"
    r"|http://purl\.oclc\.org/ooxml/wordprocessingml/main)[\"']"
)
_GAPS = {
    "p": PARAGRAPH,
    "br": LINE,
    "cr": LINE,
    "tab": LINE,
    "ptab": LINE,
    "drawing": LINE,
    "pict": LINE,
    "object": LINE,
}
# A text whose blanks at the ends do not count, and what its tag says of them: where, or where it could.
Trimmed = tuple[int, int, int, int]
_SKIPPED = frozenset({"del", "moveFrom", "rubyPr", "rt"})
_CODE = re.compile(r"code|verbatim|preformat|source", re.I)
_END_OF_PARAGRAPH = re.compile(rb"(</(?:[\w.-]+:)?p>)")
_END_AND_BREAK = re.compile(rb"(</(?:[\w.-]+:)?p>)\n")


def read(name: str, data: bytes) -> Source:
    """A document for each part that holds text.  Raises `Unreadable`."""
    archive = Archive(data, "DOCX")
    main, others = _parts(archive)
    found = gathered(name, archive, [_part(part, archive.read(part)) for part in (main, *others)], _held)
    first, *rest = found.documents
    signed = any(member.startswith("_xmlsignatures/") for member in archive.names)
    notices = (*found.notices, *(["it is signed, and a change breaks the signature"] if signed else []))
    return replace(found, documents=(replace(first, id=name), *(d for d in rest if d.text)), notices=notices)


def _parts(archive: Archive) -> tuple[str, list[str]]:
    """The members with the body, and with notes, headers and footers."""
    if _TYPES not in archive:
        raise Unreadable(f"there is no {_TYPES} in it: it is no DOCX")
    source = decoded_markup(archive.read(_TYPES)).text
    main, others = [], []
    for piece in pieces(source):
        if piece.name == "Override" and piece.kind is not PieceKind.CLOSE:
            said = {key: source[slice(*span)] for key, span in attributes(source, piece).items()}
            kind, part = said.get("ContentType", ""), said.get("PartName", "").lstrip("/")
            if _MAIN.search(kind):
                main.append(part)
            elif _OTHERS.search(kind) and part in archive:
                others.append(part)
    if not main:
        raise Unreadable("there is no word/document.xml in it: it is no whole DOCX")
    return main[0], others


def _shown(part: bytes) -> bytes:
    """A part with a line for each paragraph, so that places and diffs can be read."""
    return _END_OF_PARAGRAPH.sub(rb"\1\n", part)


def _held(shown: bytes) -> bytes:
    return _END_AND_BREAK.sub(rb"\1", shown)


def _part(name: str, data: bytes) -> Source:
    """A part as a source of its own.  Raises `Unreadable`."""
    shown = _shown(data)
    try:
        file = decoded_markup(shown)
        reader = _PartReader(Flow(file.text, spaced=True), _prefix(file.text))
        for piece in pieces(file.text):
            reader.take(piece)
    except Unreadable as error:
        raise Unreadable(f"{name}: {error}") from None
    flow = reader.flow
    text = flow.finished()
    place = WordContainer(file, tuple(flow.runs), tuple(flow.kept), tuple(reader.trimmed))
    return Source(name, shown, (Document(name, text, place, no_prose, kept=tuple(flow.kept)),))


def _prefix(source: str) -> str:
    """What the names of Word's elements begin with, as a rule `w:`."""
    found = _NAMESPACE.search(source)
    return f"{found[1]}:" if found and found[1] else ""


@dataclass
class _PartReader:
    """What has been read of a part."""

    flow: Flow
    prefix: str
    trimmed: list[Trimmed] = field(default_factory=list)
    _skipped: int = 0
    _text: Piece | None = None
    _is_code: dict[str, bool] = field(default_factory=dict)  # of the present paragraph and run
    _is_hidden: bool = False

    def take(self, piece: Piece) -> None:
        """The next tag or text of the part."""
        source = self.flow.source
        if piece.kind is PieceKind.TEXT:
            if self._text and not self._skipped and not self._is_hidden:
                self._read(piece.start, piece.end)
            return
        opens, closes = piece.kind is PieceKind.OPEN, piece.kind is PieceKind.CLOSE
        if piece.name == "Fallback":  # what is said again for older programs
            self._skipped += opens - closes
        if not source.startswith(self.prefix, piece.start + (2 if closes else 1)):
            return
        self._text = piece if opens and piece.name == "t" else None
        if piece.name in _SKIPPED:
            self._skipped += opens - closes
        elif gap := _GAPS.get(piece.name):
            if not self._skipped:
                self.flow.gap(gap)
        elif piece.name == "noBreakHyphen" and not closes and not self._skipped:
            self.flow.sign("\N{NON-BREAKING HYPHEN}")
        if not closes:
            self._style(piece)

    def _style(self, piece: Piece) -> None:
        """What a paragraph or a run says of its looks."""
        if piece.name in {"p", "r"}:
            self._is_code[piece.name] = self._is_hidden = False
        elif piece.name in {"pStyle", "rStyle", "vanish"}:
            span = attributes(self.flow.source, piece).get("val")
            value = self.flow.source[slice(*span)] if span else ""
            if piece.name == "vanish":
                self._is_hidden = value not in {"0", "false", "off"}
            else:
                self._is_code[piece.name[0]] = bool(_CODE.search(value))

    def _read(self, start: int, end: int) -> None:
        assert self._text
        source = self.flow.source
        said = attributes(source, self._text).get("space")
        if not said or source[slice(*said)] != "preserve":
            self.trimmed.append((start, end, *(said or (self._text.end - 1,) * 2)))
            while start < end and source[start].isspace():
                start += 1
            while start < end and source[end - 1].isspace():
                end -= 1
        self.flow.read(start, end, any(self._is_code.values()))


@dataclass(frozen=True, slots=True)
class WordContainer(FlowContainer):
    """A part's text.  A text that gets a blank at one of its ends must say that the blank counts."""

    trimmed: tuple[Trimmed, ...] = field(default=(), repr=False)

    def source_edits(self, text: str, edits: Sequence[Edit]) -> list[SourceEdit]:
        made = FlowContainer.source_edits(self, text, edits)
        counts: set[SourceEdit] = set()
        mine: dict[Trimmed, list[SourceEdit]] = {}
        for edit in made:
            i = bisect_right(self.trimmed, edit[0], key=lambda span: span[0]) - 1
            if i >= 0 and edit[1] <= self.trimmed[i][1]:
                mine.setdefault(self.trimmed[i], []).append(edit)
        for (start, end, begun, ended), some in mine.items():
            new, at = "", start
            for begin, stop, put in some:
                new, at = new + self.file.text[at:begin] + put, stop
            new += self.file.text[at:end]
            if new != new.strip():
                says = ' xml:space="preserve"' if self.file.text[begun] == ">" else "preserve"
                counts.add((begun, ended, says))
        return sorted([*made, *counts])
