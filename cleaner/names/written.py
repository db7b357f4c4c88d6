"""How a name is written in place of some words: with the s that they end in, if the name has none.

A recogniser that lacks *Sirona* writes *sarunas* for *Sirona's*.  What the s is, a possessive, a plural or *is*, the
letters do not tell; after a name it is a possessive far more often, after an acronym a plural.
"""

from __future__ import annotations

from cleaner.names.likeness import sound
from cleaner.names.matching import NameMatch
from cleaner.names.name_words import keys


def written(match: NameMatch, apostrophe: str = "'") -> str:
    """The name as it is to be written in place of the words of a match."""
    name, said = match.near.name, match.words[-1].key
    last = keys(name)[-1]
    its_own = said.endswith("ss") or (said[:-1] != last and sound(said[:-1]) != sound(last))
    if its_own or not said.endswith("s"):
        return name
    return f"{name}s" if name.split()[-1].isupper() else f"{name}{apostrophe}s"
