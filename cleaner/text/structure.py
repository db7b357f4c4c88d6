"""Rulers, and the bars between the cells of tables: characters that draw a line.

A ruler is known by its shape: a line of one character, or a table's strokes between bars.  The specks of a scan are few
and mixed (`. - ~`).  Scanners make `^` and `~` of dirt, so these two are a ruler only where they are as long as the
heading that they underline.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from cleaner.text.expressions import compiled
from cleaner.text.lines import Span, lines

_RULER = compiled(r"\s*+(?P<sign>[=\-~^_*+#`:.'\"<>─━═—–])(?:[ \t]*+(?P=sign))++\s*+")
_DIRT = frozenset("^~")
_TABLE_RULER = compiled(r"\s*+[|+:]?+(?:[ \t]*+:?+[-=]++:?+[ \t]*+[|+]?+)++\s*+")
_BARS = compiled(r"(?<![ \t])[ \t]*+\|[ \t|]*+")
_WORD = compiled(r"[\p{L}\p{N}]")
_DRAWN = compiled(r"[\u2500-\u257f]++")  # box drawing


def structure(text: str) -> Iterator[Span]:
    """Every ruler, and the bars between the cells of a table, in no order.

    >>> source = "Fees\\n----\\n\\n| Day | Fee |\\n| --- | --- |\\n| Monday | 5 |"
    >>> [source[a:b] for a, b in structure(source)][:3]
    ['----', '| --- | --- |', '| ']
    """
    yield from (m.span() for m in _DRAWN.finditer(text))
    above = ""
    for barred, group in groupby(lines(text), key=lambda line: "|" in line[1] or is_table_ruler(line[1])):
        block = list(group)
        for at, line in block:
            if _is_ruler(line, above):
                yield at, at + len(line)
            above = line
        if barred and _is_table([line for _, line in block]):
            yield from ((at + start, at + end) for at, line in block for start, end in _bars(line))


def _bars(row: str) -> list[Span]:
    """What parts the cells of a row; all of it where nothing is in them."""
    return [m.span() for m in _BARS.finditer(row)] if _WORD.search(row) else [(0, len(row))]


def _is_ruler(line: str, above: str) -> bool:
    signs, heading = line.strip(), above.strip()
    if not signs or signs[0].isalnum():
        return False
    if is_table_ruler(line):
        return True
    underlines = bool(heading) and len(signs) >= len(heading) - 1
    enough = len(signs) > 2 and signs[0] not in _DIRT
    return (enough or (underlines and len(signs) > 1)) and bool(_RULER.fullmatch(line))


def is_table_ruler(line: str) -> bool:
    """Whether a line parts the rows of a table: strokes on end, and a bar or a corner.

    >>> is_table_ruler("| --- | :-: |"), is_table_ruler("+---+===+"), is_table_ruler("-----"), is_table_ruler("| - .")
    (True, True, False, False)
    """
    return ("--" in line or "==" in line) and ("|" in line or "+" in line) and bool(_TABLE_RULER.fullmatch(line))


def _is_table(rows: Sequence[str]) -> bool:
    """Whether lines with bars are a table: one is its ruler, or all have as many bars, for two cells or more."""
    if any(map(is_table_ruler, rows)):
        return True
    bars = {row.count("|") for row in rows}
    return (
        len(rows) > 1 and len(bars) == 1 and min(bars) > 2 and all(r.strip()[0] == "|" == r.strip()[-1] for r in rows)
    )
