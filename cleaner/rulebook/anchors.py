"""Which literals must stand where a pattern matches: the rarest that its tree requires.

One automaton looks for the literals of all rules at once, and a pattern is only tried near one of its own.  So what
clean text costs hangs on how rare they are.  A pattern is read as a sequence of pieces that are known to the letter
(a character, a small class, a choice of words, the same looked at ahead or behind); neighbouring pieces are multiplied
out, and of all stretches of neighbours the one that stands least often in English is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from re import _constants as op  # type: ignore[attr-defined]
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from cleaner.rulebook.form import WORD
from cleaner.rulebook.pattern_tree import characters, tree
from cleaner.rulebook.rarity import often
from cleaner.spelling.lexicon import Lexicon

#: so many literals a pattern may have at most; more would make the automaton larger and save nothing
MOST = 160
#: of a character that is repeated so many are read at each end
SAME = 3
#: from so many branches on a choice is looked through once for all patterns that hold it: classes of words are shared
LONG = 30
NOTHING = frozenset([""])
_CLASSES: WeakKeyDictionary[Lexicon, dict[str, tuple[PatternPart, ...]]] = WeakKeyDictionary()
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


class Anchor(NamedTuple):
    """Literals of which one stands in every match, or no farther than `beyond` characters from it.

    `opens`: no letter, digit or low line stands right before it.
    """

    literals: frozenset[str]
    beyond: int = 0
    opens: bool = False


@dataclass(frozen=True, slots=True)
class PatternPart:
    """A part of a pattern: its strings if they are known (`exact`), else what it requires somewhere inside.

    `look`: below 0 for what is looked at behind, above 0 for ahead; its size is the longest string's.  `bounded`: a
    boundary of a word (`\\b`) is right before it.
    """

    exact: frozenset[str] | None = None
    inside: Anchor | None = None
    look: int = 0
    bounded: bool = False


def anchor(pattern: str, lexicon: Lexicon) -> Anchor | None:
    """The rarest literals that a pattern requires; None if none can be told.

    >>> lexicon = Lexicon.shipped()
    >>> sorted(anchor(r"(?i)\\b(US|EE)\\.? ?UU\\b", lexicon).literals)
    ['EE UU', 'EE. UU', 'EE.UU', 'EEUU', 'US UU', 'US. UU', 'US.UU', 'USUU']
    >>> sorted(anchor(r"\\b(?:mob|crowd)s?\\b", lexicon).literals)
    ['crowd', 'crowds', 'mob', 'mobs']
    >>> anchor(r"(?<=[£$])l(?=,\\d{3})", lexicon).beyond
    1
    """
    return _best(tree(pattern), lexicon)


def _best(nodes: Any, lexicon: Lexicon) -> Anchor | None:
    """The rarest anchor of a sequence."""
    pieces = list(_pieces(nodes, lexicon))
    found = [p.inside for p in pieces if p.inside]
    reached = 0
    for begin, first in enumerate(pieces):
        if first.exact == NOTHING:  # what comes next knows whether it opens a word
            continue
        if begin < reached and (reached == len(pieces) or pieces[reached].exact is None):
            continue  # no stretch reaches over what is not known
        for end, made in _from(pieces, begin):
            if end > reached:  # a part of a stretch stands at least as often as the stretch
                reached = end
                found.append(made)
    return _rarest(found, lexicon)


def _rarest(found: list[Anchor], lexicon: Lexicon) -> Anchor | None:
    """That of which a literal stands least often; of several the nearest one, then the first in the alphabet."""
    if len(found) < 2:
        return found[0] if found else None
    stand = [(often(a.literals, lexicon), a.beyond) for a in found]
    least = min(stand)
    return min((a for a, how in zip(found, stand, strict=True) if how == least), key=lambda a: sorted(a.literals))


def _from(pieces: list[PatternPart], begin: int) -> list[tuple[int, Anchor]]:
    """The longest anchors that begin with a piece, and where each ends: one in the match, others that look on."""
    made, beyond, longest = frozenset([""]), 0, None
    found = []

    def anchored(literals: frozenset[str], beyond: int) -> Anchor:
        return Anchor(literals, beyond, pieces[begin].bounded and all(text[0] in WORD for text in literals))

    for end in range(begin + 1, len(pieces) + 1):
        piece = pieces[end - 1]
        if piece.exact is None:
            break
        if piece.look < 0 and end > begin + 1:
            continue  # it looks at what the pieces before have matched
        longer = frozenset(a + b for a, b in product(made, piece.exact)) if _few(made, piece.exact) else None
        if piece.look > 0:  # the pieces after match what it looks at
            if longer and "" not in longer:
                found.append((end, anchored(longer, max(beyond, piece.look))))
            continue
        if longer is None:
            break
        made, beyond = longer, max(beyond, -piece.look)
        if "" not in made:
            longest = end, anchored(made, beyond)
    return [*found, longest] if longest else found


def _few(some: frozenset[str], others: frozenset[str]) -> bool:
    return len(some) * len(others) <= MOST


def _pieces(nodes: Any, lexicon: Lexicon) -> Iterator[PatternPart]:
    """A sequence as pieces, its letters in a row as one; groups stand in line with their surroundings."""
    bounded, row = False, ""
    for code, argument in nodes.data:
        if code is op.LITERAL:
            row += chr(argument)
            continue
        if row:
            yield PatternPart(frozenset([row]), bounded=bounded)
            bounded, row = False, ""
        if code is op.AT and argument is op.AT_BOUNDARY:
            bounded = True
        for part in _of(code, argument, lexicon):
            yield replace(part, bounded=True) if bounded and part.look >= 0 else part
            bounded = False
    if row:
        yield PatternPart(frozenset([row]), bounded=bounded)


def _of(code: Any, argument: Any, lexicon: Lexicon) -> Iterator[PatternPart]:
    """The pieces of one node that is no letter; what takes no room and is not looked at has none."""
    if code is op.IN:
        yield PatternPart(characters(argument))
    elif code is op.SUBPATTERN:
        yield from _pieces(argument[3], lexicon)
    elif code is op.ATOMIC_GROUP:
        yield from _pieces(argument, lexicon)
    elif code is op.BRANCH:
        yield from _branch(argument[1], lexicon)
    elif code is op.ASSERT:
        yield _looked_at(argument[0], argument[1], lexicon)
    elif code in _REPEATS:
        yield from _repeated(argument[0], argument[1], argument[2], lexicon)
    elif code not in (op.AT, op.ASSERT_NOT):
        yield PatternPart()


def _exact(nodes: Any, lexicon: Lexicon) -> frozenset[str] | None:
    """All strings that a sequence can be; None if they are too many or unknown."""
    made = frozenset([""])
    for piece in _pieces(nodes, lexicon):
        if piece.exact is None or piece.look or not _few(made, piece.exact):
            return None
        made = frozenset(a + b for a, b in product(made, piece.exact))
    return made


def _branch(branches: Any, lexicon: Lexicon) -> Iterable[PatternPart]:
    """A choice; a long one is a class of words, which many rules share and which is looked through once."""
    if len(branches) < LONG:
        return _choice(branches, lexicon)
    known, key = _CLASSES.setdefault(lexicon, {}), repr(branches)
    if key not in known:
        known[key] = tuple(_choice(branches, lexicon))
    return known[key]


def _choice(branches: Any, lexicon: Lexicon) -> Iterator[PatternPart]:
    """All that a choice can be, or what it can begin with, requires and can end with."""
    if (exact := _together(_exact(branch, lexicon) for branch in branches)) is not None:
        yield PatternPart(exact)
        return
    ends = [_edges(branch, lexicon) for branch in branches]
    yield PatternPart(_together(first for first, _ in ends))
    inside = [_best(branch, lexicon) for branch in branches]
    found = [a for a in inside if a]
    literals = frozenset[str]().union(*(a.literals for a in found))
    beyond, opens = max((a.beyond for a in found), default=0), all(a.opens for a in found)
    yield PatternPart(inside=Anchor(literals, beyond, opens) if len(found) == len(inside) else None)
    yield PatternPart(_together(last for _, last in ends))


def _together(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """All of some sets; None where one is unknown, or as soon as they are too many."""
    found, size = set[str](), 0
    for some in sets:
        if some is None or (size := size + len(some)) > MOST:
            return None
        found |= some
    return frozenset(found)


def _edges(nodes: Any, lexicon: Lexicon) -> tuple[frozenset[str] | None, frozenset[str] | None]:
    """What a sequence begins with, and what it ends with, as far as that is known to the letter."""
    pieces = [p for p in _pieces(nodes, lexicon) if not p.look]
    return _run(pieces, lambda made, more: made + more), _run(pieces[::-1], lambda made, more: more + made)


def _run(pieces: list[PatternPart], joined: Callable[[str, str], str]) -> frozenset[str] | None:
    made = frozenset([""])
    for piece in pieces:
        if piece.exact is None or not _few(made, piece.exact):
            break
        made = frozenset(joined(a, b) for a, b in product(made, piece.exact))
    return made if "" not in made else None


def _looked_at(direction: int, nodes: Any, lexicon: Lexicon) -> PatternPart:
    """What stands next to the match in what is looked at; where that is not known, it says nothing."""
    first, last = _edges(nodes, lexicon)
    exact = first if direction > 0 else last
    return PatternPart(exact, look=direction * max(map(len, exact))) if exact else PatternPart(frozenset([""]))


def _repeated(least: int, most: int, nodes: Any, lexicon: Lexicon) -> Iterator[PatternPart]:
    """What is repeated begins and ends with what is; what lies between is not known."""
    exact = _exact(nodes, lexicon)
    if exact is not None and least == most and len(exact) ** least <= MOST:
        yield from (PatternPart(exact) for _ in range(least))
    elif exact is not None and (least, most) == (0, 1):
        yield PatternPart(exact | {""})
    elif least == 0:
        yield PatternPart()
    elif (least, most) == (1, 1):
        yield from _pieces(nodes, lexicon)
    elif exact is not None:
        once = [PatternPart(exact)] * min(least, SAME)
        yield from (*once, PatternPart(), *once)
    else:
        first, last = _edges(nodes, lexicon)
        yield from (PatternPart(first), PatternPart(inside=_best(nodes, lexicon)), PatternPart(last))
