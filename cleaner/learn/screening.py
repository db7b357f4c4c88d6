"""Proposals with what each would change elsewhere; those that would do harm are left out, and told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import yaml

from cleaner.learn import firings
from cleaner.learn.firings import NONE, Firings
from cleaner.learn.proposal import Answers, Confusions, Leave, NewRule, Proposal

Texts = Sequence[tuple[str, str]]
LISTED = 20  # rows of a table


@dataclass(frozen=True, slots=True)
class Screened:
    """A proposal; for a rule where it fires in the texts that it was learnt from, and in texts that are right."""

    proposal: Proposal
    inside: Firings = NONE
    outside: Firings = NONE

    def details(self) -> Iterator[str]:
        """What it says and does, line by line."""
        p = self.proposal
        if isinstance(p, NewRule):
            yield from yaml.safe_dump(dict(p.entry), allow_unicode=True, sort_keys=False, width=90).splitlines()
            beyond = self.inside.fires - p.support.cases
            yield f"in these texts it {self.inside.told}" + (f", {beyond} more than corrected" if beyond > 0 else "")
            if self.outside.of:
                yield f"elsewhere it {self.outside.told}"
                yield from (f"  … {example} …" for example in self.outside.examples)
        elif isinstance(p, Leave):
            yield f"keeps: {p.sentence}"
        elif isinstance(p, Confusions):
            for r in p.rows[:LISTED]:
                read, printed = r.read or "nothing", r.printed or "nothing"
                yield f"{printed} read as {read}: {r.support}: {', '.join(r.words)}"
            if len(p.rows) > LISTED:
                yield f"… and {len(p.rows) - LISTED} rarer ones"
        elif isinstance(p, Answers):
            for row in p.rows:
                said = row.evidence
                yield f"{said.weight:+.2f}  {row.rule}: {said.detail}, {row.expected:.0%} expected right"


def weighed(proposals: Iterable[Proposal], texts: Texts, right: Texts) -> tuple[list[Screened], list[str]]:
    """The proposals that are worth a question, and messages about the others.

    `texts`: those that it was learnt from; `right`: texts in which nothing is wrong.
    """
    found = list(proposals)
    book, wrong = firings.alone(p for p in found if isinstance(p, NewRule))
    inside, outside = firings.radius(book, texts), firings.radius(book, right)
    kept, harmful = list[Screened](), 0
    for p in found:
        if not isinstance(p, NewRule):
            kept.append(Screened(p))
        elif p.id not in wrong:
            here, there = inside[p.id], outside[p.id]
            if firings.worthwhile(p, here, there):
                kept.append(Screened(firings.cautious(p, here, there), here, there))
            else:
                harmful += 1
    told = []
    if wrong:
        told.append(f"{len(wrong)} more rules did not pass their own tests and are not proposed")
    if harmful:
        told.append(f"{harmful} more rules would fire mostly where nothing was corrected and are not proposed")
    return kept, told
