"""What is found in an article is found where its names and other words are others: `benchmarks/other_names.py`."""

import sys

from conftest import ROOT

from cleaner.kit import Kit

sys.path.insert(0, str(ROOT / "benchmarks"))
from other_names import findings, other_words, still_found

# Our own words; each sentence has one slip that a translation makes.
ARTICLE = """
BAGHDAD - Dozens of Iraqi soldiers guarded the wall on Tuesday, said Laura Kemmel, and a guard of Kemmel was hurt.
Yellow flags flew over the tower, and police asked for no bag.
The attack angered the Iraqi government, which said it would think again about its ties with the US-led coalition. He \
described it as a crime.
It was in retaliation for the murder of an Iraqi contractor in a rocket attack.
They broke the doors used by cars to enter. Protesters set three trailers along the road.
It will be the governor's election how and when to respond.
The two leaders of Iraq and Chile spoke in the EE. UU. on Monday, and Thousands participated of the march.
""".replace("\n", "\n\n")


def test_another_article_with_the_same_slips_has_the_same_findings(kit: Kit) -> None:
    before = findings(ARTICLE, kit)
    assert len(before) >= 7
    for seed in range(3):
        changed = other_words(ARTICLE, kit, seed, 25)
        assert still_found(before, findings(changed, kit)) == (len(before), {})


def test_names_are_others_and_the_states_of_the_abbreviation_stay(kit: Kit) -> None:
    changed = other_words(ARTICLE, kit, 1, 25)
    gone = ("BAGHDAD", "Iraq ", "Laura", "Kemmel", "Tuesday", "Chile", "Yellow", "wall", "soldiers")
    assert [name for name in gone if name in changed] == ["BAGHDAD", "Yellow"]  # those of other letters stay
    assert "EE. UU." in changed and "US-led" in changed
    assert changed == other_words(ARTICLE, kit, 1, 25) != other_words(ARTICLE, kit, 2, 25)
    assert other_words(ARTICLE, kit, 1, 0).count(" wall ") == 1
