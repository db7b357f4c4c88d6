"""Observations from a damaged text and its hand-corrected twin: what was changed, and what was left alone."""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from cleaner.learn.observations import Observation, Places
from cleaner.model import Record, Verdict
from cleaner.text.analysis import Analysis, Token

Tokens = tuple[Token, ...]

MOST_WORDS = 3  # a longer stretch was rewritten, not corrected


def from_pair(noisy: str, clean: str, document: str, records: Sequence[Record] = ()) -> Iterator[Observation]:
    """Every word of the damaged text, changed or left as it is.

    `records` are what the program itself found in the damaged text.  A correction that it makes teaches nothing new;
    where it found something that was left alone, the rule was wrong.
    """
    places, pair = Places(noisy, document), _Pair(noisy, clean)
    says = {(r.finding.start, r.finding.end): r.after for r in records if _is_said(r)}
    for place, after in pair.changes():
        seen = places.seen(place, after)
        yield replace(seen, done=after is not None and says.get(place) == after)
    for finding in (r.finding for r in records if "+" not in r.finding.rule and r.after is not None):
        place = finding.start, finding.end
        stands = pair.became(*place)
        if stands in (noisy[slice(*place)], finding.best):
            right = stands == finding.best
            seen = places.seen(place, stands if right else None, finding.rule, finding.damage)
            yield replace(seen, done=right)


def _is_said(record: Record) -> bool:
    """Whether the program says so without being taught: by a fix, or by a rule's question."""
    return record.verdict is Verdict.FIX or not record.finding.rule.startswith("spelling/")


class _Pair:
    """Two texts, aligned word by word."""

    def __init__(self, noisy: str, clean: str) -> None:
        self._noisy, self._clean = noisy, clean
        self._before, self._after = Analysis(noisy).tokens, Analysis(clean).tokens
        words = [t.text for t in self._before], [t.text for t in self._after]
        self._opcodes = difflib.SequenceMatcher(None, *words, autojunk=False).get_opcodes()
        self._starts, self._ends = [t.start for t in self._before], [t.end for t in self._before]
        self._twins = {a + i: c + i for tag, a, b, c, _ in self._opcodes if tag == "equal" for i in range(b - a)}

    def changes(self) -> Iterator[tuple[tuple[int, int], str | None]]:
        """The places of words, and what the truth has there; None where it is the same."""
        before, after = self._before, self._after
        for tag, a, b, c, d in self._opcodes:
            if tag == "equal":
                yield from (((t.start, t.end), None) for t in before[a:b])
            elif tag == "replace" and b - a <= MOST_WORDS and d - c <= MOST_WORDS:
                for wrong, right in _apart(before[a:b], after[c:d]):
                    place, truth = ((tokens[0].start, tokens[-1].end) for tokens in (wrong, right))
                    if _marks(self._noisy, *place) == _marks(self._clean, *truth):
                        yield place, self._clean[slice(*truth)]

    def became(self, start: int, end: int) -> str | None:
        """What the truth has in place of a stretch, if the words before and after it are the same; else None."""
        first, last = bisect_left(self._ends, start + 1) - 1, bisect_left(self._starts, end)
        if first not in self._twins or last not in self._twins:
            return None
        before, after = self._before[first].end, self._before[last].start
        truth = self._clean[self._after[self._twins[first]].end : self._after[self._twins[last]].start]
        left, right = self._noisy[before:start], self._noisy[end:after]
        whole = truth.startswith(left) and truth.endswith(right) and len(truth) >= len(left) + len(right)
        return truth[len(left) : len(truth) - len(right)] if whole else None


def _apart(wrong: Tokens, right: Tokens) -> list[tuple[Tokens, Tokens]]:
    """Word by word, if both have as many words: `tbe havo` → `the have` is two corrections."""
    pairs = zip(wrong, right, strict=False)
    return [((one,), (other,)) for one, other in pairs] if len(wrong) == len(right) else [(wrong, right)]


def _marks(text: str, start: int, end: int) -> tuple[str, str]:
    """The signs right before and after; `Ac` for `&c` is no correction of a word."""
    return text[start - 1 : start].strip(), text[end : end + 1].strip()


def twins(noisy: Collection[str], clean: Collection[str]) -> list[tuple[str, str]]:
    """The names that belong together: they are equal, or differ only in outer folders of the damaged side.

    >>> twins(["a.txt", "ocr/b.txt", "web/b.txt", "c.txt"], ["a.txt", "b.txt"])
    [('a.txt', 'a.txt'), ('ocr/b.txt', 'b.txt'), ('web/b.txt', 'b.txt')]
    """
    cut = ((name, name.split("/", outer)[-1]) for name in sorted(noisy) for outer in range(name.count("/") + 1))
    return [(name, twin) for name, twin in cut if twin in clean]
