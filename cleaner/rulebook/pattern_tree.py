r"""A pattern's tree, and what it tells of the length of its matches.

The standard library's parser gives the tree (`re._parser`: not public, but the same since Python 2).  `\p{…}`, which
only the regex library knows, is parsed as a letter.
"""

from __future__ import annotations

import re
from functools import lru_cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_PROPERTY = re.compile(r"\\[pP]\{[^}]*\}")


@lru_cache(maxsize=16)  # what looks at a pattern looks at its tree, one after the other
def tree(pattern: str) -> Any:
    """The parse tree of a pattern; raises `re.error` with a position if it is not one."""
    return _parser.parse(_PROPERTY.sub(r"\\w", pattern))


def width(pattern: str) -> int:
    """The most characters a match can have; a very large number where there is no bound."""
    return int(tree(pattern).getwidth()[1])


def looks(pattern: str) -> tuple[int, int]:
    """How far a pattern may look behind a match and ahead of it, at most.

    >>> looks(r"(?<=ab?)c(?=de|f)"), looks(r"(?<!a*)c")[0] > 1000
    ((2, 2), True)
    """
    return _looks(tree(pattern))


def _looks(nodes: Any) -> tuple[int, int]:
    behind = ahead = 0
    for code, argument in nodes:
        inner = []
        if code in (op.ASSERT, op.ASSERT_NOT):
            direction, asserted = argument
            width = int(asserted.getwidth()[1])
            behind, ahead = (max(behind, width), ahead) if direction < 0 else (behind, max(ahead, width))
            inner = [asserted]
        elif code is op.BRANCH:
            inner = argument[1]
        elif code is op.SUBPATTERN:
            inner = [argument[3]]
        elif code is op.ATOMIC_GROUP:
            inner = [argument]
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            inner = [argument[2]]
        for deeper in map(_looks, inner):
            behind, ahead = max(behind, deeper[0]), max(ahead, deeper[1])
    return behind, ahead
