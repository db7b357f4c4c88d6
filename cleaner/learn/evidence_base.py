"""The material to learn from: what was seen, what people said of each rule, and what is known beforehand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cleaner.kit import Kit
from cleaner.learn.observations import Observation, Support, from_ledger
from cleaner.learn.pairs import from_pair
from cleaner.learn.precision import Precision, precisions
from cleaner.ledger import Ledger
from cleaner.model import Document
from cleaner.names.user_glossary import Glossary
from cleaner.pipeline import clean
from cleaner.rulebook import Rule
from cleaner.spelling.lexicon import Lexicon
from cleaner.spelling.ocr_profile import letters_of


@dataclass(frozen=True)
class Material:
    """What was seen in a reviewed run (`run` names it) or in pairs of texts (`run` is "").

    `damage` is the damage where no finding names one.  `texts` are the texts in which it was seen, with their names;
    `letters` tells how often each letter stands in them, as printed; `glossary` holds the names that the user gives.
    """

    seen: Sequence[Observation]
    lexicon: Lexicon
    damage: str = "own"
    precisions: Sequence[Precision] = ()
    rules: Mapping[str, Rule] = field(default_factory=dict)
    letters: Mapping[str, int] = field(default_factory=dict)
    run: str = ""
    texts: Sequence[tuple[str, str]] = ()
    glossary: Glossary = field(default_factory=Glossary)

    @cached_property
    def same_words(self) -> list[list[Observation]]:
        """The observations by words and rule; `Tbe` counts as `tbe`, since a rule keeps the capitals of a sentence."""
        lower = {s.before for s in self.seen if s.before == s.before.lower()}
        cases: defaultdict[tuple[str, str], list[Observation]] = defaultdict(list)
        for s in self.seen:
            cases[s.rule, s.before.lower() if s.before.lower() in lower else s.before].append(s)
        return list(cases.values())

    @property
    def always_kept(self) -> Iterator[list[Observation]]:
        """Groups of the same words under the same rule that were left as they are every time."""
        for group in self.same_words:
            if group[0].rule and all(s.after is None for s in group) and Support.of(group).enough:
                yield group

    def known(self, words: str) -> bool:
        """Whether all these words are words of the language."""
        return all(self.lexicon.knows(word) for word in words.split())


def of_run(ledger: Ledger, name: str, kit: Kit) -> Material:
    """What people answered in the reviewed run of this name."""
    texts = [(str(document), ledger.text(document)) for document in ledger.document_ids()]
    return Material(
        list(from_ledger(ledger)),
        Lexicon.shipped(),
        precisions=precisions(ledger),
        rules=kit.rulebook.rules,
        letters=letters_of(" ".join(text for _, text in texts)),
        run=f"{name} {ledger.begun()}",
        texts=texts,
        glossary=kit.glossary,
    )


def of_pairs(pairs: Sequence[tuple[str, str, str]], damage: str, kit: Kit) -> Material:
    """What was corrected by hand in `pairs` of a name, a damaged text and its corrected twin."""
    seen = list[Observation]()
    for name, damaged, truth in pairs:
        seen += from_pair(damaged, truth, name, clean(Document(name, damaged), kit).records)
    letters = letters_of(" ".join(truth for _, _, truth in pairs))
    texts = [(name, damaged) for name, damaged, _ in pairs]
    return Material(
        seen, kit.lexicon, damage, rules=kit.rulebook.rules, letters=letters, texts=texts, glossary=kit.glossary
    )
