"""The names that are compared at all hold every name that is close enough."""

from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from cleaner.detectors.names import CLOSE, _by_pairs, _closest, _likely

NAMES = st.text("abco", min_size=5, max_size=14)


@given(NAMES, st.lists(NAMES, max_size=30))
@example("abcdefg", ["acdfg"])  # two letters fewer: as many pairs broken as can be
def test_the_closest_is_among_the_likely(name: str, names: list[str]) -> None:
    cut = [name[:i] + name[j:] for i in range(len(name)) for j in range(i + 1, i + 4)]
    known = sorted({*names, *cut, *(name[:i] + "x" + name[i + 1 :] for i in range(len(name)))})
    for some in (known, cut[:5], sorted(set(names))):
        plain = process.extractOne(name, some, scorer=fuzz.ratio, score_cutoff=CLOSE)
        assert _closest(name, _likely(name, some, _by_pairs(some))) == (plain and plain[:2])
