r"""A pattern's tree, and what it tells of the length of its matches and of their characters.

The standard library's parser gives the tree (`re._parser`: not public, but the same since Python 2).  `\p{…}`, which
only the regex library knows, is parsed as a letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

#: characters of a range that are read one by one: the alphabet
LONGEST_RANGE = 26
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
    for code, argument in nodes.data:
        if code is op.LITERAL:
            continue
        if code in (op.ASSERT, op.ASSERT_NOT):
            direction, asserted = argument
            width, (back, on) = int(asserted.getwidth()[1]), _looks(asserted)
            behind, ahead = (max(behind, width + back), ahead) if direction < 0 else (behind, max(ahead, width + on))
        for deeper in map(_looks, _inside(code, argument)):
            behind, ahead = max(behind, deeper[0]), max(ahead, deeper[1])
    return behind, ahead


def ends_in_look_ahead(pattern: str) -> bool:
    """Whether a pattern looks ahead at its own end: where the text ends there too, it sees nothing.

    >>> [ends_in_look_ahead(p) for p in ("of (?=the)", "(?<!of (?!the))", "(?:in|of(?= the))", "(?!The)A ", "(?<=f )")]
    [True, True, True, False, False]
    """
    if "(?=" not in pattern and "(?!" not in pattern:  # most look nowhere: they need not be parsed
        return False
    try:
        return _ends_in_look_ahead(tree(pattern))
    except re.error:  # what only the regex library reads
        return False


def _ends_in_look_ahead(nodes: Any) -> bool:
    for place in reversed(range(len(nodes))):
        code, argument = nodes[place]
        if code in (op.ASSERT, op.ASSERT_NOT) and argument[0] > 0:
            return True
        if any(map(_ends_in_look_ahead, _inside(code, argument))):
            return True
        if nodes[place : place + 1].getwidth()[1] > 0:
            return False
    return False


def _inside(code: Any, argument: Any) -> list[Any]:
    """The sequences that a node of a tree holds."""
    if code is op.BRANCH:
        return list(argument[1])
    if code in _HELD:
        return [argument[_HELD[code]]]
    return [argument] if code is op.ATOMIC_GROUP else []


#: which part of a node's argument is a sequence
_HELD = {
    **dict.fromkeys((op.ASSERT, op.ASSERT_NOT), 1),
    **dict.fromkeys((op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT), 2),
    op.SUBPATTERN: 3,
}


def characters(members: Any) -> frozenset[str] | None:
    """The characters of a small class; digits count as ten."""
    found: set[str] = set()
    for code, argument in members:
        if code is op.LITERAL:
            found.add(chr(argument))
        elif code is op.RANGE and argument[1] - argument[0] < LONGEST_RANGE:
            found.update(chr(c) for c in range(argument[0], argument[1] + 1))
        elif code is op.CATEGORY and argument is op.CATEGORY_DIGIT:
            found.update("0123456789")
        else:
            return None
    return frozenset(found)


#: properties of letters, marks, figures and signs: none of them has a line break
_ON_A_LINE = re.compile(r"\\p\{(?:[LMNPS][a-z]?|Zs|Latin|Cyrillic|Greek|Han)\}")


def stays_on_a_line(pattern: str) -> bool:
    r"""Whether no match of a pattern holds a line break; what it looks at may.

    >>> stays_on_a_line(r"(?m:^)[^\S\n]*(?:Menu|\p{Lu}.*)(?=\s)"), stays_on_a_line(r"Menu\s"), stays_on_a_line(r"[^a]")
    (True, False, False)
    """
    others = _ON_A_LINE.sub("", pattern)
    parsed = tree(pattern)
    return "\\p{" not in others and "\\P" not in others and not parsed.state.flags & re.DOTALL and _on_a_line(parsed)


def _on_a_line(nodes: Any) -> bool:
    return all(code in _HOLDS_NONE and _HOLDS_NONE[code](argument) for code, argument in nodes)


def _class_on_a_line(members: Any) -> bool:
    """Whether a class of characters is without the line break."""
    negated = members[0][0] is op.NEGATE
    return any(_HAS_BREAK[code](argument) for code, argument in members[negated:]) == negated


# Whether a member of a class is the line break, among others.
_HAS_BREAK: dict[Any, Callable[[Any], bool]] = {
    op.LITERAL: lambda argument: bool(argument == ord("\n")),
    op.RANGE: lambda argument: bool(argument[0] <= ord("\n") <= argument[1]),
    op.CATEGORY: lambda argument: argument not in (op.CATEGORY_DIGIT, op.CATEGORY_WORD, op.CATEGORY_NOT_SPACE),
}


def _none(argument: Any) -> bool:
    return True


def _repeated_on_a_line(argument: Any) -> bool:
    return _on_a_line(argument[2])


# Whether a node of a tree holds no line break.  What a group held before may be what was looked at.
_HOLDS_NONE: dict[Any, Callable[[Any], bool]] = {
    op.LITERAL: lambda argument: bool(argument != ord("\n")),
    op.NOT_LITERAL: lambda argument: bool(argument == ord("\n")),
    op.IN: _class_on_a_line,
    op.BRANCH: lambda argument: all(map(_on_a_line, argument[1])),
    op.SUBPATTERN: lambda argument: not argument[1] & re.DOTALL and _on_a_line(argument[3]),
    op.ATOMIC_GROUP: _on_a_line,
    op.MAX_REPEAT: _repeated_on_a_line,
    op.MIN_REPEAT: _repeated_on_a_line,
    op.POSSESSIVE_REPEAT: _repeated_on_a_line,
    **dict.fromkeys((op.ANY, op.AT, op.ASSERT, op.ASSERT_NOT), _none),
}
