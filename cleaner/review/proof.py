"""What a sample proves about the rest."""

from __future__ import annotations

from math import exp, lgamma, log

CONFIDENCE = 0.95


def at_least(right: int, of: int, confidence: float = CONFIDENCE) -> float:
    """The share that is right at least, after `right` of `of` cases drawn by chance were right.

    The exact one-sided lower bound of Clopper and Pearson (Biometrika 26, 1934): the smallest share under
    which so good a sample would still have a chance of 1 - confidence.  With all right it is the exact
    form of the "rule of
    three".

    >>> round(at_least(20, 20), 4), round(at_least(19, 20), 4), at_least(0, 20)
    (0.8609, 0.7839, 0.0)
    """
    if right == 0:
        return 0.0
    low, high = 0.0, right / of
    for _ in range(60):
        middle = (low + high) / 2
        if _chance_of_at_least(right, of, middle) < 1 - confidence:
            low = middle
        else:
            high = middle
    return low


def _chance_of_at_least(right: int, of: int, share: float) -> float:
    """P(X ≥ right) for X ~ Binomial(of, share); logarithms, so that large samples do not overflow."""
    if share <= 0.0:
        return 0.0
    if share >= 1.0:
        return 1.0
    return sum(
        exp(lgamma(of + 1) - lgamma(k + 1) - lgamma(of - k + 1) + k * log(share) + (of - k) * log(1 - share))
        for k in range(right, of + 1)
    )


def statement(right: int, of: int) -> str:
    """What a sample says, in words.  The bound is rounded down: it must not promise more than it holds.

    >>> statement(20, 20)
    '20 of 20 right: at least 86% right with 95% confidence (Clopper–Pearson)'
    """
    bound = int(at_least(right, of) * 100)
    return f"{right} of {of} right: at least {bound}% right with {CONFIDENCE:.0%} confidence (Clopper–Pearson)"
