"""Spans that no detector may touch.

`PROTECTED` lists what is protected in plain text.  A format adds its own spans (code in Markdown), and so do the user's
patterns.  Numbers have no entry: no detector invents digits, and a rule that names numbers does so on purpose.

Our patterns take time in proportion to the text: each begins once in a run of its characters and does not backtrack.
A user's pattern that takes too long is given up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

import regex

from cleaner.text.character_references import meant
from cleaner.text.codelike import codelike
from cleaner.text.deadline import Deadline
from cleaner.text.expressions import compiled
from cleaner.text.foreign import is_foreign
from cleaner.text.lines import Span, lines_with, on_lines, to_the_last
from cleaner.text.structure import structure
from cleaner.text.technical import dotted_names

_QUOTATION = compiled(r"“[^“”\n]{8,600}+”|«[^«»\n]{4,600}+»|„[^„“”\n]{8,600}+[“”]|\"[^\"\n]{8,600}+\"")
_HOST = compiled(r"(?i)(?<![a-z0-9-])[a-z0-9-]++(?:\.[a-z0-9-]++)++")
_TOP = r"(?i)(?<=[a-z0-9-])\.(?:com|org|net|edu|gov|info|io|co\.uk)"
_DOMAIN = compiled(rf"{_TOP}\b")
_BEHIND_HOST = compiled(r"/\S*+")
# A sign, and a pattern that leaves no line and cannot be without it.
_E_MAIL = compiled("@"), compiled(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++")
_PATH = compiled(r"[/\\]"), compiled(r"(?<!\S)(?:~|\.{0,2})/[\w.-]+(?:/[\w.-]+)+|\b[A-Za-z]:\\[\w\\.-]+")
_SIC = compiled(r"(?<!\S)\S++\s++[\[(]sic[\])]")
_BRACKETED_SIC = compiled(r"[\[(]sic[\])]")
_LAST = compiled(r"(?r)\S")  # the last character before a place that is no blank


def _each(pattern: str, *signs: str) -> Callable[[str], Iterator[Span]]:
    """What finds the spans of a pattern that cannot be without one of some signs."""
    expression = compiled(pattern)
    return lambda text: (m.span() for m in expression.finditer(text)) if any(s in text for s in signs) else iter(())


def _said_so(text: str) -> Iterator[Span]:
    """Each word that `[sic]` follows, which may stand on the line before it."""
    done = 0
    for start, end in lines_with(_BRACKETED_SIC, text):
        word = _LAST.search(text, 0, start)
        begin = text.rfind("\n", 0, word.start()) + 1 if word else start
        for m in _SIC.finditer(text, max(begin, done), end):
            done = m.end()
            yield m.span()


PROTECTED: dict[str, Callable[[str], Iterator[Span]]] = {
    "address": _each(r"(?i)\b(?:https?|ftp|file|mailto):(?://)?[^\s<>\"”’]+|\bwww\.[^\s<>\"”’]+", ":", "."),
    "host": lambda text: (
        (start, found.end() if (found := _BEHIND_HOST.match(text, end)) else end)
        for start, end in to_the_last(_HOST, _DOMAIN, text, _TOP)
    ),
    "e-mail": lambda text: on_lines(*_E_MAIL, text),
    "handle": _each(r"(?<!\S)[@#][\p{L}\p{N}_]{2,}", "@", "#"),
    "code": _each(r"`[^`\n]+`", "`"),
    "markup": _each(r"</?[A-Za-z][^<>\n]{0,300}>", "<"),
    "path": lambda text: on_lines(*_PATH, text),
    "sic": _said_so,
    "an entity that is meant": meant,
    "a ruler or a table": structure,
    "code or a file's name": codelike,
    "a part's name in a technical text": dotted_names,
    "a quotation in another language": lambda text: (
        m.span() for m in _QUOTATION.finditer(text) if is_foreign(m.group())
    ),
}

#: what no finding takes away by itself
LASTING = ("an entity that is meant", "a ruler or a table")


def protected_spans(text: str) -> Iterator[Span]:
    """Every span of a text that is protected whatever the format and the user say, in no order.

    >>> sorted(protected_spans("see https://localhost/x or recieve [sic] it"))
    [(4, 23), (27, 40)]
    """
    return chain.from_iterable(protected_by_kind(text).values())


def protected_by_kind(text: str) -> dict[str, list[Span]]:
    """The same spans by their entry in `PROTECTED`."""
    return {kind: list(spans(text)) for kind, spans in PROTECTED.items()}


def own_spans(text: str, patterns: Sequence[regex.Pattern[str]]) -> tuple[list[Span], list[str]]:
    r"""The spans that a user's own patterns protect, and the patterns that had to be given up on this text.

    Where a pattern was given up nobody knows what it would have protected, so it protects everything.

    >>> own_spans("Widget7 and tbe widget", [compiled(r"Widget\d")])
    ([(0, 7)], [])
    """
    spans: list[Span] = []
    given_up: list[str] = []
    for pattern in patterns:
        try:
            spans += [m.span() for m in pattern.finditer(text, timeout=Deadline(text).left())]
        except TimeoutError:
            spans.append((0, len(text)))
            given_up.append(pattern.pattern)
    return spans, given_up
