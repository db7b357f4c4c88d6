"""Words that a mark cuts in two: which are offered as one, and what a mark between letters may mean besides."""

import pytest

from cleaner.spelling.corrector import Corrector, nothing_protected
from cleaner.spelling.hypothesis_sources import JOINED, _pieces
from cleaner.spelling.lexicon import Lexicon

CORRECTOR = Corrector.shipped(Lexicon.shipped())


def offered(text: str) -> set[str]:
    """The words that are offered for two pieces with a mark between them, anywhere in a scanned text."""
    page = CORRECTOR.survey(text).with_locks(nothing_protected, True)
    known, found = CORRECTOR._hypotheses, set[str]()
    for i in range(len(page.tokens)):
        if pieces := _pieces(page, i, known):
            found |= {edge.text or "" for edge in JOINED["marks as letters"](page, i, pieces, known)}
    return found


@pytest.mark.parametrize(
    ("read", "printed"),
    [("the Minis.er said", "minister"), ("the gov:rnment said", "government"), ("a man n.imed Smith", "named"),
     ("for tho;e men", "those"), ("it w,is there", "was")],
)  # fmt: skip
def test_a_word_that_a_mark_cuts(read: str, printed: str) -> None:
    assert printed in offered(read)


@pytest.mark.parametrize(
    "right",
    ["he came by train,and left", "it was said:they left", "at 8 p.m. today", "at 8 a.m. today", "said Mr.smith today",
     "the file.lst here", "see the cat.log here", "the notes.txt here", "see menu.docs.xyz today", "see /bin.kat today", "the town.Smith said",
     "said J.Smith of it"],
)  # fmt: skip
def test_what_is_no_cut_word(right: str) -> None:
    assert not offered(right)
