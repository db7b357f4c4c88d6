"""What the scan looks for: the forms of rules, as they are kept between runs."""

from __future__ import annotations

import string
from typing import NamedTuple

#: characters that are part of a word in every reading of `\\b`
WORD = frozenset(string.ascii_letters + string.digits + "_")


class Form(NamedTuple):
    """One pattern of a rule; a tuple, for 10,000 of them are read at each start.

    `literals`: one of them occurs, in lower case, in every match, and written as one of `cased` if those are told;
    `reach`: how far from it a match can extend; `also`: literals that all stand within that reach; `ahead`: how far
    past its end a match looks; `asked`: groups that must also be of a class; `opens`, `closes`: no letter, digit or low
    line stands right before the literal, right after it; `line`: a match begins where a line does; `on_a_line`: it
    holds no line break, touches its literal, and is not tried everywhere; `tame`: no short text keeps the pattern busy;
    `crowded`: its literals stand on nearly every line.
    """

    rule: str
    pattern: str
    literals: tuple[str, ...]
    fixes: tuple[str, ...]
    reach: int
    also: tuple[str, ...] = ()
    ahead: int = 2
    template: bool = False
    keep_case: bool = True
    asked: tuple[tuple[int, str], ...] = ()
    cased: frozenset[str] = frozenset()
    opens: bool = False
    closes: bool = False
    line: bool = False
    on_a_line: bool = False
    tame: bool = False
    crowded: bool = False

    @property
    def everywhere(self) -> bool:
        """Whether it is tried everywhere: a letter is literal enough, or its literals are no help."""
        a_letter = any(len(literal) == 1 and literal.isalpha() for literal in self.literals)
        return self.crowded or (a_letter and not self.also)
