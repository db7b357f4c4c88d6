"""The records of a tool, as its `edits.jsonl` has them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cleaner.evaluate.corpora import Pairs
from cleaner.evaluate.json_lines import InputError, id_of, misfit, rows, value_of
from cleaner.evaluate.judging import Claim
from cleaner.model import Edit, Verdict
from cleaner.text.edits import apply


def read_claims(path: Path, pairs: Pairs) -> list[Claim]:
    """The records of an `edits.jsonl`, checked against the damaged texts that they point into."""
    claims = []
    for row, place in rows(path):
        claim = _claim(row, place)
        if claim.doc not in pairs:
            raise InputError(f"{place}: no text has the id {claim.doc!r} (the first is {next(iter(pairs))!r})")
        text = pairs[claim.doc].noisy
        if not 0 <= claim.start <= claim.end <= len(text):
            raise InputError(f"{place}: {claim.doc} has no characters {claim.start} to {claim.end}")
        if (found := text[claim.start : claim.end]) != claim.before:
            raise InputError(
                f"{place}: {claim.doc} has {found[:60]!r} from {claim.start} to {claim.end}, "
                f"not {claim.before[:60]!r}; were these records made from other texts?"
            )
        claims.append(claim)
    return claims


def _claim(row: dict[str, Any], place: str) -> Claim:
    suggestions = row.get("suggestions") or []
    if not isinstance(suggestions, list):
        raise InputError(misfit(row, "suggestions", "a list", place))
    return Claim(
        doc=id_of(row, "doc", place),
        start=value_of(row, "start", int, place),
        end=value_of(row, "end", int, place),
        before=value_of(row, "before", str, place),
        after=None if row.get("after") is None else value_of(row, "after", str, place),
        rule=value_of(row, "rule", str, place),
        verdict=value_of(row, "verdict", str, place),
        confidence=None if row.get("confidence") is None else _confidence(row, place),
        suggestions=tuple(map(str, suggestions)),
    )


def _confidence(row: dict[str, Any], place: str) -> float:
    value = float(value_of(row, "confidence", float, place))
    if not 0 <= value <= 1:
        raise InputError(misfit(row, "confidence", "from 0 to 1", place))
    return value


def carry_out(claims: Iterable[Claim], pairs: Pairs) -> dict[str, str]:
    """Every damaged text with its fixes made: what the tool that made the records gave back.

    >>> claims = [Claim("1", 0, 3, "tbe", "the", "r", "fix"), Claim("1", 4, 7, "man", "men", "r", "ask")]
    >>> from cleaner.evaluate.corpora import Pair
    >>> carry_out(claims, {"1": Pair("tbe man", "the man")})
    {'1': 'the man'}
    """
    fixes: dict[str, list[Edit]] = {id_: [] for id_ in pairs}
    for claim in claims:
        if claim.verdict == Verdict.FIX:
            fixes[claim.doc].append(Edit(claim.start, claim.end, claim.after or ""))
    outputs = {}
    for id_, pair in pairs.items():
        try:
            outputs[id_] = apply(pair.noisy, fixes[id_])
        except ValueError as error:
            raise InputError(f"the fixes of {id_} cannot all be made: {error}") from None
    return outputs
