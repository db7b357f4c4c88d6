"""The list below a heading: lines with bullets, or headlines one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

from cleaner.text.expressions import compiled
from cleaner.text.lines import Span

# Words of one headline.  A longer line is a paragraph.
LONGEST = 20
# Without bullets one line may as well be a heading of the article itself.
FEWEST = 2
_BULLET = compiled(r"\s*+(?P<bullet>[-*•·‣▪◦●>»–—]|\d{1,2}[.)])[ \t]++\S")
_HEADLINE = compiled(r"\s*+[\"'“‘(]?+[\p{Lu}\p{N}].*[^\s.,;:]\s*+")


def opens_a_list(text: str, line: Span) -> bool:
    """Whether a line may be the first of a list: it has a bullet, or reads like a headline.

    >>> opens_a_list("Storm kills three", (0, 17)), opens_a_list("Residents were told to stay.", (0, 28))
    (True, False)
    """
    return bool(_bullet(text[slice(*line)])) or _is_headline(text[slice(*line)])


def list_below(text: str, lines: Sequence[Span]) -> int:
    """How many lines below a heading are a list that it opens.  `lines`: the heading and all below it, no empty ones.

    >>> text = "Most read\\n- Storm kills three\\n- How to poach an egg\\n\\nResidents were told to stay."
    >>> list_below(text, [(0, 9), (10, 29), (30, 51), (53, 82)])
    2
    """
    below = lines[1:]
    if not below:
        return 0
    if bullet := _bullet(text[slice(*below[0])]):
        return sum(1 for _ in takewhile(lambda line: _bullet(text[slice(*line)]) == bullet, below))
    parted = [_empty_lines(text, above, line) for above, line in pairwise(lines)]  # from the line above, for each below
    # All lines of a list are parted alike; only the first may stand apart from the heading.
    alike = [*takewhile(lambda i: i == 0 or parted[i] == (parted[0] and parted[1]), range(len(below)))]
    items = [*takewhile(lambda i: _is_headline(text[slice(*below[i])]), alike)]
    # What follows in the same way is no headline of the list: then the last one may be its heading.
    count = len(items) - (len(items) < len(alike))
    return count if count >= FEWEST else 0


def _empty_lines(text: str, above: Span, line: Span) -> bool:
    """Whether an empty line parts two lines that are next to each other but for that."""
    return text.count("\n", above[1], line[0]) > 1


def _bullet(line: str) -> str:
    """The bullet of an item; all numbers are one."""
    found = _BULLET.match(line)
    if not found or line.count(" ") > LONGEST:
        return ""
    return "1" if found["bullet"][0].isdigit() else str(found["bullet"])


def _is_headline(line: str) -> bool:
    return 0 < line.strip().count(" ") < LONGEST and bool(_HEADLINE.fullmatch(line))
