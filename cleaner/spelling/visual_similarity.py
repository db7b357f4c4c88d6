"""Words that look alike in print, however many letters apart.

A scanner that reads `e` as `o` and `h` as `b` has the looks of a letter right and its name wrong.  So letters of
one look are written as one, and a string is compared with the commonest words as they look: `botwoon` is
`between`, `nccissin` two letters from `necessary` instead of four.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

#: letters that scanners take for one another, one by one.  Read off the commonest confusions of four collections
#: (`data/confusions.tsv`)
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
#: strings shorter than this look like everything
LEAST = 4
#: how much of a word may look different, and how much longer or shorter it may be
DIFFERENT, LONGER = 0.45, 3
#: what a letter that looks different costs, what one that is another costs, in nats, more or less; those that
#: are best by the first are weighed by both
_LOOK, _BOTH, _MET, _WEIGHED = 3.3, 2.0, 60, 60
LN10 = 2.302585


class VisualSimilarity:
    """Finds words of like looks among `words`, given with their zipf values.

    >>> index = VisualSimilarity(["between", "with", "necessary"], [5.5, 6.8, 5.2])
    >>> index.find("botwoon", 1), index.find("nccissin", 1)
    ([('between', 5.5)], [('necessary', 5.2)])
    """

    def __init__(self, words: Sequence[str], zipf: Sequence[float]) -> None:
        self._groups: dict[int, tuple[list[str], list[str], list[float]]] = defaultdict(lambda: ([], [], []))
        for word, level in zip(words, zipf, strict=True):
            looks, names, levels = self._groups[len(word)]
            looks.append(word.translate(_CLASSES))
            names.append(word)
            levels.append(LN10 * level)

    def find(self, word: str, most: int) -> list[tuple[str, float]]:
        """The `most` likeliest words that look like `word`, with their zipf: likeliest first."""
        if len(word) < LEAST:
            return []
        asked, met = word.translate(_CLASSES), []
        for size in range(max(2, len(word) - LONGER), len(word) + LONGER + 1):
            if size in self._groups:
                looks, names, levels = self._groups[size]
                cutoff = max(2, int(DIFFERENT * min(size, len(word))))
                found = process.extract(asked, looks, scorer=OSA.distance, score_cutoff=cutoff, limit=_MET)
                met += [(_LOOK * apart - levels[at], apart, names[at], levels[at]) for _, apart, at in found]
        met.sort()
        ranked = sorted(
            (_BOTH * (apart + OSA.distance(word, name)) - level, name, level)
            for _, apart, name, level in met[:_WEIGHED]
        )
        return [(name, level / LN10) for _, name, level in ranked[:most]]
