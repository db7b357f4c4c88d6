"""Rules that every text must be searched for: what they wait for stands in nearly all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cleaner.rulebook import Rule, Rulebook
from cleaner.rulebook.rarity import often
from cleaner.spelling.lexicon import Lexicon

#: a rule that waits for what stands oftener in a million words is told: every article has some
OFTEN = 10_000
#: characters of a word with the blank before it, on average (counted as in `rulebook/rarity.py`)
A_WORD = 5.9


class Frequent(NamedTuple):
    """A rule whose literals stand about so often in a million words; `commonest` is the one that does most."""

    rule: Rule
    times: float
    commonest: str


def frequent(rules: Iterable[Rule], book: Rulebook, lexicon: Lexicon) -> Iterator[Frequent]:
    """The rules that are tried at more than `OFTEN` places of a million words.

    A phrase is tried only where its other words stand near too, so it is not counted.
    """
    literals: dict[str, set[str]] = {}
    for form in book.forms:
        if not form.also:
            literals.setdefault(form.rule, set()).update(form.literals)
    for rule in rules:
        waits_for = sorted(literals.get(rule.id, ()))
        if (times := A_WORD * often(waits_for, lexicon)) > OFTEN:
            yield Frequent(rule, times, max(waits_for, key=lambda literal: often([literal], lexicon)))
