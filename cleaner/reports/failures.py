"""`failures.jsonl`: a line for each file and document that could not be cleaned: what happened, and what to do."""

from __future__ import annotations

import json
from collections.abc import Iterator

from cleaner.formats.outcome import Outcome
from cleaner.text.visible import in_json


def lines(outcome: Outcome) -> Iterator[str]:
    """The lines of one file.  `document` is null where the file itself could not be used."""
    for t in outcome.troubles:
        yield _line({"file": outcome.shown, "document": t.document, "what": t.what, "do": t.cure})
    if outcome.failure and not outcome.troubles:
        what, _, cure = outcome.failure.partition("; ")
        yield _line({"file": outcome.shown, "document": None, "what": what, "do": cure})


def _line(values: dict[str, str | None]) -> str:
    return in_json(json.dumps(values, ensure_ascii=False)) + "\n"
