"""Reads the records of a tool from its `edits.jsonl`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cleaner.evaluate.corpora import Pairs
from cleaner.evaluate.json_lines import ID, LIST, NUMBER, TEXT, WHOLE_NUMBER, Row, optional_value_of, rows, value_of
from cleaner.evaluate.judging import Claim
from cleaner.files.given import Misuse
from cleaner.model import Edit, Verdict
from cleaner.text.edits import apply


def read_claims(path: Path, pairs: Pairs) -> list[Claim]:
    """The records of an `edits.jsonl`, checked against the damaged texts that they point into."""
    claims = []
    for row, place in rows(path):
        claim = _claim(row, place)
        if claim.doc not in pairs:
            raise Misuse(f"{place}: no text has the id {claim.doc!r} (the first is {next(iter(pairs))!r})")
        text = pairs[claim.doc].noisy
        if not 0 <= claim.start <= claim.end <= len(text):
            raise Misuse(f"{place}: {claim.doc} has no characters {claim.start} to {claim.end}")
        if (found := text[claim.start : claim.end]) != claim.before:
            raise Misuse(
                f"{place}: {claim.doc} has {found[:60]!r} from {claim.start} to {claim.end}, "
                f"not {claim.before[:60]!r}; were these records made from other texts?"
            )
        claims.append(claim)
    return claims


def _claim(row: Row, place: str) -> Claim:
    confidence = optional_value_of(row, "confidence", NUMBER, place)
    if confidence is not None and not 0 <= confidence <= 1:
        raise Misuse(f"{place}: 'confidence' should be from 0 to 1")
    return Claim(
        doc=str(value_of(row, "doc", ID, place)),
        start=value_of(row, "start", WHOLE_NUMBER, place),
        end=value_of(row, "end", WHOLE_NUMBER, place),
        before=value_of(row, "before", TEXT, place),
        after=optional_value_of(row, "after", TEXT, place),
        rule=value_of(row, "rule", TEXT, place),
        verdict=value_of(row, "verdict", TEXT, place),
        confidence=confidence,
        suggestions=tuple(map(str, optional_value_of(row, "suggestions", LIST, place) or ())),
    )


def carry_out(claims: Iterable[Claim], pairs: Pairs) -> dict[str, str]:
    """Every damaged text with its fixes made, which is what the tool that wrote the records gave back.

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
            raise Misuse(f"the fixes of {id_} cannot all be made: {error}") from None
    return outputs
