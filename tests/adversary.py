r"""Texts that a pattern would rather not meet, made from the pattern itself.

A pattern is slow where it can match the same characters in many ways, or begins again at every character of a long run.
So what it matches is built from its tree (one character for each class, the first branch of each choice), and each of
its repetitions is pumped up: once to the end of the text, once in between its own literals, and each time with
something at the end that spoils the match.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from cleaner.text.expressions import compiled

SPOILER = "\x02!"
# Pumped this far between two literals: inside a stretch that the scan looks at whole, and just as long as it is.
NARROW, WIDE = 80, 380
PUMPED = 10  # a repetition with a bound below this is not worth pumping
UNBOUNDED = 1000
MANY = 10  # matches side by side: more would time what is done with each match, not the pattern
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_RANGES = {"Lu": "A-Z", "Ll": "a-z", "L": "a-zA-Z", "N": "0-9", "Nd": "0-9", "M": "\u0301", "P": "!-/", "Sc": "$€"}
_CATEGORIES = {
    op.CATEGORY_DIGIT: "1", op.CATEGORY_NOT_DIGIT: "a", op.CATEGORY_SPACE: " ", op.CATEGORY_NOT_SPACE: "a",
    op.CATEGORY_WORD: "a", op.CATEGORY_NOT_WORD: " ",
}  # fmt: skip


def texts(pattern: str, length: int) -> list[str]:
    """Texts of about this length to try a pattern on; how many and in which order depends on the pattern alone.

    >>> [t[:6] for t in texts(r"ab+c", 600)]
    ['abcabc', 'abc ab', 'abc\\nab', 'ababab', 'abbbbb', 'bbbbbb', 'abbbbb', 'abbbbb']
    """
    return list(_made(pattern, length))


def nth(pattern: str, length: int, number: int) -> str:
    """One of these texts, counted from 0."""
    return next(islice(_made(pattern, length), number, None))


def _made(pattern: str, length: int) -> Iterator[str]:
    try:
        tree = _tree(pattern)
    except re.error:  # the regex library reads a little more (`\\b?`) than the standard one
        return
    plain = sample(tree)
    yield from (_filled(plain + gap, min(length, MANY * len(plain + gap))) for gap in ("", " ", "\n"))
    # A pattern is not tried where its literals are not: they stand in a line between lines that lack only the end.
    line = plain[:-1] * (WIDE // max(1, len(plain)) + 1)
    if not compiled(pattern).search(line):
        yield _filled(f"{line}\n{plain}\n", length)
    for node in _repeats(tree):
        unit = _unit(node)
        many = max(1, length // len(unit))
        if node[1] >= UNBOUNDED:
            yield sample(tree, node, many)[:length] + SPOILER + plain
            yield unit * many + SPOILER + plain
            yield _filled(_cut(sample(tree, node, WIDE // len(unit) + 1)), length)
        yield _filled(_cut(sample(tree, node, NARROW // len(unit) + 1)), length)


def sample_of(pattern: str) -> str:
    """A text that a pattern matches, or nearly.

    >>> sample_of(r"(?i)\\bU\\.? ?U\\p{Lu}+")
    'U. UA'
    """
    return sample(_tree(pattern))


def sample(nodes: Any, pumped: Any = None, times: int = 1) -> str:
    """A text that the tree matches, or nearly; one of its repetitions `times` over."""
    return "".join(_sample(node, pumped, times) for node in nodes)


def _sample(node: Any, pumped: Any, times: int) -> str:
    code, argument = node
    if code in _REPEATS:
        low, _, inner = argument
        return sample(inner, pumped, times) * (times if argument is pumped else max(1, min(low, 50)))
    if code is op.SUBPATTERN:
        return sample(argument[3], pumped, times)
    if code is op.ATOMIC_GROUP:
        return sample(argument, pumped, times)
    if code is op.ASSERT:
        return sample(argument[1], pumped, times)
    if code is op.BRANCH:
        holding = (b for b in argument[1] if pumped is not None and any(n is pumped for n in _repeats(b)))
        return sample(next(holding, argument[1][0]), pumped, times)
    return _character(code, argument)


def _character(code: Any, argument: Any) -> str:
    if code is op.LITERAL:
        return chr(argument)
    if code is op.ANY:
        return "x"
    if code is op.NOT_LITERAL:
        return "x" if chr(argument) != "x" else "y"
    if code is op.IN:
        return _member(argument)
    return _CATEGORIES.get(argument, "") if code is op.CATEGORY else ""


def _member(members: Any) -> str:
    if members[0][0] is op.NEGATE:
        return next((c for c in "a1 -!\n" if not any(_holds(m, c) for m in members[1:])), "¤")
    code, argument = members[0]
    return chr(argument[0]) if code is op.RANGE else _character(code, argument)


def _holds(member: Any, c: str) -> bool:
    code, argument = member
    if code is op.RANGE:
        return bool(argument[0] <= ord(c) <= argument[1])
    kinds = {"a": "a", "1": "1a", " ": " ", "\n": " "}.get(c, "")
    return argument == ord(c) if code is op.LITERAL else _CATEGORIES.get(argument, "") in kinds


def _repeats(nodes: Any) -> Iterator[Any]:
    """Every repetition that is worth pumping, inner ones too."""
    for code, argument in nodes.data:
        if code is op.LITERAL:
            continue
        inner: list[Any] = []
        if code in _REPEATS:
            if argument[1] >= PUMPED:
                yield argument
            inner = [argument[2]]
        elif code is op.BRANCH:
            inner = argument[1]
        elif code is op.SUBPATTERN:
            inner = [argument[3]]
        elif code is op.ATOMIC_GROUP:
            inner = [argument]
        elif code in (op.ASSERT, op.ASSERT_NOT):
            inner = [argument[1]]
        for deeper in inner:
            yield from _repeats(deeper)


def _unit(repeat: Any) -> str:
    return sample(repeat[2]) or "x"


def _cut(text: str) -> str:
    """Without its end, so that it does not match; then the spoiler."""
    return text[:-1] + SPOILER


def _filled(piece: str, length: int) -> str:
    return (piece or "x") * max(1, length // max(1, len(piece)))


# ------------------------------------------------------------------ the tree, with classes told apart

_PROPERTY = re.compile(r"\\([pP])\{\^?([A-Za-z]+)[^}]*\}")


@lru_cache(maxsize=16)
def _tree(pattern: str) -> Any:
    return _parser.parse(_without_properties(pattern))


@dataclass
class _Place:
    in_class: bool = False


def _without_properties(pattern: str) -> str:
    r"""`\p{Lu}` as a class that the standard library reads.

    >>> _without_properties(r"\p{Lu}[\p{L}'] \P{L}")
    "[A-Z][a-zA-Z'] \\W"
    """
    place = _Place()

    def put(m: re.Match[str]) -> str:
        if m[0] in ("[", "]"):
            place.in_class = m[0] == "["
            return m[0]
        if not (found := _PROPERTY.fullmatch(m[0])):
            return m[0]
        if found[1] == "P":
            return r"\W"
        ranges = _RANGES.get(found[2], r"\w")
        return ranges if place.in_class else f"[{ranges}]"

    return re.sub(r"\\[pP]\{[^}]*\}|\\.|\[(?:\^?\])?|\]", put, pattern, flags=re.S)
