"""Historical spelling: `himselfe`, `goe`, `vpon`, `connexion` were printed so and are not misread.

The patterns are those of English print before about 1700, with what the 19th century kept, and British `-ise`.  A
correction that only modernises a word is not proposed, and a text full of such words is recognised as old.
"""

from __future__ import annotations

import re
from functools import lru_cache

#: an old form, read as a pattern over the word → its modern form
_PATTERNS = [
    (re.compile(pattern), modern)
    for pattern, modern in (
        (r"(?<=[a-z]{2})e$", ""),  # himselfe, goe, doe, shee
        (r"ie$", "y"),  # countrie, onely is not here
        (r"ye$", "y"),
        (r"^v(?=[^aeiouy])", "u"),  # vpon, vnto
        (r"(?<=[aeiour])u(?=[aeiou])", "v"),  # haue, ouer, euer
        (r"vv", "w"),
        (r"^i(?=[aeou])", "j"),  # ioy, iudge
        (r"y(?=[a-z])", "i"),  # wyth, hym
        (r"ll$", "l"),  # faithfull
        (r"(?<=[b-df-hj-np-tv-z])(?P<double>[b-df-hj-np-tv-z])(?P=double)", r"\g<double>"),
        (r"([bdgmnprt])\1e$", r"\1"),  # sinne, runne, farre, sonne
        (r"([bdgmnprt])\1", r"\1"),  # horsse, dutty
        (r"(?<=[a-z])'d$", "ed"),  # turn'd
        (r"(?<=[a-z]{2}[cfkpsx])t$", "ed"),  # dropt, fixt, lookt
        (r"(?<=v)'(?=[nr])", "e"),  # ev'n, heav'n, ev'ry
        (r"(?<=[eo])'(?=e[rn]$)", "v"),  # o'er, ne'er, e'en
        (r"sw(?=ad)", "su"),  # perswade
        (r"ow(?=se$)", "ou"),  # howse
        (r"^shew", "show"),  # shewn
        (r"ea(?=v)", "e"),  # seaven
        (r"xion$", "ction"),  # connexion
        (r"ick$", "ic"),  # publick
        (r"aun", "an"),  # daunger
        (r"oo", "o"),
        (r"ee", "e"),
        (r"(?<=[a-z]{2})yng$", "ing"),
        (r"our$", "or"),
        (r"eth$", "es"),
        (r"(?<=l)u(?=es$)", "v"),  # themselues
        (r"(?<=[a-z])i(?=o[a-z])", "j"),  # enioy
        (r"is(?=(?:e[drs]?|ing|ations?)$)", "iz"),  # weaponised: British, not old
        (r"iz(?=(?:e[drs]?|ing|ations?)$)", "is"),
    )
]


def is_historical(word: str, modern: str) -> bool:
    """Is `word` how older print spelt `modern`?  Up to two patterns apart, both in lower case.

    >>> [is_historical(*pair) for pair in (("himselfe", "himself"), ("vpon", "upon"), ("haue", "have"))]
    [True, True, True]
    >>> is_historical("tbe", "the"), is_historical("arc", "are")
    (False, False)
    """
    word = word.replace("’", "'")
    if word == modern:
        return False
    once = set(_modernised(word))
    return modern in once or any(modern in _modernised(form) for form in once)


@lru_cache(10_000)
def _modernised(word: str) -> list[str]:
    return [form for pattern, modern in _PATTERNS if (form := pattern.sub(modern, word)) != word]
