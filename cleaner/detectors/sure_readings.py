"""The words of a text that the judge is sure were misread: each tells of the scanner where another word is doubted.

Words that writers spell so too tell the contrary: one beside another is dialect, or haste.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleaner.model import log_odds
from cleaner.spelling.error_model import confusions, shape
from cleaner.spelling.kinds import REAL_WORD, WORD
from cleaner.spelling.noisy_text import ENOUGH_LOWER, NoiseStats

if TYPE_CHECKING:
    from cleaner.spelling.correction import Correction

VOWELS = frozenset("aeiouy")
#: so sure a reading tells of the scanner
SURE = log_odds(0.8)
#: so many words, and no fewer than are surely misread, that people spell so make a text of dialect or chat
WRITERS = 4
#: so many other words that surely are misread show a scanner, whatever the diagnosis
SCANNERS = 4
#: characters that hold about as many words as the features call near
NEAR = 120

Places = Mapping[str, Sequence[int]]  # words in small letters, each with its places


@dataclass(frozen=True, slots=True)
class SureReadings:
    """Where the doubtful words of a text stand that are in no list: those `misread` and those `written` so.

    Where more are written so than misread, none is taken for misread.

    What tells of one word is asked without it: no finding is evidence for itself.
    """

    misread: Places
    written: Places
    stats: NoiseStats

    @classmethod
    def of(cls, judged: Iterable[tuple[Correction, float]], stats: NoiseStats) -> SureReadings:
        """The sure ones of some proposals, each with its log-odds, and those that people misspell so too."""
        misread, written = defaultdict(list), defaultdict(list)
        for proposal, odds in judged:
            word = proposal.before.lower()
            if word not in stats.unknown or proposal.rule == REAL_WORD:
                continue
            if proposal.rule == WORD and _is_written(word, proposal.after):
                written[word].append(proposal.start)
            elif odds >= SURE:
                misread[word].append(proposal.start)
        return cls(misread if len(misread) > len(written) else {}, written, stats)

    def explained(self, own: str) -> float:
        """The share of the text's words that were misread, by a common confusion or by the judge, but for one."""
        also = sum(self.stats.unknown[word] for word in self.misread.keys() - self.stats.misread.keys() - {own})
        return self.stats.explained_beside(own) + also / max(self.stats.words, ENOUGH_LOWER)

    def is_a_writers(self, own: str) -> bool:
        """Whether most of the text's other doubtful words are spelt as people misspell."""
        return len(self.written.keys() - {own}) >= WRITERS and not self.misread

    def is_a_scanners(self, own: str) -> bool:
        """Whether other words show that the text was scanned."""
        return len(self.misread.keys() - {own}) >= SCANNERS

    def misread_near(self, start: int, own: str) -> int:
        """How many other words near a place are no speech, though no common confusion explains them."""
        return _near(self.misread, start, {own, *self.stats.misread})

    def written_near(self, start: int, own: str) -> int:
        """How many other words near a place are spelt as people misspell."""
        return _near(self.written, start, {own})


def _is_written(read: str, printed: str) -> bool:
    """Whether people misspell so: they drop letters, and write a vowel for a vowel.

    >>> [_is_written(*pair) for pair in (("mysef", "myself"), ("wuth", "with"), ("waas", "was"), ("tbat", "that"))]
    [True, True, False, False]
    """
    pairs = confusions(shape(read), shape(printed))
    return all(not a or (b and VOWELS.issuperset(a + b)) for a, b in pairs)


def _near(words: Places, start: int, but_for: set[str]) -> int:
    return sum(word not in but_for and any(abs(at - start) <= NEAR for at in places) for word, places in words.items())
