"""How large a rate can be, given how often something was seen: exact bounds, from the field's textbooks."""

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
