"""Words that are right: those that the speller doubted, and names that are misspelt in several ways.

Each way to misspell a name may be too rare for a rule; the name on the glossary draws all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz import fuzz

from cleaner.detectors.names import CLOSE, SHORTEST
from cleaner.learn.evidence_base import Material
from cleaner.learn.observations import Observation, Support
from cleaner.learn.proposal import RightName, RightWord

# Zipf: a commoner name (Thomas, Wednesday, 4.8) the speller restores without a glossary.
FAMILIAR = 3.5
SPELLINGS = 2  # wrong ones; a single one is a matter for a rule


def words(material: Material) -> Iterator[RightWord]:
    """Words that the speller doubted and people left alone, if it does not know them."""
    for kept in material.always_kept:
        word = kept[0].before
        if kept[0].rule.startswith("spelling/") and word.isalpha() and len(word) > 1 and not material.known(word):
            yield RightWord(word, Support.of(kept))


def names(material: Material) -> Iterator[RightName]:
    """Every name that people restored from two or more spellings, as near as a glossary looks (`detectors.names`)."""
    restored: defaultdict[str, list[Observation]] = defaultdict(list)
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
