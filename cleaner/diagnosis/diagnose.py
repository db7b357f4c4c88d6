"""Which damage a document bears, and on what evidence.

Each damage starts from a small prior.  Every rule that fires adds log-odds, by its author's word and by how seldom it
fires in right text (`right_text`), and less for each further firing; what a long text shows by chance is taken off
(`chance`), the cues of the whole text are added (`cues`).  A damage for which no evidence speaks is *unknown*: it is
left out, not called absent.

A finding must not support itself: where the diagnosis is evidence for a finding, the part of it that rests on the
finding's own rule and words is left out (`independent`).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from cleaner.diagnosis.chance import ARTICLE, beyond_chance, repeated
from cleaner.diagnosis.right_text import told_by
from cleaner.model import Diagnosis, Evidence, log_odds, probability
from cleaner.model.companions import told
from cleaner.rulebook import Match
from cleaner.stats import wilson_lower
from cleaner.text.analysis import WORD, Analysis, fold

# Damage that a document can be said to bear.  The other packs (typography, encoding) mend what is wrong by itself.
DAMAGES = (
    "ocr", "mt/es", "mt/fr", "mt/de", "mt/pt", "mt/it", "mt/ru", "mt/ar", "mt/tortured", "asr", "web", "encoding",
)  # fmt: skip
# Of these a text is translated from one.
LANGUAGES = tuple(damage for damage in DAMAGES if damage.startswith("mt/") and damage != "mt/tortured")
# Before any evidence: one document in a hundred bears a given damage.
PRIOR = log_odds(0.01)
# The diagnosis adds at most so much to a finding's log-odds, or takes so much away.  So a rule with prior 0.9 is fixed
# at the default bar where the document plainly bears its damage, and hardly asked about where it does not.
MOST, LEAST = 2.5, -3.0
# In place of LEAST for `ocr`, where nothing else speaks for a scan: there a strange word belongs to a dialect, another
# language or the author far more often than it is misread.  Verse in dialect is not even asked about.
UNSCANNED = -5.0
# The name of the evidence that a user gives; it does not depend on the text.
SAID = "you said so"
# The name of the evidence that lies in other documents of the same place.  It adds at most so much to the log-odds:
# whatever they bear, a document without a sign of its own stays below even odds (docs/scale.md has what was measured).
COMPANIONS, MOST_SHARED = "companions", 4.5
# The names of what the length of a text takes off (`chance`), and what a likelier language takes off.
BY_CHANCE, OTHERWISE = "by chance", "another language"


def counted(matches: Iterable[Match], analysis: Analysis) -> Iterator[Match]:
    """The matches that count for a diagnosis: of rules that are evidence, and where a text can be damaged."""
    for match in matches:
        if match.rule.evidence and not match.obstacle and not _is_apart(match, analysis):  # `tbe` in an address
            yield match


def _is_apart(match: Match, analysis: Analysis) -> bool:
    """Whether a match stands in protected text, or in another language, where only encoding can be damaged."""
    protected = analysis.is_protected(match.start, match.end)
    return protected or ("encoding" not in match.rule.evidence and analysis.foreign.touches(match.start, match.end))


def diagnose(
    matches: Sequence[Match],
    also: Mapping[str, Iterable[Evidence]],
    given: Mapping[str, float] | None = None,
    words: int = 0,
) -> Diagnosis:
    """What the evidence adds up to: the rules' firings, what `also` is known, and what the user has `given`.

    `matches`: those that count, of rules that are evidence; what is by chance in so many `words` is taken off.
    """
    evidence: dict[str, list[Evidence]] = defaultdict(list)
    firings = _firings(matches)
    for rule_id, (found, weights, sample) in firings.items():
        for damage, weight in weights.items():
            whole = weight * repeated(found.total())
            owed = {string: whole - weight * repeated(found.total() - count) for string, count in found.items()}
            evidence[damage].append(Evidence(rule_id, whole, f"{found.total()} × {sample!r}", owed))
    for damage in evidence if words > ARTICLE else ():
        by_rule = {rule_id: weights.get(damage, 0.0) for rule_id, (_, weights, _) in firings.items()}
        evidence[damage] += _by_chance(damage, matches, by_rule, evidence[damage], words)
    for damage, items in also.items():
        evidence[damage] += items
    for damage, against in _other_languages(evidence).items():
        evidence[damage].append(against)
    probabilities = {
        damage: probability(PRIOR + sum(e.weight for e in items))
        for damage, items in evidence.items()
        if any(e.weight > 0 for e in items)
    }
    for damage, p in (given or {}).items():
        probabilities[damage] = p
        evidence[damage].insert(0, Evidence(SAID, log_odds(p), "--damage"))
    ordered = dict(sorted(probabilities.items(), key=lambda item: (-item[1], item[0])))
    return Diagnosis(ordered, {d: tuple(sorted(evidence[d], key=lambda e: (-e.weight, e.name))) for d in ordered})


def strongest(one: Diagnosis, other: Diagnosis) -> Diagnosis:
    """For each damage the surer of two diagnoses, so that a damage that was mended is not forgotten."""
    chosen = {d: max((one, other), key=lambda x: x[d]) for d in {*one.probabilities, *other.probabilities}}
    ordered = sorted(chosen, key=lambda d: (-chosen[d][d], d))
    return Diagnosis({d: chosen[d][d] for d in ordered}, {d: chosen[d].evidence.get(d, ()) for d in ordered})


#: A scanned page is print: its spaces before `;` and its doubled marks are as often the printer's as the scanner's.  Of
#: 61 such slips in scans of three collections, put right, 27 came nearer to the truth and 34 went farther from it.
PRINTED = frozenset({"ocr"})


def shared(damages: Mapping[str, tuple[int, int]]) -> Mapping[str, Evidence]:
    """What it tells of a document that so many of so many others of its place bear a damage.

    The lower end of the share's confidence interval takes the place of the prior, so that few others prove little.

    >>> shared({"mt/es": (40, 50), "ocr": (1, 50)})
    {'mt/es': Evidence(name='companions', weight=4.5, detail='in 40+ of 50+ others of this source')}
    """
    found = {}
    for damage, (bear, others) in damages.items():
        weight = min(MOST_SHARED, log_odds(wilson_lower(bear, others)) - PRIOR)
        if bear > 1 and weight > 0:
            found[damage] = Evidence(COMPANIONS, weight, f"in {told(bear)} of {told(others)} others of this source")
    return found


def by_itself(diagnosis: Diagnosis) -> Diagnosis:
    """A diagnosis of the text alone, without what the user or other documents tell; the same where they tell nothing.

    What was told says what happened to a text.  It does not say that its marks and blanks were broken too.

    >>> sign, told = Evidence("mt/es/uu", 6.0), Evidence(SAID, 6.9)
    >>> both = Diagnosis({"mt/es": 0.999, "mt/pt": 0.999}, {"mt/es": (told, sign), "mt/pt": (told,)})
    >>> list(by_itself(both).probabilities)
    ['mt/es']
    """
    told = {SAID, COMPANIONS}
    if not any(e.name in told for items in diagnosis.evidence.values() for e in items):
        return diagnosis
    evidence = {d: tuple(e for e in es if e.name not in told) for d, es in diagnosis.evidence.items()}
    kept = {d: es for d, es in evidence.items() if any(e.weight > 0 for e in es)}
    return Diagnosis({d: probability(PRIOR + sum(e.weight for e in es)) for d, es in kept.items()}, kept)


class Own(NamedTuple):
    """The evidence that a finding must not count for itself: that of its rule, and all that rests on its words.

    >>> Own.of("ocr/a-for-s", "Firat").strings
    frozenset({'firat'})
    """

    rule: str
    strings: frozenset[str]

    @classmethod
    def of(cls, rule: str, text: str) -> Own:
        """The own part of a finding of this rule on this text."""
        folded = fold(text)
        return cls(rule, frozenset((folded.strip(), *WORD.findall(folded))))


def independent(diagnosis: Diagnosis, damage: str, own: Own) -> float | None:
    """How likely the damage is by what does not rest on the finding itself; None where nothing else speaks for it.

    >>> rule, share = Evidence("ocr/a-for-s", 5.0), Evidence("unknown words", 3.0, owed={"firat": 1.0})
    >>> scan = Diagnosis({"ocr": 0.97}, {"ocr": (rule, share)})
    >>> independent(scan, "ocr", Own.of("ocr/a-for-s", "Firat")) == probability(PRIOR + 2.0)
    True
    """
    evidence = diagnosis.evidence.get(damage, ())
    if damage not in diagnosis.probabilities or any(e.name == SAID for e in evidence):
        return diagnosis.probabilities.get(damage)
    weights = [e.weight - sum(e.owed.get(s, 0.0) for s in own.strings) for e in evidence if e.name != own.rule]
    if weights == [e.weight for e in evidence]:
        return diagnosis[damage]
    return probability(PRIOR + sum(weights)) if any(w > 0 for w in weights) else None


def weight(diagnosis: Diagnosis, damage: str, own: Own) -> tuple[Evidence, ...]:
    """What the document as a whole, but for the finding's `own` part in it, says for or against the finding.

    >>> own = Own.of("mt/es/mafia-mob", "mafia")
    >>> weight(Diagnosis({"mt/es": 0.99}), "mt/es", own)
    (Evidence(name='diagnosis mt/es 0.99', weight=2.5, detail=''),)
    >>> weight(Diagnosis({"web": 0.99}), "typography", own)
    (Evidence(name='a damaged text (web 0.99)', weight=2.5, detail=''),)
    >>> weight(Diagnosis(), "mt/es", own), weight(Diagnosis(), "typography", own)
    ((Evidence(name='no sign of mt/es', weight=-3.0, detail=''),), ())
    """
    if damage not in DAMAGES:  # a lone slip may be the author's; where a machine has been at the text, hardly
        alone = by_itself(diagnosis)
        machines = ((d, independent(alone, d, own) or 0.0) for d in alone.probabilities if d not in PRINTED)
        worst, p = max(machines, key=lambda it: it[1], default=("", 0.0))
        return (Evidence(f"a damaged text ({worst} {p:.2f})", min(MOST, log_odds(p))),) if p > 0.5 else ()
    likely, least = independent(diagnosis, damage, own), UNSCANNED if damage == "ocr" else LEAST
    if likely is None:
        return (Evidence(f"no {'other ' if diagnosis[damage] else ''}sign of {damage}", least),)
    apart = " without it" if likely != diagnosis[damage] else ""
    return (Evidence(f"diagnosis {damage} {likely:.2f}{apart}", min(MOST, max(least, log_odds(likely)))),)


def _by_chance(
    damage: str, matches: Iterable[Match], by_rule: Mapping[str, float], told: Iterable[Evidence], words: int
) -> Iterator[Evidence]:
    """What the firings tell too much for a text of so many words; `by_rule` is what one firing of each rule tells."""
    firings = ((m.rule.id, by_rule[m.rule.id], m.start) for m in matches if by_rule[m.rule.id])
    too_much = sum(e.weight for e in told) - beyond_chance(damage, firings, words)
    if too_much > 0:
        yield Evidence(BY_CHANCE, -too_much, f"in {words} words")


def _other_languages(evidence: Mapping[str, Sequence[Evidence]]) -> Mapping[str, Evidence]:
    """What speaks against each language that a text may be translated from: that another one explains the signs better.

    Related languages leave the same signs.  A text comes from one of them, so the odds of the likeliest take the place
    of the odds that it is not translated.
    """
    languages = {d: PRIOR + sum(e.weight for e in items) for d, items in evidence.items() if d in LANGUAGES}
    likeliest = max(languages, key=lambda d: languages[d], default="")
    against = {d: Evidence(OTHERWISE, -_softplus(languages[likeliest]), likeliest) for d in languages if d != likeliest}
    return {d: e for d, e in against.items() if e.weight < -0.1}


def _softplus(x: float) -> float:
    """The log of 1 + e^x, for any x.

    >>> round(_softplus(0.0), 2), _softplus(2000.0)
    (0.69, 2000.0)
    """
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def _firings(matches: Iterable[Match]) -> dict[str, tuple[Counter[str], Mapping[str, float], str]]:
    """For each rule that fired: on what strings, what it tells, and a sample."""
    firings: dict[str, tuple[Counter[str], Mapping[str, float], str]] = {}
    for m in matches:
        if m.rule.id not in firings:
            firings[m.rule.id] = Counter(), told_by(m.rule), m.found
        firings[m.rule.id][0][fold(m.found)] += 1
    return firings
