"""What was done to words, and where: the same whether a person answered a question or corrected a text by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from cleaner.ledger import Answer, Filter, Ledger, Status
from cleaner.text.analysis import Analysis, Span
from cleaner.text.plural import count

TIMES = 3  # equal cases that make a proposal: one odd edit teaches nothing
DOCUMENTS = 2  # that they must stand in: five times in one article is its author's oddity
REACH = 120  # characters on each side: of a test no more is read
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Observation:
    """Words at one place and what became of them; `after` is None where they were left as they are.

    `sentence` is what stands around them, in single spaces, and `at` their place in it.
    """

    before: str
    after: str | None
    document: str
    sentence: str
    at: int
    nearby: frozenset[str]  # the other words of the paragraph, in lower case
    rule: str = ""  # which rule asked, if one did
    damage: str = ""
    own: bool = False  # the reviewer's own words, not the rule's
    done: bool = False  # the program corrects so already

    @property
    def corrected(self) -> str:
        """The sentence with the correction; itself where nothing was corrected."""
        after = self.before if self.after is None else self.after
        return self.sentence[: self.at] + after + self.sentence[self.at + len(self.before) :]


@dataclass(frozen=True, slots=True)
class Support:
    """Cases that speak for a proposal, the documents they stand in, and cases that speak against it."""

    cases: int
    documents: int
    against: int = 0

    @classmethod
    def of(cls, cases: Iterable[Observation], against: int = 0) -> Support:
        """What some cases amount to."""
        seen = list(cases)
        return cls(len(seen), len({s.document for s in seen}), against)

    @property
    def enough(self) -> bool:
        return self.cases >= TIMES and self.documents >= DOCUMENTS

    def __str__(self) -> str:
        return f"{count(self.cases, 'time')} in {count(self.documents, 'document')}, {self.against} against"


def from_ledger(ledger: Ledger) -> Iterator[Observation]:
    """Every finding that a person answered."""
    text: Places | None = None
    last = 0
    for case in ledger.findings(Filter(Status.ANSWERED), limit=-1):
        if case.answer is None or (case.answer is not Answer.REJECT and case.text is None):
            continue  # covered by another answer, or a flag that was noted
        if text is None or last != case.document:
            text, last = Places(ledger.text(case.document), case.name), case.document
        finding = case.record.finding
        after = None if case.answer is Answer.REJECT else case.text
        seen = text.seen((finding.start, finding.end), after, finding.rule, finding.damage)
        yield replace(seen, own=case.answer is Answer.REPLACE)


class Places:
    """A text of which many places are looked at; what they share is worked out once."""

    def __init__(self, text: str, document: str) -> None:
        self.analysis = Analysis(text)
        self._document = document
        self._nearby: dict[int, frozenset[str]] = {}

    def seen(self, place: tuple[int, int], after: str | None, rule: str = "", damage: str = "") -> Observation:
        text = self.analysis.text
        low, high = _window(text, self.analysis.sentence(place[0]), place)
        left, before, right = (
            _SPACE.sub(" ", part) for part in (text[low : place[0]], text[slice(*place)], text[place[1] : high])
        )
        left = left.lstrip()
        sentence = left + before + right.rstrip()
        return Observation(before, after, self._document, sentence, len(left), self._words(place[0]), rule, damage)

    def _words(self, at: int) -> frozenset[str]:
        """The words of the paragraph around a place."""
        low, high = self.analysis.paragraph(at)
        if low not in self._nearby:
            tokens = Analysis(self.analysis.text[low:high]).tokens
            self._nearby[low] = frozenset(t.text.lower() for t in tokens)
        return self._nearby[low]


def _window(text: str, sentence: Span, place: Span) -> Span:
    """The sentence around a place; of a very long one some words on both sides."""
    start, end = place
    low, high = sentence[0], max(sentence[1], end)
    if start - low > REACH:
        low = text.find(" ", start - REACH, start) + 1 or start
    if high - end > REACH:
        high = max(end, text.rfind(" ", end, end + REACH))
    return low, high
