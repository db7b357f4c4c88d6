"""Words that a mark cuts in two: which are offered as one, and what a mark between letters may mean besides."""

import pytest

from cleaner.spelling.corrector import Corrector, nothing_protected
from cleaner.spelling.hypothesis_sources import JOINED, _pieces
from cleaner.spelling.lexicon import Lexicon

CORRECTOR = Corrector.shipped(Lexicon.shipped())


def offered(text: str, *sources: str) -> list[str]:
    """The words that sources offer for two pieces with a mark between them, anywhere in a scanned text."""
    page = CORRECTOR.survey(text).with_locks(nothing_protected, True)
    known = CORRECTOR._hypotheses
    beside = [(i, pieces) for i in range(len(page.tokens)) if (pieces := _pieces(page, i, known))]
    edges = [edge for i, pieces in beside for source in sources for edge in JOINED[source](page, i, pieces, known)]
    return [edge.text or "" for edge in edges]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("the Minis.er said", "minister"),
        ("the gov:rnment said", "government"),
        ("a man n.imed Smith", "named"),
        ("for tho;e men", "those"),
        ("it w,is there", "was"),
        ("they con.cluded it", "concluded"),
    ],
)
def test_a_word_that_a_mark_cuts(read: str, printed: str) -> None:
    words = offered(read, "two pieces", "marks as letters")
    assert printed in words
    assert len(words) == len({*words}), "a word that is offered twice is its own rival"


@pytest.mark.parametrize(
    "right",
    [
        "he came by train,and left",
        "it was said:they left",
        "at 8 p.m. today",
        "at 8 a.m. today",
        "said Mr.smith today",
        "see the cat.log here",
        "the notes.txt here",
        "see menu.docs.xyz today",
        "see /bin.kat today",
        "the town.Smith said",
        "the gov:Rnment said",
        "said J.Smith of it",
    ],
)
def test_what_is_no_cut_word(right: str) -> None:
    assert not offered(right, "marks as letters")
