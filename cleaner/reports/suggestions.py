"""Fixes and questions as a review of a pull request on GitHub: each a `suggestion` block, taken over with one click.

What comes out is the body of one request: `gh api repos/OWNER/NAME/pulls/NUMBER/reviews --input -`.  A line that the
run fixes, or a person's answer changes, has one comment; each open question has one of its own, on top of them.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from cleaner.formats.outcome import Outcome
from cleaner.formats.source import Container
from cleaner.model import Edit, Record, Verdict
from cleaner.model.unified_diff import ByteEdit, spliced
from cleaner.text.plural import count
from cleaner.text.visible import abridged, one_line

_LONGEST = 200  # characters of words that a comment quotes
_TICKS = re.compile("`+")


@dataclass
class Hunk:
    """Lines of a file that one comment is about, counted from 0; what becomes of them, and why."""

    first: int
    last: int
    edits: list[ByteEdit]
    reasons: list[str] = field(default_factory=list)


class LinesOf:
    """The lines of a file's bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        ends = [m.end() for m in re.finditer(b"\n", data)]  # GitHub counts lines by these alone
        self._starts = [0, *ends, *([len(data)] if not data.endswith(b"\n") else [])]

    def hunk(self, edits: Sequence[ByteEdit], reason: str) -> Hunk:
        """The lines that some edits touch, and the next one where they take the end of the last."""
        first, last = (self._line(at) for at in (edits[0].start, max(edits[0].start, edits[-1].end - 1)))
        hunk = Hunk(first, last, list(edits), [reason])
        if (text := self.becomes(hunk)) and not text.endswith(b"\n") and self._starts[last + 1] < len(self._data):
            hunk.last += 1
        return hunk

    def _line(self, at: int) -> int:
        return max(0, min(bisect_right(self._starts, at), len(self._starts) - 1) - 1)

    def becomes(self, hunk: Hunk) -> bytes:
        """The lines as they should be."""
        return spliced(self._data, hunk.edits, self._starts[hunk.first], self._starts[hunk.last + 1])


def as_suggestions(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """One JSON object, as GitHub's *create a review* takes it."""
    comments, without = list[dict[str, object]](), 0
    for outcome in outcomes:
        source = outcome.source
        if source is None or source.rebuild or source.becomes or not source.data:
            without += bool(outcome.cleaned)
            continue
        comments += _comments(outcome, source.data)
    told = [f"cleaner has {count(len(comments), 'suggestion')}."]
    told += [f"{count(without, 'file')} of kinds without lines of their own are left out."] if without else []
    yield json.dumps({"event": "COMMENT", "body": " ".join(told), "comments": comments}, indent=1) + "\n"


def _comments(outcome: Outcome, data: bytes) -> Iterator[dict[str, object]]:
    lines = LinesOf(data)
    placed = [(r, edits) for r, edits in _placed(outcome) if edits]
    fixes: list[Hunk] = []
    for hunk in (lines.hunk(edits, _reason(r)) for r, edits in placed if r.verdict is Verdict.FIX):
        before = fixes[-1] if fixes and hunk.first <= fixes[-1].last else None
        if before is None:
            fixes.append(hunk)
        else:
            before.last = max(before.last, hunk.last)
            before.edits += hunk.edits
            before.reasons += hunk.reasons
    asked = (lines.hunk(edits, _reason(r)) for r, edits in placed if r.verdict is Verdict.ASK)
    for hunk in [*fixes, *(_on_top_of(fixes, question) for question in asked)]:
        text = lines.becomes(hunk)
        if (shown := _decoded(text)) is not None:
            yield _comment(outcome.shown, hunk, shown)


def _placed(outcome: Outcome) -> Iterator[tuple[Record, list[ByteEdit]]]:
    """Every change that is made or offered, as edits of the file."""
    for c in outcome.cleaned:
        container = c.document.container
        for r in c.records:
            if r.after is not None and isinstance(container, Container):
                yield r, list(container.edits(c.document, [Edit(r.finding.start, r.finding.end, r.after)]))


def _on_top_of(fixes: Sequence[Hunk], question: Hunk) -> Hunk:
    """A question's lines with the fixes on them; a fix that it covers gives way."""
    low, high = question.edits[0].start, question.edits[-1].end
    for fix in fixes:
        if fix.first <= question.last and question.first <= fix.last:
            beside = [e for e in fix.edits if e.end <= low or e.start >= high]
            question.edits = sorted([*question.edits, *beside])
            question.first, question.last = min(question.first, fix.first), max(question.last, fix.last)
    return question


def _comment(path: str, hunk: Hunk, text: str) -> dict[str, object]:
    fence = "`" * max(3, 1 + max((len(run) for run in _TICKS.findall(text)), default=0))
    body = "\n".join([*hunk.reasons, "", f"{fence}suggestion", *([text.removesuffix("\n")] if text else []), fence])
    place: dict[str, object] = {"path": path, "line": hunk.last + 1, "side": "RIGHT"}
    if hunk.first < hunk.last:
        place |= {"start_line": hunk.first + 1, "start_side": "RIGHT"}
    return {**place, "body": body}


def _reason(r: Record) -> str:
    """`before` → `after`: why; words of a document stand as code, so that they are no markup and call nobody."""
    asked = "Asked: " if r.verdict is Verdict.ASK else ""
    after = _code(r.after) if r.after else "nothing"
    return f"{asked}{_code(r.before)} → {after}: {r.finding.why} ({r.finding.rule}, {r.finding.confidence:.0%})"


def _code(words: str) -> str:
    shown = abridged(one_line(words), _LONGEST)
    ticks = "`" * (1 + max((len(run) for run in _TICKS.findall(shown)), default=0))
    return f"{ticks} {shown} {ticks}" if "`" in shown or not shown.strip() else f"{ticks}{shown}{ticks}"


def _decoded(text: bytes) -> str | None:
    """The lines as GitHub shows them; None if they are no UTF-8."""
    try:
        return text.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return None
