"""How a lot is shown in a terminal: its groups, its sheets, and what a sample of it proves."""

from __future__ import annotations

import textwrap

from cleaner.ledger.values import Example
from cleaner.review.lot_place import GROUPS
from cleaner.review.questions import LotProofQuestion, LotQuestion, SheetQuestion
from cleaner.review.terminal.lot_keys import BY_WORDS
from cleaner.review.terminal.paint import Paint
from cleaner.text.plural import cases, count
from cleaner.text.visible import fitted, one_line, visible, width


def lot(q: LotQuestion, paint: Paint) -> list[str]:
    """The groups of a lot, and some of its cases."""
    questions, left = q.left
    lines = [paint.ends(visible(q.title), f"{count(questions, 'pattern')}, {cases(left)}", "title"), ""]
    more = f", from {q.first + 1}" if q.first else ""
    lines.append(paint.paint("faint", f"     cases   sure  by {BY_WORDS[q.by]}{more}"))
    for number, g in enumerate(q.groups, 1):
        lines.append(fitted(f"  {number} {g.cases:6,}   {g.confidence:4.0%}  {visible(g.name)}", paint.columns - 1))
    if len(q.groups) == GROUPS:
        lines.append(paint.paint("faint", "    + shows more"))
    lines += ["", *(f"  {paint.excerpt(e, paint.columns - 3)}" for e in q.examples)]
    return [*lines, ""]


def sheet(q: SheetQuestion, paint: Paint) -> list[str]:
    """Cases with a number each, two lines at most."""
    what = f"{q.left} of the sample left" if q.sampling else f"{q.left:,} left"
    lines = [paint.ends(visible(q.title), what, "title")]
    for number, example in enumerate(q.examples, 1):
        marked = example.case.id in q.marked
        lines += _numbered(f"{'x' if marked else ' '}{number}", example, paint)
    return lines


def _numbered(head: str, example: Example, paint: Paint) -> list[str]:
    lines = paragraph(example, paint, paint.columns - 5)[:2]
    return [f"{head if i == 0 else '  '} {line}" for i, line in enumerate(lines)]


def proof(q: LotProofQuestion, paint: Paint) -> list[str]:
    """What the sample proves, and what a key would answer."""
    lines = [paint.paint("title", fitted(visible(q.title), paint.columns - 1)), *paint.wrap(f"{q.statement}.")]
    if q.rest:
        lines += paint.wrap(f"{cases(q.rest)} left of it that nobody looked at: at most {q.wrong:,} of them are wrong.")
    else:
        lines.append("Nothing is left of it that nobody looked at.")
    if q.held:
        lines += paint.wrap(f"{cases(q.held)} stay open in any case: {q.held_why}.")
    return [*lines, ""]


def paragraph(example: Example, paint: Paint, columns: int) -> list[str]:
    """Several lines around the change.  The marks are put in after wrapping, so that colour takes no room."""
    e, after = example.excerpt, example.case.record.after
    left, right = one_line(e.left), one_line(e.right)
    plain = Paint(paint.columns).change(e.words, after, whole=True)
    hole = "\ue000" * min(max(1, width(plain)), columns - 4)  # a private character, which no shown text holds
    text = ("…" if e.cut_left else "") + left + hole + right + ("…" if e.cut_right else "")
    painted = paint.change(e.words, after, whole=True)
    return [line.replace(hole, painted) for line in textwrap.wrap(text, columns)]
