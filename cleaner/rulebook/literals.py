r"""Which literals must occur where a pattern matches.

One automaton looks for the literals of all rules at once; a pattern is only tried near one of its own.  The standard
library's parser gives the pattern's tree (`re._parser`, not public but the same since Python 2; `\p{…}`, which only
the regex library knows, is parsed as a letter).
"""

from __future__ import annotations

import re
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from cleaner.spelling.lexicon import Lexicon
from cleaner.text.analysis import fold

_PROPERTY = re.compile(r"\\[pP]\{[^}]*\}")


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


def required(pattern: str, lexicon: Lexicon) -> frozenset[str]:
    """Literals in lower case of which at least one must occur in any match; empty if none can be told.

    >>> lexicon = Lexicon.shipped()
    >>> sorted(required(r"(?i)\\b(US|EE)\\.? ?UU\\b", lexicon))
    ['uu']
    >>> sorted(required(r"\\b(?:mob|crowd)s?\\b", lexicon))
    ['crowd', 'mob']
    """
    return frozenset(_best(tree(pattern), lexicon) or ())


def _best(nodes: Any, lexicon: Lexicon) -> set[str] | None:
    """The rarest-looking set among those that the members of a sequence require."""
    found: list[set[str]] = []
    run = ""

    def close() -> None:
        nonlocal run
        if run:
            found.append({fold(run)})
        run = ""

    for code, argument in nodes:
        if code is op.LITERAL:
            run += chr(argument)
            continue
        if code in (op.AT,):
            continue
        close()
        if (inner := _inside(code, argument, lexicon)) is not None:
            found.append(inner)
    close()
    return min(found, key=lambda literals: _often(literals, lexicon)) if found else None


def _inside(code: Any, argument: Any, lexicon: Lexicon) -> set[str] | None:
    if code is op.SUBPATTERN:
        return _best(argument[3], lexicon)
    if code is op.ATOMIC_GROUP:
        return _best(argument, lexicon)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return _best(argument[2], lexicon) if argument[0] > 0 else None
    if code is op.BRANCH:
        branches = [_best(b, lexicon) for b in argument[1]]
        return set().union(*(b for b in branches if b)) if all(branches) else None
    return _class(argument) if code is op.IN else None


def _class(members: Any) -> set[str] | None:
    """The characters of a small class; digits count as ten."""
    characters: set[str] = set()
    for code, argument in members:
        if code is op.LITERAL:
            characters.add(fold(chr(argument)))
        elif code is op.RANGE and argument[1] - argument[0] < 12:
            characters.update(fold(chr(c)) for c in range(argument[0], argument[1] + 1))
        elif code is op.CATEGORY and argument is op.CATEGORY_DIGIT:
            characters.update("0123456789")
        else:
            return None
    return characters


def _often(literals: set[str], lexicon: Lexicon) -> float:
    """About how often one of these stands in a million characters of English: what a prefilter costs."""
    return sum(_frequency(literal, lexicon) for literal in literals)


def _frequency(literal: str, lexicon: Lexicon) -> float:
    words = re.findall(r"[^\W\d_]+", literal)
    if words:
        # A literal may be a part of a longer word too: the shorter, the likelier.
        return min(max(10 ** (lexicon.zipf(w) - 3) / 6, 3e5 * 0.1 ** len(w)) for w in words)
    if any(c > "\x7f" for c in literal):
        return 500.0
    everywhere = {" ": 2e5, "\n": 1e4, ",": 1e4, ".": 1e4, "-": 5e3, "'": 5e3, '"': 5e3}
    return min(everywhere.get(c, 3e3) for c in literal) / (1 if len(literal) == 1 else 10)
