"""Where given words stand in a text as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from cleaner.text.analysis import FEW
from cleaner.text.expressions import compiled
from cleaner.text.lines import Span

_WORD = compiled(r"\p{L}++")


def spans_of(words: Collection[str], text: str) -> Iterator[Span]:
    """Where words of letters stand with no letter beside them: a few are looked for one by one.

    >>> list(spans_of({"in"}, "in vain, an inn in-between"))
    [(0, 2), (16, 18)]
    """
    plain = [word for word in words if word.isalpha()]
    if len(plain) > FEW:
        among = frozenset(plain)
        yield from (m.span() for m in _WORD.finditer(text) if m.group() in among)
        return
    for word in plain:
        at = text.find(word)
        while at >= 0:
            end = at + len(word)
            if not text[at - 1 : at].isalpha() and not text[end : end + 1].isalpha():
                yield at, end
            at = text.find(word, end)
