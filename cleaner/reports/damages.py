"""A diagnosis in words: `mt/es 0.99: leftover UU. 6 × …`."""

from __future__ import annotations

import json

from cleaner.model import Diagnosis
from cleaner.text.visible import visible

# A damage with a smaller probability is not shown.
WORTH_NAMING = 0.05
SHOWN = 6


def as_text(name: str, diagnosis: Diagnosis) -> str:
    """One line a damage, the likeliest first, each with its evidence."""
    lines = [f"{visible(name)}:"]
    for damage, p in diagnosis.probabilities.items():
        if p >= WORTH_NAMING:
            evidence = [f"{e.name} {e.detail} ({e.weight:+.1f})" for e in diagnosis.evidence[damage][:SHOWN]]
            more = len(diagnosis.evidence[damage]) - SHOWN
            lines.append(
                visible(f"  {damage} {p:.2f}: {'; '.join(evidence)}{f'; and {more} more' if more > 0 else ''}")
            )
    if len(lines) == 1:
        lines.append("  unknown: nothing here tells of any damage")
    return "\n".join(lines) + "\n"


def as_json(name: str, diagnosis: Diagnosis) -> str:
    """The same for programs."""
    evidence = {
        damage: [{"name": e.name, "weight": round(e.weight, 3), "detail": e.detail} for e in items]
        for damage, items in diagnosis.evidence.items()
    }
    probabilities = {d: round(p, 4) for d, p in diagnosis.probabilities.items()}
    return json.dumps({"doc": name, "probabilities": probabilities, "evidence": evidence}) + "\n"
