"""All that a run says of one file beyond the ledger's rows.

It is kept beside the file's hash, so that an unchanged file need not be cleaned again: the reports of the next run are
put together from it.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from cleaner.formats.source import Problem
from cleaner.model import Cleaned, Verdict

# A damage that is at least this probable is named.
TELLING = 0.5


@dataclass(frozen=True, slots=True)
class Tally:
    """What a file adds to the counts of the summary.  `unused`: records that could not be used."""

    documents: int = 0
    changed: int = 0
    unused: int = 0
    rules: Counter[str] = field(default_factory=Counter)  # of the fixes
    verdicts: Counter[str] = field(default_factory=Counter)
    damage: Counter[str] = field(default_factory=Counter)

    @staticmethod
    def of(cleaned: Iterable[Cleaned], problems: Iterable[Problem], renamed: bool = False) -> Tally:
        """The counts of the documents of a file; `renamed`: whether speakers of it have other names now."""
        documents = list(cleaned)
        return Tally(
            len(documents),
            sum(bool(c.fixes or renamed) for c in documents),
            sum(p.count for p in problems),
            Counter(r.finding.rule for c in documents for r in c.fixes),
            Counter(r.verdict.value for c in documents for r in c.records),
            Counter(d for c in documents for d, p in c.diagnosis.probabilities.items() if p >= TELLING),
        )

    @property
    def open(self) -> int:
        """Questions and flags."""
        return self.verdicts[Verdict.ASK] + self.verdicts[Verdict.FLAG]


@dataclass(frozen=True, slots=True)
class Told:
    """`after`: the SHA-256 of the corrected file; `diff` and `records`: its share of `changes.diff` and `edits.jsonl`;
    `ids`: what its documents call themselves, and `renamed`, which of them the run named after the file too;
    `asked`: what they asked of their companions, and a digest of the `answer`.
    """

    after: str
    diff: bytes
    records: bytes
    tally: Tally
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    renamed: tuple[int, ...] = ()
    asked: bytes = b""
    answer: str = ""

    def packed(self) -> bytes:
        """As the ledger keeps it.

        >>> tally = Tally(1, 1, rules=Counter(["ocr/tbe"]))
        >>> told = Told("abc", b"-a\\n+b\\n", b"{}\\n", tally, ids=("a.txt",), asked=b"?", answer="c")
        >>> Told.unpacked(told.packed()) == told
        True
        """
        t = self.tally
        counts = [t.documents, t.changed, t.unused, t.rules, t.verdicts, t.damage]
        problems = [[p.line, p.message, p.count] for p in self.problems]
        lengths = len(self.asked), len(self.diff)
        values = [self.after, counts, problems, self.notices, self.ids, self.renamed, self.answer, *lengths]
        return zlib.compress(json.dumps(values).encode() + b"\n" + self.asked + self.diff + self.records)

    @staticmethod
    def unpacked(blob: bytes) -> Told:
        """What `packed` gave.  Raises ValueError, TypeError or zlib.error for anything else."""
        head, _, rest = zlib.decompress(blob).partition(b"\n")
        after, counts, problems, notices, ids, renamed, answer, asked, diff = json.loads(head)
        documents, changed, unused, *counters = counts
        tally = Tally(documents, changed, unused, *map(Counter, counters))
        found = tuple(Problem(*p) for p in problems)
        names = tuple(notices), tuple(ids), tuple(renamed)
        diff += asked
        return Told(after, rest[asked:diff], rest[diff:], tally, found, *names, rest[:asked], answer)
