"""Which part of a changed stretch of text each of its words gets, when words have places that stay."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from cleaner.text.analysis import fold

_WORD = re.compile(r"[^ \t\r\n\f]+")  # a no-break space holds words together


def shares(old: Sequence[str], new: str) -> list[str]:
    """What some neighbouring places read, when together they are to read `new`.

    As many words as before keep their order.  Otherwise letters tell where a word went; words that became one stand in
    the first one's place and leave the others empty; words that came to be stand together in one place.

    >>> shares(["inter-", "natioual"], "inter-\\nnational")
    ['inter-', 'national']
    >>> shares(["po", "lice", "said"], "police said")
    ['police', '', 'said']
    >>> shares(["|", "The"], "The"), shares(["ofthe", "niain"], "of the main")
    (['', 'The'], ['of the', 'main'])
    """
    words = _WORD.findall(new)
    counts = [len(_WORD.findall(text)) for text in old]
    if sum(counts) == len(words):
        given = iter(words)
        return [" ".join(next(given) for _ in range(count)) for count in counts]
    return _aligned(old, " ".join(words))


def _aligned(old: Sequence[str], new: str) -> list[str]:
    steps = Levenshtein.opcodes(fold(" ".join(old)), fold(new))  # `. And he` became ` and he`: the same word
    parts: list[str] = []
    holder = -1  # the place of the last word, while no blank has come since
    gap = at = 0
    for text in old:
        gap += len(text)
        start, end = _gap(steps, gap, new)
        gap += 1
        part = new[at:start]
        if part.startswith(" "):
            holder = -1
        parts.append(part.strip(" "))
        if parts[-1] and holder >= 0:
            parts[holder] += parts.pop()
            parts.append("")
        elif parts[-1]:
            holder = len(parts) - 1
        if end > start or part.endswith(" "):
            holder = -1
        at = end
    return parts


def _gap(steps: Levenshtein.Opcodes, gap: int, new: str) -> tuple[int, int]:  # type: ignore[name-defined]
    """Where in `new` the blank went that stood at `gap`: one character, or none if the words were joined."""
    step = next((s for s in steps if s.src_start <= gap < s.src_end), None)
    if step is None:  # past the last word
        return len(new), len(new)
    at = min(step.dest_start + gap - step.src_start, step.dest_end)
    return at, at + (at < step.dest_end and new[at] == " ")


def rejoined(whole: str, old: Sequence[str], new: Sequence[str]) -> str:
    """The whole word that two halves make, written as it was: with its hyphen or without, with its stops or bare.

    A whole word that the old halves do not make is the engine's own guess, and stays.

    >>> rejoined("Intemational", ["Intema-", "tional,"], ["Interna-", "tional,"])
    'International'
    """
    for marks in ("", _MARKS):
        for hyphen in ("", "-"):
            before, after = (hyphen.join([a.rstrip("-").lstrip(marks), b.rstrip(marks)]) for a, b in (old, new))
            if before == whole:
                return after
    return whole


_MARKS = ".,;:!?\"'()[]“”‘’"
