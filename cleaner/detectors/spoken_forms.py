"""How numbers are said, and how people write them: the table of forms that `spoken_numbers` looks for.

Only the form changes, never the value: what may be read as two numbers is in no form.  Counted in the development half
of Earnings-21, 29 calls, four recognisers, against what people wrote (`benchmarks/transcripts.py`): beside each form
stands how many hits came nearer to it, made no difference, went farther.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import regex

from cleaner.model import Tier
from cleaner.text.number_words import (
    BEGINS,
    BELOW_100,
    CARDINAL,
    DECIMAL,
    FIGURES,
    NUMBER,
    ORDINALS,
    PART,
    TENS,
    TWO_DIGITS,
    UNITS,
    figures,
    ordinal,
    value,
    year,
)  # fmt: skip

_BEFORE = rf"{BEGINS}(?<!\b{PART}(?: and| to| or)?[ -])(?<![\w$€£.,-])(?<!\d )"
_NO_MORE = rf"\b(?![ -]{PART}\b)"
_COUNTED = (
    r"percent|per cent|basis|dollars?|cents?|times|years?|days?|months?|weeks?|hours?|minutes?|people|units|stores"
)
_SCALE = "million|billion|trillion"
_CENTS = rf"{BELOW_100}|\d\d?"
# An amount with a point in it has its cents.
_BROKEN = rf"(?:{DECIMAL}|\d[\d,]*+\.\d++)"
_SHORT_SUM = rf"(?:{CARDINAL}|\d[\d,]*+(?!\.\d))"
_TWO_PLACES = rf"(?:[1-9]\d|(?:{'|'.join(TENS)})(?:[ -](?:{'|'.join(UNITS)}))?)"
_SUM_ENDS = r"(?=[.,;?!]?(?:\s*$|[.,;?!]?\s+(?:per|a|an|each|for|to|in|versus|compared)\b)|[.?!])"
_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_SPAN = "(?:time|week|day|month|year|anniversary)"  # the march tenth anniversary
_TO_NINTH = "|".join(word for word, number in ORDINALS.items() if number < 10)
_FROM_TENTH = "|".join(word for word, number in ORDINALS.items() if number > 9)  # people write "October first"
_NO_YEAR = rf"(?![ -][$€£])(?![ -](?!twenty\b|nineteen\b|two thousand\b|20\d\d\b|19\d\d\b){PART}\b)"


@dataclass(frozen=True, slots=True)
class SpokenForm:
    """How something is said, and how it is written; `None`: it stays.  `tier`: how far it goes by itself."""

    said: str  # an expression; it is compiled for a transcript
    written: Callable[[regex.Match[str]], str | None]
    why: str
    tier: Tier = Tier.LIKELY


def _said(pattern: str) -> str:
    return f"(?i){pattern}"


def _money(m: regex.Match[str]) -> str:
    amount = figures(m[1])
    if m[3]:
        amount += f".{int(m[3]) if m[3].isdigit() else value(m[3]):02}"
    return f"${amount}" + (f" {m[2].lower()}" if m[2] else "")


def _with_cents(m: regex.Match[str]) -> str:
    return f"${figures(m[1])}.{int(m[2]) if m[2].isdigit() else value(m[2]):02}"


def _ranged(m: regex.Match[str]) -> str:
    return f"{figures(m[1])}% {m[2]} {figures(m[3])}%"


def _both(m: regex.Match[str]) -> str | None:
    """Two numbers of one size.  *Three to four hundred* is none of them: it begins at three hundred."""
    sizes = [{size for size in ("hundred", "thousand") if size in said.lower()} for said in (m[1], m[3])]
    tens = [" " in said or "-" in said for said in (m[1], m[3])]
    if sizes[0] != sizes[1] or not any(tens) or m[3].lower() in UNITS:
        return None
    return f"{figures(m[1])} {m[2]} {figures(m[3])}"


FORMS: dict[str, SpokenForm] = {  # hits that came nearer, made no difference, went farther
    "range-in-figures": SpokenForm(  # 55 / 1 / 2
        _said(rf"{_BEFORE}({FIGURES}) (to|or|and) ({FIGURES}) per ?cent\b"), _ranged,
        "A range of percentages as it was said; both its ends get the sign.",
    ),
    "range": SpokenForm(  # 48 / 0 / 14
        _said(rf"{_BEFORE}({NUMBER}) (to|or|and) ({NUMBER}) per ?cent\b"), _ranged,
        "A range of percentages as it was said; both its ends get the sign.", Tier.ASK,
    ),
    "hundred-percent": SpokenForm(  # 17 / 0 / 2
        _said(rf"{_BEFORE}a hundred per ?cent\b"), lambda m: "100%",
        "A percentage as it was said, or the saying that means “wholly”.", Tier.ASK,
    ),
    "percent": SpokenForm(  # 1,361 / 23 / 14
        _said(rf"{_BEFORE}({NUMBER}) per ?cent\b(?!-)(?! of the time)"), lambda m: f"{figures(m[1])}%",
        "A percentage as it was said.",
    ),
    "money": SpokenForm(  # 738 / 27 / 10
        _said(
            rf"{_BEFORE}(?!{_BROKEN} dollars? and (?:{_CENTS}) cents\b)"
            rf"({NUMBER}) (?:({_SCALE}) dollars?\b(?!-)(?! and {NUMBER} cents)|"
            rf"dollars?\b(?!-)(?! (?:{_SCALE}|thousand|hundred)\b)"
            rf"(?: (?:and )?({_CENTS}) cents\b|(?! (?:and )?{PART}\b)))"
        ), _money,
        "A sum of money as it was said.",
    ),
    "money-and-cents": SpokenForm(  # 4 / 0 / 0
        _said(rf"{_BEFORE}({_SHORT_SUM}) dollars?(?: and)? ({_TWO_PLACES}){_SUM_ENDS}"), _with_cents,
        "Dollars and cents as they were said.", Tier.ASK,
    ),
    "cents": SpokenForm(  # 2 / 0 / 0
        _said(rf"(?<![\w.,])\$(\d[\d,]*+) and ({_CENTS}) cents\b"), _with_cents,
        "Dollars and cents as they were said.", Tier.ASK,  # human transcripts have it as often
    ),
    "date": SpokenForm(  # 17 / 2 / 0
        _said(
            rf"(?<!\w)({_MONTH}) ((?:twenty|thirty)[ -](?:{_TO_NINTH})|{_FROM_TENTH})\b{_NO_YEAR}(?! {_SPAN}\b)"
        ), lambda m: f"{m[1]} {ordinal(m[2])}", "A day as it was said.",
    ),
    "year": SpokenForm(  # 376 / 1 / 0
        _said(rf"{_BEFORE}(nineteen|twenty)[ -]({TWO_DIGITS}){_NO_MORE}(?! (?:{_COUNTED})\b)"),
        lambda m: str(year(m[1], m[2])), "A year as it was said, half by half.",
    ),
    "year-of-two-thousand": SpokenForm(  # 26 / 0 / 0
        _said(rf"{_BEFORE}two thousand(?: and)? ({BELOW_100}){_NO_MORE}(?! (?:{_COUNTED})\b)"),
        lambda m: str(2000 + value(m[1])), "A year as it was said.",
    ),
    "year-in-two": SpokenForm(  # 23 / 1 / 0
        _said(
            r"(?<=\b(?:fiscal|year|years|quarter|half|of|in|since|through|to|and|for|from|until|by) )"
            rf"(?:20[ -]|twenty |2000 and )([12]\d)\b(?![,.]?\d|-)(?! (?:\d|{_COUNTED}|{_SCALE}|thousand|to \d)\b)"
        ),
        lambda m: f"20{m[1]}", "A year that was said half by half.",
    ),
    "quarter": SpokenForm(  # 89 / 0 / 0
        _said(rf"(?<![\w-])q(?:ueue)? (one|two|three|four){_NO_MORE}(?!-)"), lambda m: f"Q{UNITS[m[1].lower()]}",
        "A quarter of the year as it was said.",
    ),
    "half": SpokenForm(  # 11 / 0 / 0
        _said(r"(?<![\w.&’'-])h (one|two|1|2)\b(?![ -]\p{L}\b|[.,]?\d)"),
        lambda m: f"H{UNITS.get(m[1].lower(), m[1])}", "A half of the year as it was said.",
    ),
    "filing": SpokenForm(  # 10 / 0 / 0
        _said(r"(?:(?<=\bforms? )(ten|eight|twenty|10|8|20) ([kf])|\b(ten|10) (q))\b(?!-)"),
        lambda m: f"{figures(m[1] or m[3])}-{(m[2] or m[4]).upper()}", "A form of the stock exchange as it was said.",
    ),
    "two-numbers": SpokenForm(  # 18 / 0 / 0
        _said(rf"{_BEFORE}({DECIMAL}|{CARDINAL}) (to|or) ({DECIMAL}|{CARDINAL}){_NO_MORE}(?! per ?cent\b)"), _both,
        "Numbers as they were said; both are written in figures, or neither.",
    ),
    "scale": SpokenForm(  # 453 / 0 / 0
        _said(rf"{_BEFORE}({DECIMAL}|{CARDINAL}) ({_SCALE})\b(?! and)"), lambda m: f"{figures(m[1])} {m[2]}",
        "A number as it was said.",
    ),
    "number": SpokenForm(  # 489 / 6 / 4
        _said(rf"{_BEFORE}({DECIMAL}|{CARDINAL}){_NO_MORE}(?! (?:to|or) {PART}\b)"), lambda m: figures(m[1]),
        "A number as it was said.",
    ),
}  # fmt: skip
