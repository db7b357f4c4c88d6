"""Numbers as they were said, in figures as they are written: `twelve percent`, `five million dollars`, `q three`.

Only the form changes, never the value.  A phrase that could mean two numbers is left alone.  Where two places of a text
say figures that sound alike of the same thing (fifteen, fifty), one may be misheard: that is pointed at, no more.

Counted in the development half of Earnings-21, 29 calls, four recognisers, against what people wrote
(`benchmarks/transcripts.py`): the table below says how many hits came nearer to it, made no difference, went farther.
A number below ten, or a lone teen or ten, stays in words: 204 hits nearer, 806 the same, 3,260 farther.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import regex

from cleaner.detectors.alike_figures import alike_figures
from cleaner.detectors.speech import not_a_scan
from cleaner.diagnosis.diagnose import Own, weight
from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Evidence, Finding, Suggestion, Tier, log_odds
from cleaner.text.expressions import compiled
from cleaner.text.number_words import (
    BEGINS,
    BELOW_100,
    CARDINAL,
    DECIMAL,
    FIGURES,
    NUMBER,
    PART,
    TWO_DIGITS,
    UNITS,
    figures,
    value,
    year,
)  # fmt: skip

# A text that is rather no transcript is not asked about: right prose writes `75 percent` too, hundreds of times in a
# long text, in which any one word may look misheard.
_A_TRANSCRIPT = 0.5
_SURE = 0.88

_BEFORE = rf"{BEGINS}(?<!\b{PART}(?: and| to| or)?[ -])(?<![\w$€£.,-])(?<!\d )"
_NO_MORE = rf"\b(?![ -]{PART}\b)"
_COUNTED = (
    r"percent|per cent|basis|dollars?|cents?|times|years?|days?|months?|weeks?|hours?|minutes?|people|units|stores"
)
_SCALE = "million|billion|trillion"
_CENTS = rf"{BELOW_100}|\d\d?"
# An amount with a point in it has its cents.
_BROKEN = rf"(?:{DECIMAL}|\d[\d,]*+\.\d++)"


@dataclass(frozen=True, slots=True)
class SpokenForm:
    """How something is said, and how it is written.  `tier`: how far it goes by itself."""

    said: str  # an expression; it is compiled for a transcript
    written: Callable[[regex.Match[str]], str]
    why: str
    tier: Tier = Tier.LIKELY


def _said(pattern: str) -> str:
    return f"(?i){pattern}"


def _money(m: regex.Match[str]) -> str:
    amount = figures(m[1])
    if m[3]:
        amount += f".{int(m[3]) if m[3].isdigit() else value(m[3]):02}"
    return f"${amount}" + (f" {m[2].lower()}" if m[2] else "")


def _ranged(m: regex.Match[str]) -> str:
    return f"{figures(m[1])}% {m[2]} {figures(m[3])}%"


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
    "percent": SpokenForm(  # 1,359 / 23 / 14
        _said(rf"{_BEFORE}({NUMBER}) per ?cent\b(?!-)(?! of the time)"), lambda m: f"{figures(m[1])}%",
        "A percentage as it was said.",
    ),
    "money": SpokenForm(  # 683 / 23 / 10
        _said(
            rf"{_BEFORE}(?!{_BROKEN} dollars? and (?:{_CENTS}) cents\b)"
            rf"({NUMBER}) (?:({_SCALE}) dollars\b(?! and {NUMBER} cents)|"
            rf"dollars?\b(?! (?:{_SCALE}|thousand|hundred)\b)(?: and ({_CENTS}) cents\b)?)"
        ), _money,
        "A sum of money as it was said.",
    ),
    "year": SpokenForm(  # 376 / 1 / 0
        _said(rf"{_BEFORE}(nineteen|twenty)[ -]({TWO_DIGITS}){_NO_MORE}(?! (?:{_COUNTED})\b)"),
        lambda m: str(year(m[1], m[2])), "A year as it was said, half by half.",
    ),
    "year-of-two-thousand": SpokenForm(  # 26 / 0 / 0
        _said(rf"{_BEFORE}two thousand(?: and)? ({BELOW_100}){_NO_MORE}(?! (?:{_COUNTED})\b)"),
        lambda m: str(2000 + value(m[1])), "A year as it was said.",
    ),
    "year-in-two": SpokenForm(  # 20 / 1 / 0
        _said(
            r"(?<=\b(?:fiscal|year|years|quarter|half|of|in|since|through|to|and|for|from|until|by) )"
            rf"(?:20[ -]|2000 and )([12]\d)\b(?![,.]?\d|-)(?! (?:\d|{_COUNTED}|{_SCALE}|thousand|to \d)\b)"
        ),
        lambda m: f"20{m[1]}", "A year that was said half by half.",
    ),
    "quarter": SpokenForm(  # 89 / 0 / 0
        _said(rf"(?<![\w-])q(?:ueue)? (one|two|three|four){_NO_MORE}(?!-)"), lambda m: f"Q{UNITS[m[1].lower()]}",
        "A quarter of the year as it was said.",
    ),
    "scale": SpokenForm(  # 450 / 0 / 0
        _said(rf"{_BEFORE}({DECIMAL}|{CARDINAL}) ({_SCALE})\b(?! and)"), lambda m: f"{figures(m[1])} {m[2]}",
        "A number as it was said.",
    ),
    "number": SpokenForm(  # 510 / 5 / 4
        _said(rf"{_BEFORE}({DECIMAL}|{CARDINAL}){_NO_MORE}"), lambda m: figures(m[1]), "A number as it was said.",
    ),
}  # fmt: skip
_SHORT = frozenset({"scale", "number"})  # of which the short ones stay in words
_TELLING = compiled(r"(?i)\d|\b(?:q|queue|hundred|point|\w+teen|ten|eleven|twelve|\w+ty|per ?cent|dollars?)\b")


def spoken_numbers(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """A finding for each number that stands as it was said, and a flag for figures that may be misheard."""
    text = seen.analysis.text
    if seen.diagnosis["asr"] < _A_TRANSCRIPT or not _TELLING.search(text):
        return
    against = not_a_scan(seen)
    taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for name, form in FORMS.items():
        for m in compiled(form.said).finditer(text):
            block = taken[m.start() >> 8] + taken[m.end() >> 8] + taken[(m.start() >> 8) - 1]
            if (
                (name in _SHORT and _is_short(m[1]))
                or m[0].lower().startswith("a hundred m")
                or any(m.start() < b and a < m.end() for a, b in block)
            ):
                continue
            taken[m.start() >> 8].append(m.span())
            rule = f"asr/spoken-{name}"
            yield Finding(
                m.start(), m.end(), rule, "asr", form.tier, (Suggestion(form.written(m)),), form.why,
                (Evidence("the same value, as people write it", log_odds(_SURE)),
                 *weight(seen.diagnosis, "asr", Own.of(rule, m.group())), *against),
            )  # fmt: skip
    yield from alike_figures(seen)


def _is_short(said: str) -> bool:
    """Whether people write such a number in words: one, twelve, fifty."""
    return "point" not in said.lower() and " " not in said and "-" not in said
