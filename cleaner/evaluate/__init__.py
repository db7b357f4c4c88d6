"""Measures for anyone with truth: damaged texts, their truths, and what any tool made of them.

`views` say what counts, `text.alignment` finds the edits, `tallies` count, `scores` puts them together.  `unwanted`
counts what a tool invented, dropped and changed wrongly.  `judging` judges single records, `reliability` sums them up;
`comparison` sets tools side by side.  `corpora`, `outputs` and `claims` read files; `score_tables` lays figures out.
docs/eval.md defines every measure.

>>> evaluate([Sample("1", "tbe man", "the man", "the man")]).figures()["f05"]
1.0
"""

from cleaner.evaluate.judging import Claim, Judge, Judgement
from cleaner.evaluate.scores import Sample, Scores, Truth, evaluate
from cleaner.evaluate.views import VIEWS
from cleaner.text.alignment import token_edits

__all__ = ["VIEWS", "Claim", "Judge", "Judgement", "Sample", "Scores", "Truth", "evaluate", "token_edits"]
