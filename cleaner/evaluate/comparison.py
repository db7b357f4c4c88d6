"""Compares several tools on the same texts, and judges and sums up one tool's records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from cleaner.evaluate.corpora import Pairs
from cleaner.evaluate.judging import Claim, Judge
from cleaner.evaluate.preferences import Preference
from cleaner.evaluate.reliability import Calibration, by_rule, calibration
from cleaner.evaluate.score_tables import Row, calibration_table, rules_table, scores_table, unwanted_table
from cleaner.evaluate.scores import Sample, Scores, Truth, each_edit
from cleaner.model import Verdict

INPUT = "(the input)"
Systems = Mapping[str, Mapping[str, str]]  # a tool's name → its outputs by id


@dataclass(frozen=True, slots=True)
class Line:
    """The scores of one system on one group of texts; the group "" is all of them.

    `preferences`: for each other system in how many texts this one is nearer to the truth.
    """

    group: str
    system: str
    scores: Scores
    preferences: Mapping[str, Preference]

    @property
    def name(self) -> str:
        """As it is shown."""
        return f"{self.system} [{self.group}]" if self.group else self.system

    def values(self) -> dict[str, Any]:
        """Plain values for programs."""
        than = {name: asdict(found) for name, found in self.preferences.items()}
        return {"name": self.system, "group": self.group, **self.scores.figures(), "than": than}


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that was measured.  `calibrations` and `rules` are empty where no records were judged."""

    lines: list[Line]
    calibrations: Mapping[str, Calibration]
    rules: list[dict[str, Any]]

    def tables(self) -> Iterator[list[Row]]:
        """Tables for people."""
        yield scores_table((line.name, line.scores.figures()) for line in self.lines)
        if len(self.lines) > 1:
            yield unwanted_table((line.name, line.scores.figures(), line.preferences) for line in self.lines)
        if self.calibrations:
            yield calibration_table(self.calibrations)
            yield rules_table(self.rules)

    def values(self) -> dict[str, Any]:
        """Plain values for programs (JSON)."""
        return {
            "systems": [line.values() for line in self.lines],
            "calibration": {name: asdict(found) for name, found in self.calibrations.items()},
            "rules": self.rules,
        }


def compare(
    pairs: Pairs,
    systems: Systems,
    claims: Sequence[Claim] | None = None,
    *,
    by: str | None = None,
    strict: bool = False,
) -> Comparison:
    """All systems on all texts and, if `by` names a field, on each group of texts; `claims` are records to judge.

    >>> from cleaner.evaluate.corpora import Pair
    >>> pairs = {"1": Pair("tbe man", "the man")}
    >>> [(n.system, n.scores.edits.recall) for n in compare(pairs, {"mine": {"1": "the man"}}).lines]
    [('(the input)', 0.0), ('mine', 1.0)]
    """

    @cache
    def judge(doc: str) -> Judge:
        return Judge(pairs[doc].noisy, pairs[doc].clean, strict=strict)

    judged = [judge(claim.doc).judge(claim) for claim in claims or ()]
    kinds = {} if claims is None else _KINDS
    calibrations = {kind: calibration(j for j in judged if of(j.claim)) for kind, of in kinds.items()}
    return Comparison(_lines(pairs, systems, by), calibrations, by_rule(judged))


def _lines(pairs: Pairs, systems: Systems, by: str | None) -> list[Line]:
    """All texts first, then the groups; in each the input, then the systems, fewest wrong characters first."""
    scores: dict[tuple[str, str], Scores] = {}
    preferences: defaultdict[tuple[str, str], dict[str, Preference]] = defaultdict(dict)
    for id_, pair in pairs.items():
        truth = Truth(pair.noisy, pair.clean)
        of_text = {INPUT: truth.score(pair.noisy)}
        of_text |= {name: truth.score(outputs.get(id_)) for name, outputs in systems.items()}
        for group in ["", pair.group(by)] if by else [""]:
            for name, one in of_text.items():
                scores[group, name] = scores.get((group, name), Scores()) + one
                told = preferences[group, name]
                for than, other in of_text.items():
                    if than != name:
                        told[than] = told.get(than, Preference()) + Preference.of(one.distance, other.distance)
    lines = (Line(group, system, found, preferences[group, system]) for (group, system), found in scores.items())
    return sorted(lines, key=lambda n: (n.group, n.system != INPUT, n.scores.neutral.after.rate))


# Which records each part of the calibration table is about.
_KINDS: Mapping[str, Callable[[Claim], bool]] = {
    "all": lambda claim: True,
    "fixes": lambda claim: claim.verdict == Verdict.FIX,
    "questions": lambda claim: claim.verdict == Verdict.ASK,
}


def details(pairs: Pairs, systems: Systems) -> Iterator[dict[str, object]]:
    """Every right, wrong and missed edit of every system."""
    for name, outputs in systems.items():
        for id_, pair in pairs.items():
            for edit in each_edit(Sample(id_, pair.noisy, pair.clean, outputs.get(id_))):
                yield {"system": name, **edit}
