"""Which text is fit for a rule's test: a person reads it, so that it should hold no damage but the rule's own."""

from __future__ import annotations

from cleaner.spelling.lexicon import Lexicon
from cleaner.text.analysis import Analysis, Token

FEWEST = 3  # words; a shorter stretch shows nothing of what a rule is about
SHORT, COMMONEST = 2, 5.0  # letters, and Zipf: `of` and `my` are words, `th` and `nw` pieces of words
Bounds = tuple[int, int]


def strange_words(text: str, lexicon: Lexicon, place: Bounds = (0, 0)) -> int:
    """How many words of a text, beside those at `place`, are no words that we know: other damage, or names.

    >>> strange_words("It was tbe end of thc day.", Lexicon.shipped(), (7, 10))
    1
    """
    return sum(not _is_of(t, place) and _is_strange(t, lexicon) for t in Analysis(text).tokens)


def clean_stretch(text: str, place: Bounds, lexicon: Lexicon) -> Bounds | None:
    """The words around a place up to the first strange one on each side; None if they are too few.

    >>> text = "P-> th Small Aims factory in tbe town of Lithgow nw i esiaing"
    >>> text[slice(*clean_stretch(text, (29, 32), Lexicon.shipped()))]
    'Small Aims factory in tbe town of Lithgow'
    """
    tokens = [t for t in Analysis(text).tokens if t.end > t.start]
    inside = [i for i, t in enumerate(tokens) if _is_of(t, place)]
    if not inside:
        return None
    first, last = inside[0], inside[-1]
    while first > 0 and not _is_strange(tokens[first - 1], lexicon):
        first -= 1
    while last + 1 < len(tokens) and not _is_strange(tokens[last + 1], lexicon):
        last += 1
    if last - first + 1 < FEWEST:
        return None
    return min(place[0], tokens[first].start), max(place[1], tokens[last].end)


def _is_of(token: Token, place: Bounds) -> bool:
    return token.start < place[1] and token.end > place[0]


def _is_strange(token: Token, lexicon: Lexicon) -> bool:
    """A word that is unknown, or letters and figures in one; of very short words only the commonest are no pieces."""
    text = token.text
    if not any(c.isalpha() for c in text):
        return False
    if any(c.isdigit() for c in text) or (len(text) <= SHORT and lexicon.zipf(text) < COMMONEST):
        return True
    return not lexicon.knows(text)
