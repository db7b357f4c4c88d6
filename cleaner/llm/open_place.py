"""An open place as a model is asked about it: the words, their neighbours, and our readings of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cleaner.model import Cleaned, Diagnosis, Finding, Record, Tier, Verdict
from cleaner.model.offsets import Offsets

MOST_READINGS = 5  # of ours; what stands behind them has hardly any belief
BESIDE = 200  # characters on either side: two or three sentences
TRANSLATED = 0.5  # from this probability of a translation's damage on, a model's choice is only asked


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """`words` stand between `left` and `right`; `ours` are our readings, the best first, with our belief in each.

    `liftable`: whether a model's choice may make a fix of the question.
    """

    left: str
    words: str
    right: str
    ours: Mapping[str, float]
    liftable: bool

    @property
    def readings(self) -> tuple[str, ...]:
        """Our readings and the words as they stand, in alphabetical order, which tells nothing of our belief."""
        return tuple(sorted({self.words, *self.ours}))

    @property
    def confidence(self) -> float:
        """How sure we are of our best reading."""
        return next(iter(self.ours.values()))


def open_places(cleaned: Cleaned, bar: float) -> Iterator[tuple[int, OpenPlace]]:
    """The questions of a text that a model can be asked, each with the number of its record.

    A question that a person has ruled on is theirs.  One that holds a fix, and one that is sure enough and asked for
    another reason, is not asked.
    """
    fixes, offsets = {i for r in cleaned.fixes for i in range(r.finding.start, r.finding.end)}, cleaned.offsets
    for number, record in enumerate(cleaned.records):
        finding = record.finding
        if record.verdict is not Verdict.ASK or record.ruling or finding.confidence >= bar:
            continue
        if fixes.intersection(range(finding.start, finding.end)):
            continue
        if place := _open_place(cleaned, record, offsets):
            yield number, place


def _open_place(cleaned: Cleaned, record: Record, offsets: Offsets) -> OpenPlace | None:
    """The place in the text as it reads by now; None where nothing else is proposed."""
    finding = record.finding
    start, end = offsets.span_to_clean(finding.start, finding.end)
    if cleaned.text[start:end] != record.before or not (ours := beliefs(finding, record.before)):
        return None
    liftable = finding.tier is Tier.LIKELY and not is_translated(finding, cleaned.diagnosis)
    left, right = cleaned.text[max(0, start - BESIDE) : start], cleaned.text[end : end + BESIDE]
    if start > BESIDE:
        left = left.partition(" ")[2] or left
    if end + BESIDE < len(cleaned.text):
        right = right.rpartition(" ")[0] or right
    return OpenPlace(left, record.before, right, ours, liftable)


def beliefs(finding: Finding, words: str) -> dict[str, float]:
    """Our readings with our belief in each: the best has the finding's confidence, the others their share of it.

    Only one reading is right, so no other has more than what the best leaves.
    """
    sure, best = finding.confidence, finding.suggestions[0].score if finding.suggestions else 0.0
    ours: dict[str, float] = {}
    for suggestion in finding.suggestions[:MOST_READINGS]:
        if suggestion.text != words and suggestion.text not in ours:
            share = sure * suggestion.score / best if best else sure
            ours[suggestion.text] = min(share, 1 - sure) if ours else sure
    return ours


def is_translated(finding: Finding, diagnosis: Diagnosis) -> bool:
    """Whether the finding, or the text, is a translation's: what is wrong there needs the whole document."""
    told = (p for damage, p in diagnosis.probabilities.items() if damage.startswith("mt/"))
    return finding.damage.startswith("mt") or any(p >= TRANSLATED for p in told)
