"""Findings that are known and left for later: with a baseline, `check` tells only of what is new.

A baseline is a file of JSON lines, sorted, so that two versions of it compare well: each line counts how often one rule
found the same words in one file.  Lines of a text may move without making its findings new.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from cleaner.files import atomic, given
from cleaner.formats.outcome import Outcome
from cleaner.model import Record, Verdict


class Known(NamedTuple):
    """What makes two findings the same: the file, with its path from the baseline's folder, the rule and the words."""

    file: str
    rule: str
    before: str


@dataclass
class Baseline:
    """The findings of a file `place`, each with how often it is known; what is met is counted as the run goes on."""

    place: Path
    known: Counter[Known] = field(default_factory=Counter)
    met: Counter[Known] = field(default_factory=Counter)
    files: set[str] = field(default_factory=set)  # that were looked at
    new_fixes: int = 0  # what `clean` would change that is not known

    @staticmethod
    def read(place: Path) -> Baseline:
        """The baseline at `place`.  Raises `given.NotGiven` where it is none."""
        known: Counter[Known] = Counter()
        for number, line in enumerate(given.text(place).splitlines(), 1):
            try:
                row = json.loads(line)
                key, times = Known(row["file"], row["rule"], row["before"]), row["times"]
                valid = type(times) is int and times > 0 and all(isinstance(value, str) for value in key)
            except (ValueError, KeyError, TypeError, RecursionError):
                valid = False
            if not valid:
                raise given.NotGiven(
                    place, f"line {number} is none of a baseline; `cleaner check … --write-baseline {place}` writes one"
                )
            known[key] += times
        return Baseline(place, known)

    def new(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """The files with those of their findings alone that are not known."""
        for outcome in outcomes:
            file = self._named(outcome)
            cleaned = tuple(
                replace(c, records=tuple(r for r in c.records if self._is_new(file, r))) for c in outcome.cleaned
            )
            yield replace(outcome, cleaned=cleaned)

    def write(self, outcomes: Iterable[Outcome]) -> None:
        """Put down all findings, in place of what the file held."""
        for _ in self.new(outcomes):
            pass
        rows = ({**key._asdict(), "times": times} for key, times in sorted(self.met.items()))
        atomic.write(self.place, "".join(json.dumps(row) + "\n" for row in rows).encode(), follow=True)

    @property
    def told(self) -> int:
        """How many of the findings were known."""
        return (self.met & self.known).total()

    @property
    def gone(self) -> int:
        """How many known findings no longer stand in the files that were looked at."""
        return sum(times for key, times in (self.known - self.met).items() if key.file in self.files)

    def _is_new(self, file: str, record: Record) -> bool:
        key = Known(file, record.finding.rule, record.before)
        self.met[key] += 1
        is_new = self.met[key] > self.known[key]
        self.new_fixes += is_new and record.verdict is Verdict.FIX
        return is_new

    def _named(self, outcome: Outcome) -> str:
        """The file as the baseline names it, from whatever folder the command runs."""
        file = outcome.shown
        if not outcome.input.url:
            with suppress(ValueError):  # on another drive, where Windows knows no way from here
                file = os.path.relpath(Path.cwd() / file, self.place.resolve().parent).replace("\\", "/")
        if not outcome.failure:
            self.files.add(file)
        return file
