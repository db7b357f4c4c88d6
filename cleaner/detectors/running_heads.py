"""Running heads: the title that stands on every page of a book or report, with a page number that counts up.

Within one document they are what a menu is within a site: a line that comes back.  Refrains, speakers of a play and
chapters come back too.  A head is known by what only a page break does: it stands in the middle of a sentence, and its
number grows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Evidence, Finding, Suggestion, Tier, log_odds
from cleaner.text.expressions import compiled
from cleaner.text.keyed_lines import line_key
from cleaner.text.whole_lines import with_breaks

RULE = "running-heads/line"
# How surely a line that passes is a head; in a question it matters only that it is above the bar for asking.
SURE = 0.95
LONGEST = 60  # letters
# A line of running text has so many words; the lines of a menu, a table or code mostly have fewer.
RUNNING_TEXT = 4
# Without a number a head must come back so often.
OFTEN = 3
# A text without such a place has no head: a short line that begins with no small letter, and a small letter after it.
_CUT = compiled(rf"\n[ \t]*+[^\s\p{{Ll}}][^\n]{{1,{LONGEST}}}+\n\s*+\p{{Ll}}")
_NUMBERED = compiled(r"[^\p{L}\p{N}]*+(?:(?P<left>\d{1,4})\b)?(?P<title>.*?)(?:\b(?P<right>\d{1,4}))?[^\p{L}\p{N}]*")
_TITLE = compiled(
    r"(?:\P{L}*+(?:\p{Lu}[\p{L}'’]*+|(?:an?|and|at|by|for|from|in|of|on|or|the|to|with)(?!\p{L})))++\P{L}*+"
)
# What counts its numbers up in the text itself.
_LABELS = frozenset(
    "act appendix article book box canto chapter chart day equation example exercise exhibit fig figure item lesson"
    " letter line map no note page part photo plate problem question round scene section slide step table unit verse"
    " volume week".split()
)


@dataclass(frozen=True, slots=True)
class _Head:
    """A line that may be a head: its title, its number if it has one, and whether it cuts a sentence in two."""

    start: int
    end: int
    title: str
    number: int | None
    cuts: bool


def running_heads(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """A question for each line of a head; its number tells the lines of one head from each other.

    >>> from cleaner.text.analysis import Analysis
    >>> text = "He was at the end of\\n\\nTHE FERRY. 115\\n\\nhis wits by then.\\n\\n116 THE FERRY.\\n\\nSo he left.\\n"
    >>> [f.why for f in running_heads(Examination(Analysis(text)), None)]  # type: ignore[arg-type]
    ['the head of a page, 2 times in this text', 'the head of a page, 2 times in this text']
    """
    if not _CUT.search(seen.analysis.text):
        return
    candidates = sorted(_candidates(seen), key=lambda head: head.title)
    for _, group in groupby(candidates, key=lambda head: head.title):
        heads = _of_pages(list(group))
        for head in heads:
            (span,) = with_breaks(seen.analysis.text, [(head.start, head.end)])
            why = f"the head of a page, {len(heads)} times in this text"
            evidence = (Evidence("it cuts sentences, and comes back", log_odds(SURE)),)
            yield Finding(*span, RULE, "ocr", Tier.ASK, (Suggestion(""),), why, evidence)


def _candidates(seen: Examination) -> Iterator[_Head]:
    text, lines = seen.analysis.text, seen.analysis.lines
    for i, (start, end) in enumerate(lines):
        line = text[start:end].strip()
        if len(line) > LONGEST or not _TITLE.fullmatch(line):
            continue
        parts = _NUMBERED.fullmatch(line)
        number = (parts["left"] or parts["right"]) if parts else None
        title = line_key(parts["title"]).strip(" .,:;-–—[]()|") if parts else ""
        if len(title) > 1 and title not in _LABELS:
            above, below = (text[slice(*lines[j])].strip() if 0 <= j < len(lines) else "" for j in (i - 1, i + 1))
            yield _Head(start, end, title, int(number) if number else None, _goes_on(above, below))


def _goes_on(above: str, below: str) -> bool:
    """Whether a sentence goes on from one line of running text to the other."""
    open_end = above[-1:] not in tuple('.!?:…"”’)')
    return open_end and below[:1].islower() and min(_words(above), _words(below)) >= RUNNING_TEXT


def _words(line: str) -> int:
    return line.count(" ") + 1


def _of_pages(alike: Sequence[_Head]) -> Sequence[_Head]:
    """Those of the lines with one title that are heads of pages; none where they do not look like it."""
    numbered = [head for head in alike if head.number is not None]
    if len(numbered) > 1:
        counts_up = all((a.number or 0) < (b.number or 0) for a, b in pairwise(numbered))
        return numbered if counts_up and any(head.cuts for head in numbered) else []
    cutting = sum(head.cuts for head in alike)
    return alike if len(alike) >= OFTEN and 2 * cutting >= len(alike) else []
