"""From costs to ratios and rows.

A ratio is the median of the ratios of the rounds, with the smallest and the largest in brackets.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

from speed.processes import Cost
from speed.samples import PAGE


def cpu(costs: Sequence[Cost]) -> float:
    """Median seconds."""
    return median(cost.cpu for cost in costs)


def peak(costs: Sequence[Cost]) -> str:
    """The largest, in MiB."""
    return f"{max(cost.peak for cost in costs):.0f}"


def ratios(ours: Iterable[float], theirs: Iterable[float]) -> list[float]:
    """Ours over theirs, round by round; 0 where theirs is lost in the noise."""
    return [a / b if b > 0 else 0 for a, b in zip(ours, theirs, strict=True)]


def seconds(costs: Sequence[Cost]) -> list[float]:
    return [cost.cpu for cost in costs]


def without_page(costs: Sequence[Cost], pages: Sequence[Cost], size: int) -> list[float]:
    """Seconds for each character, round by round, less one page and its seconds: they are nearly all start-up."""
    return [(cost.cpu - page.cpu) / (size - PAGE) for cost, page in zip(costs, pages, strict=True)]


def carried_on(costs: Sequence[Cost], pages: Sequence[Cost], read: int, size: int) -> list[float]:
    """Seconds for a whole text, round by round, of a tool that read only its beginning."""
    rates = without_page(costs, pages, read)
    return [page.cpu + rate * (size - PAGE) for page, rate in zip(pages, rates, strict=True)]


def ratio(values: Sequence[float]) -> str:
    """`24 (23–25)`.

    >>> ratio([1.02, 0.98, 1.0])
    '1.00 (0.98–1.02)'
    >>> ratio([151.2, 148.0, 149.9])
    '150 (148–151)'

    A text so short that its time is lost in the noise of the start-up has none.

    >>> ratio([-0.1, 2.0])
    '–'
    """
    if min(values) <= 0:
        return "–"
    middle = median(values)
    digits = 2 if middle < 10 else 1 if middle < 100 else 0
    return f"{middle:.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def show(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table in Markdown, at once: a later section takes minutes."""
    print(f"\n### {title}\n\n| " + " | ".join(head) + " |\n|---|" + "---:|" * (len(head) - 1))
    for row in rows:
        print("| " + " | ".join(row) + " |", flush=True)
