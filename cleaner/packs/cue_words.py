"""Proposes cues: words that separate the wrong use of a word from its right one, from the user's own texts.

Paragraphs with the wrong word that share words with the example are of its kind; other paragraphs with the wrong word
may be right.  The example itself proves nothing, and nobody's name is a cue: both would tell one text from all others.
A word that stands in many of the first and in few other paragraphs is a cue (`near`); one that stands in
the second and never in the first is a counter-cue (`never`).  Log-odds decide what is many and few, with half a
paragraph added to each count so that none is certain; the counts are shown, for a person to judge.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from cleaner.rulebook.patterns import phrase_pattern
from cleaner.spelling.lexicon import Lexicon
from cleaner.text.analysis import Analysis

COMMON = 5.6  # Zipf (powers of ten in a thousand million words); commoner words, as *said*, say nothing of a paragraph
SHORTEST = 4  # letters
TWICE = 2  # paragraphs, the example among them; a word that stands in one alone may be of that text only
WORTH = 2.0  # log-odds from which a word is proposed: about seven times the odds


@dataclass(frozen=True, slots=True)
class CueProposal:
    """A word with its counts: it stands in `here` of `of` paragraphs of the kind, `elsewhere` of `of_others` others."""

    word: str
    here: int
    of: int
    elsewhere: int
    of_others: int

    @property
    def weight(self) -> float:
        """How strongly the word points to the kind, in log-odds.

        >>> round(CueProposal("embassy", 7, 9, 2, 400).weight, 1)
        6.2
        """
        counts = (self.here, self.of), (self.elsewhere, self.of_others)
        here, elsewhere = (math.log((n + 0.5) / (of - n + 0.5)) for n, of in counts)
        return here - elsewhere

    def told(self, kind: str, others: str) -> str:
        """The counts in words; only the word itself if there were no other paragraphs."""
        if not self.of_others:
            return self.word
        return (
            f"{self.word}: in {self.here} of {self.of} {kind}, in {self.elsewhere} of {self.of_others} {others} "
            f"(log-odds {self.weight:+.1f})"
        )


@dataclass(frozen=True, slots=True)
class CueWords:
    """Cues and counter-cues, best first, and a sentence of an innocent paragraph for a `keep` test."""

    near: tuple[CueProposal, ...] = ()
    never: tuple[CueProposal, ...] = ()
    innocent: str = ""


def propose(wrong: str, example: str, texts: Iterable[str], lexicon: Lexicon, most: int = 8) -> CueWords:
    """Cues for a wrong word from the user's texts; without texts of its kind, the rare words of the example."""
    own = _content(example, wrong, lexicon)
    alike: list[set[str]] = []
    innocent: list[tuple[set[str], str]] = []
    others: list[set[str]] = []
    for paragraph in (text[a:b] for text in texts for a, b in Analysis(text).paragraphs):
        words = _content(paragraph, wrong, lexicon)
        if not _holds(wrong, paragraph):
            others.append(words)
        elif own & words:
            if example.strip() not in paragraph:
                alike.append(words)
        else:
            innocent.append((words, paragraph))
    far = [words for words, _ in innocent]
    near = tuple(p for p in _ranked(alike, far + others, most) if p.here >= TWICE or p.word in own)
    if not alike:
        rare = sorted(own, key=lambda word: (lexicon.zipf(word), word))
        near = tuple(CueProposal(word, 1, 1, 0, 0) for word in rare[:most])
    never = tuple(p for p in _ranked(far, [own, *alike], most) if p.elsewhere == 0) if far else ()
    first = innocent[0][1] if innocent else ""
    sentences = (first[a:b].strip() for a, b in Analysis(first).sentences)
    return CueWords(near, never, next((s for s in sentences if _holds(wrong, s)), ""))


def _ranked(these: Sequence[set[str]], those: Sequence[set[str]], most: int) -> tuple[CueProposal, ...]:
    here, elsewhere = (Counter(w for words in sets for w in words) for sets in (these, those))
    found = (CueProposal(w, n, len(these), elsewhere[w], len(those)) for w, n in here.items())
    worthy = (p for p in found if p.weight >= WORTH or not those)
    return tuple(sorted(worthy, key=lambda p: (-p.weight, p.word))[:most])


def _content(text: str, wrong: str, lexicon: Lexicon) -> set[str]:
    """The words of a paragraph that say what it is about: words of the language, and no names."""
    without, analysis = set(wrong.lower().split()), Analysis(text)
    begins = {start for start, _ in analysis.sentences}
    words = {t.text.lower() for t in analysis.tokens if t.text.isalpha() and (t.text.islower() or t.start in begins)}
    wanted = {w for w in words - without if len(w) >= SHORTEST and lexicon.zipf(w) < COMMON}
    return {w for w in wanted if lexicon.knows(w) and not lexicon.is_name(w)}


def _holds(wrong: str, text: str) -> bool:
    return regex.search("(?i)" + phrase_pattern(wrong), text) is not None
