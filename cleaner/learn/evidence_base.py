"""All that is learnt from: what was seen, what people said of each rule, and what is known beforehand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cleaner.learn.observations import Seen
from cleaner.learn.precision import Precision
from cleaner.rulebook import Rule
from cleaner.spelling.lexicon import Lexicon


@dataclass(frozen=True)
class Material:
    """`damage` is that of texts of which nobody said; `run` names the reviewed run, "" for pairs of texts."""

    seen: Sequence[Seen]
    lexicon: Lexicon
    damage: str = "own"
    precisions: Sequence[Precision] = ()
    rules: Mapping[str, Rule] = field(default_factory=dict)
    letters: Mapping[str, int] = field(default_factory=dict)
    run: str = ""

    @cached_property
    def same_words(self) -> list[list[Seen]]:
        """What was seen of the same words under the same rule.

        `Tbe` is `tbe` at the head of a sentence: a rule keeps the capitals of what it replaces.
        """
        lower = {s.before for s in self.seen if s.before == s.before.lower()}
        cases: defaultdict[tuple[str, str], list[Seen]] = defaultdict(list)
        for s in self.seen:
            cases[s.rule, s.before.lower() if s.before.lower() in lower else s.before].append(s)
        return list(cases.values())

    def known(self, words: str) -> bool:
        """Whether all these words are words of the language."""
        return all(self.lexicon.knows(word) for word in words.split())
