"""The changes that turn one version of a text into another, each with its place in the first.

The words of both are aligned by their keys (`word_keys`), so that line breaks, quotes and capitals disturb nothing;
then each stretch that is written differently is a change.  All changes together make exactly the second version of
the first, white space included.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.model import Edit
from cleaner.text.alignment import token_edits
from cleaner.text.edits import apply
from cleaner.text.word_keys import TOKEN, key


class WitnessChange(NamedTuple):
    """`before`, at `[start, end)` of the first version, stands as `after`, at `at` of the second."""

    start: int
    end: int
    at: int
    before: str
    after: str

    @property
    def is_layout(self) -> bool:
        """Whether only white space differs."""
        return not self.before.strip() and not self.after.strip()

    @property
    def edit(self) -> Edit:
        """The change as an edit of the first version."""
        return Edit(self.start, self.end, self.after)


_Block = tuple[int, int, int, int]  # tokens [i, j) of the first version answer tokens [k, m) of the second


class _Words(NamedTuple):
    """A version's tokens: their keys (the marks themselves where a token has no word) and their places."""

    text: str
    keys: list[str]
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, text: str) -> _Words:
        found = list(TOKEN.finditer(text))
        return cls(text, [key(m[0]) or m[0] for m in found], [m.start() for m in found], [m.end() for m in found])

    def before(self, i: int) -> int:
        """Where the token before number `i` ends."""
        return self.ends[i - 1] if i else 0

    def opens_line(self, i: int) -> bool:
        """Whether a line's end stands before token `i`."""
        return "\n" in self.text[self.before(i) : self.at(i)]

    def at(self, i: int) -> int:
        """Where token `i` begins; the text's end beyond the last."""
        return self.starts[i] if i < len(self.starts) else len(self.text)


def changes(first: str, second: str) -> list[WitnessChange]:
    """All changes that make `second` of `first`, disjoint and in order.

    >>> [(c.before, c.after) for c in changes("Tbe man\\nsaid no.", "The man said: no, sir.")]
    [('Tbe', 'The'), ('\\n', ' '), ('said', 'said:'), ('no.', 'no, sir.')]
    """
    return [c for c in _met(_stretches(_Words.of(first), _Words.of(second))) if c.before != c.after]


def _met(stretches: Iterator[WitnessChange]) -> Iterator[WitnessChange]:
    """The stretches, each with a place in the first version: what is added where no blank stands goes with a word."""
    last: WitnessChange | None = None
    for stretch in stretches:
        if not (stretch.before or stretch.after):
            continue
        if last and not (last.before and stretch.before):
            last = WitnessChange(
                last.start, stretch.end, last.at, last.before + stretch.before, last.after + stretch.after
            )
            continue
        if last:
            yield last
        last = stretch
    if last:
        yield last


def _stretches(first: _Words, second: _Words) -> Iterator[WitnessChange]:
    """Both versions cut into stretches that answer one another, equal ones too."""
    b = a = 0  # where the next stretch begins
    for i, j, k, m in _runs(_blocks(first.keys, second.keys)):
        if i == j or k == m:  # words added stand in a gap; words taken away go with the gap before them, or both gaps
            has_none = b > first.before(i) or a > second.before(k) or not i or not k
            both = i == j or has_none or first.opens_line(i)
            stop, end = (first.at(j), second.at(m)) if both else (first.before(j), second.before(m))
            yield _change(first, second, b, stop, a, end)
            b, a = stop, end
        else:
            for stop, end in ((first.at(i), second.at(k)), (first.before(j), second.before(m))):
                yield _change(first, second, b, stop, a, end)
                b, a = stop, end
    yield _change(first, second, b, len(first.text), a, len(second.text))


def _change(first: _Words, second: _Words, b: int, stop: int, a: int, end: int) -> WitnessChange:
    return WitnessChange(b, stop, a, first.text[b:stop], second.text[a:end])


def _runs(blocks: Iterator[_Block]) -> Iterator[_Block]:
    """The blocks, with words in a row that come or go taken together: they are one change."""
    last: _Block | None = None
    for i, j, k, m in blocks:
        if last and ((k == m and last[2] == last[3]) or (i == j and last[0] == last[1])):
            last = last[0], j, last[2], m
            continue
        if last:
            yield last
        last = i, j, k, m
    if last:
        yield last


def _blocks(first: list[str], second: list[str]) -> Iterator[_Block]:
    """Tokens `[i, j)` of the first that answer tokens `[k, m)` of the second, covering both."""
    i = k = 0
    for edit in token_edits(first, second):
        while i < edit.start:
            yield i, i + 1, k, k + 1
            i, k = i + 1, k + 1
        yield edit.start, edit.end, k, k + len(edit.tokens)
        i, k = edit.end, k + len(edit.tokens)
    for j in range(i, len(first)):
        yield j, j + 1, k + j - i, k + j - i + 1


def applied(text: str, start: int, end: int, made: list[WitnessChange]) -> str:
    """What stands in `[start, end)` of a text once some changes within it are made."""
    return apply(text[start:end], [Edit(c.start - start, c.end - start, c.after) for c in made])


def meeting(made: Sequence[WitnessChange], start: int, end: int) -> list[WitnessChange]:
    """The changes that share a character with a span; if there are none, those that stand where it begins or ends."""
    low = bisect_left(made, start, key=lambda c: c.end)
    high = bisect_right(made, end, key=lambda c: c.start)
    near = list(made[low:high])
    return [c for c in near if c.start < end and start < c.end] or near


def with_blanks(change: WitnessChange) -> str:
    """What is to stand there: words that come or go leave the blanks of the first version, a line's end among them."""
    before, after = change.before, change.after
    if not before.strip():
        words = after.rstrip()
        return words + (before or after[len(words) :])
    lead, trail = before[: -len(before.lstrip())], before[len(before.rstrip()) :]
    if lead and trail and not after.strip():
        return max(lead, trail, key=lambda blanks: blanks.count("\n"))
    return after
