"""The part of a run that hears witnesses: its options, and what it tells of each witness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cleaner.batch import run
from cleaner.batch.run import Attempt, Spread, Task
from cleaner.batch.witnesses import Beside, HeardAttempt, Witness, attempt, listening
from cleaner.cli.messages import say
from cleaner.kit import Kit
from cleaner.text.plural import count


@dataclass(slots=True)
class _Tally:
    """What one witness came to: texts, changes, how many of them are right by our belief, and how many were made."""

    texts: int = 0
    changes: int = 0
    right: float = 0.0
    made: int = 0


@dataclass(slots=True)
class Hearing:
    """The witnesses of one run, and what they came to."""

    witnesses: Sequence[Witness]
    beside: Beside
    quiet: bool
    recipe: str  # a part of the recipe of every file: what witnesses say
    _tallies: dict[str, _Tally] = field(default_factory=lambda: defaultdict(_Tally))
    _without: int = 0
    _lack: str = ""

    @property
    def task(self) -> Task:
        """What is done with each document."""
        return attempt

    def spread(self, spread: Spread | None, kit: Kit) -> Spread:
        """Documents get their witnesses, and over processes, if `spread` is given, are cleaned."""
        inner = spread or (lambda files: run.here(files, kit, attempt))
        return listening(inner, self.beside, (lambda line: None) if self.quiet else say, self._heard)

    def _heard(self, attempt: Attempt) -> None:
        if not isinstance(attempt, HeardAttempt) or not attempt.cleaned:
            return
        for name, changes, right, made in attempt.witnesses:
            tally = self._tallies[name]
            tally.texts += 1
            tally.changes, tally.right, tally.made = tally.changes + changes, tally.right + right, tally.made + made
        if attempt.lacks:
            self._without += 1
            self._lack = self._lack or attempt.lacks[0]

    def lines(self) -> Iterator[str]:
        """How good each witness is, as far as can be told without the truth, and what became of what it says."""
        for witness in self.witnesses:
            if tally := self._tallies.get(witness.name):
                share = tally.right / max(1, tally.changes)
                yield (
                    f"  the witness {witness.name} ({witness.kind}) changes words at {count(tally.changes, 'place')} "
                    f"of {count(tally.texts, 'text')}, rightly at some {share:.0%} of them by our reading; "
                    f"{tally.made:,} are in the corrected text"
                )

    def complaint(self) -> str:
        """What to tell if a witness said nothing of a text; empty if all spoke of all."""
        if not self._without:
            return ""
        more = f" (first: {self._lack})" if self._without > 1 else f" ({self._lack})"
        return f"{count(self._without, 'text')} cleaned without a witness{more}"
