"""What an audit comes to: how many changes of each verdict, and how much of a witness was invented and dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cleaner.model import Cleaned, Record
from cleaner.text.plural import count
from cleaner.text.word_keys import figures, keys
from cleaner.witness.grounds import GROUNDS, Ground


class Rates:
    """Counts that grow with each audited document."""

    def __init__(self) -> None:
        self.documents = self.differing = self.words = 0
        self.grounds: Counter[Ground] = Counter()
        self.open = self.invented = self.dropped = self.numbers = self.names = 0  # the last four in words and changes

    def add(self, cleaned: Cleaned) -> None:
        """Counts one document."""
        records = [*cleaned.records, *cleaned.kept]
        self.documents += 1
        self.differing += bool(records)
        self.words += len(keys(cleaned.document.text))
        self.open += len(cleaned.open)
        for record in records:
            self._add(record)

    def _add(self, record: Record) -> None:
        ground = GROUNDS[record.finding.rule]
        old, new = keys(record.before), keys(record.after or "")
        self.grounds[ground] += 1
        self.invented += (Counter(new) - Counter(old)).total() if ground is Ground.INVENTED else 0
        self.dropped += (Counter(old) - Counter(new)).total() if ground is Ground.DROPPED else 0
        self.numbers += figures(old) != figures(new)
        self.names += ground is Ground.NAME

    @property
    def changes(self) -> int:
        """All changes, those of form only too."""
        return self.grounds.total()

    def per_1000(self, number: int) -> float:
        """A number of words for each 1,000 words of the first version."""
        return 1000 * number / max(1, self.words)

    def values(self) -> dict[str, object]:
        """The same as plain values, for JSON.  Rates are of 1,000 words of the first version."""
        supported = self.grounds[Ground.SUPPORTED]
        return {
            "documents": self.documents,
            "differing": self.differing,
            "words": self.words,
            "changes": {str(ground): self.grounds[ground] for ground in Ground},
            "open": self.open,
            "supported_share": round(supported / max(1, self.changes - self.grounds[Ground.FORM]), 4),
            "invented_per_1000": round(self.per_1000(self.invented), 3),
            "dropped_per_1000": round(self.per_1000(self.dropped), 3),
            "numbers_touched": self.numbers,
            "names_touched": self.names,
        }

    def lines(self) -> Iterator[str]:
        """The same in words."""
        yield f"{count(self.documents, 'document')}, {self.differing} with changes: {count(self.changes, 'change')}"
        for ground in Ground:
            if number := self.grounds[ground]:
                yield f"  {number:6}  {ground}"
        if self.changes:
            yield (
                f"  of 1,000 words of the first version {self.per_1000(self.invented):.1f} were invented and "
                f"{self.per_1000(self.dropped):.1f} dropped; {count(self.numbers, 'number')} and "
                f"{count(self.names, 'name')} touched"
            )
