"""Two words that lost the blank between them."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.spelling.lexicon import Lexicon
from cleaner.text.analysis import LONGEST_WORD

#: the words of one and of two letters that are glued to others; lists know far more
SHORT = frozenset("a i am an as at be by do go he if in is it me my no of on or so to up us we".split())
#: what makes one word of another: `hairlike`, `overbidding`
ENDINGS = frozenset("like wise able less ness ship hood proof man men".split())
BEGINNINGS = frozenset("over under out up off non micro super inter counter auto multi mid sub".split())
#: the least zipf of a part, by its length, and beside a function word
PART = {1: 6.0, 2: 5.2, 3: 4.3}
OTHER_PART, BESIDE_FUNCTION = 3.0, 1.5
#: from this zipf on a word is a function word, or as common as one
FUNCTION = 6.0


def partings(word: str, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """The two words that a string may be; none of a string that is longer than any word.

    >>> list(partings("saidthe", Lexicon.shipped())), list(partings("ofdriftwood", Lexicon.shipped()))
    ([('said', 'the')], [('of', 'driftwood')])
    """
    for i in range(1, len(word) - 1) if len(word) <= LONGEST_WORD else ():
        first, second = word[:i], word[i:]
        parts = _is_part(first, second, lexicon) and _is_part(second, first, lexicon)
        if parts and not _is_derived(first, second, lexicon):
            yield first, second


def _is_derived(first: str, second: str, lexicon: Lexicon) -> bool:
    """Whether two words may be one that a language makes freely; beside `of` or `the` they are none."""
    return (first in BEGINNINGS and lexicon.zipf(second) < FUNCTION) or (
        second in ENDINGS and lexicon.zipf(first) < FUNCTION
    )


def _is_part(part: str, other: str, lexicon: Lexicon) -> bool:
    if len(part) < 3 and part.lower() not in SHORT:
        return False
    least = BESIDE_FUNCTION if len(part) > 3 and lexicon.zipf(other) >= FUNCTION else OTHER_PART
    return lexicon.zipf(part) >= PART.get(len(part), least) and lexicon.knows(part)
