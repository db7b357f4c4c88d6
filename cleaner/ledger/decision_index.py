"""Finds people's decisions again, on another run or in a changed text.

A decision for a *place* holds where the rule, the words and their neighbours are the same; one for a *document* in
that document; one for *always* wherever the rule finds these words.  The narrowest scope comes first.  If two decisions
contradict each other and their places look the same, neither holds, and the question is asked again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from cleaner.ledger.decision import Decision, Scope, digest, squeezed
from cleaner.ledger.neighbours import BREAK, Side, neighbours, same_place
from cleaner.model import Finding, Ruling


class Decisions:
    """All decisions, asked by finding.  A later decision on the same thing replaces an earlier one.

    >>> text = "A man urged the mafia not to enter the embassy."
    >>> from cleaner.ledger import Answer
    >>> from cleaner.model import Suggestion, Tier
    >>> finding = Finding(16, 21, "mt/es/mafia-mob", "mt/es", Tier.ASK, (Suggestion("mob"),), "")
    >>> left, right = neighbours(text, 16, 21)
    >>> known = Decisions([Decision(Answer.ACCEPT, "mt/es/mafia-mob", "mafia", "mob", left, right)])
    >>> moved = "Elsewhere.\\n\\nA man urged\\nthe mafia not to enter the embassy."
    >>> from dataclasses import replace
    >>> known.find(replace(finding, start=28, end=33), moved).text
    'mob'
    >>> known.find(replace(finding, start=11, end=16), "He fears the mafia and its men.") is None
    True
    """

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self._exact: dict[tuple[str, str, int], dict[str, Decision]] = defaultdict(dict)
        self._places: dict[tuple[str, str], _Places] = defaultdict(_Places)
        self._documents: dict[tuple[str, str, str], Decision] = {}
        self._always: dict[tuple[str, str], Decision] = {}
        self._count = 0
        for decision in decisions:
            self._count += 1
            key = decision.rule, squeezed(decision.before)
            if decision.scope is Scope.ALWAYS:
                self._always[key] = decision
            elif decision.scope is Scope.DOCUMENT:
                self._documents[*key, decision.document] = decision
            if decision.left or decision.right:
                self._places[key].add(decision)
                if decision.digest:
                    self._exact[*key, decision.start][decision.digest] = decision

    def __len__(self) -> int:
        return self._count

    def find(self, finding: Finding, text: str, document: str = "") -> Decision | None:
        """The decision that holds for a finding in a text; None if nobody has decided it."""
        key = finding.rule, squeezed(text[finding.start : finding.end])
        return (
            self._place(key, finding, text, document) or self._documents.get((*key, document)) or self._always.get(key)
        )

    def ruling(self, finding: Finding, text: str, document: str = "") -> Ruling | None:
        """The same as `decide.Remembered` asks for it."""
        decision = self.find(finding, text, document) if self._count else None
        return decision.ruling if decision else None

    def _place(self, key: tuple[str, str], finding: Finding, text: str, document: str) -> Decision | None:
        if key not in self._places:
            return None
        same_start = self._exact.get((*key, finding.start))
        exact = same_start.get(digest(text)) if same_start else None
        return exact or self._places[key].best(neighbours(text, finding.start, finding.end), document)


class _Places:
    """Decisions on the same words by the same rule, told apart by their neighbours.

    Equal neighbours are compared once, however many documents share them (a thousand articles of one site).
    """

    def __init__(self) -> None:
        self._spots: dict[tuple[Side, Side], _Spot] = {}
        self._near: dict[tuple[int, str], list[tuple[Side, Side]]] = defaultdict(list)

    def add(self, decision: Decision) -> None:
        sides = decision.left, decision.right
        if sides not in self._spots:
            self._spots[sides] = _Spot()
            for side, words in enumerate(sides):
                self._near[side, _nearest(words)].append(sides)
        self._spots[sides].add(decision)

    def best(self, present: tuple[Side, Side], document: str) -> Decision | None:
        """The decision whose neighbours agree best, in this document first; None where two contradict each other."""
        # The nearest word agrees on one side at least: nothing else can be the same place.
        near = {sides for side in (0, 1) for sides in self._near.get((side, _nearest(present[side])), ())}
        ranked = [
            ((spot.knows(document), agreed), spot)
            for sides in near
            if (agreed := same_place(sides, present)) >= 0
            for spot in (self._spots[sides],)
        ]
        if not ranked:
            return None
        top = max(rank for rank, _ in ranked)
        said = [spot.says(document) for rank, spot in ranked if rank == top]
        agreed_on = [d for d in said if d is not None]
        unanimous = len(agreed_on) == len(said) and len({d.outcome for d in agreed_on}) == 1
        return max(agreed_on, key=lambda d: (d.at, d.id)) if unanimous else None


class _Spot:
    """Decisions whose neighbours are equal, word for word."""

    def __init__(self) -> None:
        self._latest: dict[str, dict[tuple[str, int], Decision]] = defaultdict(dict)
        self._outcomes: Counter[tuple[str, str | None]] = Counter()

    def add(self, decision: Decision) -> None:
        """Takes the decision in; one on the very same place is a change of mind, and the later holds."""
        here = self._latest[decision.document]
        place = decision.digest, decision.start
        if place in here:
            self._outcomes[here[place].outcome] -= 1
        here[place] = decision
        self._outcomes[decision.outcome] += 1

    def knows(self, document: str) -> bool:
        return document in self._latest

    def says(self, document: str) -> Decision | None:
        """What was decided here, in this document if it is known; None if that contradicts itself."""
        if self.knows(document):
            here = list(self._latest[document].values())
            return here[-1] if len({d.outcome for d in here}) == 1 else None
        last = list(next(reversed(self._latest.values())).values())[-1]
        return last if sum(n > 0 for n in self._outcomes.values()) == 1 else None


def _nearest(side: Side) -> str:
    return next((word for word in side if word != BREAK), "")
