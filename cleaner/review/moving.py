"""Where the review stands is changed here; nothing is decided."""

from __future__ import annotations

from dataclasses import replace

from cleaner.review.asking import Questions, Where, ids_of
from cleaner.text.plural import cases

SAMPLE = 20
# A sample saves work where there is more than it to look at.
WORTH_A_SAMPLE = 30


class Moving(Questions):
    """Other examples, single cases, a sample, the next question, the last: each says what it did."""

    def drop(self, numbers: list[int]) -> str:
        """The pattern's answer will not be for these examples, by the numbers they are shown with."""
        self._in_hand()
        examples = self._examples()
        wrong = [n for n in numbers if not 1 <= n <= len(examples)]
        if wrong or not numbers:
            return f"drop which? numbers from 1 to {len(examples)}"
        chosen = frozenset(examples[n - 1].case.id for n in numbers)
        self._where = replace(self._where, dropped=self._where.dropped ^ chosen)
        left_out = cases(len(self._where.dropped))
        return f"{left_out} left out of the next answer, to be asked one by one after it"

    def more(self) -> str:
        """Shows more examples."""
        self._where = replace(self._where, shown=self._where.shown * 2)
        return ""

    def split(self) -> str:
        """Goes through the cases one by one."""
        ids = ids_of(self._in_hand())
        self._where = Where(ids, self._where.skipped, queue=tuple(self._ledger.case_ids(self._of(ids))))
        return ""

    def sample(self, size: int = SAMPLE) -> str:
        """Asks about some cases drawn by chance; then says what they prove about the rest."""
        group = self._in_hand()
        ids, total = ids_of(group), sum(p.count for p in group)
        if total == 1 and not self._where.drawn:
            return "there is one case only: look at it and answer; a sample proves something where there are more"
        seed = ids[0] + len(self._where.drawn)
        new = tuple(self._ledger.draw(self._of(ids), size, seed))
        self._where = Where(ids, self._where.skipped, queue=new, drawn=(*self._where.drawn, *new))
        if len(new) == total:
            return f"all {total}, for a sample would be no smaller: nothing is left to prove after them"
        return f"{cases(len(new))} drawn by chance out of {total}"

    def leave(self) -> str:
        """Leaves the case, or the pattern, open for now."""
        if self._where.queue:
            self._where = replace(self._where, queue=self._where.queue[1:])
            if not self._where.queue and not self._where.drawn and self._where.patterns:
                self._skip(self._where.patterns)
        else:
            self._skip(ids_of(self._in_hand()))
        return "left open"

    def back(self) -> str:
        """Back to the pattern as a whole; from there, to the one that was last left open."""
        if self._where.queue or self._where.drawn:
            self._where = Where(self._where.patterns, self._where.skipped)
            return ""
        if not self._where.skipped:
            return "nothing was left open before this"
        self._where = Where(self._where.skipped[-1], self._where.skipped[:-1])
        return ""

    def _skip(self, patterns: tuple[int, ...]) -> None:
        self._where = Where(skipped=(*self._where.skipped, patterns))
