"""Conditions of a match: cues near it, counter-cues, innocent phrases, its place in the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import regex

from cleaner.rulebook.patterns import cue_pattern, phrase_pattern
from cleaner.rulebook.rule import Cue, Rule
from cleaner.text.analysis import Analysis
from cleaner.text.deadline import Deadline
from cleaner.text.expressions import compiled

Span = tuple[int, int]
HEAD_LINES, TAIL_LINES = 3, 5
_LINE_START, _LINE_END = compiled(r"(?m)(?<=^[^\S\n]*)"), compiled(r"[^\S\n]*+(?:\n|\Z)")
_MARGIN = 120  # how far before a match a `before` pattern or an innocent phrase may begin


class CueIndex:
    """Where the cues stand in one text, looked up once for each stretch, and no farther than they are asked for.

    A thousand rules that each match a thousand times share a few cues: without the index they would be searched for a
    million times.  Of a long document the first places are nearly always enough.
    """

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self._searches: dict[tuple[tuple[str, ...], int, int], tuple[list[Span], Iterator[Span]]] = {}

    def spans(self, words: tuple[str, ...], left: int, right: int) -> Iterator[Span]:
        """The places of these cues in `[left, right)`, in order.  One caller at a time."""
        key = (words, left, right)
        if key not in self._searches:
            matches = _cue(words).finditer(self.analysis.text, left, right)
            self._searches[key] = [], (m.span() for m in matches)
        found, more = self._searches[key]
        yield from found
        for span in more:
            found.append(span)
            yield span


def obstacle(rule: Rule, cues: CueIndex, span: Span) -> str:
    """Why a match does not count, in words; empty if it does.

    Raises `TimeoutError` where the pattern of what stands before or after takes too long.
    """
    return next((why for check in OBSTACLES.values() if (why := check(rule, cues, span))), "")


def _elsewhere(rule: Rule, cues: CueIndex, span: Span) -> str:
    if not rule.where or any(_in_place(where, cues.analysis, span) for where in rule.where):
        return ""
    return f"not at the {' or '.join(rule.where)}"


def _not_followed(rule: Rule, cues: CueIndex, span: Span) -> str:
    text = cues.analysis.text
    if not rule.after or compiled(rule.after).match(text, span[1], timeout=Deadline(text).left()):
        return ""
    return f"not followed by /{rule.after}/"


def _not_preceded(rule: Rule, cues: CueIndex, span: Span) -> str:
    text, start = cues.analysis.text, span[0]
    if not rule.before:
        return ""
    pattern = compiled(rf"(?:{rule.before})\Z")
    if pattern.search(text, max(0, start - _MARGIN), start, timeout=Deadline(text).left()):
        return ""
    return f"not preceded by /{rule.before}/"


def _innocent(rule: Rule, cues: CueIndex, span: Span) -> str:
    phrases = (_around(_phrase(phrase), cues.analysis.text, span) for phrase in rule.unless)
    return next((f"innocent in {found!r}" for found in phrases if found), "")


def _no_cue(rule: Rule, cues: CueIndex, span: Span) -> str:
    missing = (cue for cue in rule.near if not _seen(cue, cues, span))
    return next((f"no cue in this {cue.within}: {_some(cue)}" for cue in missing), "")


def _counter_cue(rule: Rule, cues: CueIndex, span: Span) -> str:
    met = ((cue, _seen(cue, cues, span)) for cue in rule.never)
    return next((f"counter-cue in this {cue.within}: {found!r}" for cue, found in met if found), "")


#: by a rule's field, what may speak against a match; what is quick to check comes first
OBSTACLES: dict[str, Callable[[Rule, CueIndex, Span], str]] = {
    "where": _elsewhere,
    "after": _not_followed,
    "before": _not_preceded,
    "unless": _innocent,
    "near": _no_cue,
    "never": _counter_cue,
}


def _seen(cue: Cue, cues: CueIndex, span: Span) -> str:
    """The first word of a cue within its reach; empty if there is none.

    A cue does not count where the match itself holds it, but `public library` counts for `library`.
    """
    analysis = cues.analysis
    reach = {"sentence": analysis.sentence, "paragraph": analysis.paragraph}.get(cue.within)
    left, right = reach(span[0]) if reach else (0, len(analysis.text))
    right = max(right, span[1])
    for start, end in cues.spans(cue.any, left, right):
        if start < span[0] or span[1] < end:
            return analysis.text[start:end]
    return ""


def _around(pattern: regex.Pattern[str], text: str, span: Span) -> str:
    """An occurrence that holds the whole match."""
    for m in pattern.finditer(text, max(0, span[0] - _MARGIN), min(len(text), span[1] + _MARGIN), overlapped=True):
        if m.start() <= span[0] and span[1] <= m.end():
            return str(m.group())
    return ""


def _in_place(where: str, analysis: Analysis, span: Span) -> bool:
    text = analysis.text
    if where == "start":
        return bool(_LINE_START.match(text, span[0]))
    if where == "end":
        return bool(_LINE_END.match(text, span[1]))
    ends = {"head": HEAD_LINES, "first": 1, "tail": -TAIL_LINES, "last": -1}[where]
    lines = analysis.lines
    chosen = lines[:ends] if ends > 0 else lines[ends:]
    return any(a <= span[0] and span[1] <= b + 1 for a, b in chosen)


def _some(cue: Cue) -> str:
    return ", ".join(cue.any[:4]) + (", …" if len(cue.any) > 4 else "")


# Two caches of compiled patterns: one entry for each cue or phrase of the loaded rules, and no text.


@cache
def _cue(words: tuple[str, ...]) -> regex.Pattern[str]:
    return compiled(cue_pattern(words))


@cache
def _phrase(phrase: str) -> regex.Pattern[str]:
    """A phrase of `unless`; `*` and `[sz]` mean what they mean in a cue."""
    if "*" in phrase or "[" in phrase:
        return compiled(cue_pattern((phrase,)))
    return compiled("(?i)" + phrase_pattern(phrase))
