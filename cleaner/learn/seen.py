"""What was done to words, and where: the same whether a person answered a question or corrected a text by hand."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cleaner.ledger import Answer, Filter, Ledger, Status
from cleaner.text import Analysis, Token

MOST_WORDS = 3  # a longer stretch was rewritten, not corrected


@dataclass(frozen=True, slots=True)
class Seen:
    """Words at one place and what became of them; `after` is None where they were left as they are."""

    before: str
    after: str | None
    document: str
    sentence: str
    nearby: frozenset[str]  # the other words of the paragraph, in lower case
    rule: str = ""  # which rule asked, if one did
    damage: str = ""
    own: bool = False  # the reviewer's own words, not the rule's

    @property
    def corrected(self) -> str:
        """The sentence with the correction; itself where nothing was corrected."""
        return self.sentence if self.after is None else self.sentence.replace(self.before, self.after, 1)


def from_ledger(ledger: Ledger) -> Iterator[Seen]:
    """Every finding that a person answered."""
    text: _Text | None = None
    last = 0
    for case in ledger.findings(Filter(Status.ANSWERED), limit=-1):
        if case.answer is None or (case.answer is not Answer.REJECT and case.text is None):
            continue  # covered by another answer, or a flag that was noted
        if text is None or last != case.document:
            text, last = _Text(ledger.text(case.document), case.name), case.document
        finding = case.record.finding
        after = None if case.answer is Answer.REJECT else case.text
        seen = text.seen((finding.start, finding.end), after, finding.rule, finding.damage)
        yield replace(seen, own=case.answer is Answer.REPLACE)


def from_pair(noisy: str, clean: str, document: str) -> Iterator[Seen]:
    """Every word of a damaged text beside its hand-corrected twin: changed, or left as it is."""
    text, truth = _Text(noisy, document), Analysis(clean)
    before, after = text.analysis.tokens, truth.tokens
    matcher = difflib.SequenceMatcher(None, [t.text for t in before], [t.text for t in after], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            for token in before[a:b]:
                yield text.seen((token.start, token.end), None)
        elif tag == "replace" and b - a <= MOST_WORDS and d - c <= MOST_WORDS:
            if b - a == d - c:  # word by word: `tbe havo` → `the have` is two corrections
                for one, other in zip(before[a:b], after[c:d], strict=True):
                    if one.text != other.text:
                        yield text.seen((one.start, one.end), other.text)
            else:
                yield text.seen(_span(before[a:b]), clean[slice(*_span(after[c:d]))])


def _span(tokens: tuple[Token, ...]) -> tuple[int, int]:
    return tokens[0].start, tokens[-1].end


class _Text:
    """A text of which many places are looked at; what they share is worked out once."""

    def __init__(self, text: str, document: str) -> None:
        self.analysis = Analysis(text)
        self._document = document
        self._nearby: dict[int, frozenset[str]] = {}

    def seen(self, place: tuple[int, int], after: str | None, rule: str = "", damage: str = "") -> Seen:
        start, end = self.analysis.sentence(place[0])
        text = self.analysis.text
        sentence = " ".join(text[start : max(end, place[1])].split())
        before = " ".join(text[place[0] : place[1]].split())
        return Seen(before, after, self._document, sentence, self._words(place[0]), rule, damage)

    def _words(self, at: int) -> frozenset[str]:
        """The words of the paragraph around a place."""
        low, high = self.analysis.paragraph(at)
        if low not in self._nearby:
            tokens = Analysis(self.analysis.text[low:high]).tokens
            self._nearby[low] = frozenset(t.text.lower() for t in tokens)
        return self._nearby[low]
