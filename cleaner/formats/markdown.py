"""Markdown: plain text whose code, links, markup and front matter are nobody's business."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from cleaner.formats import text
from cleaner.formats.source import Source

_PROTECTED = (
    regex.compile(r"\A(---|\+\+\+)[^\S\n]*\n.*?\n(?:\1|\.\.\.)[^\S\n]*(?=\n|\Z)", regex.S),  # front matter
    # Fenced code, in a quotation too; what is not closed goes on to the end.
    regex.compile(
        r"(?m)^(?:[ ]{0,3}>[ ]?)*[ ]{0,12}(`{3,}|~{3,})[^\n]*\n.*?(?:^(?:[ ]{0,3}>[ ]?)*[ ]{0,12}\1[`~]*[^\S\n]*$|\Z)",
        regex.S,
    ),
    regex.compile(r"<(pre|script|style|code)\b.*?(?:</\1>|\Z)", regex.S | regex.I),
    regex.compile(r"\{\{.*?\}\}|\{%.*?%\}", regex.S),  # a template's commands
    regex.compile(r"(?<![\\$\p{N}])\$(?![\s$])[^$\n]{1,300}(?<![\s\\])\$(?![\p{N}$])"),  # a formula in a line
    regex.compile(r"(?m)(?<=\A|\n[^\S\n]*\n)(?:(?: {4}|\t)[^\n]*(?:\n|\Z))+"),  # indented code
    regex.compile(r"(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)"),  # code in a line
    regex.compile(r"(?<=\])\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"),  # a link's target and title
    regex.compile(r"(?<=\])\[[^\]\n]*\]"),  # a link's reference
    regex.compile(r"(?m)^[ ]{0,3}\[[^\]\n]+\]:[^\n]*"),  # a reference's definition
    regex.compile(r"<!--.*?-->|<[A-Za-z/!][^>\n]*>", regex.S),  # HTML
    regex.compile(r"\$\$.+?\$\$", regex.S),  # formulas
    regex.compile(r"(?m)^[^\S\n]*\|?[-:| ]*-[-:| ]*\|[-:| ]*$"),  # the rule of a table
    regex.compile(r"(?m)^[ ]{0,3}(?:[-*_][^\S\n]*){3,}$"),  # a rule across the page
    regex.compile(r" {2,}(?=\n)|\\(?=\n)"),  # a break of the line
)


def read(name: str, data: bytes) -> Source:
    """The file as one document whose markup is protected."""
    return text.read(name, data, protected)


def protected(markdown: str) -> Iterator[tuple[int, int]]:
    """The spans that are not prose.

    >>> source = "See `teh` and [tbe](http://x/tbe)."
    >>> [source[a:b] for a, b in protected(source)]
    ['`teh`', '(http://x/tbe)']
    """
    for pattern in _PROTECTED:
        for m in pattern.finditer(markdown):
            yield m.span()
