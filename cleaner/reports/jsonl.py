"""`edits.jsonl`: one line a finding, fixed or open.  The contract is `docs/edits.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from cleaner.formats import Place
from cleaner.formats.source import byte_offsets
from cleaner.model import Cleaned
from cleaner.text.visible import in_json


def rows(cleaned: Cleaned) -> Iterator[dict[str, Any]]:
    """The records of one document as plain values, in order of place."""
    spots = sorted({at for r in cleaned.records for at in (r.finding.start, r.finding.end)})
    place = cleaned.document.container
    document = cleaned.document
    offsets = place.offsets(document, spots) if isinstance(place, Place) else byte_offsets(document.text, spots)
    bytes_at = dict(zip(spots, offsets, strict=True))
    for r in cleaned.records:
        f = r.finding
        yield {
            "doc": document.id,
            "start": f.start,
            "end": f.end,
            "byte_start": bytes_at[f.start],
            "byte_end": bytes_at[f.end],
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


def lines(cleaned: Iterable[Cleaned]) -> Iterator[str]:
    """The same as lines of JSON."""
    for c in cleaned:
        for row in rows(c):
            yield in_json(json.dumps(row, ensure_ascii=False)) + "\n"
