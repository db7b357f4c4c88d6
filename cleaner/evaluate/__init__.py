"""Measures for anyone with truth: damaged texts, their truths, and what any tool made of them.

`views` say what counts, `text.alignment` finds the edits, `tallies` count, `scores` puts them together.  `judging`
judges single records and `reliability` sums them up; `comparison` sets tools side by side.  `corpora` and `claims` read
files; `score_tables` lays out the figures.  docs/eval.md defines every measure.

>>> evaluate([Sample("1", "tbe man", "the man", "the man")]).figures()["f05"]
1.0
"""

from cleaner.evaluate.judging import Claim, Judge, Judgement
from cleaner.evaluate.scores import Sample, Scores, Truth, evaluate
from cleaner.evaluate.views import VIEWS
from cleaner.text.alignment import token_edits

__all__ = ["VIEWS", "Claim", "Judge", "Judgement", "Sample", "Scores", "Truth", "evaluate", "token_edits"]
