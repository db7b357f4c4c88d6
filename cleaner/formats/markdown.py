"""Markdown: plain text in which code, links, markup and front matter are protected.

A page may hold thousands of openings that nothing closes, so no pattern may look at a stretch twice.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.formats import plain
from cleaner.formats.source import Source
from cleaner.text.character_references import ENTITY
from cleaner.text.expressions import compiled

Span = tuple[int, int]

# How a line of a fence begins: indented, in a quotation, or both.
_MARGIN = r"[ ]{0,12}+(?:>[ ]{0,12}+)*+"
_PROTECTED = (
    compiled(r"(?s)\A(---|\+\+\+)[^\S\n]*\n.*?\n(?:\1|\.\.\.)[^\S\n]*(?=\n|\Z)"),  # front matter
    # Fenced code, in a quotation too; what is not closed goes on to the end.
    compiled(
        rf"(?m)^{_MARGIN}(`{{3,}}+|~{{3,}}+)(?:(?<=`)[^`\n]*+|(?<=~)[^\n]*+)\n"
        rf"(?:(?!{_MARGIN}\1[`~]*+[^\S\n]*+$)[^\n]*+(?:\n|\Z))*+[^\n]*+"
    ),
    compiled(r"(?si)<(pre|script|style|code)\b.*?(?:</\1>|\Z)"),
    compiled(r"(?<![\\$\p{N}])\$(?![\s$])[^$\n]{1,300}+(?<![\s\\])\$(?![\p{N}$])"),  # a formula in a line
    compiled(r"(?m)(?<=\A|\n[^\S\n]*\n)(?:(?: {4}|\t)[^\n]*(?:\n|\Z))+"),  # indented code
    compiled(r"(?<=\])\([^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)*+\)"),  # a link's target and title
    compiled(r"(?<=\])\[[^\]\n]*+\]"),  # a link's reference
    compiled(r"(?m)^[ ]{0,3}\[[^\]\n]++\]:[^\n]*+"),  # a reference's definition
    compiled(r"<[A-Za-z/!](?:[^<>\n\"']++|\"[^\"\n]*+\"|'[^'\n]*+'|[\"'])*+>"),  # HTML in a line
    compiled(r"<[A-Za-z][\w-]*+(?:\s++[\w:@.-]++(?:\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+'|[^\s\"'<>]++))?+)*+\s*+/?>"),
    ENTITY,
    compiled(r"(?m)^[ ]{0,3}(?:[-*_][^\S\n]*+){3,}+$"),  # a rule across the page
    compiled(r"(?<! ) {2,}+(?=\n)|\\(?=\n)"),  # a break of the line
)
# What stands between two marks, over several lines: comments, a template's commands, formulas.
_BETWEEN = {"<!--": "-->", "{{": "}}", "{%": "%}", "$$": "$$"}
_TICKS = compiled(r"`++")


def read(name: str, data: bytes) -> Source:
    """The file as one document whose markup is protected."""
    return plain.read(name, data, protected)


def protected(markdown: str) -> Iterator[Span]:
    """The spans that are not prose.

    >>> source = "See `teh` and [tbe](http://x/tbe)."
    >>> sorted(source[a:b] for a, b in protected(source))
    ['(http://x/tbe)', '`teh`']
    """
    for pattern in _PROTECTED:
        for m in pattern.finditer(markdown):
            yield m.span()
    for opening, closing in _BETWEEN.items():
        yield from between(markdown, opening, closing)
    at = 0
    for line in markdown.split("\n"):
        yield from ((at + start, at + end) for start, end in _code_in(line))
        at += len(line) + 1


def between(markdown: str, opening: str, closing: str) -> Iterator[Span]:
    """From each opening mark to the next closing one; one that is never closed opens nothing."""
    end = 0
    while (start := markdown.find(opening, end)) >= 0 and (at := markdown.find(closing, start + len(opening))) >= 0:
        end = at + len(closing)
        yield start, end


def _code_in(line: str) -> Iterator[Span]:
    """Code in a line: from some backticks to the next that are as many.

    >>> list(_code_in("a ``b`c`` d` `e`"))
    [(2, 9), (11, 14)]
    """
    ticks = [m.span() for m in _TICKS.finditer(line)] if "`" in line else []
    following: dict[int, int] = {}  # how many backticks, and where so many stand next
    closes = {}
    for start, end in reversed(ticks):
        closes[start] = following.get(end - start, -1)
        following[end - start] = end
    done = 0
    for start, _ in ticks:
        if start >= done and closes[start] > 0:
            done = closes[start]
            yield start, done
