"""Finds the smallest edits that turn one list of tokens into another.

Equal tokens are anchors.  Between two anchors the tokens are cut into blocks of at most three on a side, so that the
fewest letters change: `rnan y` against `man of` is two edits, `to day` against `today` is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

Tokens = Sequence[str]


class TokenEdit(NamedTuple):
    """Tokens `[start, end)` become `tokens`."""

    start: int
    end: int
    tokens: tuple[str, ...]


# Tokens taken, tokens given, and what the block costs beside its changed letters, in tenths of a letter.  A word for a
# word is free; a split, a join, or a word lost or found costs about one letter more.  The order decides ties: the block
# that takes most comes first.
_BLOCKS = ((3, 1, 22), (2, 2, 15), (2, 1, 11), (1, 3, 22), (1, 2, 11), (1, 1, 0), (1, 0, 8), (0, 1, 8))
_BAND = 40  # how far the cut may stray from the diagonal, in tokens
_REWRITTEN = 250_000  # cells; a larger passage was rewritten, and finer edits would mean nothing
_NEVER = 1 << 60
_FEW = 64  # tokens that differ: the search begins so near the diagonal, and time grows with what differs


def token_edits(old: Tokens, new: Tokens) -> list[TokenEdit]:
    """The edits that turn `old` into `new`, in order of place.

    >>> token_edits("tbe rnan came to day".split(), "the man came today".split())
    [TokenEdit(start=0, end=1, tokens=('the',)), TokenEdit(start=1, end=2, tokens=('man',)), \
TokenEdit(start=3, end=5, tokens=('today',))]
    """
    return [
        TokenEdit(start + a, start + b, tuple(given))
        for start, taken, offered in _unequal_runs(old, new)
        for a, b, c, d in _cut(taken, offered)
        if (given := offered[c:d]) != taken[a:b]
    ]


def touched(edits: Iterable[TokenEdit]) -> set[int]:
    """The tokens of the old list that edits take or replace."""
    return {place for edit in edits for place in range(edit.start, edit.end)}


def landed(edits: Iterable[TokenEdit]) -> Iterator[tuple[int, int]]:
    """Where the tokens of each edit stand in the new list; `edits` are in order of place.

    >>> list(landed([TokenEdit(0, 2, ("a",)), TokenEdit(3, 4, ("b", "c"))]))
    [(0, 1), (2, 4)]
    """
    grown = 0
    for edit in edits:
        start = edit.start + grown
        yield start, start + len(edit.tokens)
        grown += len(edit.tokens) - (edit.end - edit.start)


def _unequal_runs(old: Tokens, new: Tokens) -> Iterator[tuple[int, Tokens, Tokens]]:
    """The runs between the anchors: the place in `old`, its tokens, and those of `new`."""
    steps_of_all = Levenshtein.opcodes(old, new, score_hint=_FEW)
    for equal, group in groupby(steps_of_all, key=lambda step: step.tag == "equal"):
        if not equal:
            steps = list(group)
            start, last = steps[0], steps[-1]
            yield start.src_start, old[start.src_start : last.src_end], new[start.dest_start : last.dest_end]


def _cut(a: Tokens, b: Tokens) -> list[tuple[int, int, int, int]]:
    """Blocks `a[i:j]` → `b[k:l]` of least cost that cover both runs, as `(i, j, k, l)`."""
    n, m = len(a), len(b)
    if not n or not m or n == m == 1 or n * m > _REWRITTEN:
        return [(0, n, 0, m)]
    ends_a, ends_b = _joined(a), _joined(b)
    band = abs(n - m) + _BAND
    cost = [[_NEVER] * (m + 1) for _ in range(n + 1)]
    block = [[(0, 0)] * (m + 1) for _ in range(n + 1)]
    cost[0][0] = 0
    for i in range(n + 1):
        for j in range(max(0, i - band), min(m, i + band) + 1):
            best = cost[i][j]
            for taken, given, extra in _BLOCKS:
                if taken > i or given > j:
                    continue
                rest = cost[i - taken][j - given] + extra
                x, y = ends_a[i][taken], ends_b[j][given]
                if rest + 10 * abs(len(x) - len(y)) >= best:  # cannot win: the letters need not be compared
                    continue
                whole = rest + 10 * Levenshtein.distance(x, y)
                if whole < best:
                    best, block[i][j] = whole, (taken, given)
            cost[i][j] = best
    blocks = []
    while n or m:
        taken, given = block[n][m]
        blocks.append((n - taken, n, m - given, m))
        n, m = n - taken, m - given
    return blocks[::-1]


def _joined(tokens: Tokens) -> list[tuple[str, ...]]:
    """For each place the last 0, 1, 2 and 3 tokens before it, joined."""
    return [tuple("".join(tokens[max(0, i - k) : i]) for k in range(4)) for i in range(len(tokens) + 1)]
