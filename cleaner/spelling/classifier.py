"""The classifier: gradient-boosted trees with monotone constraints say how likely a correction is right, and why.

`scripts/training/fit_classifier.py` fits the trees; here they are walked as plain numbers.  Each node knows the value
that is expected there, in log-odds.  The step from a node to its child is credited to the feature that was asked
(*Saabas attribution*); the steps of one group of features add up to one piece of evidence.  So the pieces sum exactly
to the verdict, and an explanation leaves nothing out.  Calibration is measured in docs/corrector.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from cleaner.files.locations import DATA
from cleaner.model import Evidence
from cleaner.native.boosted_trees import BoostedTrees
from cleaner.spelling.features import FEATURES
from cleaner.spelling.storage.bounded_cache import BoundedCache

SHIPPED = DATA / "confidence.json"
#: the judgements of so many corrections are kept, about two kilobytes each
MOST_JUDGED = 4_000

#: groups of features, named for the reader of an explanation, in the order in which they are told
GROUPS: Mapping[str, tuple[str, ...]] = {
    "context": ("gain", "context gain", "fit", "blind"),
    "rivals": ("margin", "share"),
    "channel": ("channel", "distance", "each letter", "odd marks", "kind"),
    "frequency": (
        "own frequency", "new frequency", "known", "wordlike", "length", "name", "capitals", "case", "hyphen",
        "dropped letters",
    ),
    "this text's own words": ("own in text", "new in text"),
    "state of the text": ("noise", "doubt near by", "explained", "unexplained", "misread near by", "words"),
    "speech or haste": ("strange near by", "speech near by", "a writer's"),
    "old spelling": ("old text",),
}  # fmt: skip

#: feature, threshold, the child for values up to it, the child above, the expected value; a leaf has no children
Node = tuple[int, float, Any, Any, float]


def _branch(tree: Sequence[Sequence[float]], at: int) -> Node:
    feature, threshold, low, high, value = tree[at]
    if feature < 0:
        return (-1, 0.0, None, None, value)
    return (int(feature), threshold, _branch(tree, int(low)), _branch(tree, int(high)), value)


class Trees:
    """The trees where there is no compiled core; `groups` gives the number of each feature's group."""

    def __init__(self, trees: Sequence[Sequence[Sequence[float]]], groups: Sequence[int]) -> None:
        self._trees = [_branch(tree, 0) for tree in trees]
        self._groups = groups

    def log_odds(self, features: Sequence[float]) -> float:
        """The sum of the leaves that the features lead to."""
        total = 0.0
        for tree in self._trees:
            feature, threshold, low, high, value = tree
            while low:
                feature, threshold, low, high, value = low if features[feature] <= threshold else high
            total += value
        return total

    def moves(self, features: Sequence[float]) -> Sequence[float]:
        """How far the questions about each group of features move the log-odds."""
        groups, moves = self._groups, [0.0] * (max(self._groups) + 1)
        for tree in self._trees:
            feature, threshold, low, high, value = tree
            while low:
                group, before = groups[feature], value
                feature, threshold, low, high, value = low if features[feature] <= threshold else high
                moves[group] += value - before
        return moves


class Classifier:
    """Boosted trees.

    In a file a tree is a list of nodes `[feature, threshold, low, high, value]`, where low and high are places in the
    list; a leaf is `[-1, 0, 0, 0, value]`.

    >>> stump = Classifier([[[0, 2.0, 1, 2, 0.5], [-1, 0, 0, 0, -1.0], [-1, 0, 0, 0, 1.5]]])  # asks for the gain
    >>> features = [3.0] + [0.0] * (len(FEATURES) - 1)
    >>> stump.log_odds(features), [(e.name, e.weight) for e in stump.evidence(features)]
    (1.5, [('how often such readings are right', 0.5), ('context', 1.0)])
    """

    def __init__(self, trees: Sequence[Sequence[Sequence[float]]]) -> None:
        self._prior = sum(tree[0][4] for tree in trees)
        groups = [next(g for g, names in enumerate(GROUPS.values()) if name in names) for name in FEATURES]
        self._trees = BoostedTrees.made(trees, groups) or Trees(trees, groups)
        # A document is read several times, and most of its places stay as they are.
        self._sums = BoundedCache[tuple[float, ...], float](self._trees.log_odds, MOST_JUDGED)
        self._pieces = BoundedCache(self._told, MOST_JUDGED)

    @classmethod
    def open(cls, path: Path) -> Classifier:
        """A fitted classifier; `ValueError` if it was fitted on other features."""
        told = json.loads(path.read_text(encoding="utf-8"))
        if tuple(told["features"]) != FEATURES:
            raise ValueError(f"{path}: fitted on other features than this program measures; fit it again")
        return cls(told["trees"])

    @staticmethod
    @cache
    def shipped() -> Classifier:
        """The classifier that comes with the program, read once for the process."""
        return Classifier.open(SHIPPED)

    def log_odds(self, features: Sequence[float]) -> float:
        """The log-odds that the correction is right."""
        return self._sums[tuple(features)]

    def evidence(self, features: Sequence[float]) -> tuple[Evidence, ...]:
        """The same as pieces that add up to it: the prior first, then each group whose weight is not 0."""
        return self._pieces[tuple(features)]

    def _told(self, features: tuple[float, ...]) -> tuple[Evidence, ...]:
        told = dict(zip(FEATURES, features, strict=True))
        pieces = [Evidence("how often such readings are right", self._prior)]
        for (group, names), move in zip(GROUPS.items(), self._trees.moves(features), strict=True):
            if move:
                detail = ", ".join(f"{name} {told[name]:.4g}" for name in names)
                pieces.append(Evidence(group, move, detail))
        return tuple(pieces)
