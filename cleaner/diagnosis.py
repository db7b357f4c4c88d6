"""Which damage a document bears, and on what evidence.

Each damage starts from a small prior; every rule that fires adds the log-odds that its author (or a measurement) gave
it, less for the second firing than for the first; the lexicon adds what the share of unknown words tells of a scan.
What no evidence speaks for is *unknown*: it is left out, not called absent.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping

from cleaner.model import Diagnosis, Evidence, log_odds, probability
from cleaner.rulebook import Match

# Damage that a document can be said to bear.  The other packs (typography, encoding) mend what is wrong by itself.
DAMAGES = (
    "ocr", "mt/es", "mt/fr", "mt/de", "mt/pt", "mt/it", "mt/ru", "mt/ar", "mt/tortured", "asr", "web", "encoding",
)  # fmt: skip
# Before any evidence: one document in a hundred bears a given damage.
PRIOR = log_odds(0.01)
# A finding is believed at most so much more, or less, for what the whole document shows (log-odds).  So a rule of prior
# 0.9 is fixed at the default bar where the document plainly bears its damage, and hardly asked about where it does not.
MOST, LEAST = 2.5, -3.0
# A third firing of one rule tells little that the first two did not.
REPEATED = 3


def diagnose(
    matches: Iterable[Match], also: Mapping[str, Iterable[Evidence]], given: Mapping[str, float] | None = None
) -> Diagnosis:
    """What the evidence adds up to: the rules' firings, what `also` is known, and what the user has `given`."""
    evidence: dict[str, list[Evidence]] = defaultdict(list)
    for rule_id, (counts, weights, sample) in _firings(matches).items():
        repeated = 1 + math.log(min(counts, REPEATED))
        for damage, weight in weights.items():
            evidence[damage].append(Evidence(rule_id, weight * repeated, f"{counts} × {sample!r}"))
    for damage, items in also.items():
        evidence[damage] += items
    probabilities = {
        damage: probability(PRIOR + sum(e.weight for e in items))
        for damage, items in evidence.items()
        if any(e.weight > 0 for e in items)
    }
    for damage, p in (given or {}).items():
        probabilities[damage] = p
        evidence[damage].insert(0, Evidence("you said so", log_odds(p), "--damage"))
    ordered = dict(sorted(probabilities.items(), key=lambda item: -item[1]))
    return Diagnosis(ordered, {d: tuple(sorted(evidence[d], key=lambda e: -e.weight)) for d in ordered})


def strongest(one: Diagnosis, other: Diagnosis) -> Diagnosis:
    """For each damage the surer of two diagnoses: mending a text must not make its damage forgotten."""
    chosen = {d: max((one, other), key=lambda x: x[d]) for d in {*one.probabilities, *other.probabilities}}
    ordered = sorted(chosen, key=lambda d: -chosen[d][d])
    return Diagnosis({d: chosen[d][d] for d in ordered}, {d: chosen[d].evidence.get(d, ()) for d in ordered})


#: A scanned page is print: its spaces before `;` and its doubled marks are as often the printer's as the scanner's.  Of
#: 61 such slips in scans of three collections, put right, 27 came nearer to the truth and 34 went farther from it.
PRINTED = frozenset({"ocr"})


def weight(diagnosis: Diagnosis, damage: str) -> tuple[Evidence, ...]:
    """What the document as a whole says for or against a finding of this damage.

    >>> weight(Diagnosis({"mt/es": 0.99}), "mt/es")
    (Evidence(name='diagnosis mt/es 0.99', weight=2.5, detail=''),)
    >>> weight(Diagnosis({"web": 0.99}), "typography")
    (Evidence(name='a damaged text (web 0.99)', weight=2.5, detail=''),)
    >>> weight(Diagnosis(), "mt/es"), weight(Diagnosis(), "typography")
    ((Evidence(name='no sign of mt/es', weight=-3.0, detail=''),), ())
    """
    if damage not in DAMAGES:  # a lone slip may be the author's; where a machine has been at the text, hardly
        worst = max(diagnosis.probabilities.keys() - PRINTED, key=diagnosis.__getitem__, default="")
        p = diagnosis[worst] if worst else 0.0
        return (Evidence(f"a damaged text ({worst} {p:.2f})", min(MOST, log_odds(p))),) if p > 0.5 else ()
    if damage not in diagnosis.probabilities:
        return (Evidence(f"no sign of {damage}", LEAST),)
    p = diagnosis[damage]
    return (Evidence(f"diagnosis {damage} {p:.2f}", min(MOST, max(LEAST, log_odds(p)))),)


def _firings(matches: Iterable[Match]) -> dict[str, tuple[int, Mapping[str, float], str]]:
    """For each rule that fired and tells something: how often, what it tells, and a sample."""
    firings: dict[str, tuple[int, Mapping[str, float], str]] = {}
    for m in matches:
        if m.obstacle or not m.rule.evidence:
            continue
        count, weights, sample = firings.get(m.rule.id, (0, m.rule.evidence, m.found))
        firings[m.rule.id] = (count + 1, weights, sample)
    return firings
