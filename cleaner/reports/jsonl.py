"""`edits.jsonl`: one line a finding, fixed or open.  The contract is `docs/edits.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from cleaner.formats.source import bytes_at
from cleaner.model import Cleaned
from cleaner.text.visible import in_json


def rows(cleaned: Cleaned) -> Iterator[dict[str, Any]]:
    """The records of one document as plain values, in order of place."""
    document, at = cleaned.document, bytes_at(cleaned.document, cleaned.records)
    for r in cleaned.records:
        f = r.finding
        row = {
            "doc": document.id,
            "start": f.start,
            "end": f.end,
            "byte_start": at[f.start],
            "byte_end": at[f.end],
            "before": r.before,
            "after": r.after,
            "suggestions": [s.text for s in f.suggestions],
            "rule": f.rule,
            "damage": f.damage,
            "tier": str(f.tier),
            "verdict": str(r.verdict),
            "confidence": round(f.confidence, 4),
            "reason": f"{f.why} [{r.reason}]",
        }
        said = zip(("time", "speaker"), r.clock.split(" ", 1), strict=False)
        yield row | {key: value for key, value in said if value}


def lines(cleaned: Iterable[Cleaned]) -> Iterator[str]:
    """The same as lines of JSON."""
    for c in cleaned:
        for row in rows(c):
            yield in_json(json.dumps(row, ensure_ascii=False)) + "\n"
