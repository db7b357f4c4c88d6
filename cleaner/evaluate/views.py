"""The views: they say what counts when two texts are compared.

Two transcriptions of one page differ in ways that nobody would call an error: a line broken elsewhere, a curly quote, a
ligature spelt out.  A view removes such differences from both texts before errors are counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable

View = Callable[[str], str]

_HIPE_SPELLINGS = (
    ("ß", "ss"),
    ("ꝛ", "r"),
    ("œ", "oe"),
    ("æ", "ae"),
    ("a\N{COMBINING LATIN SMALL LETTER E}", "ä"),
    ("o\N{COMBINING LATIN SMALL LETTER E}", "ö"),
    ("u\N{COMBINING LATIN SMALL LETTER E}", "ü"),
    ("\N{EM DASH}\n", ""),  # a word broken at a line's end, as two historical corpora mark it
    ("\N{NOT SIGN}\n", ""),
)
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "ſ": "s"}
    | dict.fromkeys("\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}")
)
_HYPHENS = "-\N{NOT SIGN}\N{HYPHEN}\N{NON-BREAKING HYPHEN}"
_HYPHEN_INSIDE_A_WORD = re.compile(
    rf"""[{_HYPHENS}](?<=\w.)   # after a letter or digit, and then
    (?: \s+ (?=[a-zà-ÿ])       # a gap and a small letter: 're- turn'
      | \s*\n\s* (?=\w)        # a line's end: 're-\\nTurn'
      | (?=\w) )               # the rest of the word: 're-turn'
    """,
    re.VERBOSE,
)
_APOSTROPHES = "'`\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}"
_APOSTROPHE_INSIDE_A_WORD = re.compile(rf"[{_APOSTROPHES}](?<=[^\W\d_].)(?=[^\W\d_])")


def hipe(text: str) -> str:
    """The HIPE-OCRepair competition's normalisation: small letters and digits, one blank between words.

    >>> hipe("The Cæsar's\\n  re-turn, 1899!")
    'the caesar s re turn 1899'
    """
    text = text.lower()
    for written, read in _HIPE_SPELLINGS:
        text = text.replace(written, read)
    return _NOT_ALPHANUMERIC.sub(" ", text).strip()


def plain(text: str) -> str:
    """The text as it stands, every white space one blank.

    >>> plain("The  Cæsar's\\nre-turn!")
    "The Cæsar's re-turn!"
    """
    return " ".join(text.replace("\N{NOT SIGN}\n", "").split())


def neutral(text: str) -> str:
    """The HIPE view, which also overlooks hyphens inside words or at a line's end, apostrophes and old type.

    So joining a broken line neither gains nor loses.

    >>> neutral("re-\\nturn"), neutral("re- turn"), neutral("re-turn"), neutral("return")
    ('return', 'return', 'return', 'return')
    >>> neutral("Don’t paſs the ﬁre - Fire!")
    'dont pass the fire fire'
    """
    text = _HYPHEN_INSIDE_A_WORD.sub("", text.translate(_LIGATURES))
    return hipe(_APOSTROPHE_INSIDE_A_WORD.sub("", text))


VIEWS: dict[str, View] = {"hipe": hipe, "neutral": neutral, "plain": plain}
