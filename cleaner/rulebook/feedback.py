"""What people answered to each rule's findings, and how far that moves the rule's confidence.

The numbers stand in `answers.tsv` of a user's own pack, where `cleaner learn` writes them once somebody said yes; a run
with that pack (`--rules`) weighs them.  They are a piece of evidence like any other: every explanation shows them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from cleaner.model import Evidence, Finding, log_odds, probability

FILE = "answers.tsv"
NAME = "what people decided here"
# What was believed beforehand counts as this many answers: the shipped prior speaks until people have said as much, and
# nine rejections of ten bring a rule from 0.6 to 0.35, from 0.95 to 0.53.
BELIEVED = 10
# Fewer answers say more of one document than of the rule.
FEWEST = 5
COLUMNS = ("run", "rule", "version", "right", "wrong", "expected")


class Answered(NamedTuple):
    """How often a rule's first suggestion was right, as people saw it.

    `expected` is the share that was expected to be right, without these very answers: the mean confidence of the
    findings that were answered, and so the rule's prior and what their documents showed.  `version` is the rule's
    digest (`rulebook.version`), "" for a detector: a rule that acts otherwise since must be judged anew.

    >>> rejected = Answered("mt/es/mafia-mob", right=1, wrong=9, expected=0.6)
    >>> round(rejected.believed, 2), rejected.evidence.detail
    (0.35, '9 of 10 rejected')
    >>> round(Answered("ocr/tbe", right=60, wrong=0, expected=0.9).believed, 3)
    0.986
    """

    rule: str
    right: int
    wrong: int
    expected: float
    version: str = ""

    @property
    def of(self) -> int:
        """How many answers."""
        return self.right + self.wrong

    @property
    def believed(self) -> float:
        """The share that is right, after what was expected and what was answered."""
        return (self.expected * BELIEVED + self.right) / (BELIEVED + self.of)

    @property
    def evidence(self) -> Evidence:
        """What the answers weigh: from what was expected to what is believed now, in log-odds."""
        weight = log_odds(self.believed) - log_odds(self.expected) if self.of >= FEWEST else 0.0
        told = f"{self.wrong} of {self.of} rejected" if self.wrong else f"all {self.of} accepted"
        return Evidence(NAME, weight, told)


def with_answers(finding: Finding, answered: Mapping[str, Answered]) -> Finding:
    """The finding with what people answered to others of its rule."""
    known = answered.get(finding.rule)
    if known is None or known.of < FEWEST:
        return finding
    return replace(finding, evidence=(*finding.evidence, known.evidence))


def without_answers(finding: Finding) -> float:
    """The finding's confidence without what people answered."""
    return probability(sum(e.weight for e in finding.evidence if e.name != NAME))


def together(rows: Iterable[Answered]) -> dict[str, Answered]:
    """By rule, what several runs' answers come to.

    >>> both = together([Answered("a", 8, 2, 0.5), Answered("a", 30, 0, 0.9)])["a"]
    >>> both.right, both.wrong, round(both.expected, 2)
    (38, 2, 0.8)
    """
    by_rule: defaultdict[str, list[Answered]] = defaultdict(list)
    for row in rows:
        by_rule[row.rule].append(row)
    return {rule: _sum(same) for rule, same in by_rule.items()}


def _sum(rows: list[Answered]) -> Answered:
    right, wrong = sum(r.right for r in rows), sum(r.wrong for r in rows)
    expected = sum(r.expected * r.of for r in rows) / max(1, right + wrong)
    return rows[0]._replace(right=right, wrong=wrong, expected=expected)


# ------------------------------------------------------------------ answers.tsv: the rows of each reviewed run

_HEAD = """\
# What people answered to each rule's findings: written by `cleaner learn`, weighed by runs with --rules of this folder.
# A row is a rule in a reviewed run; the run's rows are replaced when it is learnt from again.  Take out what you like.
# """


def read(file: Path) -> dict[str, list[Answered]]:
    """The rows of each run; none if there is no file.  `ValueError` names a line that cannot be read."""
    runs: dict[str, list[Answered]] = {}
    if not file.is_file():
        return runs
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        try:
            run, rule, version, right, wrong, expected = line.split("\t")
            row = Answered(rule, int(right), int(wrong), float(expected), version)
            if min(row.right, row.wrong) < 0 or not 0 <= row.expected <= 1:
                raise ValueError(line)
        except ValueError:
            raise ValueError(f"{file}:{number}: wanted between tabs: {', '.join(COLUMNS)}") from None
        runs.setdefault(run, []).append(row)
    return runs


def table(runs: Mapping[str, Iterable[Answered]]) -> str:
    """The file: all rows, sorted, under a head that says what they are."""
    rows = sorted((run, row.rule, row) for run, of_run in runs.items() for row in of_run)
    body = [f"{run}\t{rule}\t{r.version}\t{r.right}\t{r.wrong}\t{r.expected:.4f}" for run, rule, r in rows]
    return _HEAD + "\t".join(COLUMNS) + "\n" + "".join(f"{line}\n" for line in body)
