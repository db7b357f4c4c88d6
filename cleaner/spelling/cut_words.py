"""Words that a mark cuts in two: a scanner reads letters as marks (`Minis.er`, `w,is`), and tokens end there."""

from __future__ import annotations

import re
from collections.abc import Callable

from cleaner.spelling.tokens import OcrToken
from cleaner.text.abbreviations import COUNTED

#: marks that stand for letters, and those that go on with a dotted name, an address or a file's name
_MARKS, _GOES_ON = re.compile(r"[.,:;'’]{1,2}"), frozenset("./\\@:_&")
#: the zipf of what is a word by itself although a mark stands beside it, by its length; of a longer one it is `COMMON`
WHOLE, COMMON = {1: 6.0, 2: 5.2, 3: 4.5}, 4.3
#: what stands behind the dot of a file's name is so short at most, and a word that a mark cuts is so long at least
ENDING, SHORTEST = 4, 3


def may_be_cut(text: str, first: OcrToken, second: OcrToken, zipf: Callable[[str], float]) -> bool:
    """May two tokens of a text be one word, in which the marks between them stand for letters?"""
    between = text[first.end : second.start]
    if not _MARKS.fullmatch(between) or not second.text[0].islower() or len(first.text + second.text) < SHORTEST:
        return False
    whole = [zipf(u.text) >= WHOLE.get(len(u.text), COMMON) for u in (first, second)]
    if all(whole):
        return False
    if between[0] == "." and (first.text.lower() in COUNTED or (whole[0] and len(second.text) <= ENDING)):
        return False  # `Mr.smith`, `menu.lst`
    before, after = text[max(0, first.start - 1) : first.start], text[second.end : second.end + 2]
    return before not in _GOES_ON and not (after[:1] in _GOES_ON and after[1:].isalnum())  # `www.tbe.org`, `p.m.`
