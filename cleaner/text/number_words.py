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

_UNIT, _TEEN, _TEN = ("|".join(words) for words in (UNITS, TEENS, TENS))
# Patterns of numbers, without groups of their own.
BELOW_100 = rf"(?:(?:{_TEN})(?:[ -](?:{_UNIT}))?|{_TEEN}|{_UNIT})"
BELOW_1000 = rf"(?:(?:{_UNIT}|a) hundred(?:(?: and)? {BELOW_100})?|{BELOW_100})"
# These take all of a number or nothing: "a hundred and five" is no "a hundred".
CARDINAL = rf"(?>{BELOW_1000} thousand(?:(?: and)? {BELOW_1000})?\b|{BELOW_1000}\b)"
DECIMAL = rf"(?>(?:{CARDINAL} )?point(?: (?:{_UNIT}|zero|oh)\b)+)"
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
    """
    if said[0].isdigit():
        return said
    whole, point, decimals = said.lower().partition("point")
    number = value(whole) if whole.strip() else 0
    shown = f"{number:,}" if number >= 10_000 else str(number)
    return f"{shown}.{''.join(str(UNITS.get(word, 0)) for word in decimals.split())}" if point else shown


def year(century: str, rest: str) -> int:
    """A year said in two halves.

    >>> year("twenty", "twenty-one"), year("Nineteen", "oh five")
    (2021, 1905)
    """
    first, _, last = rest.lower().replace("-", " ").partition(" ")
    return value(century) * 100 + (UNITS[last] if first in NOUGHTS else value(rest))
