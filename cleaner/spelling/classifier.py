"""How sure the corrector is: boosted trees, exported as plain numbers, that say where their verdict comes
from.

The trees were fitted elsewhere (`scripts/build_confidence.py`); here they are only walked.  At every branch
the expected verdict moves, and the move belongs to the feature that was asked; what all moves of one kind add
up to is one piece of evidence.  So the pieces sum to the verdict exactly, and an explanation is the whole
truth.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from cleaner.model import Evidence
from cleaner.spelling.features import FEATURES

SHIPPED = Path(__file__).parent.parent / "data" / "confidence.json"

#: features as a reader knows them, in the order in which they are told
GROUPS: Mapping[str, tuple[str, ...]] = {
    "context": ("gain", "context gain", "fit", "blind"),
    "rivals": ("margin", "share"),
    "channel": ("channel", "distance", "each letter", "odd marks", "kind"),
    "frequency": (
        "own frequency",
        "new frequency",
        "known",
        "wordlike",
        "length",
        "name",
        "capitals",
        "case",
        "hyphen",
    ),
    "this text's own words": ("own in text", "new in text"),
    "state of the text": ("noise", "doubt near by", "explained"),
    "old spelling": ("old text",),
}


#: feature, threshold, the branch at most so high, the branch above, and what is expected here; a leaf has no branches
Node = tuple[int, float, Any, Any, float]


def _branch(tree: Sequence[Sequence[float]], at: int) -> Node:
    feature, threshold, low, high, value = tree[at]
    if feature < 0:
        return (-1, 0.0, None, None, value)
    return (int(feature), threshold, _branch(tree, int(low)), _branch(tree, int(high)), value)


class Classifier:
    """The fitted judgement.

    A tree is a list of nodes `[feature, threshold, low, high, value]`; at most the threshold goes low.  A
    leaf is `[-1, 0, 0, 0, value]`.  `value` is what the tree expects there, in log-odds.
    """

    def __init__(self, trees: Sequence[Sequence[Sequence[float]]]) -> None:
        self._trees = [_branch(tree, 0) for tree in trees]
        self._prior = sum(tree[0][4] for tree in trees)
        self._group = [next(g for g, names in GROUPS.items() if name in names) for name in FEATURES]

    @classmethod
    def open(cls, path: Path) -> Classifier:
        """A judgement that `scripts/build_confidence.py` wrote; `ValueError` if it was fitted on other features."""
        told = json.loads(path.read_text(encoding="utf-8"))
        if tuple(told["features"]) != FEATURES:
            raise ValueError(f"{path}: fitted on other features than this program measures; fit it again")
        return cls(told["trees"])

    @staticmethod
    @cache
    def shipped() -> Classifier:
        """The judgement that comes with the program, read once for the process."""
        return Classifier.open(SHIPPED)

    def log_odds(self, features: Sequence[float]) -> float:
        """How much more likely the reading is right than not."""
        total = 0.0
        for tree in self._trees:
            node = tree
            while node[2]:
                node = node[2] if features[node[0]] <= node[1] else node[3]
            total += node[4]
        return total

    def evidence(self, features: Sequence[float]) -> tuple[Evidence, ...]:
        """The same, as pieces that add up to it: the prior first, then the groups that speak."""
        moves = dict.fromkeys(self._group, 0.0)
        groups = self._group
        for tree in self._trees:
            node = tree
            while node[2]:
                following = node[2] if features[node[0]] <= node[1] else node[3]
                moves[groups[node[0]]] += following[4] - node[4]
                node = following
        told = dict(zip(FEATURES, features, strict=True))
        pieces = [Evidence("how often such readings are right", self._prior)]
        for group, names in GROUPS.items():
            if moves[group]:
                detail = ", ".join(f"{name} {told[name]:.4g}" for name in names)
                pieces.append(Evidence(group, moves[group], detail))
        return tuple(pieces)
