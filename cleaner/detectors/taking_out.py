"""Taking a word out of a sentence: with its commas, and with a capital for what comes to begin the sentence."""

from __future__ import annotations

from typing import NamedTuple


class Taken(NamedTuple):
    """`[start, end)` of the text, and what stands there then."""

    start: int
    end: int
    text: str


_ENDS = '.!?…:\n"“('


def taken_out(text: str, start: int, end: int) -> Taken:
    """What is to be done so that a word goes and its sentence reads on.

    >>> def without(text, word):
    ...     start, end, new = taken_out(text, text.index(word), text.index(word) + len(word))
    ...     return text[:start] + new + text[end:]
    >>> without("So, um, we go.", "um"), without("Um, we go.", "Um"), without("We uh go.", "uh")
    ('So we go.', 'We go.', 'We go.')
    >>> without("We go. Um. They stay.", "Um"), without("We go, uh.", "uh"), without("Uh- so we go.", "Uh")
    ('We go. They stay.', 'We go.', 'So we go.')
    """
    while text[end : end + 1] and text[end] in "-–—…" and not text[end + 1 : end + 2].isalnum():
        end += 1
    head = text[:start].rstrip(" ")
    if not head or head[-1] in _ENDS:
        return _at_the_start(text, start, end)
    comma = head[-1] == ","
    if text[end : end + 1] == ",":
        return Taken(len(head) - comma, end + 1, "")
    ends = end == len(text) or text[end] in ".!?\n"
    return Taken(len(head) - (comma and ends), end, "")


def _at_the_start(text: str, start: int, end: int) -> Taken:
    """A word that begins its sentence, or is all of it."""
    capital = text[start].isupper()
    if text[end : end + 1] and text[end] in ",.!?":
        end += 1
    alone = text[end : end + 1] in ("", "\n")
    while text[end : end + 1] == " ":
        end += 1
    if alone:
        return Taken(len(text[:start].rstrip(" ")), end, "")
    following = text[end : end + 1]
    return Taken(start, end + 1, following.upper()) if capital and following.islower() else Taken(start, end, "")
