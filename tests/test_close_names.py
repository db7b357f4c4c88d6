"""Rare spellings near a frequent name: which are asked about, and that all that are close enough are compared."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from cleaner.detectors.names import CLOSE, _by_pairs, _closest, _likely, names
from cleaner.diagnosis.examination import examine
from cleaner.kit import Kit
from cleaner.model import Document
from cleaner.pipeline import analyse

NAMES = st.text("abco", min_size=5, max_size=14)


@given(NAMES, st.lists(NAMES, max_size=30))
@example("abcdefg", ["acdfg"])  # two letters fewer: as many pairs broken as can be
def test_the_closest_is_among_the_likely(name: str, names: list[str]) -> None:
    cut = [name[:i] + name[j:] for i in range(len(name)) for j in range(i + 1, i + 4)]
    known = sorted({*names, *cut, *(name[:i] + "x" + name[i + 1 :] for i in range(len(name)))})
    for some in (known, cut[:5], sorted(set(names))):
        plain = process.extractOne(name, some, scorer=fuzz.ratio, score_cutoff=CLOSE)
        assert _closest(name, _likely(name, some, _by_pairs(some))) == (plain and plain[:2])


# A name that stands four times, and a spelling that stands once → whether it is asked about.
RARE = {
    ("Riquelme", "Riguelme"): True,
    ("Swift", "T-Swift"): False,  # a form of the name
    ("B-cell", "T-cell"): False,  # kinds of one thing
    ("Jean-Riquelme", "Jean-Riguelme"): True,
    ("Iraq", "Iraqi"): False,
    ("Венера", "Венеру"): False,  # declined
}


@pytest.mark.parametrize(("name", "rare"), RARE)
def test_which_rare_spellings_are_asked_about(name: str, rare: str, kit: Kit) -> None:
    text = f"We met {name} there. " * 4 + f"Then we met {rare} there."
    found = names(examine(analyse(text, Document("x", text), kit), kit), kit)
    assert [text[finding.start : finding.end] for finding in found] == [rare] * RARE[name, rare]
