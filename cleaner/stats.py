"""What a count proves: bounds and tests from the field's textbooks."""

from __future__ import annotations

import math
from collections.abc import Callable

SURE = 0.95


def poisson_upper(events: int, sure: float = SURE) -> float:
    """The exact upper bound of a Poisson mean of which `events` were seen (Garwood 1936, one-sided).

    With no event it is the rule of three.

    >>> round(poisson_upper(0), 2), round(poisson_upper(1), 2), round(poisson_upper(10), 2)
    (3.0, 4.74, 16.96)
    """
    return _root(
        lambda mean: _poisson_at_most(events, mean) - (1 - sure), 0.0, events + 10 * math.sqrt(events + 1) + 10
    )


def wilson(right: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's interval of a share (1927); z = 1.96 is 95%, two-sided.

    >>> [round(p, 3) for p in wilson(9, 10)], wilson(0, 0)
    ([0.596, 0.982], (0.0, 1.0))
    """
    if not total:
        return 0.0, 1.0
    p, z2 = right / total, z * z
    middle = (p + z2 / (2 * total)) / (1 + z2 / total)
    half = z * math.sqrt(p * (1 - p) / total + z2 / (4 * total * total)) / (1 + z2 / total)
    return max(0.0, middle - half), min(1.0, middle + half)


def wilson_lower(right: int, total: int) -> float:
    """The lower end of Wilson's interval: what a rule has proved so far (95%).

    >>> round(wilson_lower(4, 4), 2), round(wilson_lower(400, 400), 2), wilson_lower(0, 0)
    (0.51, 0.99, 0.0)
    """
    return wilson(right, total)[0]


def at_least(right: int, of: int, sure: float = SURE) -> float:
    """The share that is right at least, after `right` of `of` cases drawn by chance were right.

    The exact one-sided lower bound of Clopper and Pearson (Biometrika 26, 1934): the smallest share under
    which so good a sample would still have a chance of 1 - sure.  With all right it is the exact form of the
    "rule of three".

    >>> round(at_least(20, 20), 4), round(at_least(19, 20), 4), at_least(0, 20)
    (0.8609, 0.7839, 0.0)
    """
    if right == 0:
        return 0.0
    return _root(lambda share: (1 - sure) - _chance_of_at_least(right, of, share), 0.0, right / of)


def _chance_of_at_least(right: int, of: int, share: float) -> float:
    """P(X ≥ right) for X ~ Binomial(of, share); logarithms, so that large samples do not overflow."""
    if share <= 0.0:
        return 0.0
    if share >= 1.0:
        return 1.0
    return sum(
        math.exp(math.log(math.comb(of, k)) + k * math.log(share) + (of - k) * math.log(1 - share))
        for k in range(right, of + 1)
    )


def statement(right: int, of: int) -> str:
    """What a sample says, in words.  The bound is rounded down: it must not promise more than it holds.

    >>> statement(20, 20)
    '20 of 20 right: at least 86% right with 95% confidence (Clopper–Pearson)'
    """
    bound = int(at_least(right, of) * 100)
    return f"{right} of {of} right: at least {bound}% right with {SURE:.0%} confidence (Clopper–Pearson)"


def wrong_at_most(right: int, of: int, total: int, sure: float = SURE) -> int:
    """How many of the `total - of` cases that were not drawn are wrong at most, after `right` of `of` drawn were right.

    The exact bound for a lot that ends: the largest number under which so good a sample, drawn without putting back,
    would still have a chance of 1 - sure (hypergeometric; Buonaccorsi, American Statistician 41, 1987).

    >>> wrong_at_most(20, 20, 432), wrong_at_most(60, 60, 1000), wrong_at_most(20, 20, 20), wrong_at_most(0, 5, 9)
    (58, 47, 0, 4)
    """
    seen_wrong = of - right
    low, high = seen_wrong, total - right  # of all that are wrong
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _drawn_at_most(seen_wrong, of, middle, total) > 1 - sure else (low, middle - 1)
    return low - seen_wrong


def _drawn_at_most(wrong: int, of: int, all_wrong: int, total: int) -> float:
    """The chance that `of` drawn out of `total`, of which `all_wrong` are wrong, hold at most so many wrong ones."""
    logs = [
        _log_choose(all_wrong, k) + _log_choose(total - all_wrong, of - k) - _log_choose(total, of)
        for k in range(max(0, of - (total - all_wrong)), min(wrong, all_wrong) + 1)
    ]
    return math.fsum(math.exp(log) for log in logs)


def _log_choose(of: int, some: int) -> float:
    return math.lgamma(of + 1) - math.lgamma(some + 1) - math.lgamma(of - some + 1)


def by_chance(near: int, changed: int, kept: int) -> float:
    """How likely all `near` paragraphs that hold a word fall among the `changed` ones, were they dealt at random.

    >>> round(by_chance(4, 4, 4), 3), by_chance(2, 2, 2) > 0.1
    (0.014, True)
    """
    return math.comb(changed, near) / math.comb(changed + kept, near)


def _poisson_at_most(events: int, mean: float) -> float:
    """The probability of at most so many events; summed in logarithms, so that large means do not vanish."""
    if mean == 0:
        return 1.0
    logs = [k * math.log(mean) - mean - math.lgamma(k + 1) for k in range(events + 1)]
    largest = max(logs)
    return math.exp(largest) * sum(math.exp(x - largest) for x in logs)


def _root(falling: Callable[[float], float], low: float, high: float) -> float:
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > 0 else (low, middle)
    return (low + high) / 2
