"""All that there is to learn: who proposes what, in the order in which it is asked about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from cleaner.learn.confusions import letters
from cleaner.learn.evidence_base import Material
from cleaner.learn.new_rules import rules
from cleaner.learn.proposal import NewRule, Proposal
from cleaner.learn.right_words import names, words
from cleaner.learn.rules_judged import answers, exceptions, off, tiers

TEACHERS: dict[str, Callable[[Material], Iterable[Proposal]]] = {
    "answers": answers,
    "tier": tiers,
    "exception": exceptions,
    "off": off,
    "rule": rules,
    "name": names,
    "word": words,
    "letters": letters,
}


def propose(material: Material) -> list[Proposal]:
    """What there is to learn, by kind, and in each kind the best supported first."""
    return list(_named_apart(p for teacher in TEACHERS.values() for p in _ranked(teacher(material))))


def _ranked(found: Iterable[Proposal]) -> list[Proposal]:
    def rank(p: Proposal) -> tuple[int, int, str]:
        support = getattr(p, "support", None)
        return (-support.cases, support.against, p.title) if support else (0, 0, p.title)

    return sorted(found, key=rank)


def _named_apart(found: Iterable[Proposal]) -> Iterator[Proposal]:
    """No two rules of one name: `th(` and `th` have the same letters."""
    taken: Counter[str] = Counter()
    for p in found:
        if isinstance(p, NewRule):
            taken[p.id] += 1
            yield replace(p, name=f"{p.name}-{taken[p.id]}") if taken[p.id] > 1 else p
        else:
            yield p
