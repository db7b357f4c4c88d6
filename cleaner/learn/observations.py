"""Observations: what a person did to words, and where, by answering a question or by correcting a text by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from cleaner.ledger import Answer, Filter, Ledger, Status
from cleaner.text.analysis import Analysis
from cleaner.text.lines import Span
from cleaner.text.plural import count

TIMES = 3  # equal cases that make a proposal; fewer may be odd edits
DOCUMENTS = 2  # in which they must stand; five times in one article may be its author's habit
REACH = 120  # characters of a sentence on each side of the words
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Observation:
    """Words at one place and what became of them; `after` is None where they were left as they are.

    `sentence` is the text around them, in single spaces, and `at` their place in it.
    """

    before: str
    after: str | None
    document: str
    sentence: str
    at: int
    nearby: frozenset[str]  # the other words of the paragraph, in lower case
    rule: str = ""  # the rule that asked, if one did
    damage: str = ""
    own: bool = False  # whether `after` is the reviewer's own text, not the rule's
    done: bool = False  # whether the program makes this correction already

    @property
    def corrected(self) -> str:
        """The sentence with the correction; itself where nothing was corrected."""
        after = self.before if self.after is None else self.after
        return self.sentence[: self.at] + after + self.sentence[self.at + len(self.before) :]


@dataclass(frozen=True, slots=True)
class Support:
    """How many cases speak for a proposal, in how many documents, and how many cases speak against it."""

    cases: int
    documents: int
    against: int = 0

    @classmethod
    def of(cls, cases: Iterable[Observation], against: int = 0) -> Support:
        documents = [s.document for s in cases]
        return cls(len(documents), len(set(documents)), against)

    @property
    def enough(self) -> bool:
        return self.cases >= TIMES and self.documents >= DOCUMENTS

    @property
    def times(self) -> str:
        return f"{count(self.cases, 'time')} in {count(self.documents, 'document')}"

    def __str__(self) -> str:
        return f"{self.times}, {self.against} against"


def from_ledger(ledger: Ledger) -> Iterator[Observation]:
    """Every finding that a person answered."""

    @lru_cache(maxsize=1)
    def places(document: int, name: str) -> Places:
        return Places(ledger.text(document), name)

    for case in ledger.findings(Filter(Status.SEEN), limit=-1):
        if case.answer is None or (case.answer is not Answer.REJECT and case.text is None):
            continue  # closed by the answer to another case, or a flag that was noted
        finding, after = case.record.finding, None if case.answer is Answer.REJECT else case.text
        place = finding.start, finding.end
        seen = places(case.document, case.name).seen(place, after, finding.rule, finding.damage)
        yield replace(seen, own=case.answer is Answer.REPLACE)


class Places:
    """A text with many places to look at; its analysis and the words of its paragraphs are worked out once."""

    def __init__(self, text: str, document: str) -> None:
        self.analysis = Analysis(text)
        self._document = document
        self._nearby: dict[Span, frozenset[str]] = {}

    def seen(self, place: tuple[int, int], after: str | None, rule: str = "", damage: str = "") -> Observation:
        text = self.analysis.text
        low, high = _window(text, self.analysis.sentence(place[0]), place)
        left, before, right = (
            _SPACE.sub(" ", part) for part in (text[low : place[0]], text[slice(*place)], text[place[1] : high])
        )
        left = left.lstrip()
        sentence, nearby = left + before + right.rstrip(), self._words(self.analysis.paragraph(place[0]))
        return Observation(before, after, self._document, sentence, len(left), nearby, rule, damage)

    def _words(self, paragraph: Span) -> frozenset[str]:
        if paragraph not in self._nearby:
            tokens = Analysis(self.analysis.text[slice(*paragraph)]).tokens
            self._nearby[paragraph] = frozenset(t.text.lower() for t in tokens)
        return self._nearby[paragraph]


def _window(text: str, sentence: Span, place: Span) -> Span:
    """The sentence around a place; if it is very long, some words on both sides."""
    start, end = place
    low, high = sentence[0], max(sentence[1], end)
    if start - low > REACH:
        low = text.find(" ", start - REACH, start) + 1 or start
    if high - end > REACH:
        high = max(end, text.rfind(" ", end, end + REACH))
    return low, high
