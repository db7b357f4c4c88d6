"""What other copies of a story have in place of a word that is strange here: a question, never a fix.

Another outlet's words are right and yet not this text: two copies by people differ in some 11 words of 1,000.  So two
copies must agree against this one, and more must say so than say what stands here.  Three things are asked: a word that
is in no list, a number, a name.  Known words that differ are another outlet's words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Evidence, Finding, Suggestion, Tier, log_odds
from cleaner.model.companions import Copy
from cleaner.spelling.lexicon import Lexicon
from cleaner.text.sentences import after_stop

AGREE = 2  # copies that say the same, at least
WORDS = 2  # of a place, at most, here and in the copies
# How alike words must be in letters, 0 to 1: what is farther is another word rather than the same one misread.
ALIKE, NAMES_ALIKE = 0.5, 0.6
SHOWN = 3  # copies that are named
SURE = 0.9  # how often such a question was right, on texts spoiled like scans (docs/measured.md)


class WordPlace(NamedTuple):
    """A stretch of a text."""

    start: int
    end: int


class Differing(NamedTuple):
    """Where a copy differs, in order, and what it has there; "" where the two cannot be compared word by word."""

    name: str
    places: list[WordPlace]
    words: list[str]

    def differs(self, place: WordPlace) -> bool:
        """Whether the copy has something else somewhere in a place."""
        first = bisect_left(self.places, place.start + 1, key=lambda p: p.end)
        return first < len(self.places) and self.places[first].start < place.end


def copies(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """A question for each strange word, number and name in whose place copies of the story agree on another."""
    told = seen.companions.copies
    if len(told) < AGREE:
        return
    text = seen.analysis.text
    others = [_differing(text, copy) for copy in told]
    readings: defaultdict[WordPlace, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for other in others:
        for place, words in zip(other.places, other.words, strict=True):
            if words:
                readings[place][words].append(other.name)
    for place, by_words in sorted(readings.items()):
        words, names = max(by_words.items(), key=lambda one: (len(one[1]), one[0]))
        same = sum(not other.differs(place) for other in others)
        if len(names) >= AGREE and len(names) > same and is_asked(text, place, words, kit.lexicon):
            yield _question(text, place, words, names)


def _differing(text: str, copy: Copy) -> Differing:
    from cleaner.witness.changes import changes  # few texts have copies

    made = [c for c in changes(text, copy.text) if not c.is_layout]
    ends = [0, *(c.end for c in made)]
    starts = [*(c.start for c in made), len(text)]
    found = Differing(copy.name, [], [])
    for number, change in enumerate(made):
        start, end = _bare(change.after)
        words = " ".join(change.after[start:end].split())
        start, end = _bare(change.before)
        place = WordPlace(change.start + start, change.start + end)
        few = 0 < len(words.split()) <= WORDS and 0 < len(text[place.start : place.end].split()) <= WORDS
        around = text[ends[number] : change.start], text[change.end : starts[number + 1]]
        compared = few and all(any(map(str.isalnum, beside)) for beside in around)
        found.places.append(place)
        found.words.append(words if compared else "")
    return found


def _bare(words: str) -> tuple[int, int]:
    """Where words begin and end without the marks around them."""
    inside = [i for i, c in enumerate(words) if c.isalnum()]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def is_asked(text: str, place: WordPlace, words: str, lexicon: Lexicon) -> bool:
    """Whether a person is asked if copies' words belong in a place: numbers and names that differ, unknown words.

    >>> lexicon = Lexicon.shipped()
    >>> def ask(text: str, here: str, words: str) -> bool:
    ...     start = text.index(here)
    ...     return is_asked(text, WordPlace(start, start + len(here)), words, lexicon)
    >>> ask("He sold 14 cows", "14", "15"), ask("He met Smyth", "Smyth", "Smith"), ask("He rnet her", "rnet", "met")
    (True, True, True)
    >>> ask("He saw her", "saw", "met"), ask("He met Borodin", "Borodin", "Smith"), ask("A tsar met", "tsar", "tzarr")
    (False, False, False)
    """
    from rapidfuzz.distance import Levenshtein

    from cleaner.text.word_keys import figures, keys

    here = text[place.start : place.end]
    old, new = keys(here), keys(words)
    was, became = figures(old), figures(new)
    if was or became:
        return len(was) == len(became) == len(old) == len(new) and was != became
    alike = Levenshtein.normalized_similarity("".join(old), "".join(new))
    if _is_name(text, place.start, here) and words[0].isupper():
        return 1 > alike >= NAMES_ALIKE
    return alike >= ALIKE and not _reads(here, lexicon) and _reads(words, lexicon)


def _is_name(text: str, at: int, words: str) -> bool:
    return words[0].isupper() and not words.isupper() and not after_stop(text, at)


def _reads(words: str, lexicon: Lexicon) -> bool:
    return all(lexicon.knows(word) for word in words.split())


def _question(text: str, place: WordPlace, words: str, names: Sequence[str]) -> Finding:
    here = text[place.start : place.end]
    if here[0].isupper() and words[0].islower():
        words = words[0].upper() + words[1:]
    shown = ", ".join(sorted(names)[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
    return Finding(
        place.start, place.end, "copies/other-words", "copies", Tier.ASK, (Suggestion(words),),
        f"“{words}” stands here in copies of this story: {shown}",
        (Evidence(f"{len(names)} copies agree", log_odds(SURE)),),
    )  # fmt: skip
