"""The names that a text mentions, as its companions count them: words with a capital within a sentence.

Names of people and places vote in a batch: a spelling that one text has, where many others have one that is nearly the
same, may be a misprint.
"""

from __future__ import annotations

from itertools import islice

from cleaner.spelling.lexicon import Lexicon
from cleaner.text.expressions import compiled

MOST = 200  # of one text
_WITHIN = compiled(r"(?<=[\p{Ll},;] )\p{Lu}\p{Ll}{4,23}+(?![\p{L}\p{N}-])")


def mentioned(text: str) -> tuple[str, ...]:
    """The names of a text, each once, in order of the alphabet; words of the language are none.

    >>> mentioned("They met Riquelme, and soon they saw Riquelme and Zelvadroka.  Kvashnin went.")
    ('Riquelme', 'Zelvadroka')
    """
    language = Lexicon.shipped()
    found = dict.fromkeys(m[0] for m in _WITHIN.finditer(text))
    names = (name for name in found if language.is_name(name) or not language.knows(name))
    return tuple(sorted(islice(names, MOST)))
