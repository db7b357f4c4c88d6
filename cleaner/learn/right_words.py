"""Learns words that are right: words that the speller doubted, and names that were misspelt in several ways.

Each spelling of a name may be too rare for a rule; the name on the glossary corrects them all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from rapidfuzz import fuzz

from cleaner.detectors.names import CLOSE, SHORTEST
from cleaner.learn.evidence_base import Material
from cleaner.learn.observations import Observation, Support
from cleaner.learn.proposal import Proposal
from cleaner.packs.own_pack import OwnPack

# Zipf: a commoner name (Thomas, Wednesday, 4.8) the speller restores without a glossary.
FAMILIAR = 3.5
SPELLINGS = 2  # wrong ones; a single one is a matter for a rule

GLOSSARY = "glossary.txt"


def words(material: Material) -> Iterator[Proposal]:
    """Words that the speller does not know, doubted, and people left alone."""
    for kept in material.always_kept:
        word = kept[0].before
        if kept[0].rule.startswith("spelling/") and word.isalpha() and len(word) > 1 and not material.known(word):
            support = Support.of(kept)
            yield Proposal(
                "word", f"word that is right: “{word}” ({support})", partial(OwnPack.word, word=word), support
            )


def names(material: Material) -> Iterator[Proposal]:
    """Names that people restored from two or more spellings, which a glossary would correct (`detectors.names`)."""
    restored: defaultdict[str, list[Observation]] = defaultdict(list)
    for s in material.seen:
        whole = " " not in s.before  # `Wed- nesday` is a broken line
        if s.after and whole and not s.done and _is_name(s.after, material) and fuzz.ratio(s.before, s.after) >= CLOSE:
            restored[s.after].append(s)
    for name, cases in restored.items():
        spellings, support = sorted({s.before for s in cases}), Support.of(cases)
        if len(spellings) >= SPELLINGS and support.enough:
            wrong = ", ".join(f"“{s}”" for s in spellings)
            title = f"name for the glossary: “{name}”, for {wrong} ({support})"
            yield Proposal(
                "name", title, partial(OwnPack.listed, word=name, name=GLOSSARY, option="--glossary"), support
            )


def _is_name(word: str, material: Material) -> bool:
    is_one = len(word) >= SHORTEST and word.isalpha() and word[0].isupper() and not word.isupper()
    return is_one and material.lexicon.zipf(word) < FAMILIAR
