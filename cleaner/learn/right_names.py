"""Names that are misspelt in several ways: each way too rare for a rule, the name itself fit for the glossary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz import fuzz

from cleaner.detectors.names import CLOSE, SHORTEST
from cleaner.learn.evidence_base import Material
from cleaner.learn.observations import Seen
from cleaner.learn.proposal import RightName, Support

# Zipf: a commoner name (Thomas, Wednesday, 4.8) the speller restores without a glossary.
FAMILIAR = 3.5
SPELLINGS = 2  # wrong ones; a single one is a matter for a rule


def names(material: Material) -> Iterator[RightName]:
    """Every name that people restored from two or more spellings, as near as a glossary looks (`detectors.names`)."""
    restored: defaultdict[str, list[Seen]] = defaultdict(list)
    for s in material.seen:
        whole = " " not in s.before  # `Wed- nesday` is a broken line
        if s.after and whole and not s.done and _is_name(s.after, material) and fuzz.ratio(s.before, s.after) >= CLOSE:
            restored[s.after].append(s)
    for name, cases in restored.items():
        spellings = tuple(sorted({s.before for s in cases}))
        if len(spellings) >= SPELLINGS and Support.of(cases).enough:
            yield RightName(name, spellings, Support.of(cases))


def _is_name(word: str, material: Material) -> bool:
    is_one = len(word) >= SHORTEST and word.isalpha() and word[0].isupper() and not word.isupper()
    return is_one and material.lexicon.zipf(word) < FAMILIAR
