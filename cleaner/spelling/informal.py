"""Whether a text is chat: people in haste misspell as scanners misread, and nobody asked to have that mended."""

from __future__ import annotations

import re
from functools import lru_cache

#: so many of its words are written as only haste writes them, and at least so many that are longer than a letter, for
#: scanners leave single letters too: of 1,167 dirty scans none is taken for chat
SHARE, LEAST = 0.01, 2
#: the word I without its capital, contractions without their apostrophe, and what stands for a phrase
_HASTY = re.compile(
    r"(?<![\w.'’-])(?:i|[Ii]m|[Ii]ve|(?:[Dd]o|[Dd]id|[Dd]oes|[Ii]s|[Ww]as|[Aa]re|[Hh]ave|[Hh]as|[Cc]ould|[Ww]ould)nt"
    r"|[Cc]ant|[Ww]ont|[Tt]hats|[Ww]hats|[Uu]r?|[Ll]ol|LOL|[Tt]hx|[Pp]lz|[Pp]ls|[Gg]onna|[Ww]anna|[Dd]unno|[Bb]tw)"
    r"(?![\w'’-]|\.\w)"
)


@lru_cache(maxsize=4)
def is_informal(text: str) -> bool:
    """Whether it is chat.

    >>> is_informal("i dont know if im right"), is_informal("I don't know if I'm right."), is_informal("i u i")
    (True, False, False)
    """
    words = _HASTY.findall(text)
    return sum(len(word) > 1 for word in words) >= LEAST and len(words) >= SHARE * len(text.split())
