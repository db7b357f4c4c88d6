"""A model's answer as one piece of evidence, and what becomes of the question."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cleaner.decide import Policy
from cleaner.llm.open_place import OpenPlace
from cleaner.model import Evidence, Record, Suggestion, Tier, Verdict, log_odds

# How far an answer moves our log-odds: counted at some 1,050 open places (confidence 0.3 to 0.95) of 91 articles of
# BLN600 where two models of 7 and 11 billion parameters, which had read the scan's text alone, wrote one of our
# readings or left the words (`benchmarks/llm.py --weigh`).  Where our best reading was right, both wrote it in 97 of
# 100 places; where it was wrong, in 29 and 21: log-odds of 1.23 and 1.53.  They left the words in 1.4 and 1.7 of 100
# places, and in 29 and 37: -3.02 and -3.10.  The mean of the two is taken.
CHOSEN, KEPT = 1.4, -3.1
# A reading in which we believe less than this is not made a fix, whoever chooses it: it is what makes a question
# worth asking by default.
SUPPORT = 0.3


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """What a model said of a place: the reading that it chose, or why its answer does not count."""

    model: str
    reading: str | None
    refused: str = ""

    @property
    def told(self) -> str:
        """The same in words."""
        if self.reading is None:
            return f"{self.model} was asked, and refused: {self.refused}"
        return f"{self.model} chose “{self.reading}”"


def would_fix(record: Record, place: OpenPlace, answer: ModelAnswer, policy: Policy) -> bool:
    """Whether the question becomes a fix by the answer."""
    return weighed(record, place, answer, policy).verdict is Verdict.FIX


def weighed(record: Record, place: OpenPlace, answer: ModelAnswer, policy: Policy) -> Record:
    """The record with the answer as evidence.  A question stays one, or becomes a fix; it never goes away."""
    if answer.reading is None or answer.reading not in place.readings:
        return _with(record, Evidence(f"the model {answer.model}", 0.0, answer.told), answer.told)
    if answer.reading == place.words:
        evidence = Evidence(f"the model {answer.model}", KEPT, f"it keeps “{place.words}”")
        return _with(record, evidence, f"{answer.model} would keep it")
    belief = place.ours[answer.reading]
    chosen = _preferred(record, answer.reading, belief)
    chosen = _with(chosen, Evidence(f"the model {answer.model}", CHOSEN, answer.told), answer.told)
    sure = chosen.finding.confidence
    if sure < policy.bar or record.finding.tier is not Tier.LIKELY:
        return chosen
    if not place.liftable:
        return replace(chosen, reason=f"a translation, where a model's choice is only asked; {answer.told}")
    if belief < SUPPORT:
        return replace(chosen, reason=f"{belief:.2f} is our own belief: too little to fix; {answer.told}")
    return replace(chosen, verdict=Verdict.FIX, reason=f"{sure:.3f} reaches the bar {policy.bar:g}; {answer.told}")


def _with(record: Record, evidence: Evidence, told: str) -> Record:
    finding = replace(record.finding, evidence=(*record.finding.evidence, evidence))
    return replace(record, finding=finding, reason=f"{record.reason}; {told}")


def _preferred(record: Record, reading: str, belief: float) -> Record:
    """The record with another of our readings as the best, and our belief in that one."""
    finding = record.finding
    if reading == finding.best:
        return record
    first = next(s for s in finding.suggestions if s.text == reading)
    others: tuple[Suggestion, ...] = tuple(s for s in finding.suggestions if s is not first)
    step = log_odds(belief) - log_odds(finding.confidence)
    evidence = Evidence("another reading than our best", step, f"our belief in it is {belief:.2f}")
    return replace(
        record, finding=replace(finding, suggestions=(first, *others), evidence=(*finding.evidence, evidence))
    )
