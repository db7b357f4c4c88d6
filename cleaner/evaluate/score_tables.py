"""Tables of what was measured, for people: as aligned text or as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cleaner.evaluate.preferences import Preference
from cleaner.evaluate.reliability import Calibration

Row = Sequence[str]

# heading, figure, format
_SCORES = (
    ("cMER", "cmer", ".4f"),
    ("pref", "preference", "+.2f"),
    ("CER", "cer", ".4f"),
    ("gone", "cer_reduction", ".1%"),
    ("WER", "wer", ".4f"),
    ("gone", "wer_reduction", ".1%"),
    ("nCER", "neutral_cer", ".4f"),
    ("gone", "neutral_cer_reduction", ".1%"),
    ("P", "precision", ".3f"),
    ("R", "recall", ".3f"),
    ("F0.5", "f05", ".3f"),
    ("broken/1000", "damage_per_1000", ".2f"),
    ("strict P", "strict_precision", ".3f"),
    ("R", "strict_recall", ".3f"),
    ("broken/1000", "strict_damage_per_1000", ".2f"),
    ("oPWER gone", "found_wer_reduction", ".1%"),
)
# Shares of the edits that were made; a dash where a tool made none.
_OF_EDITS_MADE = {"precision": "edits_made", "f05": "edits_made", "strict_precision": "strict_edits_made"}


def scores_table(figures: Iterable[tuple[str, Mapping[str, float]]]) -> list[Row]:
    """One row for each named set of figures."""
    rows: list[Row] = [("", *(heading for heading, _, _ in _SCORES))]
    for name, row in figures:
        cells = (
            "–" if figure in _OF_EDITS_MADE and not row[_OF_EDITS_MADE[figure]] else format(row[figure], form)
            for _, figure, form in _SCORES
        )
        rows.append((name, *cells))
    return rows


_UNWANTED = (
    ("invented/1000", "invented_per_1000", ".2f"),
    ("dropped/1000", "dropped_per_1000", ".2f"),
    ("numbers wrong", "wrong_numbers", "d"),
    ("names wrong", "wrong_names", "d"),
)


def unwanted_table(lines: Iterable[tuple[str, Mapping[str, float], Mapping[str, Preference]]]) -> list[Row]:
    """One row for each named set of figures, and its preference over each other one."""
    told = list(lines)
    others = [name for name, _, _ in told if any(name in preferences for _, _, preferences in told)]
    rows: list[Row] = [("", *(heading for heading, _, _ in _UNWANTED), *(f"than {other}" for other in others))]
    for name, row, preferences in told:
        cells = (format(row[figure], form) for _, figure, form in _UNWANTED)
        rows.append((name, *cells, *(str(preferences.get(other, "–")) for other in others)))
    return rows


def calibration_table(named: Mapping[str, Calibration]) -> list[Row]:
    """The bins of each calibration, its errors in the last row."""
    rows: list[Row] = [("records", "confidence", "number", "mean confidence", "share right")]
    for name, figures in named.items():
        for b in figures.bins:
            span = f"{b.low:.1f}–{b.high:.1f}"
            rows.append((name, span, str(b.count), f"{b.confidence:.3f}", f"{b.right:.3f}"))
        rows.append((name, "all", str(figures.count), f"ECE {figures.ece:.4f}", f"Brier {figures.brier:.4f}"))
    return rows


def rules_table(rules: Iterable[Mapping[str, Any]]) -> list[Row]:
    """A row for each rule and verdict."""
    counted = ("rule", "verdict", "fires", "right", "harmless", "wrong")
    rows: list[Row] = [(*counted, "precision", "at least", "offered", "harmed")]
    for r in rules:
        shares = [f"{r[share]:.3f}" if r["right"] + r["wrong"] else "–" for share in ("precision", "proved")]
        rows.append((*(str(r[name]) for name in counted), *shares, str(r["offered"]), str(r["harmed"])))
    return rows


def as_text(rows: Sequence[Row]) -> str:
    """Columns aligned, the first to the left and the others to the right.

    >>> print(as_text([("", "CER"), ("input", "0.06")]))
            CER
    input  0.06
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell.rjust(w) if i else cell.ljust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True)))
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def as_markdown(rows: Sequence[Row]) -> str:
    """A pipe table.

    >>> print(as_markdown([("", "CER"), ("a|b", "0.06")]))
    |  | CER |
    |---|---:|
    | a\\|b | 0.06 |
    """
    head, *body = ("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)
    return "\n".join([head, "|---|" + "---:|" * (len(rows[0]) - 1), *body])
