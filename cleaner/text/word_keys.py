"""The form of a word: how it is written, apart from which word it is.

Two tokens with the same key are the same word or figure; they differ in form only: case, quotes, the marks around them,
a hyphen inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleaner.text.number_words import TEENS, TENS, UNITS

#: a stretch without white space, cut at dashes that stand between words
TOKEN = re.compile(r"[^\s—–]+|[—–]+")
_SPELT_OUT = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "ſ": "s", "æ": "ae", "œ": "oe"}
    | dict.fromkeys("’‘`ʼ´", "'")
    | dict.fromkeys("\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}")
)
_HYPHENS = re.compile(r"[-‐‑¬]")
_OUTER = re.compile(r"^[\W_]+|[\W_]+$")
_OUTER_OF_FIGURE = re.compile(r"^[^\w$£€¥+−-]+|[^\w%°$£€¥]+$")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_INNER_MARKS = re.compile(r"[^\w']+")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|d)?s?")
_NUMBER_WORDS = {word: str(number) for table in (UNITS, TEENS, TENS) for word, number in table.items()} | {
    word: word for word in ("hundred", "thousand", "million", "billion", "trillion", "dozen", "half", "twice", "thrice")
}


def key(token: str) -> str:
    """The word or figure that a token stands for; "" for a token of marks only.

    >>> key("“Re-turn,"), key("return"), key("ﬁre."), key("don’t"), key("...")
    ('return', 'return', 'fire', "don't", '')
    >>> key("1,000"), key("£5."), key("(3.5%)"), key("1.5"), key("15")
    ('1000', '£5', '3.5%', '1.5', '15')
    """
    plain = token.translate(_SPELT_OUT).lower()
    if any(map(str.isdigit, plain)):
        return _THOUSANDS.sub("", _OUTER_OF_FIGURE.sub("", plain))
    if plain in ("&", "$", "£", "€", "%"):
        return "and" if plain == "&" else plain
    return _INNER_MARKS.sub("", _HYPHENS.sub("", _OUTER.sub("", plain)))


def keys(text: str) -> list[str]:
    """The words of a text by their keys, in order; marks alone are no words.

    >>> keys("The MAN — he said, “No.”")
    ['the', 'man', 'he', 'said', 'no']
    """
    return [found for token in TOKEN.findall(text) if (found := key(token))]


def is_figure(word: str) -> bool:
    """Whether a key is meant as a number: figures are more than half of it.

    >>> [is_figure(word) for word in ("1899", "4th", "18g9", "£5", "0f", "th3")]
    [True, True, True, True, False, False]
    """
    digits = sum(map(str.isdigit, word))
    return digits > 0 and (2 * digits > sum(map(str.isalnum, word)) or _ORDINAL.fullmatch(word) is not None)


def figures(words: Iterable[str]) -> list[str]:
    """The numbers among some keys, written in figures or in words.

    >>> figures(["five", "men", "of", "1,5"]), figures(["fifty", "men"])
    (['5', '1,5'], ['50'])
    """
    return [_NUMBER_WORDS.get(word, word) for word in words if word in _NUMBER_WORDS or is_figure(word)]


NEGATIONS = frozenset("no not never nor none nothing nobody nowhere neither cannot without".split())


def negations(words: Iterable[str]) -> list[str]:
    """The words among some keys that deny.

    >>> negations(["he", "didn't", "know", "nothing"])
    ["n't", 'nothing']
    """
    return ["n't" if word.endswith("n't") else word for word in words if word in NEGATIONS or word.endswith("n't")]
