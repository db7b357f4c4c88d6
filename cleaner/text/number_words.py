"""Numbers said in words, and their values: `two hundred and five`, `one point two`, `twenty twenty one`.

A phrase is read only where it can mean one number.  What may be two of them (`twenty thirty`) is not.
"""

from __future__ import annotations

UNITS = {w: n for n, w in enumerate("one two three four five six seven eight nine".split(), 1)}
TEENS = {
    w: n
    for n, w in enumerate("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(), 10)
}
TENS = {w: 10 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
NOUGHTS = ("zero", "oh", "o")

ORDINALS = {
    w: n
    for n, w in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        1,
    )
} | {"thirtieth": 30}

_UNIT, _TEEN, _TEN = ("|".join(words) for words in (UNITS, TEENS, TENS))
# Patterns of numbers, without groups of their own.
BELOW_100 = rf"(?:(?:{_TEN})(?:[ -](?:{_UNIT}))?|{_TEEN}|{_UNIT})"
BELOW_1000 = rf"(?:(?:{_UNIT}|a) hundred(?:(?: and)? {BELOW_100})?|{BELOW_100})"
# Twelve hundred, twenty five hundred.
_HUNDREDS = rf"(?:(?:{_TEN})[ -](?:{_UNIT})|(?!ten\b)(?:{_TEEN})) hundred(?:(?: and)? {BELOW_100})?"
# These take all of a number or nothing: "a hundred and five" is no "a hundred".
CARDINAL = rf"(?>{BELOW_1000} thousand(?:(?: and)? {BELOW_1000})?\b|{_HUNDREDS}\b|{BELOW_1000}\b)"
_PLACES = rf"(?: (?:{_UNIT}|zero|oh)\b)+"
# "At this point five of them left": what has no whole before its point is a number only behind a word that counts.
_COUNTS = r"(?<=\b(?:up|down|by|plus|minus|negative) )"
_MAY_COUNT = (
    r"(?<=\b(?:of|to|from|or|and|than|about|around|approximately|only|just|nearly|was|is|at|increased?|decreased?) )"
)
_NO_WHOLE = rf"(?:{_COUNTS}point{_PLACES}|{_MAY_COUNT}point{_PLACES}(?= (?:per ?cent|million|billion|trillion)\b))"
_WHOLE = rf"(?:{CARDINAL}|(?<!\d[.,])\d+(?:,\d{{3}})*)"
DECIMAL = rf"(?>{_WHOLE} point(?:{_PLACES}| \d+\b(?![.,]\d))|{_NO_WHOLE})"
FIGURES = r"(?>\d+(?:,\d{3})*(?:\.\d+)?)"
NUMBER = rf"(?:{DECIMAL}|{CARDINAL}|{FIGURES})"
# A place where a number begins, found quickly: what stands before it is looked at only there.
BEGINS = rf"(?<!\w)(?=\d|(?:{_UNIT}|{_TEEN}|{_TEN}|a hundred|point)\b)"
# What beside a number may be more of it.
PART = rf"(?:{_UNIT}|{_TEEN}|{_TEN}|zero|oh|hundred|thousand|million|billion|trillion|point|half|\d(?:[\d.,]*\d)?)"
TWO_DIGITS = rf"(?:(?:{_TEN})(?:[ -](?:{_UNIT}))?|{_TEEN}|(?:oh|o) (?:{_UNIT}))"


def value(said: str) -> int:
    """What a cardinal number in words is.

    >>> value("two hundred and five"), value("a hundred"), value("Twelve thousand three hundred forty-five")
    (205, 100, 12345)
    """
    words = said.lower().replace("-", " ").split()
    total = part = 0
    for word in words:
        if word == "thousand":
            total, part = part * 1000, 0
        elif word == "hundred":
            part *= 100
        elif word != "and":
            part += 1 if word == "a" else UNITS.get(word) or TEENS.get(word) or TENS[word]
    return total + part


def figures(said: str) -> str:
    """A number in figures.  One that stands in figures stays as it is.

    >>> figures("one point two five"), figures("point eight"), figures("six hundred thousand"), figures("2,000")
    ('1.25', '0.8', '600,000', '2,000')
    >>> figures("20 point seven"), figures("two point 61"), figures("twenty five hundred")
    ('20.7', '2.61', '2500')
    """
    whole, point, decimals = said.lower().partition("point")
    whole = whole.strip()
    if not whole[:1].isdigit():
        number = value(whole) if whole else 0
        whole = f"{number:,}" if number >= 10_000 else str(number)
    if not point:
        return whole
    return f"{whole}.{''.join(word if word.isdigit() else str(UNITS.get(word, 0)) for word in decimals.split())}"


def ordinal(said: str) -> str:
    """An ordinal number below a hundred in figures.

    >>> ordinal("twenty-first"), ordinal("Second"), ordinal("thirtieth"), ordinal("eleventh"), ordinal("thirteenth")
    ('21st', '2nd', '30th', '11th', '13th')
    """
    tens, _, last = said.lower().replace("-", " ").rpartition(" ")
    number = TENS.get(tens, 0) + ORDINALS[last]
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def year(century: str, rest: str) -> int:
    """A year said in two halves.

    >>> year("twenty", "twenty-one"), year("Nineteen", "oh five")
    (2021, 1905)
    """
    first, _, last = rest.lower().replace("-", " ").partition(" ")
    return value(century) * 100 + (UNITS[last] if first in NOUGHTS else value(rest))
