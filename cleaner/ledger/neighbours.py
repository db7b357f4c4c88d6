"""A finding's place in words, so that it is found again in a text that has changed.

A place is remembered by up to four words on each side, with `¶` where a line broke; white space and punctuation do not
count.  It is found again when two words on each side still stand there.  Since paragraphs move, four words in all are
enough where the edge of one cuts a side short.
"""

from __future__ import annotations

from unicodedata import normalize

from cleaner.text.analysis import WORD

REACH = 4  # words remembered on a side
SIDE = 2  # words that must agree on a side that no edge cuts short
TOTAL = 4  # words that must agree on both sides together
BREAK = "¶"

Side = tuple[str, ...]  # the words on one side, nearest first, `BREAK` where a line broke or the text ends


def neighbours(text: str, start: int, end: int) -> tuple[Side, Side]:
    """The words left and right of `[start, end)`, nearest first.

    >>> neighbours("By A. Reed\\n\\nA man urged the mafia not to\\nenter.", 28, 33)
    (('the', 'urged', 'man', 'A', '¶'), ('not', 'to', '¶', 'enter', '¶'))
    """
    return _side(text, start, back=True), _side(text, end)


def _side(text: str, at: int, back: bool = False) -> Side:
    """The words on one side of a place, looked for in a window: a text may be a million characters long."""
    window = 240
    while True:
        low, high = (max(0, at - window), at) if back else (at, min(len(text), at + window))
        words = _words(text, low, high)
        is_all = low == 0 if back else high == len(text)
        # The outermost word of a window may be a part of a longer one, so it counts only where the text ends.
        if is_all or sum(w != BREAK for w in words) > REACH:
            words = words[::-1] if back else words
            return _reach([*words, BREAK] if is_all else words)
        window *= 4


def _words(text: str, low: int, high: int) -> list[str]:
    """Words and line breaks of `[low, high)`, in the text's order."""
    words: list[str] = []
    at = low
    for match in WORD.finditer(text, low, high):
        if "\n" in text[at : match.start()]:
            words.append(BREAK)
        words.append(normalize("NFC", match.group()))
        at = match.end()
    if "\n" in text[at:high]:
        words.append(BREAK)
    return words


def _reach(words: list[str]) -> Side:
    """The first four words, and the edge right behind them if there is one."""
    count = 0
    kept: list[str] = []
    for word in words:
        count += word != BREAK
        if count > REACH:
            break
        if word != BREAK or kept[-1:] != [BREAK]:
            kept.append(word)
    return tuple(kept)


def same_place(stored: tuple[Side, Side], present: tuple[Side, Side]) -> int:
    """How many neighbouring words agree; -1 if it is not the same place.

    >>> here = (("the", "urged"), ("not", "to"))
    >>> same_place(here, (("the", "urged"), ("not", "to")))
    4
    >>> same_place(here, (("the", "blamed"), ("not", "to")))
    -1

    A paragraph that moved has new words across its edge; four words on its own side of it are enough:

    >>> opening = (("¶", "said", "he"), ("stormed", "the", "embassy", "in"))
    >>> same_place(opening, (("¶", "reports", "no"), ("stormed", "the", "embassy", "in")))
    4
    """
    left, left_cut, left_edge = _agreement(stored[0], present[0])
    right, right_cut, right_edge = _agreement(stored[1], present[1])
    if (left < SIDE and not left_cut) or (right < SIDE and not right_cut):
        return -1
    whole_paragraph = left_edge and right_edge
    return left + right if whole_paragraph or left + right >= TOTAL else -1


def _agreement(stored: Side, present: Side) -> tuple[int, bool, bool]:
    """Words that agree, outward; whether an edge of either text, and of both, stands where they part."""
    a, b = _marked(stored), _marked(present)
    count = 0
    for (word, broke), (other, other_broke) in zip(a, b, strict=False):
        if word != other:
            return count, broke or other_broke, broke and other_broke
        if word == "":  # both texts end here
            return count, True, True
        count += 1
    return count, False, False


def _marked(side: Side) -> list[tuple[str, bool]]:
    """Each word with whether a line broke before it; ("", True) stands for an edge with nothing known beyond."""
    marked: list[tuple[str, bool]] = []
    broke = False
    for word in side:
        if word == BREAK:
            broke = True
        else:
            marked.append((word, broke))
            broke = False
    return [*marked, ("", True)] if broke else marked
