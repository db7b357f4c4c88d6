"""What a small language model makes of a doubtful place, as one more piece of evidence.

The corrector's own language model sees two words on either side; this one reads the passage.  It is asked only where
the corrector is neither sure nor hopeless, and only how likely the passage is with each of our readings: it proposes
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from cleaner.model import Edit, Evidence, Finding, Tier
from cleaner.neural.passage import LIKELIER, Passage, PassageReader, passage
from cleaner.text.edits import Occupied

NAME = "neural"
#: between these the model is asked: from where a question is worth a person's time up to what is as good as certain
LEAST, MOST = 0.3, 0.99


class Differences(NamedTuple):
    """By how many nats a passage is likelier with our best reading: than as it stands, and than with the next best."""

    over_words: float
    over_second: float

    @classmethod
    def of(cls, scores: Sequence[float]) -> Differences:
        """The differences between what a reader of passages said of each reading, the words as they stand first."""
        words, best, *others = scores
        return cls(best - words, best - max(others) if others else NO_SECOND)

    def within(self) -> Differences:
        """The same, cut off where more tells no more."""
        return Differences(max(-10.0, min(30.0, self.over_words)), max(-10.0, min(10.0, self.over_second)))


#: what counts as the second difference where there is no second reading
NO_SECOND = 10.0
#: how far the log-odds move: always, and for each nat of the two differences.  Fitted at some 550 places of scans that
#: the classifier had not seen, and at some of right text, and checked at as many (docs/llm.md; `benchmarks/neural.py`)
ALWAYS, WEIGHTS = -1.65, Differences(0.084, 0.081)

#: speech drops letters with these (`hund'd`), and the model likes what most people write: it may only doubt there
APOSTROPHES = frozenset("'’‘")


def with_neural(findings: Iterable[Finding], text: str, reader: PassageReader | None) -> Iterator[Finding]:
    """The findings of one detector, each doubtful correction of a misread word weighed by how its passage reads."""
    if reader is None:
        yield from findings
        return
    found = list(findings)
    neighbours = list(_likelier(found))
    for finding in found:
        if _is_asked(finding):
            read = passage(text, finding, (e for e in neighbours if (e.start, e.end) != (finding.start, finding.end)))
            yield replace(finding, evidence=(*finding.evidence, evidence(read, reader)))
        else:
            yield finding


def _is_asked(finding: Finding) -> bool:
    """Whether it is a correction by the speller of which it is not sure, and that may be fixed.

    Where dialect or haste may be meant it is only asked anyway, and a model likes what most people write.
    """
    is_correction = finding.rule.startswith("spelling/") and bool(finding.best)
    return is_correction and finding.tier is Tier.LIKELY and LEAST <= finding.confidence < MOST


def _likelier(findings: Iterable[Finding]) -> Iterator[Edit]:
    """What is likelier wrong than right, as we would mend it: so the neighbours of a place can be read."""
    taken = Occupied()
    for finding in sorted(findings, key=lambda f: -f.confidence):
        if finding.confidence >= LIKELIER and finding.best is not None and taken.free(finding.start, finding.end):
            taken.take(finding.start, finding.end)
            yield Edit(finding.start, finding.end, finding.best)


def evidence(read: Passage, reader: PassageReader) -> Evidence:
    """How far the model's view of a passage moves our log-odds."""
    found = Differences.of(reader.log_probabilities(read))
    weight = ALWAYS + sum(each * nats for each, nats in zip(WEIGHTS, found.within(), strict=True))
    if APOSTROPHES.intersection(read.readings[0]):
        weight = min(weight, 0.0)
    detail = f"{reader.name}: “{read.readings[1].strip()}” makes the passage {found.over_words:+.1f} nats likelier"
    if len(read.readings) > 2:
        detail += f", {found.over_second:+.1f} than the next best"
    return Evidence(NAME, weight, detail)
