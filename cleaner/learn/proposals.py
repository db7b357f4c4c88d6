"""All that can be learnt: who proposes what, in the order in which it is asked about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from cleaner.learn.aliases import aliases
from cleaner.learn.confusions import letters
from cleaner.learn.evidence_base import Material
from cleaner.learn.new_rules import rules
from cleaner.learn.proposal import NewRule, Proposal
from cleaner.learn.right_words import names, words
from cleaner.learn.rules_judged import answers, exceptions, off, tiers

TEACHERS: dict[str, Callable[[Material], Iterable[Proposal | NewRule]]] = {
    "answers": answers,
    "tier": tiers,
    "exception": exceptions,
    "off": off,
    "rule": rules,
    "name": names,
    "alias": aliases,
    "word": words,
    "letters": letters,
}


def propose(material: Material) -> list[Proposal | NewRule]:
    """What there is to learn, by kind, and in each kind the best supported first."""
    return list(_named_apart(p for teacher in TEACHERS.values() for p in sorted(teacher(material), key=_rank)))


def _named_apart(found: Iterable[Proposal | NewRule]) -> Iterator[Proposal | NewRule]:
    """Numbers the rules that would have the same name: `th(` and `th` have the same letters."""
    taken: Counter[str] = Counter()
    for p in found:
        if isinstance(p, NewRule):
            taken[p.id] += 1
            yield replace(p, name=f"{p.name}-{taken[p.id]}") if taken[p.id] > 1 else p
        else:
            yield p


def _rank(p: Proposal | NewRule) -> tuple[float, int, int, str]:
    rank = p.rank if isinstance(p, Proposal) else 0.0
    return (rank, -p.support.cases, p.support.against, p.title) if p.support else (rank, 0, 0, p.title)
