"""Words near by that tell where a correction is right and where it is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cleaner.learn.observations import Seen
from cleaner.spelling.lexicon import Lexicon
from cleaner.stats import by_chance

MOST = 5  # words of a cue
COVERED = 0.8  # share of the corrected paragraphs that a cue must cover
SHORTEST = 4  # letters; shorter words stand everywhere
COMMON = 5.8  # Zipf: *people*, *after*, *their* stand near anything
# How likely a word may fall where it tells the two apart by mere chance (Fisher's exact test).
CHANCE = 0.05


def cue(changed: Sequence[Seen], kept: Sequence[Seen], lexicon: Lexicon) -> list[str]:
    """Words near the corrected cases and near none of the others, that together cover most; none if there are none."""
    there, elsewhere = _paragraphs(changed), _paragraphs(kept)
    taken = frozenset[str]().union(*elsewhere)
    uncovered, chosen = list(there), list[str]()
    while uncovered and len(chosen) < MOST:
        counts = Counter(w for words in uncovered for w in words - taken if _tells(w, lexicon))
        word, count = max(counts.items(), key=lambda item: (item[1], len(item[0]), item[0]), default=("", 0))
        if count < 2 or by_chance(sum(word in words for words in there), len(there), len(elsewhere)) > CHANCE:
            break
        chosen.append(word)
        uncovered = [words for words in uncovered if word not in words]
    return chosen if len(uncovered) <= (1 - COVERED) * len(there) else []


def _paragraphs(cases: Sequence[Seen]) -> set[frozenset[str]]:
    """The words of each paragraph, once: five cases in one paragraph tell no more than one."""
    return {s.nearby for s in cases}


def _tells(word: str, lexicon: Lexicon) -> bool:
    return len(word) >= SHORTEST and word.isalpha() and lexicon.knows(word) and lexicon.zipf(word) < COMMON
