"""Ligatures, lost blanks and capitals: what is no such damage, on pages that the tables of parts cannot hold."""

from __future__ import annotations

import pytest

from cleaner.detectors import capitals, glued, ligatures
from cleaner.diagnosis.examination import examine
from cleaner.kit import Kit
from cleaner.text.analysis import Analysis

BADLY_READ = """
Tbe rnan wlio bad gnoat wbeat iu tbe ber of tho rnill wonld uot seil it to auy oue, tbougb tlie eld prioe was bigb.
Hc saicl tbat tbo barvost iu tbe rst woek liad beeu gcod, aud tbe nal loads wero iu tbe baru bofore tbe raiu carne.
"""


def test_pieces_on_a_page_that_was_read_badly_are_no_lost_ligatures(kit: Kit) -> None:
    assert not list(ligatures(examine(Analysis(BADLY_READ), kit), kit))


def test_a_few_words_of_such_a_page_are_no_lost_blanks(kit: Kit) -> None:
    text = BADLY_READ + "Hc wasglad tbat bc liad saidthe rnan.\n"
    assert not list(glued(examine(Analysis(text), kit), kit))


def test_rare_words_that_fit_pieces_of_a_scan_do_not_vote(kit: Kit) -> None:
    text = "The prisoner had an ack, an ail and an ake; he saw agon and ecks.\n"  # flack, flail, flake, flagon, flecks
    assert not list(ligatures(examine(Analysis(text), kit), kit))


def test_the_height_of_letters_is_left_alone_outside_scans(kit: Kit) -> None:
    assert not list(capitals(examine(Analysis("He had a pistoL and lived In peace."), kit), kit))


LOST_WITHOUT_A_TRACE = """
The ocer was in the oce for the rst time, and dicult it was to nd him. The our was white. He ended the eld.
"""


def test_a_common_word_is_no_lost_ligature_where_no_other_fits_much_better(kit: Kit) -> None:
    found = {
        LOST_WITHOUT_A_TRACE[f.start : f.end] for f in ligatures(examine(Analysis(LOST_WITHOUT_A_TRACE), kit), kit)
    }
    assert "rst" in found and not found & {"it", "our"}


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("The road wasclosed, and hewas ill.", "1"),
        ("The road wasclosed, and the bridge wasclosed.", "0"),
        ("The road wasclosed, and `houseUpdated` is code.", "0"),
    ],
)
def test_lost_blanks_vote_for_each_other_but_not_for_themselves_nor_in_code(kit: Kit, text: str, others: str) -> None:
    found = list(glued(examine(Analysis(text), kit), kit))
    assert found and {f.evidence[0].detail for f in found} == {others}
