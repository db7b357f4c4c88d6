"""Measures for anyone with truth: damaged texts, their truths, and what any tool made of them.

`views` say what counts, `alignment` finds the edits, `tallies` count, `scores` puts them together; `judging`
holds single records against the truth and `reliability` sums them up; `comparison` sets tools side
by side.  `corpora` and `claims` read files; `score_tables` lays out what was found; nothing prints.
docs/eval.md defines every measure.

>>> evaluate([Sample("1", "tbe man", "the man", "the man")]).figures()["f05"]
1.0
"""

from cleaner.evaluate.alignment import TokenEdit, token_edits
from cleaner.evaluate.judging import Claim, Judge, Judged, Judgement
from cleaner.evaluate.reliability import Calibration, RuleScore, by_rule, calibration, reliability
from cleaner.evaluate.scores import Sample, Scores, Truth, each_edit, evaluate
from cleaner.evaluate.views import VIEWS
from cleaner.stats import wilson_lower

__all__ = [
    "VIEWS",
    "Calibration",
    "Claim",
    "Judge",
    "Judged",
    "Judgement",
    "RuleScore",
    "Sample",
    "Scores",
    "TokenEdit",
    "Truth",
    "by_rule",
    "calibration",
    "each_edit",
    "evaluate",
    "reliability",
    "token_edits",
    "wilson_lower",
]
