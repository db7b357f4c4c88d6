"""Text set in type: a `Press` says how a page is set (face, columns, running head), `set_pages` draws it.

Debian: fonts-liberation, fonts-freefont-ttf, fonts-century-catalogue, fonts-courier-prime.  PyPI: pillow, pyphen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import cycle

import pyphen
from PIL import Image, ImageDraw, ImageFont

FONTS = "/usr/share/fonts"
CENTURY = f"{FONTS}/truetype/fonts-century-catalogue/Century-Catalogue.ttf"
FREE_SERIF = f"{FONTS}/truetype/freefont/FreeSerif.ttf"
LIBERATION = f"{FONTS}/truetype/liberation/LiberationSerif-Regular.ttf"
TYPEWRITER = f"{FONTS}/opentype/courier-prime/Courier Prime.otf"

MARGIN = 130  # of the page, in pixels
PAPER, INK = 255, 0  # grey levels


@dataclass(frozen=True, slots=True)
class Press:
    """How a page is set.  Lengths are pixels of the unworn page; `depth` is a column's length in lines.

    `as_typed` keeps the lines and their blanks as the text has them (verse, tables, code), and has them read so.
    """

    font: str
    size: int
    measure: int
    columns: int = 1
    gutter: int = 50
    leading: float = 1.2
    depth: int = 1000
    headings: int = 1
    justified: bool = True
    spelling: str = "en_US"
    as_typed: bool = False
    running_heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of type: its words, whether it fills the measure, and how it stands."""

    words: tuple[str, ...]
    full: bool = True
    indented: bool = False
    heading: bool = False


def set_pages(text: str, press: Press) -> list[Image.Image]:
    """The text as clean pages."""
    lines = list(typed_lines(text, press) if press.as_typed else break_paragraphs(text, press))
    room = press.columns * press.depth
    sheets = [lines[i : i + room] for i in range(0, len(lines), room)]
    heads = cycle(press.running_heads or ("",))
    return [draw_page(sheet, press, head) for sheet, head in zip(sheets, heads, strict=False)]


def break_paragraphs(text: str, press: Press) -> Iterator[Line]:
    """Every paragraph's lines.  Headings are neither indented nor hyphenated, as in print."""
    for number, paragraph in enumerate(p for p in text.splitlines() if p.strip()):
        heading = number < press.headings
        yield from break_lines(paragraph.split(), press, heading)


def typed_lines(text: str, press: Press) -> Iterator[Line]:
    """Every line as it stands; the first of them are headings."""
    for number, line in enumerate(text.splitlines()):
        yield Line((line,), full=False, heading=number < press.headings)


def break_lines(words: list[str], press: Press, heading: bool) -> Iterator[Line]:
    """Fill line after line; a word that does not fit is broken where a compositor would break it."""
    face = typeface(press.font, heading_size(press) if heading else press.size)
    line: list[str] = []
    indented = not heading
    queue = words[::-1]
    while queue:
        word = queue.pop()
        room = press.measure - (press.size * indented)
        if width(face, [*line, word]) <= room or not line:
            line.append(word)
            continue
        head, tail = ("", word) if heading else broken_word(word, face, line, room, press.spelling)
        yield Line((*line, head) if head else tuple(line), True, indented, heading)
        queue.append(tail)
        line, indented = [], False
    yield Line(tuple(line), False, indented, heading)


def broken_word(word: str, face: ImageFont.FreeTypeFont, line: list[str], room: int, spelling: str) -> tuple[str, str]:
    """The longest beginning of `word` that still fits, with its hyphen, and the rest."""
    for cut in reversed(break_points(word, spelling)):
        head = word[:cut] if word[cut - 1] in "-—" else word[:cut] + "-"
        if width(face, [*line, head]) <= room:
            return head, word[cut:]
    return "", word


def break_points(word: str, spelling: str) -> list[int]:
    """Where a word may be broken: between syllables, after its own hyphens, never at a figure.

    >>> [("inquiry"[:i], "inquiry"[i:]) for i in break_points("inquiry", "en_US")]
    [('in', 'quiry')]
    """
    dictionary = hyphenator(spelling)
    inside = [m.start() + i for m in re.finditer(r"[^\W\d_]{5,}", word) for i in dictionary.positions(m[0])]
    own = [m.end() for m in re.finditer(r"(?<=\w)[-—](?=\w)", word)]
    return sorted({*inside, *own})


@cache
def hyphenator(spelling: str) -> pyphen.Pyphen:
    """Hyphenation patterns, loaded once."""
    return pyphen.Pyphen(lang=spelling, left=2, right=3)


@cache
def typeface(path: str, size: int) -> ImageFont.FreeTypeFont:
    """A face at a size, loaded once; without ligatures or kerning, as type was set."""
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def heading_size(press: Press) -> int:
    """Headings stand a third larger."""
    return round(press.size * 1.35)


def width(face: ImageFont.FreeTypeFont, words: list[str]) -> float:
    """How long the words are in pixels, at the ordinary space."""
    return face.getlength(" ".join(words))


def draw_page(lines: list[Line], press: Press, running_head: str) -> Image.Image:
    """One page: the running head above its columns, which are about equally long."""
    step = round(press.size * press.leading)
    depth = -(-len(lines) // press.columns)
    top = MARGIN + (3 * step if running_head else 0)
    wide = 2 * MARGIN + press.columns * press.measure + (press.columns - 1) * press.gutter
    page = Image.new("L", (wide, top + (depth + 6) * step + MARGIN), PAPER)
    pen = ImageDraw.Draw(page)
    if running_head:
        pen.text((wide / 2, MARGIN), running_head, INK, typeface(press.font, press.size), anchor="ma")
        pen.line((MARGIN, MARGIN + 2 * step, wide - MARGIN, MARGIN + 2 * step), INK, 3)
    for column in range(press.columns):
        left = MARGIN + column * (press.measure + press.gutter)
        draw_column(pen, lines[column * depth : (column + 1) * depth], press, left, top)
    return page


def draw_column(pen: ImageDraw.ImageDraw, lines: list[Line], press: Press, left: int, top: int) -> None:
    """Draw lines downwards from `top`; a heading takes more room, and a blank line follows the last."""
    step = round(press.size * press.leading)
    for number, line in enumerate(lines):
        draw_line(pen, line, press, left, top)
        ends_heading = line.heading and number + 1 < len(lines) and not lines[number + 1].heading
        top += round(step * 1.4) if line.heading else step
        top += step if ends_heading else 0


def draw_line(pen: ImageDraw.ImageDraw, line: Line, press: Press, left: int, top: int) -> None:
    """Draw a line; where the setting is justified, spread its words over the measure."""
    face = typeface(press.font, heading_size(press) if line.heading else press.size)
    x: float = left + (press.size if line.indented else 0)
    space = face.getlength(" ")
    if press.justified and line.full and not line.heading and len(line.words) > 1:
        letters = sum(face.getlength(word) for word in line.words)
        space = (left + press.measure - x - letters) / (len(line.words) - 1)
    for word in line.words:
        pen.text((x, top), word, INK, face)
        x += face.getlength(word) + space
