"""Brings decisions from one ledger to another, through a file that a team keeps in git."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cleaner.ledger.decision import Decision, Scope, squeezed

Place = tuple[str, str, str, str, tuple[str, ...], tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two people decided the same thing differently."""

    ours: Decision
    theirs: Decision


@dataclass(frozen=True, slots=True)
class Merged:
    """What an import would do."""

    new: tuple[Decision, ...]
    known: int
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line of the file that holds no decision."""

    number: int
    wrong: str


def exported(decisions: Iterable[Decision]) -> Iterator[str]:
    """One line for each place that was decided, sorted, so that a diff in git shows what people changed.

    Of several answers to one place the last is written.
    """
    last = {place_of(d): d for d in decisions}
    yield from sorted(d.to_json() + "\n" for d in last.values())


def read(lines: Iterable[str]) -> tuple[list[Decision], list[BadLine]]:
    """The decisions of a file, and what is wrong with its other lines.

    >>> read(['{"answer": "accept", "rule": "ocr/tbe", "before": "tbe", "text": "the"}', "<<<<<<< HEAD"])[1]
    [BadLine(number=2, wrong='not JSON; a merge conflict of git?')]
    """
    decisions: list[Decision] = []
    bad: list[BadLine] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            decisions.append(Decision.from_json(line))
        except ValueError as error:
            conflict = line.startswith(("<<<<<<<", "=======", ">>>>>>>"))
            bad.append(BadLine(number, "not JSON; a merge conflict of git?" if conflict else str(error)))
    return decisions, bad


def merge(ours: Iterable[Decision], theirs: Iterable[Decision]) -> Merged:
    """What their decisions add to ours, and where they contradict them."""
    known = {place_of(d): d for d in ours}
    new: dict[Place, Decision] = {}
    conflicts: list[Conflict] = []
    same = 0
    for decision in theirs:
        mine = known.get(place_of(decision))
        if mine is None:
            new[place_of(decision)] = decision
        elif mine.outcome == decision.outcome:
            same += 1
        else:
            conflicts.append(Conflict(mine, decision))
    return Merged(tuple(new.values()), same, tuple(conflicts))


def place_of(decision: Decision) -> Place:
    """What a decision is about.  A pattern's answer is as many answers to places."""
    scope = Scope.PLACE if decision.scope in (Scope.PATTERN, Scope.UNSEEN) else decision.scope
    words = decision.rule, squeezed(decision.before), scope.value
    if scope is Scope.ALWAYS:
        return *words, "", (), (), 0
    if scope is Scope.DOCUMENT:
        return *words, decision.document, (), (), 0
    return *words, decision.document, decision.left, decision.right, decision.start
