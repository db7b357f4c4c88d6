"""Ligatures, lost blanks and capitals: what is no such damage, on pages that the tables of parts cannot hold."""

from __future__ import annotations

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
