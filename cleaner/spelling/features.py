"""The feature vector of a correction, which the classifier judges.

All gains and costs are in nats, all frequencies zipf values (log10 of occurrences in a billion words).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from math import log1p

from rapidfuzz.distance import OSA

from cleaner.spelling.error_model import confusions, shape
from cleaner.spelling.hypotheses import Hypotheses
from cleaner.spelling.kinds import KINDS
from cleaner.spelling.noisy_text import HYPHENS, NoisyText
from cleaner.spelling.rivals import DoubtfulPlace, shares
from cleaner.spelling.tokens import OcrToken

#: the features, in this order; `measured` says how each is computed
FEATURES = (
    "gain", "context gain", "channel", "margin", "own frequency", "new frequency", "length", "known", "kind",
    "capitals", "noise", "own in text", "new in text", "wordlike", "distance", "odd marks", "doubt near by", "name",
    "old text", "fit", "explained", "share", "case", "blind", "each letter", "hyphen", "dropped letters",
    "unexplained", "strange near by", "misread near by", "speech near by", "words", "a writer's",
)  # fmt: skip

APOSTROPHES = frozenset("'’‘")
#: so many tokens, or characters, on either side show what a place stands in
BESIDE, AROUND = 20, 150
#: what speech and haste leave out: letters of a word, the capital of a sentence and of the word I
# Each form is written from the sign or the letter i on by which it is found: a search for one of a few characters takes
# a seventh of the time.
_SPEECH = re.compile(
    r"['’‘.!?i](?:(?<=[a-z]in['’])(?!\w)|(?<![\w'’‘].)(?<=['’‘])(?:em|un|tis|twas|bout|cause|im|er|ere|ud|ull)\b"
    r"|(?<=\bo['’])(?<![.!?] ..)(?!\w)|(?<=\b(?:th|an|wi|ol)['’])(?<![.!?] ...)(?!\w)"
    r"|(?<=\bi)\b(?!\.)|(?<=[.!?]) [a-z])",
    re.DOTALL,
)
_VOWELS = frozenset("aeiouy'’")
#: gains and margins are cut off here
_WORST, _BEST, _APART = -20.0, 30.0, 12.0


def measured(
    page: NoisyText, i: int, start: int, end: int, place: DoubtfulPlace, known: Hypotheses
) -> tuple[float, ...]:
    """The features of the best rival of a place, which would replace the tokens from `i` on, in `[start, end)`."""
    rivals = place.rivals
    tokens = page.tokens[i : i + rivals[0].edge.span]
    it, stats, lexicon = rivals[0], page.stats, known.lexicon
    edge = it.edge
    own, new = "".join(u.text for u in tokens), edge.text or ""
    margin = it.gain - rivals[1].gain if len(rivals) > 1 else _APART
    return (
        _within(it.gain, _WORST, _BEST),
        _within(it.context_gain, _WORST, _BEST),
        edge.channel_cost,
        min(margin, _APART),
        lexicon.zipf(own) if len(tokens) == 1 else min(lexicon.zipf(u.text) for u in tokens),
        min((lexicon.zipf(word) for word in new.split()), default=0.0),
        float(len(own)),
        float(sum(known.knows(u.text) for u in tokens)),
        float(KINDS.index(edge.rule)),
        _capitals(tokens[0]),
        stats.noise_beside(own.lower()),
        log1p(stats.counts[own.lower()]),
        log1p(sum(stats.counts[word] for word in new.split())),
        lexicon.wordlike(own),
        float(OSA.distance(own.lower(), new)),
        float(sum(not (c.isalpha() or c in "'’") for c in own)),
        place.doubt,
        float(bool(new) and lexicon.is_name(new)),
        stats.historical_share,
        it.context_gain / (len(edge.word_ids) + 2),
        stats.explained_beside(own.lower()),
        shares(rivals, known.costs.temperature)[0],
        edge.case,
        place.blind,
        edge.channel_cost / len(own),
        _hyphens(page.text, start, end),
        *_stands_in(page, i, start, end, own),
        _is_a_writers(shape(own), shape(new)),
    )


def _stands_in(page: NoisyText, i: int, start: int, end: int, own: str) -> tuple[float, ...]:
    """What a place stands in: speech, strange words, misread words, a short text or a long one."""
    word, stats = own.lower(), page.stats
    return (
        _dropped_letters(page.text, start, end),
        stats.noise_beside(word) - stats.explained_beside(word),
        *_near_by(page, i, word),
        float(len(_SPEECH.findall(page.text[max(0, start - AROUND) : end + AROUND]))),
        log1p(stats.words),
    )


def _within(value: float, least: float, most: float) -> float:
    return max(least, min(most, value))


def _capitals(token: OcrToken) -> float:
    """0 lower case, 1 a capital that opens a sentence, 2 a capital within one, 3 all capitals, 4 capitals inside."""
    word = token.text
    if word.islower():
        return 0.0
    if len(word) > 1 and word.isupper():
        return 3.0
    if word[0].isupper() and word[1:] == word[1:].lower():
        return 1.0 if token.opens else 2.0
    return 4.0


def _hyphens(text: str, start: int, end: int) -> float:
    """0 no hyphen beside it, 1 part of a compound, 2 half of a broken word."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if after[:1] in HYPHENS:
        return 1.0 + after[1:].isspace()
    return 1.0 if before[-1:] in HYPHENS else 2.0 * (before[:1] in HYPHENS and before[1:].isspace())


def _dropped_letters(text: str, start: int, end: int) -> float:
    """How many apostrophes stand within or right beside it: speech drops letters, `b'lieve`, `goin'`, `'long`."""
    return float(sum(c in APOSTROPHES for c in text[max(0, start - 1) : end + 1]))


def speech_near_by(features: Sequence[float]) -> float:
    """How many words near a place drop letters, or are in no list and explained by no confusion."""
    return features[FEATURES.index("speech near by")] + strange_near_by(features)


def strange_near_by(features: Sequence[float]) -> float:
    """How many words near a place are in no list and explained by no confusion."""
    return features[FEATURES.index("strange near by")] * 2 * BESIDE


def channel_cost(features: Sequence[float]) -> float:
    """What the correction costs by the error model, in nats."""
    return features[FEATURES.index("channel")]


def is_listed(features: Sequence[float]) -> bool:
    """Whether what stands at a place is itself a word of the lists, however rare."""
    return features[FEATURES.index("own frequency")] > 0


def _near_by(page: NoisyText, i: int, own: str) -> tuple[float, float]:
    """Of the tokens near by, the share in no list that no confusion explains, and the share that one explains."""
    places, words = page.strange
    unknown = {*words[bisect_left(places, i - BESIDE) : bisect_left(places, i + BESIDE)]} - {own}
    misread = len(unknown & page.stats.misread.keys())
    return (len(unknown) - misread) / (2 * BESIDE), misread / (2 * BESIDE)


def _is_a_writers(read: str, printed: str) -> float:
    """1 if people misspell so too: letters dropped or added, a vowel for a vowel."""
    return float(all(not a or not b or _VOWELS.issuperset(a + b) for a, b in confusions(read, printed)))
