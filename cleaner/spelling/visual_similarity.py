"""Visual similarity: candidates that look like a string in print, however many letters apart.

A scanner that reads `e` as `o` or `h` as `b` confuses letters of similar shape.  All letters of a class of similar
shapes are written as one, and a string is compared with the commonest words in that spelling: `botwoon` is `between`,
and `nccissin` is two classes from `necessary` instead of four letters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from cleaner.native.library import LONGEST_STRING
from cleaner.native.word_search import ShapeSearch

#: classes of letters that scanners take for one another one by one: chosen by hand from the commonest confusions of
#: four collections (`data/confusions.tsv`)
_CLASSES = str.maketrans(
    {
        **dict.fromkeys("jltfr1!|", "i"),
        **dict.fromkeys("cosz0*", "e"),
        "u": "n",
        "b": "h",
        **dict.fromkeys("yw", "v"),
        "q": "g",
    }
)
#: strings shorter than this are similar to too many words
LEAST = 4
#: the share of letters that may be of another class, and the letters that a word may have more or less
DIFFERENT, LONGER = 0.45, 3
#: rough costs in nats for ranking, set by hand: a letter of another class; then, of the `_WEIGHED` words that are best
#: by that, a letter of another class or another letter.  `_MET` words of each length are looked at
_CLASS_COST, _LETTER_COST, _MET, _WEIGHED = 3.3, 2.0, 60, 60
#: ln 10: a zipf is a decimal logarithm, costs are natural ones
LN10 = 2.302585


class VisualSimilarity:
    """Finds visually similar words among `words`, given with their zipf values.

    >>> index = VisualSimilarity(["between", "with", "necessary"], [5.5, 6.8, 5.2])
    >>> index.find("botwoon", 1), index.find("nccissin", 1)
    ([('between', 5.5)], [('necessary', 5.2)])
    """

    def __init__(self, words: Sequence[str], zipf: Sequence[float]) -> None:
        self._groups: dict[int, tuple[list[str], list[str], list[float]]] = defaultdict(lambda: ([], [], []))
        for word, level in zip(words, zipf, strict=True):
            classes, names, levels = self._groups[len(word)]
            classes.append(word.translate(_CLASSES))
            names.append(word)
            levels.append(LN10 * level)
        self._core = ShapeSearch.made(self._groups)

    def find(self, word: str, most: int) -> list[tuple[str, float]]:
        """The `most` likeliest words that are similar to `word`, with their zipf: likeliest first."""
        if len(word) < LEAST:
            return []
        if self._core and len(word) < LONGEST_STRING:
            sizes, weights = (LONGER, _MET, _WEIGHED, most), (DIFFERENT, _CLASS_COST, _LETTER_COST)
            places = self._core.find(word.translate(_CLASSES), word, sizes, weights)
            return [(self._groups[size][1][at], self._groups[size][2][at] / LN10) for size, at in places]
        return self._find(word, most)

    def _find(self, word: str, most: int) -> list[tuple[str, float]]:
        from rapidfuzz.distance import OSA

        asked, scores, met = word.translate(_CLASSES), list[float](), list[tuple[int, int, int]]()
        for size in range(max(2, len(word) - LONGER), len(word) + LONGER + 1):
            cutoff = max(2, int(DIFFERENT * min(size, len(word))))
            if size in self._groups and abs(size - len(word)) <= cutoff:
                levels, found = self._groups[size][2], self._within(size, asked, cutoff)
                scores += [_CLASS_COST * apart - levels[at] for apart, at in found]
                met += [(apart, size, at) for apart, at in found]
        last = sorted(scores)[:_WEIGHED][-1] if scores else 0.0  # most of hundreds go by this number alone
        best = []
        for score, (apart, size, at) in zip(scores, met, strict=True):
            if score <= last:
                _, names, levels = self._groups[size]
                best.append((score, apart, names[at], levels[at]))
        ranked = sorted(
            (_LETTER_COST * (apart + OSA.distance(word, name)) - level, name, level)
            for _, apart, name, level in sorted(best)[:_WEIGHED]
        )
        return [(name, level / LN10) for _, name, level in ranked[:most]]

    def _within(self, size: int, asked: str, most: int) -> list[tuple[int, int]]:
        """(distance, place) of the words of a length that are nearest to a string, both in the spelling of classes."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        classes = self._groups[size][0]
        found = process.extract(asked, classes, scorer=OSA.distance, score_cutoff=most, limit=_MET)
        return [(int(apart), at) for _, apart, at in found]
